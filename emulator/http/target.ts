/** The target of a request, read exactly as it was written. */
import { badRequest } from "./api-error";

export interface Target {
    /** `127.0.0.1:PORT` */
    readonly host: string;
    /** Still encoded, and with its dots: a URL parser would read `/servers/%2E%2E` as `/`. */
    readonly path: string;
    readonly query: URLSearchParams;
}

const ABSOLUTE = /^http:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;

/**
 * The target of a request: a path, which belongs to the host in the Host header; or a whole address, as sent to a
 * proxy, which replaces the header (RFC 9112, 3.2.2).
 */
export function targetOf(url: string, host: string): Target {
    const [, authority, path, query] = ABSOLUTE.exec(url.startsWith("/") ? `http://${host}${url}` : url) ?? [];
    if (authority === undefined) {
        throw badRequest("Malformed request: its target is neither a path nor an http address.");
    }
    return { host: authority, path: path || "/", query: new URLSearchParams(query ?? "") };
}

/** The segments of a path. It is decoded before it is split, as WSGI does, so `%2F` splits it too. */
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
