import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../state/clock";
import { newRequestId } from "../state/identifiers";
import type { RecordedRequest, Request, Response, Service } from "./exchange";
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
            const request = requestOf(message, Buffer.concat(chunks).toString("utf8"));
            const [service, below] = split(request.path);
            const record = recordOf(request, service, this.clock.now());
            this.requests.push(record);
            const fault = this.faults.take({
                method: request.method,
                path: request.path,
                action: actionOf(record.body),
            });
            const proceed = () => this.answer({ ...request, path: below }, service, record, fault, reply);
            if (fault?.kind === "delay") {
                this.clock.after(fault.milliseconds, proceed);
            } else {
                proceed();
            }
        });
    }

    private answer(
        request: Request,
        service: keyof Services,
        record: RecordedRequest,
        fault: RequestFault | undefined,
        reply: ServerResponse,
    ): void {
        if (fault?.kind === "drop" && fault.when === "before") {
            reply.destroy();
            return;
        }
        const response = fault?.kind === "answer" ? faultResponse(fault) : this.services[service](request);
        record.projectId = response.projectId;
        if (fault?.kind === "drop") {
            reply.destroy();
            return;
        }
        record.status = response.status;
        write(reply, request, response, fault?.kind === "malformed");
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

function requestOf(message: IncomingMessage, body: string): Request {
    const host = message.headers.host ?? "127.0.0.1";
    const url = new URL(message.url ?? "/", `http://${host}`);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.headers)) {
        headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
    }
    return {
        method: message.method ?? "GET",
        path: url.pathname,
        query: url.searchParams,
        headers,
        body,
        requestId: newRequestId(),
        origin: `http://${host}`,
    };
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

function write(reply: ServerResponse, request: Request, response: Response, malformed: boolean): void {
    const text = response.body === undefined ? "" : JSON.stringify(response.body);
    const sent = malformed ? text.slice(0, Math.ceil(text.length / 2)) : text;
    reply.statusCode = response.status;
    reply.setHeader("Content-Type", "application/json");
    reply.setHeader("x-openstack-request-id", request.requestId);
    for (const [name, value] of Object.entries(response.headers ?? {})) {
        reply.setHeader(name, typeof value === "string" ? value : [...value]);
    }
    if (response.status !== 204) {
        reply.setHeader("Content-Length", Buffer.byteLength(sent));
    } else {
        reply.removeHeader("Content-Type");
    }
    reply.end(request.method === "HEAD" ? undefined : sent);
}
