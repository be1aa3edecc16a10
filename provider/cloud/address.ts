/**
 * Addresses as strings. `new URL()`, axios and most proxy agents collapse `.` and `..`, even if they are encoded as
 * `%2E`: `DELETE /servers/1/metadata/%2E%2E` would become `DELETE /servers/1/`. So no path goes through them.
 */

/** Why a text cannot be one segment of a path; undefined if it can. */
export function whyNoSegment(text: string): string | undefined {
    if (text === "") {
        return "is empty";
    }
    if (text.includes("/")) {
        // Nova's WSGI servers decode a path before they look up its route, so %2F separates segments like a slash.
        return "contains a slash";
    }
    return isWellFormed(text) ? undefined : "is not well-formed Unicode";
}

/**
 * Encodes one segment of a path. See {@link whyNoSegment} for what cannot be one. The dots of `.` and `..` are encoded
 * too.
 */
export function encodeSegment(text: string): string {
    return /^\.{1,2}$/.test(text) ? text.replaceAll(".", "%2E") : encodeURIComponent(text);
}

/** Whether a URL parser would collapse the path: it has a segment `.` or `..`, encoded or not. */
export function hasDotSegment(path: string): boolean {
    return /(?:^|\/)(?:\.|%2e){1,2}(?=[/?#]|$)/i.test(path);
}

export interface Address {
    /** `https://nova.example.com:8774` */
    origin: string;
    /** Path and query, as written. */
    target: string;
}

/** Splits an absolute HTTP address. The target is exactly as written. Undefined if it is not an HTTP address. */
export function splitAddress(url: string): Address | undefined {
    const [, origin, rest = ""] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url) ?? [];
    if (origin === undefined || !URL.canParse(origin)) {
        return undefined;
    }
    return { origin: new URL(origin).origin, target: rest.startsWith("/") ? rest : `/${rest}` };
}

function isWellFormed(text: string): boolean {
    return !/\p{Surrogate}/u.test(text);
}
