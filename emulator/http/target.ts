/** What a request is for: an address, read as it was written. */
import { badRequest } from "./api-error";

export interface Target {
    /** `127.0.0.1:PORT` */
    readonly host: string;
    /** Still encoded, with its dots as they are: a URL parser would take `/servers/%2E%2E` for `/`. */
    readonly path: string;
    readonly query: URLSearchParams;
}

const ABSOLUTE = /^http:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;

/**
 * The target of a request: a path, which belongs to the Host header's host; or a whole address, as it is given to a
 * proxy, which counts in place of the header (RFC 9112, 3.2.2).
 */
export function targetOf(url: string, host: string): Target {
    const [, authority, path, query] = ABSOLUTE.exec(url.startsWith("/") ? `http://${host}${url}` : url) ?? [];
    if (authority === undefined) {
        throw badRequest("Malformed request: its target is neither a path nor an http address.");
    }
    return { host: authority, path: path || "/", query: new URLSearchParams(query ?? "") };
}

/** The segments of a path, decoded before it is divided, as WSGI does: `%2F` divides too. */
export function segmentsOf(path: string): string[] {
    try {
        return decodeURIComponent(path).split("/");
    } catch (error) {
        if (error instanceof URIError) {
            throw badRequest("Malformed request URL: it is not UTF-8 in percent-encoding.");
        }
        throw error;
    }
}
