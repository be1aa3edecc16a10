/** A cloud of the test's own over real HTTP: Identity and Compute in one server, each answer as the test scripts it. */

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { CloudSettings, Timing } from "../../../provider/cloud";

export interface Seen {
    method: string;
    path: string;
    headers: IncomingMessage["headers"];
    body: unknown;
    /** Number of the connection that it came by. */
    connection: number;
}

/** What to answer; `cut` breaks the connection after the request was read, `silent` never answers. */
export type Reply =
    | { status: number; body?: unknown; text?: string; bytes?: Buffer; headers?: Record<string, string> }
    | "cut"
    | "silent";

export type Responder = (seen: Seen) => Reply | undefined | Promise<Reply | undefined>;

export interface Clock extends Timing {
    time: number;
    slept: number[];
}

/** A clock that moves only by sleeping. */
export function clock(start = Date.parse("2030-01-01T00:00:00Z")): Clock {
    const timing: Clock = {
        time: start,
        slept: [],
        now: () => timing.time,
        random: () => 0.5,
        async sleep(milliseconds) {
            timing.slept.push(milliseconds);
            timing.time += milliseconds;
        },
    };
    return timing;
}

export class ScriptedCloud {
    readonly seen: Seen[] = [];
    connections = 0;
    /** Tokens given out: `token-1`, `token-2`… */
    tokens = 0;
    /** Tokens that the Compute service takes; undefined: any. */
    valid: Set<string> | undefined;
    lifetime = 3_600_000;
    regions = ["RegionOne"];
    computePath = "/compute/v2.1";
    version: unknown = { version: { id: "v2.1", status: "CURRENT", version: "2.93", min_version: "2.1" } };
    /** Answers before anything built in does. */
    responder: Responder = () => undefined;
    readonly timing = clock();
    private readonly sockets = new Map<Socket, number>();

    private constructor(
        private readonly server: Server,
        private readonly scheme: "http" | "https",
    ) {}

    static async start(tls?: ServerOptions): Promise<ScriptedCloud> {
        let cloud: ScriptedCloud | undefined;
        const listener: RequestListener = (request, response) => {
            void cloud?.serve(request, response);
        };
        const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
        const started = new ScriptedCloud(server, tls === undefined ? "http" : "https");
        cloud = started;
        server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
            started.connections += 1;
            started.sockets.set(socket, started.connections);
            socket.on("error", () => undefined);
            socket.once("close", () => started.sockets.delete(socket));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return started;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.server.closeAllConnections();
        await closed;
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    get url(): string {
        return `${this.scheme}://127.0.0.1:${this.port}`;
    }

    /** Settings that reach this cloud. */
    settings(changes: Partial<CloudSettings> = {}): CloudSettings {
        return {
            name: "test",
            origin: "/etc/openstack/clouds.yaml",
            authUrl: `${this.url}/identity`,
            identityVersion: 3,
            credentials: {
                kind: "password",
                user: { name: "deploy", domain: { id: "default" } },
                password: "correct-horse",
            },
            scope: { kind: "project", project: { name: "web", domain: { id: "default" } } },
            interfaces: ["public"],
            tls: { verify: true },
            proxies: {},
            timeout: 5_000,
            timing: this.timing,
            ...changes,
        };
    }

    /** The requests whose path, below the Compute endpoint or in full, starts so. */
    requests(path: string): Seen[] {
        return this.seen.filter(
            (one) => one.path.startsWith(path) || one.path.startsWith(`${this.computePath}${path}`),
        );
    }

    private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
            chunks.push(chunk as Buffer);
        }
        const text = Buffer.concat(chunks).toString("utf8");
        const seen: Seen = {
            method: request.method ?? "",
            path: request.url ?? "",
            headers: request.headers,
            body: text === "" ? undefined : JSON.parse(text),
            connection: this.sockets.get(request.socket) ?? 0,
        };
        this.seen.push(seen);
        const reply = (await this.responder(seen)) ?? this.builtIn(seen);
        if (reply === "silent") {
            return;
        }
        if (reply === "cut") {
            request.socket.destroy();
            return;
        }
        const headers = {
            "Content-Type": "application/json",
            "X-OpenStack-Request-Id": "req-from-the-cloud",
            ...reply.headers,
        };
        response.writeHead(reply.status, headers);
        response.end(reply.bytes ?? reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)));
    }

    private builtIn(seen: Seen): Reply {
        if (seen.path.endsWith("/auth/tokens")) {
            return this.token(seen);
        }
        const token = String(seen.headers["x-auth-token"]);
        if (this.valid !== undefined && !this.valid.has(token)) {
            return { status: 401, text: "Authentication required", headers: { "Content-Type": "text/html" } };
        }
        if (seen.path === "/compute/v2.1/" || seen.path === "/compute/v2/" || seen.path === "/compute/") {
            return { status: 200, body: this.version };
        }
        return { status: 200, body: { servers: [] } };
    }

    private token(seen: Seen): Reply {
        this.tokens += 1;
        const id = seen.method === "GET" ? String(seen.headers["x-subject-token"]) : `token-${this.tokens}`;
        if (this.valid !== undefined) {
            this.valid = new Set([id]);
        }
        const now = this.timing.now();
        return {
            status: seen.method === "GET" ? 200 : 201,
            headers: { "X-Subject-Token": id, Date: new Date(now).toUTCString() },
            body: {
                token: {
                    issued_at: new Date(now).toISOString(),
                    expires_at: new Date(now + this.lifetime).toISOString(),
                    project: { id: "4fd44f30", name: "web" },
                    catalog: [
                        {
                            type: "compute",
                            name: "nova",
                            endpoints: this.regions.flatMap((region) =>
                                ["public", "internal"].map((name) => ({
                                    interface: name,
                                    region,
                                    region_id: region,
                                    url: `${this.url}${this.computePath}`,
                                })),
                            ),
                        },
                    ],
                },
            },
        };
    }
}
