/** Which failures are tried again, how often and when: decisions only, no I/O. */

import { isHopeless } from "./remedies";

/** What came of an attempt, as far as trying again depends on it. */
export type Outcome =
    | {
          kind: "answer";
          status: number;
          /** What Retry-After asks for, in milliseconds. */
          asked: number | undefined;
          /** The cloud's message. */
          message: string;
      }
    | { kind: "failure"; code: string; sent: boolean };

export interface Trial {
    method: string;
    /** Doing it twice is the same as doing it once. */
    repeatable: boolean;
    /** Attempts made so far, this one included. */
    attempt: number;
    /** From 0 up to, not including, 1. */
    random: number;
    /** The service has answered before, so it will again: only the deadline ends the attempts. */
    persistent?: boolean;
}

/** Attempts in all, by what went wrong. A rate limit gets more: it says itself when it ends. */
const ATTEMPTS = { connection: 5, rateLimit: 10, unavailable: 5, gateway: 5, brokenRead: 3, brokenWrite: 2 } as const;

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 20_000;
/** Beyond the usual attempts, however the dice fall. */
const LEAST_BACKOFF = 1_000;
/** Spread over which those who were told the same Retry-After come back. */
const SPREAD = 1_000;

/** Milliseconds to wait before the next attempt; undefined: there is none. */
export function retryDelay(outcome: Outcome, trial: Trial): number | undefined {
    const attempts = attemptsFor(outcome, trial);
    if (trial.attempt >= attempts) {
        return undefined;
    }
    const asked = outcome.kind === "answer" ? outcome.asked : undefined;
    const most = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (trial.attempt - 1));
    const backoff = Math.max(trial.random * most, isUnusual(trial.attempt) ? LEAST_BACKOFF : 0);
    return asked === undefined ? backoff : Math.max(backoff, asked + trial.random * SPREAD);
}

/** Whether a service that is there would have answered before this attempt. */
export function isUnusual(attempt: number): boolean {
    return attempt >= ATTEMPTS.connection;
}

/** A service that is gone comes back, and a rate limit ends; one that answers 500 is there, and broken. */
function attemptsFor(outcome: Outcome, trial: Trial): number {
    const attempts = fewAttemptsFor(outcome, trial);
    const isPassing = outcome.kind === "failure" || outcome.status !== 500;
    return attempts > 1 && isPassing && trial.persistent === true ? Number.POSITIVE_INFINITY : attempts;
}

function fewAttemptsFor(outcome: Outcome, { method, repeatable }: Trial): number {
    if (outcome.kind === "failure") {
        const again = !isHopeless(outcome.code) && (repeatable || !outcome.sent);
        return again ? ATTEMPTS.connection : 1;
    }
    switch (outcome.status) {
        case 429:
            return ATTEMPTS.rateLimit;
        case 413:
            return isRateLimit(outcome) ? ATTEMPTS.rateLimit : 1;
        case 503:
            return repeatable || outcome.asked !== undefined ? ATTEMPTS.unavailable : 1;
        case 502:
        case 504:
            return repeatable ? ATTEMPTS.gateway : 1;
        case 500:
            return !repeatable ? 1 : method === "GET" ? ATTEMPTS.brokenRead : ATTEMPTS.brokenWrite;
        case 408:
            return repeatable ? ATTEMPTS.gateway : 1;
        default:
            return 1;
    }
}

/**
 * 413 is a rate limit (v1.1 and v2: overLimit with Retry-After), an exhausted quota (the same fault; old releases put
 * `Retry-After: 0` on it) or a body that is too large: only the first passes by waiting.
 */
function isRateLimit(outcome: Outcome & { kind: "answer" }): boolean {
    if (/quota|exceed(s|ed)? (the )?(allowed|maximum)|maximum number/i.test(outcome.message)) {
        return false;
    }
    return (outcome.asked ?? 0) > 0 || /rate.?limit/i.test(outcome.message);
}
