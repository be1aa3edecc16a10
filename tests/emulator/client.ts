import type { CloudOptions } from "../../emulator";
import { EmbeddedCloud, ManualClock } from "../../emulator";

/** An answer, read. */
export interface Answer {
    readonly status: number;
    readonly headers: Headers;
    // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
    readonly body: any;
}

/** A caller of the compute API that knows nothing but HTTP. */
export class Client {
    constructor(
        readonly cloud: EmbeddedCloud,
        readonly token: string,
        readonly projectId: string,
        readonly userId: string,
    ) {}

    async call(method: string, path: string, options: { version?: string; body?: unknown } = {}): Promise<Answer> {
        const headers: Record<string, string> = { "X-Auth-Token": this.token };
        if (options.version !== undefined) {
            headers["OpenStack-API-Version"] = `compute ${options.version}`;
            headers["X-OpenStack-Nova-API-Version"] = options.version;
        }
        return request(`${this.cloud.url}/compute/v2.1${path}`, method, headers, options.body);
    }

    get(path: string, version?: string): Promise<Answer> {
        return this.call("GET", path, version === undefined ? {} : { version });
    }

    post(path: string, body: unknown, version?: string): Promise<Answer> {
        return this.call("POST", path, version === undefined ? { body } : { body, version });
    }

    put(path: string, body: unknown, version?: string): Promise<Answer> {
        return this.call("PUT", path, version === undefined ? { body } : { body, version });
    }

    delete(path: string, version?: string): Promise<Answer> {
        return this.call("DELETE", path, version === undefined ? {} : { version });
    }

    act(id: string, action: string, argument: unknown = null, version?: string): Promise<Answer> {
        return this.post(`/servers/${id}/action`, { [action]: argument }, version);
    }

    /** "STATUS/task" of a server, or the status of the answer where it is not there. */
    async state(id: string): Promise<string> {
        const { status, body } = await this.get(`/servers/${id}`);
        return status === 200 ? `${body.server.status}/${body.server["OS-EXT-STS:task_state"] ?? "-"}` : String(status);
    }

    /** Starts a build; the answer's id. */
    async create(more: Record<string, unknown> = {}, version?: string): Promise<string> {
        const image = this.cloud.inspect().images[0]?.id;
        const server = { name: "web", flavorRef: "1", imageRef: image, ...more };
        const answer = await this.post("/servers", { server }, version);
        if (answer.status !== 202) {
            throw new Error(`create answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        }
        return answer.body.server.id;
    }
}

export async function request(
    url: string,
    method = "GET",
    headers: Record<string, string> = {},
    body?: unknown,
): Promise<Answer> {
    const response = await fetch(url, {
        method,
        headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
        redirect: "manual",
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

export async function signIn(cloud: EmbeddedCloud, project: "admin" | "demo"): Promise<Client> {
    const domain = { id: "default" };
    const answer = await request(
        `${cloud.authUrl}/auth/tokens`,
        "POST",
        {},
        {
            auth: {
                identity: { methods: ["password"], password: { user: { name: project, domain, password: "osreal" } } },
                scope: { project: { name: project, domain } },
            },
        },
    );
    const { token } = answer.body;
    return new Client(cloud, answer.headers.get("X-Subject-Token") ?? "", token.project.id, token.user.id);
}

/** A cloud whose time a test moves, and its two callers. */
export interface Stage {
    readonly cloud: EmbeddedCloud;
    readonly clock: ManualClock;
    readonly demo: Client;
    readonly admin: Client;
    /** A server that is ACTIVE. */
    active(more?: Record<string, unknown>): Promise<string>;
}

export async function stage(options: CloudOptions = {}): Promise<Stage> {
    const clock = new ManualClock();
    const cloud = await EmbeddedCloud.start({ ...options, clock });
    const demo = await signIn(cloud, "demo");
    const admin = await signIn(cloud, "admin");
    return {
        cloud,
        clock,
        demo,
        admin,
        async active(more) {
            const id = await demo.create(more);
            clock.advance(1500);
            return id;
        },
    };
}

/** The states that a server goes through until its cloud has nothing more to do. */
export async function journey(client: Client, clock: ManualClock, id: string): Promise<string[]> {
    const seen = [await client.state(id)];
    while (clock.step()) {
        const state = await client.state(id);
        if (state !== seen.at(-1)) {
            seen.push(state);
        }
    }
    return seen;
}
