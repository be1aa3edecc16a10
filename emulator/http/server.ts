import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../state/clock";
import { newRequestId } from "../state/identifiers";
import type { Arriving, Delivery, RecordedRequest, Request, Response, Service } from "./exchange";
import { faultBody } from "./fault-body";
import type { Faults, RequestFault } from "./faults";
import { isObject } from "./json";

/** The services by the first segment of their paths; "" is what no other takes. */
export interface Services {
    readonly identity: Service;
    readonly compute: Service;
    readonly volume: Service;
    readonly other: Service;
}

/** The cloud's socket: reads requests, records them, lets faults happen, and hands them to a service. */
export class CloudServer {
    private readonly http: HttpServer;
    readonly requests: RecordedRequest[] = [];
    /** How many requests wait for the clock, or for ever. */
    held = 0;

    constructor(
        private readonly services: Services,
        private readonly faults: Faults,
        private readonly clock: Clock,
    ) {
        this.http = createServer((message, reply) => this.receive(message, reply));
        // A provider keeps its connections; a cloud that closed them early would look flaky.
        this.http.keepAliveTimeout = 60_000;
    }

    /** Listens on loopback; port 0 takes any free one. */
    listen(port: number): Promise<number> {
        return new Promise((resolve, reject) => {
            this.http.once("error", reject);
            this.http.listen(port, "127.0.0.1", () => {
                this.http.off("error", reject);
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
        const chunks: Buffer[] = [];
        message.on("data", (chunk: Buffer) => chunks.push(chunk));
        message.on("end", () => {
            const { method = "GET", url = "/" } = message;
            const body = Buffer.concat(chunks).toString("utf8");
            const headers: Record<string, string> = {};
            for (const [name, value] of Object.entries(message.headers)) {
                headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
            }
            const target = `http://${headers.host ?? "127.0.0.1"}${url}`;
            const giveUp = this.accept({ method, url: target, headers, body }, (delivery) => {
                if (delivery === "dropped") {
                    reply.destroy();
                } else {
                    write(reply, method, delivery);
                }
            });
            reply.once("close", giveUp);
        });
    }

    /**
     * Takes a request without a socket and delivers what comes of it, at once where nothing holds it back. The function
     * that it returns is for a caller that gives up waiting.
     */
    accept(arriving: Arriving, deliver: (delivery: Delivery) => void): () => void {
        const request = requestOf(arriving);
        const [service, below] = split(request.path);
        const record = recordOf(request, service, this.clock.now());
        this.requests.push(record);
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

    /** Undefined: it is never answered. */
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
            return this.services[service](request);
        }
        if (fault.when === "after") {
            this.services[service](request);
        }
        return faultResponse(fault);
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
    const { origin, pathname, searchParams } = new URL(url);
    return { method, path: pathname, query: searchParams, headers, body, requestId: newRequestId(), origin };
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

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        if (error instanceof SyntaxError) {
            return text;
        }
        throw error;
    }
}

function actionOf(body: unknown): string | undefined {
    return isObject(body) ? Object.keys(body)[0] : undefined;
}

function deliveryOf(request: Request, response: Response, malformed: boolean): Delivery {
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
