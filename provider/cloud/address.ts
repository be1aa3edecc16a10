/**
 * Addresses as texts. `new URL()`, and with it axios and most proxy agents, collapses `.` and `..`, also where they are
 * spelled `%2E`: `DELETE /servers/1/metadata/%2E%2E` would become `DELETE /servers/1/`. So no path goes through it.
 */

/** Why a text cannot be one segment of a path; undefined: it can. */
export function whyNoSegment(text: string): string | undefined {
    if (text === "") {
        return "is empty";
    }
    if (text.includes("/")) {
        // Nova's WSGI servers decode a path before they look for its route: %2F separates as a slash does.
        return "contains a slash";
    }
    return isWellFormed(text) ? undefined : "is not well-formed Unicode";
}

/** A segment of a path; {@link whyNoSegment} says what cannot be one. `.` and `..` have their dots encoded. */
export function encodeSegment(text: string): string {
    return /^\.{1,2}$/.test(text) ? text.replaceAll(".", "%2E") : encodeURIComponent(text);
}

/** Whether a parser of URLs would collapse the path: it has a segment `.` or `..`, encoded or not. */
export function hasDotSegment(path: string): boolean {
    return /(?:^|\/)(?:\.|%2e){1,2}(?=[/?#]|$)/i.test(path);
}

export interface Address {
    /** `https://nova.example.com:8774` */
    origin: string;
    /** Path and query, as written. */
    target: string;
}

/** An absolute HTTP address in its two parts, the second exactly as it is written; undefined: it is none. */
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
