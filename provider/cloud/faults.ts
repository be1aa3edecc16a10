/** What a cloud says when it refuses, in each of the shapes in which services and the proxies before them say it. */

import { CloudError, ConflictError, ForbiddenError, NotFoundError, UnauthorizedError } from "./errors";
import { remedyFor } from "./remedies";

export interface Fault {
    /** `itemNotFound`, `conflictingRequest`, `overLimit`…; undefined where the answer is no fault of an API. */
    name: string | undefined;
    message: string;
}

export interface Refusal {
    operation: string;
    resource?: string | undefined;
    status: number;
    fault: Fault;
    requestId: string | undefined;
    /** The clouds.yaml entry: remedies name it. */
    cloud: string;
    /** What else to tell, after the remedy: "Tried 5 times." */
    note?: string | undefined;
}

const LONGEST_MESSAGE = 1_000;

/** Reads the fault out of the text of a refusal. */
export function parseFault(status: number, text: string, body: unknown): Fault {
    return jsonFault(body) ?? { name: undefined, message: plainMessage(text) || `HTTP status ${status}` };
}

/** The error for a refusal; `fault` must be clean of secrets already. */
export function refusalError(refusal: Refusal): CloudError {
    const remedy = [remedyFor(refusal), refusal.note].filter((part) => part !== undefined).join(" ");
    const context = {
        operation: refusal.operation,
        resource: refusal.resource,
        status: refusal.status,
        fault: refusal.fault.name,
        cloudMessage: refusal.fault.message,
        requestId: refusal.requestId,
        remedy: remedy === "" ? undefined : remedy,
    };
    switch (refusal.status) {
        case 401:
            return new UnauthorizedError(context);
        case 403:
            return new ForbiddenError(context);
        case 404:
            // A proxy's own 404 page says nothing of the thing: only an API can say that it is gone.
            return refusal.fault.name === undefined ? new CloudError(context) : new NotFoundError(context);
        case 409:
            return new ConflictError(context);
        default:
            return new CloudError(context);
    }
}

/**
 * Nova `{"itemNotFound": {message, code}}`, Keystone `{"error": {message, code, title}}`, Neutron
 * `{"NeutronError": {message, type, detail}}`, gateways `{"message": …}`, v1.1 with `details`.
 */
function jsonFault(body: unknown): Fault | undefined {
    if (!isRecord(body)) {
        return undefined;
    }
    for (const [name, value] of Object.entries(body)) {
        if (isRecord(value) && typeof value.message === "string") {
            const title = value.title ?? value.type;
            return {
                name: (name === "error" || name === "NeutronError") && typeof title === "string" ? title : name,
                message: shorten(value.message),
            };
        }
    }
    for (const key of ["message", "error", "faultstring", "NeutronError"]) {
        const message = body[key];
        if (typeof message === "string") {
            return { name: undefined, message: shorten(message) };
        }
    }
    return firstOfErrors(body.errors);
}

/** The API working group's `{"errors": [{title, detail}]}`. */
function firstOfErrors(errors: unknown): Fault | undefined {
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    if (!isRecord(first)) {
        return undefined;
    }
    const name = typeof first.title === "string" ? first.title : undefined;
    const message = typeof first.detail === "string" ? first.detail : name;
    return message === undefined ? undefined : { name, message: shorten(message) };
}

function plainMessage(text: string): string {
    const readable = text
        .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, " ")
        .replace(/<[^>]*>/g, " ")
        .replace(/&nbsp;/g, " ");
    return shorten(readable);
}

function shorten(message: string): string {
    const line = message
        .replace(/<br\s*\/?>/gi, " ")
        .replace(/\s+/g, " ")
        .trim();
    return line.length <= LONGEST_MESSAGE ? line : `${line.slice(0, LONGEST_MESSAGE)}…`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
