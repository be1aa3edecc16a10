import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../state/clock";
import { newRequestId } from "../state/identifiers";
import { ApiError, badRequest } from "./api-error";
import { BodyTooLarge, jsonOf, readBody, textOf } from "./body";
import {
    type Arriving,
    type Delivery,
    type RecordedRequest,
    type Request,
    RequestLog,
    type Response,
    type Service,
} from "./exchange";
import { faultBody, webobBody } from "./fault-body";
import type { Faults, RequestFault } from "./faults";
import { checkHost } from "./hosts";
import { isObject } from "./json";
import { targetOf } from "./target";

/** The services by the first segment of their paths. "" handles all other paths. */
export interface Services {
    readonly identity: Service;
    readonly compute: Service;
    readonly volume: Service;
    readonly other: Service;
}

/**
 * The cloud's socket. It reads and records requests, applies faults, and passes requests to a service. No request can
 * end the process: an unreadable one is answered with 400, and one on which a service fails with 500.
 */
export class CloudServer {
    private readonly http: HttpServer;
    readonly requests = new RequestLog();
    /** How many requests are held back. */
    held = 0;

    constructor(
        private readonly services: Services,
        private readonly faults: Faults,
        private readonly clock: Clock,
        /** Accepted host names besides those of loopback. */
        private readonly allowedHosts: readonly string[] = [],
    ) {
        this.http = createServer((message, reply) => this.receive(message, reply));
        // A provider keeps its connections. If the cloud closed them early, it would look unreliable.
        this.http.keepAliveTimeout = 60_000;
    }

    /** Listens on loopback. Port 0 means any free port. */
    listen(port: number): Promise<number> {
        return new Promise((resolve, reject) => {
            this.http.once("error", reject);
            this.http.listen(port, "127.0.0.1", () => {
                this.http.off("error", reject);
                // A connection that cannot be accepted, for example because there are too many, affects only its
                // caller.
                this.http.on("error", (error) => log("a connection failed", error));
                resolve((this.http.address() as AddressInfo).port);
            });
        });
    }

    /** Stops listening and closes every connection, idle or not. */
    close(): Promise<void> {
        return new Promise((resolve, reject) => {
            this.http.close((error) => (error === undefined ? resolve() : reject(error)));
            this.http.closeAllConnections();
        });
    }

    private receive(message: IncomingMessage, reply: ServerResponse): void {
        const { method = "GET" } = message;
        readBody(message, (body) => {
            const deliver = (delivery: Delivery) => {
                if (delivery === "dropped" || !isWritten(reply, method, delivery)) {
                    reply.destroy();
                }
            };
            const arriving = orRefusal(() => this.arrivingIn(message, body));
            if (arriving instanceof ApiError) {
                deliver(refusalOf(arriving));
            } else {
                reply.once("close", this.accept(arriving, deliver));
            }
        });
    }

    /** Throws {@link ApiError} for a request with a wrong host, or one that cannot be read. */
    private arrivingIn(message: IncomingMessage, body: Buffer | BodyTooLarge): Arriving {
        const { method = "GET", url = "/", headersDistinct } = message;
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(message.headers)) {
            headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
        }
        if ((headersDistinct.host ?? []).length > 1) {
            throw badRequest("Malformed request: it has more than one Host header.");
        }
        // HTTP/1.0 has no Host header. No browser uses it.
        const host = url.startsWith("/") ? (headers.host ?? "127.0.0.1") : targetOf(url, "").host;
        checkHost(host, headers.origin, this.allowedHosts);
        if (body instanceof BodyTooLarge) {
            throw body;
        }
        const text = textOf(body);
        if (text === undefined) {
            throw badRequest("Malformed request body");
        }
        return { method, url: url.startsWith("/") ? `http://${host}${url}` : url, headers, body: text };
    }

    /**
     * Accepts a request without a socket and delivers the result, at once unless a fault delays it. The returned
     * function cancels the request.
     */
    accept(arriving: Arriving, deliver: (delivery: Delivery) => void): () => void {
        const request = orRefusal(() => requestOf(arriving));
        if (request instanceof ApiError) {
            deliver(refusalOf(request));
            return () => undefined;
        }
        const [service, below] = split(request.path);
        const record = recordOf(request, service, this.clock.now());
        this.requests.add(record);
        const { method, path } = request;
        const fault = this.faults.take({ method, path, action: actionOf(record.body) });
        const proceed = () => {
            const delivery = this.answer({ ...request, path: below }, service, record, fault);
            return delivery === undefined ? this.hold() : deliver(delivery);
        };
        if (fault?.kind !== "delay") {
            return proceed() ?? (() => undefined);
        }
        const release = this.hold();
        this.clock.after(fault.milliseconds, () => {
            release();
            proceed();
        });
        return release;
    }

    /** Undefined if it is never answered. */
    private answer(
        request: Request,
        service: keyof Services,
        record: RecordedRequest,
        fault: RequestFault | undefined,
    ): Delivery | undefined {
        if ((fault?.kind === "drop" || fault?.kind === "hang") && fault.when === "before") {
            return fault.kind === "drop" ? "dropped" : undefined;
        }
        const response = this.responseTo(request, service, fault);
        record.projectId = response.projectId;
        if (fault?.kind === "drop" || fault?.kind === "hang") {
            return fault.kind === "drop" ? "dropped" : undefined;
        }
        record.status = response.status;
        return deliveryOf(request, response, fault?.kind === "malformed");
    }

    private responseTo(request: Request, service: keyof Services, fault: RequestFault | undefined): Response {
        if (fault?.kind !== "answer") {
            return this.served(request, service);
        }
        if (fault.when === "after") {
            this.served(request, service);
        }
        return faultResponse(fault);
    }

    /** A defect of this cloud itself is reported in the answer, as Nova does. */
    private served(request: Request, service: keyof Services): Response {
        try {
            return this.services[service](request);
        } catch (error) {
            if (error instanceof ApiError) {
                return { status: error.status, headers: error.headers, body: faultBody(error.status, error.message) };
            }
            log(`${request.method} ${service === "other" ? "" : `/${service}`}${request.path} failed`, error);
            return {
                status: 500,
                body: faultBody(500, `Unexpected API Error. The emulator failed:\n${traceOf(error)}`),
            };
        }
    }

    /** Counts a request as held back until it is released. */
    private hold(): () => void {
        let isHeld = true;
        this.held += 1;
        return () => {
            this.held -= isHeld ? 1 : 0;
            isHeld = false;
        };
    }
}

function faultResponse(fault: Extract<RequestFault, { kind: "answer" }>): Response {
    const { status, retryAfter } = fault;
    const message = fault.message ?? `The cloud was asked to answer ${status}.`;
    return {
        status,
        headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter },
        body: faultBody(status, message, status === 413 || status === 429 ? retryAfter : undefined),
    };
}

function requestOf({ method, url, headers, body }: Arriving): Request {
    const { host, path, query } = targetOf(url, "127.0.0.1");
    return { method, path, query, headers, body, requestId: newRequestId(), origin: `http://${host}` };
}

/** Returns an {@link ApiError} that `read` throws. */
function orRefusal<T>(read: () => T): T | ApiError {
    try {
        return read();
    } catch (error) {
        if (error instanceof ApiError) {
            return error;
        }
        throw error;
    }
}

/** The answer to a request that does not reach a service. */
function refusalOf(error: ApiError): Exclude<Delivery, string> {
    const { status, message, headers } = error;
    const isTooLarge = error instanceof BodyTooLarge;
    const body = isTooLarge ? webobBody(status, "Request Entity Too Large", message) : faultBody(status, message);
    return deliveryOf({ requestId: newRequestId() }, { status, headers, body }, false);
}

function log(what: string, error: unknown): void {
    process.stderr.write(`The embedded cloud: ${what}: ${traceOf(error)}\n`);
}

function traceOf(error: unknown): string {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function split(path: string): [keyof Services, string] {
    for (const service of ["identity", "compute", "volume"] as const) {
        if (path === `/${service}` || path.startsWith(`/${service}/`)) {
            return [service, path.slice(service.length + 1)];
        }
    }
    return ["other", path];
}

function recordOf(request: Request, service: keyof Services, time: number): RecordedRequest {
    return {
        time,
        service,
        method: request.method,
        path: request.path,
        query: Object.fromEntries(request.query),
        requestId: request.requestId,
        body: request.body === "" ? undefined : parsed(request.body),
        microversion:
            request.headers["openstack-api-version"]?.replace(/^.*compute /, "") ??
            request.headers["x-openstack-nova-api-version"],
        status: undefined,
        projectId: undefined,
    };
}

/** A body that is nested too deeply is recorded as text. */
function parsed(text: string): unknown {
    const json = orRefusal(() => jsonOf(text));
    return json === undefined || json instanceof ApiError ? text : json;
}

function actionOf(body: unknown): string | undefined {
    return isObject(body) ? Object.keys(body)[0] : undefined;
}

function deliveryOf(
    request: Pick<Request, "requestId">,
    response: Response,
    malformed: boolean,
): Exclude<Delivery, string> {
    const text = response.body === undefined ? "" : JSON.stringify(response.body);
    return {
        status: response.status,
        headers: {
            "Content-Type": "application/json",
            "x-openstack-request-id": request.requestId,
            ...response.headers,
        },
        text: malformed ? text.slice(0, Math.ceil(text.length / 2)) : text,
    };
}

/** An answer that HTTP cannot carry, for example with status 99, is a mistake of the test that asked for it. */
function isWritten(reply: ServerResponse, method: string, delivery: Exclude<Delivery, string>): boolean {
    try {
        write(reply, method, delivery);
        return true;
    } catch (error) {
        log(`an answer to ${method} cannot be sent`, error);
        return false;
    }
}

function write(reply: ServerResponse, method: string, { status, headers, text }: Exclude<Delivery, string>): void {
    reply.statusCode = status;
    for (const [name, value] of Object.entries(headers)) {
        reply.setHeader(name, typeof value === "string" ? value : [...value]);
    }
    if (status !== 204) {
        reply.setHeader("Content-Length", Buffer.byteLength(text));
    } else {
        reply.removeHeader("Content-Type");
    }
    reply.end(method === "HEAD" ? undefined : text);
}
