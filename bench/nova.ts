/** The bench's own minimal client: it sends the fewest requests that the cloud allows. */
import { Agent, request } from "node:http";

export interface Credentials {
    authUrl: string;
    user: string;
    password: string;
    project: string;
}

interface Catalog {
    token: {
        project: { id: string };
        catalog: { type: string; endpoints: { interface: string; url: string }[] }[];
    };
}

interface Answer {
    status: number;
    headers: Record<string, string | string[] | undefined>;
    body: string;
}

/** Both releases of the test bed have it. */
const NEW = "2.90";

/** Nova serves images and networks up to 2.35. */
export const PROXIES = "2.1";

export class Nova {
    private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
    private url = "";
    private token = "";
    private projectId = "";

    static async signIn({ authUrl, user: name, password, project }: Credentials): Promise<Nova> {
        const nova = new Nova();
        const domain = { id: "default" };
        const { headers, body } = await nova.send("POST", `${authUrl}/auth/tokens`, {
            auth: {
                identity: { methods: ["password"], password: { user: { name, domain, password } } },
                scope: { project: { name: project, domain } },
            },
        });
        const { token } = JSON.parse(body) as Catalog;
        const compute = token.catalog.find(({ type }) => type === "compute")?.endpoints;
        nova.url = compute?.find((endpoint) => endpoint.interface === "public")?.url ?? "";
        nova.token = String(headers["x-subject-token"]);
        nova.projectId = token.project.id;
        return nova;
    }

    /** Rejects if the answer is not a success. */
    async call<Body = undefined>(method: string, path: string, sent?: unknown, microversion = NEW): Promise<Body> {
        const { body } = await this.send(method, `${this.url}${path}`, sent, microversion);
        return (body === "" ? undefined : JSON.parse(body)) as Body;
    }

    /** Allows as many servers as requested. */
    async raiseQuotas(): Promise<void> {
        const quota = { instances: -1, cores: -1, ram: -1 };
        await this.call("PUT", `/os-quota-sets/${this.projectId}`, { quota_set: quota });
    }

    /** Restores the cloud's defaults. */
    async restoreQuotas(): Promise<void> {
        await this.call("DELETE", `/os-quota-sets/${this.projectId}`);
    }

    end(): void {
        this.agent.destroy();
    }

    private send(method: string, url: string, sent: unknown, microversion = NEW): Promise<Answer> {
        const text = sent === undefined ? undefined : JSON.stringify(sent);
        const headers = {
            Accept: "application/json",
            ...(text === undefined
                ? {}
                : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
            ...(this.token === ""
                ? {}
                : { "X-Auth-Token": this.token, "OpenStack-API-Version": `compute ${microversion}` }),
        };
        return new Promise((resolve, reject) => {
            const asked = request(url, { method, headers, agent: this.agent }, (answer) => {
                const chunks: Buffer[] = [];
                answer.on("data", (chunk: Buffer) => chunks.push(chunk));
                answer.on("error", reject);
                answer.on("end", () => {
                    const body = Buffer.concat(chunks).toString("utf8");
                    const status = answer.statusCode ?? 0;
                    if (status >= 400) {
                        reject(new Error(`${method} ${url}: ${status} ${body.slice(0, 500)}`));
                    } else {
                        resolve({ status, headers: answer.headers, body });
                    }
                });
            });
            asked.on("error", reject);
            asked.end(text);
        });
    }
}
