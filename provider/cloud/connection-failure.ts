/**
 * Describes a request without an answer as a {@link ConnectionError}: where it was sent, what is known about it, and
 * what to check.
 */

import { ConnectionError } from "./errors";
import type { ExchangeRequest, Line } from "./exchange-request";
import type { Redactor } from "./redact";
import { connectionRemedy } from "./remedies";
import type { AttemptFailure } from "./transport";

interface Circumstances {
    requestId: string;
    redact: Redactor;
    note: string | undefined;
    /** Whether this attempt or an earlier one can have reached the service. */
    sent: boolean;
}

export function connectionError(
    line: Line,
    request: ExchangeRequest,
    failure: AttemptFailure,
    { requestId, redact, note, sent }: Circumstances,
): ConnectionError {
    const url = new URL(request.url);
    const remedy = connectionRemedy({
        code: failure.code,
        addressFrom: request.addressFrom,
        proxy: line.transport.proxyFor(url),
    });
    const warning =
        sent && !request.repeatable
            ? "The cloud may have carried out the request. Check before you run it again."
            : undefined;
    return new ConnectionError({
        operation: request.operation,
        resource: request.resource,
        requestId,
        reason: `${url.origin} could not be reached or gave no answer: ${redact(failure.message)}`,
        executed: sent ? "maybe" : "no",
        remedy: [warning, remedy, note].filter((part) => part !== undefined).join(" ") || undefined,
    });
}

/** The deadline passed before the request was sent. */
export function outOfTime({ operation, resource }: ExchangeRequest): ConnectionError {
    return new ConnectionError({
        operation,
        resource,
        reason: "nothing was sent, because the operation had timed out before",
        executed: "no",
    });
}
