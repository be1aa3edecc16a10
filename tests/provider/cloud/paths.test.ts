/** Paths arrive as they were meant: no parser of URLs between us and the cloud turns one into another. */
import { mkdtempSync, rmSync } from "node:fs";
import { type ClientRequest, createServer, Agent as HttpAgent, request as send } from "node:http";
import { type AddressInfo, connect as dial, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudSettings, openCompute, UnaddressableError } from "../../../provider/cloud";
import { createAgents } from "../../../provider/cloud/agents";
import { createTransport } from "../../../provider/cloud/transport";
import { makeCertificates } from "./certificates";
import { ScriptedCloud } from "./scripted-cloud";

const remove = { operation: "Delete metadata item", method: "DELETE", path: "/servers/1/metadata/%2E%2E" } as const;

let cloud: ScriptedCloud;
afterEach(() => cloud.stop());

/** As Nova does: it knows no such route. */
function refusesTheTrial(): void {
    cloud.responder = ({ path }) => (path.endsWith("/limits") ? { status: 404, text: "no route" } : undefined);
}

const deletions = () => cloud.seen.filter(({ method }) => method === "DELETE").map(({ path }) => path);

describe("a segment of dots", () => {
    let stops: (() => Promise<unknown>)[];
    beforeEach(() => {
        stops = [];
    });
    afterEach(() => Promise.all(stops.map((stop) => stop())));

    async function listening(server: Server): Promise<string> {
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        stops.push(() => new Promise((resolve) => server.close(resolve)));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    /** Forwards what it is asked for, exactly; `asked` has each first line. */
    async function forwarder(asked: string[]): Promise<string> {
        return listening(
            createServer((request, response) => {
                asked.push(`${request.method} ${request.url}`);
                const { method, headers } = request;
                const path = (request.url ?? "").replace(cloud.url, "");
                const onwards = send({ port: cloud.port, host: "127.0.0.1", method, headers, path, agent: false });
                onwards.on("response", (answer) => {
                    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: "close" });
                    answer.pipe(response);
                });
                request.pipe(onwards);
            }),
        );
    }

    async function tunnel(): Promise<string> {
        const server = createServer();
        server.on("connect", (_request, socket) => {
            const onwards = dial(cloud.port, "127.0.0.1", () => {
                socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
                onwards.pipe(socket);
                socket.pipe(onwards);
            });
            for (const [one, other] of [
                [socket, onwards],
                [onwards, socket],
            ] as const) {
                one.on("error", () => other.destroy());
                one.on("close", () => other.destroy());
            }
            stops.unshift(async () => socket.destroy());
        });
        return listening(server);
    }

    async function removed(changes: Partial<CloudSettings> = {}): Promise<string[]> {
        refusesTheTrial();
        const compute = await openCompute(cloud.settings(changes));
        await compute.call(remove);
        return deletions();
    }

    test("arrives directly", async () => {
        cloud = await ScriptedCloud.start();
        expect(await removed()).toEqual(["/compute/v2.1/servers/1/metadata/%2E%2E"]);
    });

    test("arrives through a proxy that forwards", async () => {
        cloud = await ScriptedCloud.start();
        const asked: string[] = [];
        const http = await forwarder(asked);
        expect(await removed({ proxies: { http } })).toEqual(["/compute/v2.1/servers/1/metadata/%2E%2E"]);
        expect(asked).toContain(`DELETE ${cloud.url}/compute/v2.1/servers/1/metadata/%2E%2E`);
    });

    test("arrives through a tunnel", async () => {
        const folder = mkdtempSync(join(tmpdir(), "paths-"));
        const { server, caFile } = makeCertificates(folder);
        cloud = await ScriptedCloud.start(server);
        const settings = { tls: { verify: true, caFile }, proxies: { https: await tunnel() } };
        expect(await removed(settings)).toEqual(["/compute/v2.1/servers/1/metadata/%2E%2E"]);
        rmSync(folder, { recursive: true });
    });

    test("is tried with a harmless path first, once for each connection", async () => {
        cloud = await ScriptedCloud.start();
        refusesTheTrial();
        const compute = await openCompute(cloud.settings());
        await compute.call(remove);
        await compute.call({ ...remove, path: "/servers/1/tags/%2E" });
        expect(cloud.requests("/limits").map(({ path }) => path)).toEqual(["/compute/v2.1/limits/%2E%2E/limits"]);
        expect(deletions()).toHaveLength(2);
    });

    test.each([200, 403])("is not sent where the trial is answered %i: something may collapse it", async (status) => {
        cloud = await ScriptedCloud.start();
        cloud.responder = ({ path }) => (path.endsWith("/limits") ? { status, body: {} } : undefined);
        const compute = await openCompute(cloud.settings());
        const failing = compute.call({ ...remove, resource: 'server "web"' });
        await expect(failing).rejects.toThrow(UnaddressableError);
        await expect(failing).rejects.toThrow(/^server "web": Delete metadata item: its path has a segment/);
        expect(deletions()).toEqual([]);
    });

    test("is not guessed at in a redirection", async () => {
        cloud = await ScriptedCloud.start();
        const compute = await openCompute(cloud.settings());
        cloud.responder = ({ path }) =>
            path.endsWith("/servers") ? { status: 302, headers: { Location: "/compute/x/%2e%2e/all" } } : undefined;
        const failing = compute.call({ operation: "List servers", method: "GET", path: "/servers" });
        await expect(failing).rejects.toThrow("it is redirected to an unreadable address, which is not followed");
        expect(cloud.requests("/compute/all")).toEqual([]);
    });
});

describe("the last guard", () => {
    const addRequest: (this: HttpAgent, request: ClientRequest, options: object) => void = Reflect.get(
        HttpAgent.prototype,
        "addRequest",
    );

    /** As some proxy agents do. */
    class RewritingAgent extends HttpAgent {
        addRequest(request: ClientRequest, options: object): void {
            request.path = new URL(request.path, "http://127.0.0.1").pathname;
            addRequest.call(this, request, options);
        }
    }

    test("sends nothing whose path an agent has altered", async () => {
        cloud = await ScriptedCloud.start();
        const settings = cloud.settings();
        const agents = { ...createAgents(settings), agentFor: () => new RewritingAgent() };
        const url = `${cloud.url}/servers/1/metadata/%2E%2E`;
        const failing = createTransport(agents).send({ method: "DELETE", url, headers: {}, timeout: 5_000 });
        await expect(failing).rejects.toMatchObject({
            code: "ALTERED",
            sent: false,
            message: "nothing was sent: its path would have become /servers/1/",
        });
        expect(cloud.seen).toEqual([]);
    });
});
