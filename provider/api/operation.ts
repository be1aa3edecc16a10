/**
 * An operation of the Compute API as data (its name, its path, its answer), and the one function that sends it: it
 * fills in the path, calls the cloud, and parses the answer with zod.
 */
import * as z from "zod";
import { encodeSegment, whyNoSegment } from "../cloud/address";
import type { Call, Compute } from "../cloud/compute";
import { InvalidAnswerError, UnaddressableError } from "../cloud/errors";
import { compareMicroversions } from "../cloud/microversions";
import { problemOf } from "./answer-problem";

export interface Operation<Schema extends z.ZodType = z.ZodType> {
    /** In the words of the API reference: `Create server`. */
    readonly title: string;
    readonly method: Call["method"];
    /** Below the Compute endpoint, with its variable segments in braces: `/servers/{id}/action`. */
    readonly path: string;
    /** The microversions in which a cloud serves it. Default: all. */
    readonly microversions?: { readonly min?: string; readonly max?: string };
    /** The body of a success; {@link none} if it is not needed. */
    readonly answer: Schema;
    /** True for a POST that is safe to repeat. */
    readonly repeatable?: boolean;
}

/** What the caller knows about a call: the resource, and the deadline. */
export interface CallContext {
    /** The resource, as a user knows it: `server "web" (0f3c…)`. Errors contain it. */
    resource?: string;
    /** No attempt starts after this time (milliseconds since the epoch). */
    deadline?: number;
    /**
     * Fails after a few attempts whatever the deadline is, because the caller retries itself or does not need the
     * answer.
     */
    brief?: boolean;
}

export interface Invocation extends CallContext {
    /** The path's variable segments, not yet encoded. */
    path?: Record<string, string>;
    query?: Call["query"];
    body?: unknown;
    /** Moved into the operation's range. Default: the lowest of the range, or 2.1. */
    microversion?: string;
}

export interface Invoked<Value> {
    value: Value;
    /** `x-openstack-request-id`: it identifies an action in `os-instance-actions`. */
    requestId: string | undefined;
    /** Lower-case header names. */
    headers: Record<string, string>;
}

/** The answer of an operation whose body is not needed (202, 204; some clouds send HTML). */
export const none = z.unknown().transform((): undefined => undefined);

/** Declares an operation. */
export function operation<Schema extends z.ZodType>(declared: Operation<Schema>): Operation<Schema> {
    return declared;
}

/**
 * Sends an operation. Throws {@link InvalidAnswerError} if the answer does not have the documented shape, and the
 * errors of `Compute.call`.
 */
export async function invoke<Schema extends z.ZodType>(
    compute: Compute,
    target: Operation<Schema>,
    invocation: Invocation = {},
): Promise<Invoked<z.output<Schema>>> {
    const { resource, deadline, brief, query, body } = invocation;
    const microversion = levelFor(target, invocation.microversion);
    const answer = await compute.call({
        operation: target.title,
        resource,
        method: target.method,
        path: pathOf(target, invocation),
        query,
        body,
        microversion,
        repeatable: target.repeatable,
        deadline,
        brief,
    });
    const parsed = target.answer.safeParse(answer.body);
    if (!parsed.success) {
        throw new InvalidAnswerError({
            operation: target.title,
            resource,
            requestId: answer.requestId,
            problem: problemOf(parsed.error, answer.body),
        });
    }
    return { value: parsed.data, requestId: answer.requestId, headers: answer.headers };
}

function levelFor(target: Operation, wanted: string | undefined): string | undefined {
    const { min, max } = target.microversions ?? {};
    if (wanted === undefined) {
        return min;
    }
    if (min !== undefined && compareMicroversions(wanted, min) < 0) {
        return min;
    }
    return max !== undefined && compareMicroversions(wanted, max) > 0 ? max : wanted;
}

/** Throws if a segment cannot be encoded: a changed path would address another resource, or all of its kind. */
function pathOf({ title, path }: Operation, { resource, path: segments = {} }: Invocation): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const segment = Object.hasOwn(segments, name) ? (segments[name] ?? "") : "";
        const problem = whyNoSegment(segment);
        if (problem !== undefined) {
            throw new UnaddressableError({
                operation: title,
                resource,
                problem: `${JSON.stringify(segment)} cannot be the ${name} in ${path}, because it ${problem}`,
            });
        }
        return encodeSegment(segment);
    });
}
