/** One request, with the retries that are safe for it and its log lines. A failure becomes a ConnectionError. */

import { randomUUID } from "node:crypto";
import { LARGEST_BODY, parseBody } from "./body";
import { connectionError, outOfTime } from "./connection-failure";
import { currentDeadline } from "./deadline";
import { InvalidAnswerError } from "./errors";
import type { ExchangeRequest, Line } from "./exchange-request";
import { cleanTold, type Fault, parseFault } from "./faults";
import { knownSpellings, rememberSecrets } from "./known-secrets";
import { USER_AGENT } from "./package-version";
import { type Redactor, redactor, rewriteTold, secretValues } from "./redact";
import { isUnusual, type Outcome, retryDelay } from "./retry";
import { retryAfter } from "./retry-after";
import { AttemptFailure, OWN_CODES, type RawAnswer } from "./transport";

export interface ExchangeAnswer {
    status: number;
    headers: Record<string, string>;
    /** Parsed JSON; undefined if it is not JSON. */
    body: unknown;
    requestId: string;
    /** The refusal, without secrets; undefined for a success. */
    fault: Fault | undefined;
    /** How often it was tried, and why not again; undefined if there is nothing to say. */
    note: string | undefined;
}

/** Outside an operation, the longest wait for a service to come back or for a rate limit to end. */
const PATIENCE = 300_000;
/** After its timeout, an operation has this long to restore things or to look for what it created. */
const AFTERMATH = 30_000;

/** Characters of a body that are logged. */
const LONGEST_LOGGED = 1_048_576;

/**
 * Characters of a password or key that a cloud generates. A console's output is longer, but no later answer contains
 * it.
 */
const LONGEST_MADE = 16_384;

/** Sends a request until there is a final answer, with any status. Throws ConnectionError if no answer came. */
export async function exchange(line: Line, request: ExchangeRequest): Promise<ExchangeAnswer> {
    const requestId = `req-${randomUUID()}`;
    const own = () => [...line.secrets, ...secretValues(request.body)];
    const redact = redactor(lazily(own));
    const redactTold = redactor(lazily(own), knownSpellings);
    if (request.deadline !== undefined && line.timing.now() > request.deadline) {
        throw outOfTime(request);
    }
    const until = request.deadline ?? patienceEnds(line.timing.now());
    const persistent = request.brief !== true && line.reached.has(request.addressFrom);
    let sent = false;
    for (let attempt = 1; ; attempt += 1) {
        const result = await attemptOnce(line, request, { attempt, requestId, redact, redactTold });
        sent ||= "answer" in result ? mayHaveBeenExecuted(result.answer.status) : result.failure.sent;
        const outcome = outcomeOf(result, line.timing.now());
        const wait = retryDelay(outcome, { ...request, attempt, random: line.timing.random(), persistent });
        noteReached(line, request, outcome);
        if (wait !== undefined && line.timing.now() + wait <= until) {
            if (isUnusual(attempt)) {
                sayMissing(line, request, outcome, until);
            }
            await line.timing.sleep(wait);
            continue;
        }
        const note = noteOf(outcome, attempt, wait !== undefined);
        const problem = "failure" in result ? tooLarge(result.failure) : result.problem;
        if (problem !== undefined) {
            const { operation, resource } = request;
            const answered = "answer" in result ? requestIdOf(result.answer.headers) : undefined;
            throw new InvalidAnswerError({ operation, resource, requestId: answered ?? requestId, problem });
        }
        if ("failure" in result) {
            throw connectionError(line, request, result.failure, { requestId, redact, note, sent });
        }
        return {
            status: result.answer.status,
            headers: result.answer.headers,
            body: result.body,
            requestId: requestIdOf(result.answer.headers) ?? requestId,
            fault: result.fault,
            note,
        };
    }
}

/** The deadline of a request without one of its own. */
function patienceEnds(now: number): number {
    const deadline = currentDeadline();
    return deadline === undefined ? now + PATIENCE : Math.max(deadline, now + AFTERMATH);
}

function noteReached({ reached, missing }: Line, { addressFrom }: ExchangeRequest, outcome: Outcome): void {
    if (outcome.kind === "answer" && outcome.status < 500) {
        reached.add(addressFrom);
        missing.delete(addressFrom);
    }
}

/** Printed once until it answers again, so that a deployment never waits for minutes without a message. */
function sayMissing(line: Line, { url, addressFrom }: ExchangeRequest, outcome: Outcome, until: number): void {
    if (!line.missing.has(addressFrom)) {
        line.missing.add(addressFrom);
        const what = outcome.kind === "failure" ? outcome.code : `HTTP ${outcome.status}`;
        const minutes = Math.max(1, Math.round((until - line.timing.now()) / 60_000));
        line.say(`${new URL(url).origin} does not answer (${what}): retrying for up to ${minutes} min`);
    }
}

interface Answered {
    answer: RawAnswer;
    body: unknown;
    fault: Fault | undefined;
    /** Why the body cannot be used. */
    problem: string | undefined;
}

type Result = Answered | { failure: AttemptFailure };

interface Trying {
    attempt: number;
    requestId: string;
    /** Knows the secrets of the request and the credentials. */
    redact: Redactor;
    /** Knows all secrets: for what the cloud says about failures. */
    redactTold: Redactor;
}

async function attemptOnce(
    line: Line,
    request: ExchangeRequest,
    { attempt, requestId, redact, redactTold }: Trying,
): Promise<Result> {
    const headers: Record<string, string> = {
        Accept: "application/json",
        "User-Agent": USER_AGENT,
        "X-OpenStack-Request-ID": requestId,
        ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...request.headers,
    };
    const { operation, method, url, microversion } = request;
    const started = line.timing.now();
    const result = await send(line, request, headers, redactTold);
    line.log.write(
        {
            ...{ time: started, milliseconds: line.timing.now() - started },
            ...{ cloud: line.cloud, operation, attempt, method, url, microversion, requestId },
            request: { headers, body: request.body },
            ...("failure" in result
                ? { failure: `${result.failure.code}: ${result.failure.message}` }
                : { answer: loggedAnswer(result.answer, result.body) }),
        },
        "answer" in result && result.fault !== undefined ? redactTold : redact,
    );
    return result;
}

async function send(
    line: Line,
    request: ExchangeRequest,
    headers: Record<string, string>,
    redact: Redactor,
): Promise<Result> {
    try {
        const answer = await line.transport.send({
            method: request.method,
            url: request.url,
            headers,
            ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
            timeout: line.timeout,
        });
        const { json, problem } = parseBody(answer.text);
        if (answer.status >= 400) {
            return { answer, body: json, fault: parseFault(answer.status, answer.text, json, redact), problem };
        }
        if (request.method === "POST") {
            rememberSecrets(secretValues(json).filter((secret) => secret.length <= LONGEST_MADE));
        }
        const tells = json !== undefined && /"(?:fault|events|instanceActions?)"/.test(answer.text);
        const body = tells ? rewriteTold(json, (text) => cleanTold(text, redact)) : json;
        return { answer, body, fault: undefined, problem };
    } catch (error) {
        if (error instanceof AttemptFailure) {
            return { failure: error };
        }
        throw error;
    }
}

/**
 * What cannot be parsed may contain a secret anywhere, and a huge body would make the log slow. So only their length is
 * logged.
 */
function loggedAnswer({ status, headers, text }: RawAnswer, body: unknown) {
    const isShown = body !== undefined && text.length <= LONGEST_LOGGED;
    const length = text === "" ? "" : `(${text.length} characters${body === undefined ? " that are not JSON" : ""})`;
    return { status, requestId: requestIdOf(headers), headers, body: isShown ? body : length };
}

function tooLarge({ code }: AttemptFailure): string | undefined {
    return code === OWN_CODES.tooLarge ? `its body is larger than ${LARGEST_BODY / 1024 / 1024} MB` : undefined;
}

function outcomeOf(result: Result, now: number): Outcome {
    if ("failure" in result) {
        return { kind: "failure", code: result.failure.code, sent: result.failure.sent };
    }
    const { status, headers } = result.answer;
    // A date in the header is compared with the cloud's own clock.
    const theirs = Date.parse(headers.date ?? "");
    const asked = retryAfter(headers["retry-after"], Number.isNaN(theirs) ? now : theirs);
    return { kind: "answer", status, asked, message: result.fault?.message ?? "" };
}

/** A gateway or a server that fails may have done the work first. */
function mayHaveBeenExecuted(status: number): boolean {
    return status === 500 || status === 502 || status === 504;
}

function noteOf(outcome: Outcome, attempt: number, tooLate: boolean): string | undefined {
    const notes = [attempt === 1 ? undefined : `Tried ${attempt} times.`];
    if (tooLate) {
        notes.push(
            outcome.kind === "answer" && outcome.asked !== undefined
                ? `The cloud asks to wait ${Math.ceil(outcome.asked / 1000)} s (Retry-After), which is longer than the time that is left.`
                : "There is no time left for another attempt.",
        );
    }
    return notes.filter((note) => note !== undefined).join(" ") || undefined;
}

/**
 * `x-openstack-request-id`, formerly `x-compute-request-id`. It is printed and searched for, so it must look like an
 * id.
 */
function requestIdOf(headers: Record<string, string>): string | undefined {
    const id = headers["x-openstack-request-id"] || headers["x-compute-request-id"] || "";
    return /^[\w.:-]{1,255}$/.test(id) ? id : undefined;
}

function lazily<T>(list: () => Iterable<T>): Iterable<T> {
    return { [Symbol.iterator]: () => list()[Symbol.iterator]() };
}
