import type { Json } from "./json";

const FAULT_NAMES: Readonly<Record<number, string>> = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    409: "conflictingRequest",
    413: "overLimit",
    415: "badMediaType",
    429: "overLimit",
    501: "notImplemented",
    503: "serviceUnavailable",
};

/** Nova's body of an error. */
export function faultBody(status: number, message: string, retryAfter?: string): Json {
    const name = FAULT_NAMES[status] ?? "computeFault";
    return { [name]: { code: status, message, ...(retryAfter === undefined ? {} : { retryAfter }) } };
}

/** The body of an error that Nova does not write itself, but a layer before it, in webob's words. */
export function webobBody(status: number, title: string, message: string): Json {
    return { message: `${message}<br /><br />\n\n\n`, code: `${status} ${title}`, title };
}
