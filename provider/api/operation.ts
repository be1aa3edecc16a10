/**
 * An operation of the Compute API as data (what it is called, where it is, what it answers), and the one function that
 * carries an operation out: it fills in the path, calls the cloud, and lets zod read the answer.
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
    /** From and up to which microversion a cloud serves it; left out: all of them. */
    readonly microversions?: { readonly min?: string; readonly max?: string };
    /** What a success answers; {@link none} where there is nothing to read. */
    readonly answer: Schema;
    /** True where doing it twice is the same as doing it once although it is a POST. */
    readonly repeatable?: boolean;
}

/** What the caller knows of a call: whom it is for, and when it is too late to start. */
export interface CallContext {
    /** As a user knows it: `server "web" (0f3c…)`. Errors name it. */
    resource?: string;
    /** No attempt starts after this time (milliseconds since the epoch). */
    deadline?: number;
    /** Fails after a few attempts whatever the deadline: the caller tries again itself, or can do without. */
    brief?: boolean;
}

export interface Invocation extends CallContext {
    /** The path's variable segments, not yet URI-encoded. */
    path?: Record<string, string>;
    query?: Call["query"];
    body?: unknown;
    /** Brought into the operation's range; left out: the lowest of the range, or 2.1. */
    microversion?: string;
}

export interface Invoked<Value> {
    value: Value;
    /** `x-openstack-request-id`: what `os-instance-actions` knows an action by. */
    requestId: string | undefined;
    /** Lower-case header names. */
    headers: Record<string, string>;
}

/** The answer of an operation whose body says nothing that is needed (202, 204; some clouds send HTML). */
export const none = z.unknown().transform((): undefined => undefined);

/** Declares an operation. */
export function operation<Schema extends z.ZodType>(declared: Operation<Schema>): Operation<Schema> {
    return declared;
}

/**
 * Carries an operation out. Throws {@link InvalidAnswerError} when the answer does not have the documented shape, and
 * what `Compute.call` throws.
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

/** Throws where a segment cannot be addressed: another path would be another thing, or all things of its kind. */
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
