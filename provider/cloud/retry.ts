/** Which failures are retried, how often and when. Decisions only, no I/O. */

import { isHopeless } from "./remedies";

/** The result of an attempt, as far as a retry depends on it. */
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
    /** The request is safe to repeat. */
    repeatable: boolean;
    /** Attempts made so far, this one included. */
    attempt: number;
    /** From 0 up to, not including, 1. */
    random: number;
    /** The service has answered before, so it is expected to come back: only the deadline ends the attempts. */
    persistent?: boolean;
}

/** Attempts by kind of failure. A rate limit gets more, because it says when it ends. */
const ATTEMPTS = { connection: 5, rateLimit: 10, unavailable: 5, gateway: 5, brokenRead: 3, brokenWrite: 2 } as const;

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 20_000;
/** The least wait after the usual attempts. */
const LEAST_BACKOFF = 1_000;
/** Requests with the same Retry-After are spread over this time. */
const SPREAD = 1_000;

/** Milliseconds to wait before the next attempt; undefined if there is none. */
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

/** Whether a healthy service would have answered before this attempt. */
export function isUnusual(attempt: number): boolean {
    return attempt >= ATTEMPTS.connection;
}

/** A missing service comes back and a rate limit ends. A service that answers 500 is there, but broken. */
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
 * 413 can be a rate limit (v1.1 and v2: overLimit with Retry-After), a used-up quota (the same fault; old releases add
 * `Retry-After: 0`), or a body that is too large. Only the first one passes by waiting.
 */
function isRateLimit(outcome: Outcome & { kind: "answer" }): boolean {
    if (/quota|exceed(s|ed)? (the )?(allowed|maximum)|maximum number/i.test(outcome.message)) {
        return false;
    }
    return (outcome.asked ?? 0) > 0 || /rate.?limit/i.test(outcome.message);
}
