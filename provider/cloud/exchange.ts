/** One request with the retries that are safe for it, its log lines, and its failure told as a {@link ConnectionError}. */

import { randomUUID } from "node:crypto";
import { ConnectionError } from "./errors";
import { type Fault, parseFault } from "./faults";
import type { Log } from "./log";
import { USER_AGENT } from "./package-version";
import { type Redactor, redactor, secretValues } from "./redact";
import { connectionRemedy } from "./remedies";
import { type Outcome, retryDelay } from "./retry";
import { retryAfter } from "./retry-after";
import type { Timing } from "./settings";
import { AttemptFailure, type RawAnswer, type Transport } from "./transport";

export interface ExchangeRequest {
    operation: string;
    resource?: string | undefined;
    method: "GET" | "POST" | "PUT" | "DELETE";
    url: string;
    headers?: Record<string, string>;
    body?: unknown;
    /** Doing it twice is the same as doing it once. */
    repeatable: boolean;
    microversion?: string | undefined;
    /** No attempt starts after this time (milliseconds since the epoch). */
    deadline?: number | undefined;
    /** `auth_url in …`: remedies name it. */
    addressFrom: string;
}

export interface ExchangeAnswer {
    status: number;
    headers: Record<string, string>;
    text: string;
    /** Parsed JSON; undefined where it is none. */
    body: unknown;
    requestId: string;
    /** What was refused, clean of secrets; undefined for a success. */
    fault: Fault | undefined;
    /** Why it was not tried again, in words, where there is something to tell. */
    note: string | undefined;
}

export interface Line {
    /** The clouds.yaml entry. */
    cloud: string;
    transport: Transport;
    log: Log;
    timing: Timing;
    /** Milliseconds an attempt. */
    timeout: number;
    /** Credentials and tokens: masked in whatever is told or logged. */
    secrets: Set<string>;
}

/** Without a deadline nobody waits longer than this for a rate limit to end. */
const PATIENCE = 300_000;

/** Sends a request until it is answered for good: any status. Throws {@link ConnectionError} where no answer came. */
export async function exchange(line: Line, request: ExchangeRequest): Promise<ExchangeAnswer> {
    const requestId = `req-${randomUUID()}`;
    const redact = redactor(lazily(() => [...line.secrets, ...secretValues(request.body)]));
    if (request.deadline !== undefined && line.timing.now() > request.deadline) {
        throw new ConnectionError({
            operation: request.operation,
            resource: request.resource,
            reason: "nothing was sent, for the time allowed for it was over before",
            executed: "no",
        });
    }
    for (let attempt = 1; ; attempt += 1) {
        const result = await attemptOnce(line, request, { attempt, requestId, redact });
        const wait = retryDelay(outcomeOf(result), {
            method: request.method,
            repeatable: request.repeatable,
            attempt,
            now: line.timing.now(),
            random: line.timing.random(),
        });
        const until = request.deadline ?? line.timing.now() + PATIENCE;
        if (wait === undefined || line.timing.now() + wait > until) {
            const note = noteOf(result, attempt, wait, line.timing.now());
            return conclude(line, request, result, { requestId, redact, note });
        }
        await line.timing.sleep(wait);
    }
}

type Result = { answer: RawAnswer; body: unknown; fault: Fault | undefined } | { failure: AttemptFailure };

async function attemptOnce(
    line: Line,
    request: ExchangeRequest,
    { attempt, requestId, redact }: { attempt: number; requestId: string; redact: Redactor },
): Promise<Result> {
    const headers: Record<string, string> = {
        Accept: "application/json",
        "User-Agent": USER_AGENT,
        "X-OpenStack-Request-ID": requestId,
        ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...request.headers,
    };
    const started = line.timing.now();
    const entry = () => ({
        time: started,
        cloud: line.cloud,
        operation: request.operation,
        attempt,
        method: request.method,
        url: request.url,
        microversion: request.microversion,
        milliseconds: line.timing.now() - started,
        requestId,
        request: { headers, body: request.body },
    });
    try {
        const answer = await line.transport.send({
            method: request.method,
            url: request.url,
            headers,
            ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
            timeout: line.timeout,
        });
        const body = parseJson(answer.text);
        line.log.write(
            {
                ...entry(),
                answer: {
                    status: answer.status,
                    requestId: requestIdOf(answer.headers),
                    headers: answer.headers,
                    body: body ?? answer.text,
                },
            },
            redact,
        );
        return { answer, body, fault: answer.status < 400 ? undefined : parseFault(answer.status, answer.text, body) };
    } catch (error) {
        if (!(error instanceof AttemptFailure)) {
            throw error;
        }
        line.log.write({ ...entry(), failure: `${error.code}: ${error.message}` }, redact);
        return { failure: error };
    }
}

function outcomeOf(result: Result): Outcome {
    return "failure" in result
        ? { kind: "failure", code: result.failure.code, sent: result.failure.sent }
        : {
              kind: "answer",
              status: result.answer.status,
              retryAfter: result.answer.headers["retry-after"],
              fault: result.fault?.name,
              message: result.fault?.message ?? "",
          };
}

function conclude(
    line: Line,
    request: ExchangeRequest,
    result: Result,
    { requestId, redact, note }: { requestId: string; redact: Redactor; note: string | undefined },
): ExchangeAnswer {
    if ("failure" in result) {
        throw connectionError(line, request, result.failure, { requestId, redact, note });
    }
    const { answer, body, fault } = result;
    return {
        status: answer.status,
        headers: answer.headers,
        text: answer.text,
        body,
        requestId: requestIdOf(answer.headers) ?? requestId,
        fault: fault === undefined ? undefined : { name: fault.name, message: redact(fault.message) },
        note,
    };
}

function connectionError(
    line: Line,
    request: ExchangeRequest,
    failure: AttemptFailure,
    { requestId, redact, note }: { requestId: string; redact: Redactor; note: string | undefined },
): ConnectionError {
    const url = new URL(request.url);
    const message = redact(failure.message);
    const remedy = connectionRemedy({
        code: failure.code,
        message,
        address: url.origin,
        addressFrom: request.addressFrom,
        proxy: line.transport.proxyFor(url),
    });
    const outcome =
        failure.sent && request.method !== "GET" && !request.repeatable
            ? "The cloud may have carried it out: look before doing it again."
            : undefined;
    return new ConnectionError({
        operation: request.operation,
        resource: request.resource,
        requestId,
        reason: `${url.origin} could not be reached or gave no answer: ${message}`,
        executed: failure.sent ? "maybe" : "no",
        remedy: [outcome, remedy, note].filter((part) => part !== undefined).join(" ") || undefined,
    });
}

function noteOf(result: Result, attempt: number, wait: number | undefined, now: number): string | undefined {
    const tried = attempt === 1 ? undefined : `Tried ${attempt} times.`;
    const asked = "failure" in result ? undefined : retryAfter(result.answer.headers["retry-after"], now);
    if (wait === undefined) {
        return tried;
    }
    const late =
        asked === undefined
            ? "There is no time left for another attempt."
            : `The cloud asks to wait ${Math.ceil(asked / 1000)} s (Retry-After), longer than there is time.`;
    return tried === undefined ? late : `${tried} ${late}`;
}

/** `x-openstack-request-id`, before it `x-compute-request-id`. */
export function requestIdOf(headers: Record<string, string>): string | undefined {
    return headers["x-openstack-request-id"] || headers["x-compute-request-id"] || undefined;
}

function parseJson(text: string): unknown {
    if (text.trim() === "") {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}

function lazily<T>(list: () => Iterable<T>): Iterable<T> {
    return { [Symbol.iterator]: () => list()[Symbol.iterator]() };
}
