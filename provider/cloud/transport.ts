/**
 * One attempt over HTTP with axios: text in, text out; any status is an answer. A failure is thrown as an {@link
 * AttemptFailure}. It contains no request, header or axios object, and says whether a byte can have been sent.
 */

import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { checkServerIdentity, type PeerCertificate, TLSSocket } from "node:tls";
import { hasDotSegment, splitAddress } from "./address";
import { type Agents, type Forwarder, MAXIMUM_SOCKETS } from "./agents";
import { LARGEST_BODY } from "./body";
import { errorCode, errorMessage } from "./error-code";
import { Gate } from "./gate";

export interface Attempt {
    method: string;
    url: string;
    headers: Record<string, string>;
    body?: string;
    /** Milliseconds until the last byte of the answer. */
    timeout: number;
}

export interface RawAnswer {
    status: number;
    /** Lower-case header names. */
    headers: Record<string, string>;
    text: string;
}

export class AttemptFailure extends Error {
    override readonly name = "AttemptFailure";

    constructor(
        /** Node's code of the error (`ECONNREFUSED`, `CERT_HAS_EXPIRED`…), or one of {@link OWN_CODES}. */
        readonly code: string,
        /** False if the connection was not ready yet: the cloud cannot have received the request. */
        readonly sent: boolean,
        message: string,
    ) {
        super(message);
    }
}

/**
 * Failures without a code of Node's: no answer in time; the proxy refuses; a redirect that is not followed; a request
 * whose path would have changed; a body that is too large.
 */
export const OWN_CODES = {
    timeout: "TIMEOUT",
    proxy: "PROXY",
    redirect: "REDIRECT",
    altered: "ALTERED",
    tooLarge: "TOO_LARGE",
} as const;

export interface Transport {
    /** Throws {@link AttemptFailure} if no answer came. */
    send(attempt: Attempt): Promise<RawAnswer>;
    proxyFor(url: URL): string | undefined;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAXIMUM_REDIRECTS = 3;

export function createTransport(agents: Agents): Transport {
    const gate = new Gate(MAXIMUM_SOCKETS);
    return {
        proxyFor: agents.proxyFor,
        send: (attempt) => gate.through(() => follow(agents, attempt, MAXIMUM_REDIRECTS)),
    };
}

/** Only a GET follows redirects, and only within its own origin, so that the token is sent nowhere else. */
async function follow(agents: Agents, attempt: Attempt, redirects: number): Promise<RawAnswer> {
    const answer = await sendOnce(agents, attempt);
    const location = answer.headers.location;
    if (attempt.method !== "GET" || !REDIRECTS.has(answer.status) || location === undefined) {
        return answer;
    }
    const target = redirection(location, attempt.url);
    const origin = target === undefined ? undefined : splitAddress(target)?.origin;
    if (target === undefined || origin !== splitAddress(attempt.url)?.origin || redirects === 0) {
        const where = origin ?? "an unreadable address";
        throw new AttemptFailure(OWN_CODES.redirect, true, `it is redirected to ${where}, which is not followed`);
    }
    return follow(agents, { ...attempt, url: target }, redirects - 1);
}

/** The address of a Location header; undefined if there is none, or if it is ambiguous. */
function redirection(location: string, from: string): string | undefined {
    const target = URL.canParse(location, from) ? new URL(location, from).href : undefined;
    return hasDotSegment(location) || hasDotSegment(from) ? undefined : target;
}

async function sendOnce(agents: Agents, attempt: Attempt): Promise<RawAnswer> {
    const address = splitAddress(attempt.url);
    if (address === undefined) {
        throw new AttemptFailure(OWN_CODES.altered, false, "it is not an http:// or https:// address");
    }
    const server = new URL(address.origin);
    const agent = agents.agentFor(server);
    const progress: Progress = { sent: false, proxyStatus: undefined, altered: undefined };
    // Loaded with the first request: a preview sends none.
    const axios = require("axios") as typeof import("axios");
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), attempt.timeout);
    try {
        const response = await axios.request<string>({
            method: attempt.method,
            // The target is set below: axios would collapse `..` in it.
            url: address.origin,
            // Without a body axios would send the content type of a form, and Nova answers 415 to that.
            headers: { ...attempt.headers, ...(attempt.body === undefined ? { "Content-Type": false } : {}) },
            data: attempt.body,
            httpAgent: agent,
            httpsAgent: agent,
            transport: { request: watched(server, address.target, agents, progress) },
            proxy: false,
            maxRedirects: 0,
            maxBodyLength: Number.POSITIVE_INFINITY,
            // After decompression. Reading stops when the limit is reached.
            maxContentLength: LARGEST_BODY,
            responseType: "text",
            transformRequest: [(body) => body],
            transformResponse: [(body) => body],
            validateStatus: () => true,
            signal: abort.signal,
        });
        if (progress.proxyStatus !== undefined) {
            throw new AttemptFailure(OWN_CODES.proxy, false, `the proxy answered HTTP ${progress.proxyStatus}`);
        }
        return { status: response.status, headers: plainHeaders(response.headers), text: response.data ?? "" };
    } catch (error) {
        throw asFailure(error, progress, abort.signal.aborted ? attempt.timeout : undefined);
    } finally {
        clearTimeout(timer);
    }
}

interface Progress {
    sent: boolean;
    proxyStatus: number | undefined;
    /** The changed path, if the request would have been sent to another path than intended. */
    altered: string | undefined;
}

/**
 * Node's request, sent to exactly the intended target. Notes the moment from which the other side may be reading it.
 */
function watched(server: URL, target: string, agents: Agents, progress: Progress) {
    return (options: RequestOptions, callback: (answer: IncomingMessage) => void): ClientRequest => {
        const forwarder = agents.forwarderFor(server);
        const path = forwarder === undefined ? target : `${server.origin}${target}`;
        const request = openRequest(server, { ...options, path }, forwarder, agents, callback);
        guardPath(request, path, progress);
        request.once("proxyConnect", (connect: { statusCode: number }) => {
            progress.proxyStatus = connect.statusCode === 200 ? undefined : connect.statusCode;
        });
        request.once("socket", (socket) => {
            // Again: an agent may have written a path of its own while it connected.
            guardPath(request, path, progress);
            const ready = readyEvent(socket);
            if (ready === undefined) {
                progress.sent = true;
            } else {
                socket.once(ready, () => {
                    progress.sent = true;
                });
            }
        });
        return request;
    };
}

function openRequest(
    server: URL,
    options: RequestOptions,
    forwarder: Forwarder | undefined,
    { tls }: Agents,
    callback: (answer: IncomingMessage) => void,
): ClientRequest {
    if (forwarder === undefined) {
        return server.protocol === "https:"
            ? requestHttps({ ...options, ...tls, checkServerIdentity: identityOf(server) }, callback)
            : requestHttp(options, callback);
    }
    const { secure, hostname, port, headers } = forwarder;
    const forwarded = {
        ...options,
        hostname,
        port,
        protocol: secure ? "https:" : "http:",
        headers: { ...options.headers, ...headers, Host: server.host },
    };
    return secure ? requestHttps({ ...forwarded, ...tls }, callback) : requestHttp(forwarded, callback);
}

/** Nothing is sent to a changed path: it could be that of the whole server, or of all servers. */
function guardPath(request: ClientRequest, path: string, progress: Progress): void {
    if (request.path !== path) {
        progress.altered = request.path;
        request.destroy(new Error("the path was altered"));
    }
}

/** Through a tunnel to a bare IP address, Node loses the name to check, and would check "localhost". */
function identityOf(url: URL) {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    return (_: string, certificate: PeerCertificate) => checkServerIdentity(host, certificate);
}

/** The event after which a socket carries the request; undefined if it already does. */
function readyEvent(socket: Socket): "connect" | "secureConnect" | undefined {
    if (socket instanceof TLSSocket) {
        // Missing in the typings: true until the handshake is done.
        return "secureConnecting" in socket && socket.secureConnecting === true ? "secureConnect" : undefined;
    }
    return socket.connecting ? "connect" : undefined;
}

function asFailure(error: unknown, progress: Progress, timedOutAfter: number | undefined): AttemptFailure {
    if (error instanceof AttemptFailure) {
        return error;
    }
    if (progress.altered !== undefined) {
        const what = `nothing was sent: its path would have become ${progress.altered}`;
        return new AttemptFailure(OWN_CODES.altered, false, what);
    }
    if (timedOutAfter !== undefined) {
        const what = progress.sent ? "no complete answer" : "no connection";
        return new AttemptFailure(OWN_CODES.timeout, progress.sent, `${what} within ${timedOutAfter / 1000} s`);
    }
    const code = errorCode(error) ?? "UNKNOWN";
    const message = errorMessage(error);
    if (code === "ERR_BAD_RESPONSE" && message.startsWith("maxContentLength")) {
        return new AttemptFailure(OWN_CODES.tooLarge, true, message);
    }
    // If all addresses of a name failed, Node leaves the message empty.
    return new AttemptFailure(code, progress.sent, message === "" || message === "Error" ? code : message);
}

function plainHeaders(headers: object): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
}
