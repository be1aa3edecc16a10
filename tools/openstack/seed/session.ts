/** A token of the admin, and JSON calls with it: the minimal client for a seed. */
import * as z from "zod";
import { PASSWORD } from "../releases";
import { OpenStackError } from "../scripts";

/** Something with an id, as every API returns it. */
export interface Thing {
    id: string;
}

const thing = z.looseObject({ id: z.string() });

export class Session {
    private constructor(private readonly token: string) {}

    /** Authenticates as the user of that name, in the project of that name. */
    static async open(authUrl: string, name: string): Promise<Session> {
        const domain = { id: "default" };
        const response = await send("POST", `${authUrl}/auth/tokens`, {
            body: JSON.stringify({
                auth: {
                    identity: { methods: ["password"], password: { user: { name, domain, password: PASSWORD } } },
                    scope: { project: { name, domain } },
                },
            }),
            headers: { "Content-Type": "application/json" },
        });
        return new Session(z.string().parse(response.headers.get("X-Subject-Token")));
    }

    /** The things in a list: `{ "flavors": [ … ] }`, whatever the list is called. */
    async list(url: string): Promise<Thing[]> {
        const response = await this.send("GET", url);
        const lists = Object.values(z.record(z.string(), z.unknown()).parse(await response.json()));
        return z.array(thing).parse(lists.find((value) => Array.isArray(value)));
    }

    /** The one item of a list; if there is none, it is created from the body. */
    async findOrCreate(listUrl: string, createUrl: string, body: object): Promise<Thing> {
        const [found] = await this.list(listUrl);
        return found ?? (await this.create(createUrl, body));
    }

    /** POSTs. The answer is the item, or contains it under its name: `{ "flavor": { … } }`. */
    async create(url: string, body: object): Promise<Thing> {
        const response = await this.send("POST", url, body);
        const answer = z.record(z.string(), z.unknown()).parse(await response.json());
        return thing.parse("id" in answer ? answer : Object.values(answer)[0]);
    }

    async put(url: string, body?: object): Promise<void> {
        await this.send("PUT", url, body);
    }

    async remove(url: string): Promise<void> {
        await this.send("DELETE", url);
    }

    /** PUTs bytes as they are. */
    async upload(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
        await send("PUT", url, {
            body: bytes,
            headers: { "X-Auth-Token": this.token, "Content-Type": "application/octet-stream" },
        });
    }

    private send(method: string, url: string, body?: object): Promise<Response> {
        return send(method, url, {
            body: body && JSON.stringify(body),
            headers: {
                "X-Auth-Token": this.token,
                Accept: "application/json",
                ...(body && { "Content-Type": "application/json" }),
            },
        });
    }
}

async function send(method: string, url: string, init: Omit<RequestInit, "method">): Promise<Response> {
    const response = await fetch(url, { method, ...init });
    if (!response.ok) {
        throw new OpenStackError(`${method} ${url}: ${response.status} ${await response.text()}`);
    }
    return response;
}
