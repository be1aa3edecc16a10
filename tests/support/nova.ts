/**
 * An OpenStack client of the tests' own: it signs in with a password from a clouds.yaml and calls any path at any
 * microversion. It shares no code with the provider, so that it can tell whether the provider did what it says.
 */
import { parse } from "yaml";
import { fetchText } from "./direct-line";

/** An answer. `body` is the parsed JSON, or undefined if there was none. */
export interface Answer<Body> {
    status: number;
    headers: Headers;
    body: Body;
}

/** Options of a call. */
export interface CallOptions {
    /** A number such as `2.79`. Default: the base version. */
    microversion?: string;
    /** The service's type in the catalog. @default "compute" */
    service?: string;
    /** Whether to return an answer of 400 or more instead of throwing. */
    anyStatus?: boolean;
}

interface CloudEntry {
    auth: {
        auth_url: string;
        username: string;
        password: string;
        project_name?: string;
        project_id?: string;
        user_domain_name?: string;
        user_domain_id?: string;
        project_domain_name?: string;
        project_domain_id?: string;
    };
    region_name?: string;
}

interface TokenBody {
    token: {
        project: { id: string; name: string };
        user: { id: string };
        catalog: { type: string; endpoints: { interface: string; region_id?: string; url: string }[] }[];
    };
}

export class Nova {
    private constructor(
        private readonly entry: CloudEntry,
        private readonly token: string,
        private readonly body: TokenBody,
    ) {}

    /** Signs in to an entry of a clouds.yaml. Default: the first. */
    static async connect(cloudsYaml: string, name?: string): Promise<Nova> {
        const { clouds } = parse(cloudsYaml) as { clouds: Record<string, CloudEntry> };
        const entry = name === undefined ? Object.values(clouds)[0] : clouds[name];
        if (entry === undefined) {
            throw new Error(`No cloud ${name ?? ""} in the clouds.yaml, which has: ${Object.keys(clouds).join(", ")}`);
        }
        const url = `${entry.auth.auth_url.replace(/\/+$/, "").replace(/\/v3$/, "")}/v3/auth/tokens`;
        const { status, headers, text } = await fetchText(url, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ auth: passwordAuth(entry.auth) }),
        });
        const token = headers.get("X-Subject-Token");
        if (status >= 300 || token === null) {
            throw new Error(`POST ${url}: ${status} ${text}`);
        }
        return new Nova(entry, token, JSON.parse(text) as TokenBody);
    }

    get projectId(): string {
        return this.body.token.project.id;
    }

    get userId(): string {
        return this.body.token.user.id;
    }

    /** GETs a path below the endpoint: `/servers/detail`. The caller names the shape that it expects. */
    async get<Body>(path: string, options: CallOptions = {}): Promise<Body> {
        return (await this.call<Body>("GET", path, undefined, options)).body;
    }

    /** POSTs JSON to a path below the endpoint. */
    async post<Body>(path: string, body: unknown, options: CallOptions = {}): Promise<Body> {
        return (await this.call<Body>("POST", path, body, options)).body;
    }

    /** Any method. Throws on an answer of 400 or more, unless `anyStatus`. */
    async call<Body>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer<Body>> {
        const service = options.service ?? "compute";
        const url = `${this.endpoint(service)}${path}`;
        const version = options.microversion;
        const { status, headers, text } = await fetchText(url, {
            method,
            headers: {
                "X-Auth-Token": this.token,
                Accept: "application/json",
                ...(body === undefined ? {} : { "Content-Type": "application/json" }),
                ...(version === undefined
                    ? {}
                    : { "OpenStack-API-Version": `${service} ${version}`, "X-OpenStack-Nova-API-Version": version }),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        if (status >= 400 && !options.anyStatus) {
            throw new Error(`${method} ${url}: ${status} ${text}`);
        }
        const isJson = headers.get("Content-Type")?.includes("json") && text !== "";
        const parsed: unknown = isJson ? JSON.parse(text) : undefined;
        return { status, headers, body: parsed as Body };
    }

    /** Whether the path answers 404. */
    async isGone(path: string, options: CallOptions = {}): Promise<boolean> {
        const { status } = await this.call("GET", path, undefined, { ...options, anyStatus: true });
        return status === 404;
    }

    /** The public URL of a service, without a trailing slash. */
    endpoint(type: string): string {
        const service = this.body.token.catalog.find((entry) => entry.type === type);
        const region = this.entry.region_name;
        const endpoint = service?.endpoints.find(
            (candidate) => candidate.interface === "public" && (region === undefined || candidate.region_id === region),
        );
        if (endpoint === undefined) {
            const types = this.body.token.catalog.map((entry) => entry.type).join(", ");
            throw new Error(`The catalog has no public ${type} endpoint; it has: ${types}`);
        }
        return endpoint.url.replace(/\/+$/, "");
    }
}

function passwordAuth(auth: CloudEntry["auth"]): object {
    const userDomain = auth.user_domain_id ? { id: auth.user_domain_id } : { name: auth.user_domain_name ?? "Default" };
    const domain = auth.project_domain_id
        ? { id: auth.project_domain_id }
        : { name: auth.project_domain_name ?? "Default" };
    return {
        identity: {
            methods: ["password"],
            password: { user: { name: auth.username, password: auth.password, domain: userDomain } },
        },
        scope: { project: auth.project_id ? { id: auth.project_id } : { name: auth.project_name, domain } },
    };
}
