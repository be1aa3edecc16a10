/** Reads refusals, in all shapes that services and the proxies in front of them use. */

import { CloudError, ConflictError, ForbiddenError, NotFoundError, UnauthorizedError } from "./errors";
import type { Redactor } from "./redact";
import { remedyFor } from "./remedies";
import { visible } from "./visible";

export interface Fault {
    /** `itemNotFound`, `conflictingRequest`, `overLimit`…; undefined if the answer is not a fault of an API. */
    name: string | undefined;
    message: string;
}

export interface Refusal {
    operation: string;
    resource?: string | undefined;
    status: number;
    fault: Fault;
    requestId: string | undefined;
    /** The clouds.yaml entry. Remedies contain it. */
    cloud: string;
    /** More to say after the remedy: "Tried 5 times." */
    note?: string | undefined;
}

const LONGEST_MESSAGE = 1_000;
const LONGEST_NAME = 100;
/** Nova keeps 255 characters of a fault's message. Its details are a traceback. */
const LONGEST_ACCOUNT = 4_000;
/** Characters that are read: of a message, and of a page, whose head may be long. */
const LOOKED_AT = { message: 16_384, page: 65_536 } as const;
/** How many keys of a body are read. */
const KEYS = 20;

/** Reads the fault from a refusal, without the secrets that `redact` knows. */
export function parseFault(status: number, text: string, body: unknown, redact: Redactor = (same) => same): Fault {
    const fault = jsonFault(body) ?? { name: undefined, message: isJson(text) ? "" : plainMessage(text, redact) };
    const message = shorten(cleaned(fault.message, LOOKED_AT.message, redact));
    return {
        name: fault.name === undefined ? undefined : shorten(cleaned(fault.name, LONGEST_NAME, redact), LONGEST_NAME),
        message: message || `HTTP status ${status}`,
    };
}

/** What a cloud says about a failure, for a message and the state: without secrets, limited in length, lines kept. */
export function cleanTold(text: string, redact: Redactor): string {
    const clean = cleaned(text, LOOKED_AT.message, redact);
    return visible(clean.length <= LONGEST_ACCOUNT ? clean : `${clean.slice(0, LONGEST_ACCOUNT)}…`);
}

/**
 * The start of a text without secrets. Secrets are removed before the text is shortened or unwrapped, because a secret
 * that is cut in two is not recognised. So the end of the text is removed too.
 */
function cleaned(text: string, length: number, redact: Redactor): string {
    return text.length <= length ? redact(text) : redact(text.slice(0, length)).slice(0, -CUT);
}

/** Longer than a piece of a secret that is too short to be recognised. */
const CUT = 16;

/** The error for a refusal. `fault` must not contain secrets any more. */
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
            // A proxy's own 404 page says nothing about the resource. Only an API can say that it does not exist.
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
    for (const name of Object.keys(body).slice(0, KEYS)) {
        const value = body[name];
        if (isRecord(value) && typeof value.message === "string") {
            const title = value.title ?? value.type;
            return {
                name: (name === "error" || name === "NeutronError") && typeof title === "string" ? title : name,
                message: value.message,
            };
        }
    }
    for (const key of ["message", "error", "faultstring", "NeutronError"]) {
        const message = body[key];
        if (typeof message === "string") {
            return { name: undefined, message };
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
    return message === undefined ? undefined : { name, message };
}

/**
 * From JSON only a fault's message is used. The rest may contain anything, for example the password of a new server.
 */
function isJson(text: string): boolean {
    return /^\s*[[{]/.test(text);
}

/** The text of a page or a plain text. */
function plainMessage(text: string, redact: Redactor): string {
    return withoutTags(cleaned(text, LOOKED_AT.page, redact)).replaceAll("&nbsp;", " ");
}

/** A page's text, in one pass: tags become spaces, scripts and styles are removed. */
function withoutTags(page: string): string {
    const lower = page.toLowerCase();
    const unclosed = new Set<string>();
    const parts: string[] = [];
    let at = 0;
    for (let open = page.indexOf("<"); open >= 0; open = page.indexOf("<", at)) {
        parts.push(page.slice(at, open), " ");
        const close = page.indexOf(">", open);
        if (close < 0) {
            at = open;
            break;
        }
        const name = ["script", "style", "head"].find(
            (tag) => lower.startsWith(tag, open + 1) && isEnd(lower[open + 1 + tag.length]),
        );
        const end = name === undefined || unclosed.has(name) ? -1 : lower.indexOf(`</${name}`, close);
        if (name !== undefined && end < 0) {
            unclosed.add(name);
        }
        at = end < 0 ? close + 1 : end;
    }
    return parts.join("") + page.slice(at);
}

/** The end of a tag's name. */
function isEnd(character: string | undefined): boolean {
    return character === undefined || !/[\w-]/.test(character);
}

function shorten(message: string, length: number = LONGEST_MESSAGE): string {
    const line = message
        .replace(/<br\s*\/?>/gi, " ")
        .replace(/\s+/g, " ")
        .trim();
    return visible(line.length <= length ? line : `${line.slice(0, length)}…`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
