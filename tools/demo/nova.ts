/**
 * The demo's own client: it authenticates and calls the Compute API at its base version. It shares no code with the
 * provider, so that it can check the provider's work and change things outside Pulumi.
 */
import { readFileSync } from "node:fs";
import { type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { CloudEntry } from "./clouds-file";
import { Problem } from "./problem";

const Reference = z.object({ id: z.string() });

const Server = z.object({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    "OS-EXT-STS:task_state": z.string().nullish(),
    flavor: Reference,
    image: z.union([Reference, z.literal("")]),
    key_name: z.string().nullish(),
    metadata: z.record(z.string(), z.string()),
    addresses: z.record(z.string(), z.array(z.object({ addr: z.string(), "OS-EXT-IPS:type": z.string().optional() }))),
    security_groups: z.array(z.object({ name: z.string() })).optional(),
});
export type Server = z.output<typeof Server>;

const Flavor = z.object({
    id: z.string(),
    name: z.string(),
    ram: z.number(),
    vcpus: z.number(),
    disk: z.number(),
    "OS-FLV-DISABLED:disabled": z.boolean().optional(),
});
export type Flavor = z.output<typeof Flavor>;

const Image = z.object({
    id: z.string(),
    name: z.string().nullable(),
    status: z.string(),
    minDisk: z.number(),
    minRam: z.number(),
    "OS-EXT-IMG-SIZE:size": z.number().nullish(),
    server: Reference.optional(),
});
export type Image = z.output<typeof Image>;

const Rule = z.object({
    id: z.string(),
    ip_protocol: z.string().nullable(),
    from_port: z.number().nullable(),
    to_port: z.number().nullable(),
    ip_range: z.object({ cidr: z.string().optional() }),
});
const SecurityGroup = z.object({ id: z.string(), name: z.string(), rules: z.array(Rule) });
export type SecurityGroup = z.output<typeof SecurityGroup>;

const FloatingIp = z.object({
    id: z.union([z.string(), z.number()]),
    ip: z.string(),
    instance_id: z.string().nullish(),
});
const Keypair = z.object({ keypair: z.object({ name: z.string() }) });
const Network = z.object({ id: z.string(), label: z.string() });
const Action = z.object({ action: z.string() });

const Token = z.object({
    token: z.object({
        project: z.object({ name: z.string() }).optional(),
        roles: z.array(z.object({ name: z.string() })).default([]),
        catalog: z.array(
            z.object({
                type: z.string(),
                endpoints: z.array(
                    z.object({ interface: z.string(), region_id: z.string().nullish(), url: z.string() }),
                ),
            }),
        ),
    }),
});
type Token = z.output<typeof Token>["token"];

interface Answer {
    status: number;
    headers: NodeJS.Dict<string | string[]>;
    text: string;
}

/** How a server's resize ends, and how long the demo waits for it. */
const RESIZE_MINUTES = 10;

export class Nova {
    private constructor(
        private readonly entry: CloudEntry,
        private readonly token: string,
        private readonly endpoint: string,
        /** The name of the project, if the token contains it. */
        readonly project: string | undefined,
        /** Whether it may create flavors. */
        readonly isAdmin: boolean,
    ) {}

    static async signIn(entry: CloudEntry): Promise<Nova> {
        const url = `${entry.auth.auth_url.replace(/\/+$/, "").replace(/\/v3$/, "")}/v3/auth/tokens`;
        const answer = await send(entry, "POST", url, {}, { auth: credentials(entry) });
        const token = answer.headers["x-subject-token"];
        if (answer.status !== 201 || typeof token !== "string") {
            throw new Problem(`The demo's own client cannot authenticate: POST ${url} answers ${answer.status}.`);
        }
        const body = Token.parse(JSON.parse(answer.text)).token;
        const isAdmin = body.roles.some(({ name }) => name === "admin");
        return new Nova(entry, token, computeEndpoint(body, entry), body.project?.name, isAdmin);
    }

    /** Undefined if there is none, or it is being deleted. */
    async server(id: string): Promise<Server | undefined> {
        const found = await this.get(`/servers/${id}`, z.object({ server: Server }));
        return found === undefined || /DELETED/.test(found.server.status) ? undefined : found.server;
    }

    async securityGroup(id: string): Promise<SecurityGroup | undefined> {
        const found = await this.get(`/os-security-groups/${id}`, z.object({ security_group: SecurityGroup }));
        return found?.security_group;
    }

    async floatingIp(id: string): Promise<z.output<typeof FloatingIp> | undefined> {
        return (await this.get(`/os-floating-ips/${id}`, z.object({ floating_ip: FloatingIp })))?.floating_ip;
    }

    async hasKeypair(name: string): Promise<boolean> {
        return (await this.get(`/os-keypairs/${encodeURIComponent(name)}`, z.unknown())) !== undefined;
    }

    async hasFlavor(id: string): Promise<boolean> {
        return (await this.get(`/flavors/${id}`, z.unknown())) !== undefined;
    }

    /** What was done to a server, newest first: `confirmResize`, `resize`, `create`. */
    async actions(id: string): Promise<string[]> {
        const found = await this.get(
            `/servers/${id}/os-instance-actions`,
            z.object({ instanceActions: z.array(Action) }),
        );
        return (found?.instanceActions ?? []).map(({ action }) => action);
    }

    async flavors(): Promise<Flavor[]> {
        return (await this.list("/flavors/detail", z.object({ flavors: z.array(Flavor) }))).flavors;
    }

    async images(): Promise<Image[]> {
        return (await this.list("/images/detail", z.object({ images: z.array(Image) }))).images;
    }

    async networks(): Promise<string[]> {
        const { networks } = await this.list("/os-networks", z.object({ networks: z.array(Network) }));
        return networks.map(({ label }) => label);
    }

    async pools(): Promise<string[]> {
        const shape = z.object({ floating_ip_pools: z.array(z.object({ name: z.string() })) });
        return (await this.list("/os-floating-ip-pools", shape)).floating_ip_pools.map(({ name }) => name);
    }

    /** Everything in the project of the kinds that the demo creates, to compare before and after. */
    async census(): Promise<Record<string, string[]>> {
        const servers = await this.list("/servers/detail", z.object({ servers: z.array(Server) }));
        const keypairs = await this.list("/os-keypairs", z.object({ keypairs: z.array(Keypair) }));
        const groups = await this.list("/os-security-groups", z.object({ security_groups: z.array(SecurityGroup) }));
        const addresses = await this.list("/os-floating-ips", z.object({ floating_ips: z.array(FloatingIp) }));
        return {
            servers: servers.servers.map(({ id }) => id).sort(),
            keypairs: keypairs.keypairs.map(({ keypair }) => keypair.name).sort(),
            flavors: (await this.flavors()).map(({ id }) => id).sort(),
            "security groups": groups.security_groups.map(({ id }) => id).sort(),
            "floating IPs": addresses.floating_ips.map(({ ip }) => ip).sort(),
        };
    }

    async createFlavor(flavor: { name: string; ram: number; vcpus: number; disk: number }): Promise<void> {
        await this.act("POST", "/flavors", { flavor });
    }

    async setMetadata(id: string, metadata: Record<string, string>): Promise<void> {
        await this.act("POST", `/servers/${id}/metadata`, { metadata });
    }

    async deleteRule(id: string): Promise<void> {
        await this.act("DELETE", `/os-security-group-rules/${id}`);
    }

    /** Resizes and confirms, as somebody would by hand. */
    async resize(id: string, flavorId: string): Promise<void> {
        await this.act("POST", `/servers/${id}/action`, { resize: { flavorRef: flavorId } });
        await this.until(id, ({ status }) => status === "VERIFY_RESIZE");
        await this.act("POST", `/servers/${id}/action`, { confirmResize: null });
        await this.until(id, ({ status, flavor }) => status === "ACTIVE" && flavor.id === flavorId);
    }

    private async until(id: string, accept: (server: Server) => boolean): Promise<void> {
        const deadline = Date.now() + RESIZE_MINUTES * 60_000;
        for (;;) {
            const server = await this.server(id);
            if (server !== undefined && accept(server) && !server["OS-EXT-STS:task_state"]) {
                return;
            }
            if (server === undefined || server.status === "ERROR" || Date.now() > deadline) {
                throw new Problem(`The demo's own resize of server ${id} ended as ${server?.status ?? "gone"}.`);
            }
            await sleep(200);
        }
    }

    private async list<T>(path: string, shape: z.ZodType<T>): Promise<T> {
        const body = await this.get(path, shape);
        if (body === undefined) {
            throw new Problem(`GET ${this.endpoint}${path} answers 404: this cloud has no such list.`);
        }
        return body;
    }

    /** Undefined for 404. */
    private async get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
        const answer = await this.call("GET", path);
        return answer.status === 404 ? undefined : shape.parse(JSON.parse(answer.text));
    }

    private async act(method: string, path: string, body?: object): Promise<void> {
        const answer = await this.call(method, path, body);
        if (answer.status === 404) {
            throw new Problem(`${method} ${this.endpoint}${path} answers 404.`);
        }
    }

    private async call(method: string, path: string, body?: object): Promise<Answer> {
        const answer = await send(this.entry, method, this.endpoint + path, { "X-Auth-Token": this.token }, body);
        if (answer.status >= 400 && answer.status !== 404) {
            throw new Problem(
                `${method} ${this.endpoint}${path} answers ${answer.status}: ${answer.text.slice(0, 300)}`,
            );
        }
        return answer;
    }
}

function credentials({ auth }: CloudEntry): object {
    const user = {
        ...(auth.user_id === undefined
            ? { name: auth.username, domain: domain(auth.user_domain_id, auth.user_domain_name, auth) }
            : { id: auth.user_id }),
    };
    if (auth.application_credential_secret !== undefined) {
        const secret = auth.application_credential_secret;
        const which =
            auth.application_credential_id === undefined
                ? { name: auth.application_credential_name, user }
                : { id: auth.application_credential_id };
        return { identity: { methods: ["application_credential"], application_credential: { ...which, secret } } };
    }
    const project =
        auth.project_id === undefined
            ? { name: auth.project_name, domain: domain(auth.project_domain_id, auth.project_domain_name, auth) }
            : { id: auth.project_id };
    return {
        identity: { methods: ["password"], password: { user: { ...user, password: auth.password } } },
        scope: { project },
    };
}

function domain(id: string | undefined, name: string | undefined, auth: CloudEntry["auth"]): object {
    const ownId = id ?? (name === undefined ? auth.domain_id : undefined);
    const ownName = name ?? auth.domain_name;
    return ownId !== undefined ? { id: ownId } : ownName !== undefined ? { name: ownName } : { id: "default" };
}

function computeEndpoint({ catalog }: Token, entry: CloudEntry): string {
    const wanted = entry.interface ?? "public";
    const found = catalog
        .filter(({ type }) => type === "compute")
        .flatMap(({ endpoints }) => endpoints)
        .find(
            (endpoint) =>
                endpoint.interface === wanted &&
                (entry.region_name === undefined || endpoint.region_id === entry.region_name),
        );
    if (found === undefined) {
        throw new Problem(`The catalog has no ${wanted} compute endpoint in region ${entry.region_name ?? "(any)"}.`);
    }
    return found.url.replace(/\/+$/, "");
}

function send(
    entry: CloudEntry,
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: object,
): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const options: RequestOptions & { ca?: string; rejectUnauthorized?: boolean } = {
        method,
        headers: {
            Accept: "application/json",
            ...headers,
            ...(text === undefined
                ? {}
                : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
        },
        timeout: 60_000,
        ...(entry.cacert === undefined ? {} : { ca: readFileSync(entry.cacert, "utf8") }),
        ...(entry.verify === false ? { rejectUnauthorized: false } : {}),
    };
    return new Promise((resolve, reject) => {
        const request = (url.startsWith("https:") ? requestHttps : requestHttp)(url, options, (response) => {
            let received = "";
            response.setEncoding("utf8");
            response.on("data", (chunk: string) => {
                received += chunk;
            });
            response.on("error", reject);
            response.on("end", () =>
                resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received }),
            );
        });
        request.on("timeout", () => request.destroy(new Error("no answer within a minute")));
        request.on("error", (error) => reject(new Problem(`${method} ${url}: ${error.message}`, { cause: error })));
        request.end(text);
    });
}
