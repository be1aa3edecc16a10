/** The bodies of requests: their limits, and their content. */
import type { IncomingMessage } from "node:http";
import { ApiError, unexpected } from "./api-error";
import type { Json } from "./json";

/** Bytes: `max_request_body_size` of oslo.middleware, which all services have. */
export const LONGEST_BODY = 114_688;

/** Python's JSON reader fails at its recursion limit of 1,000, of which the call stack has used about 100. */
const DEEPEST_BODY = 900;

/**
 * A body that is longer than the services accept. webob writes the answer, and omits the number if the length was
 * declared.
 */
export class BodyTooLarge extends ApiError {
    constructor(declared: boolean) {
        const limit = declared ? "max_request_body_size (%s)" : LONGEST_BODY;
        super(413, `Request is too large. Larger than ${limit}.`);
    }
}

/**
 * Reads a body to its end, and keeps none that is too long. It is refused only after all of it has arrived: a caller
 * that is still sending when its connection is closed would not see the answer.
 */
export function readBody(message: IncomingMessage, done: (body: Buffer | BodyTooLarge) => void): void {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length <= LONGEST_BODY) {
            chunks.push(chunk);
        } else {
            chunks.splice(0);
        }
    });
    message.on("end", () => {
        const isDeclared = message.headers["content-length"] !== undefined;
        done(length > LONGEST_BODY ? new BodyTooLarge(isDeclared) : Buffer.concat(chunks));
    });
}

/** The text of a body; undefined if it is not UTF-8. */
export function textOf(body: Buffer): string | undefined {
    const text = body.toString("utf8");
    // A byte that is not UTF-8 becomes U+FFFD, which takes three.
    return Buffer.byteLength(text) === body.length && Buffer.from(text).equals(body) ? text : undefined;
}

/** The JSON in a body; undefined if it is not JSON. Throws Nova's answer to a body that is nested too deeply. */
export function jsonOf(text: string): Json | undefined {
    if (depthOf(text) > DEEPEST_BODY) {
        throw unexpected("RecursionError");
    }
    try {
        return JSON.parse(text) as Json;
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}

/** How deep a JSON text is nested, without reading it: brackets in strings do not count. */
function depthOf(text: string): number {
    let depth = 0;
    let deepest = 0;
    let inString = false;
    for (let at = 0; at < text.length; at += 1) {
        const character = text[at];
        if (inString) {
            at += character === "\\" ? 1 : 0;
            inString = character !== '"';
        } else if (character === '"') {
            inString = true;
        } else if (character === "{" || character === "[") {
            depth += 1;
            deepest = Math.max(deepest, depth);
        } else if (character === "}" || character === "]") {
            depth -= 1;
        }
    }
    return deepest;
}
