/**
 * A state that 0.1.0 wrote: the release that is installed now reads it, opens its secrets, goes on where an update failed,
 * and destroys what it holds. The cloud of that time is laid again, by the requests that 0.1.0 sent.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DELETED_FIRST, Setting, words } from "../setting";
import { DECLARED_PASSWORD, oldProgram } from "./old-state-program";

interface Fixture {
    authUrl: string;
    outputs: { address: string; passwords: string[]; privateKey: string };
    /** What 0.1.0 asked for, in order; `id`: how the state calls what came of it. */
    cloud: { path: string; microversion?: string; body: object; id?: string }[];
    state: { deployment: { resources: { urn: string; id?: string }[] } };
}

const FIXTURE = readFileSync(join(__dirname, "../../fixtures/state-0.1.0.json"), "utf8");
const { authUrl, outputs, cloud, state } = JSON.parse(FIXTURE) as Fixture;

// The tests tell one story, in this order.
describe("a state that 0.1.0 wrote", () => {
    let setting: Setting;
    /** The ids of the state, as they are called in the cloud of this run. */
    const ids = new Map<string, string>();

    beforeAll(async () => {
        setting = await Setting.make();
        await lay();
        setting.stack.writeFile("old.json", inThisCloud(JSON.stringify(state)));
        await setting.stack.run(["stack", "import", "--file", "old.json"]);
        setting.stack.write(program());
    });
    afterAll(() => setting.end());

    const inThisCloud = (text: string) =>
        [...ids].reduce((known, [old, now]) => known.replaceAll(old, now), text.replaceAll(authUrl, ourAuthUrl()));
    const ourAuthUrl = () => setting.cloud.authUrl.replace(/\/v3$/, "");

    async function lay(): Promise<void> {
        setting.cloud.faults.noValidHost("create", { server: "broken" });
        for (const { id, ...request } of cloud) {
            const { path, microversion, body } = JSON.parse(inThisCloud(JSON.stringify(request))) as typeof request;
            const made = await setting.nova.post<Record<string, { id: string }> | undefined>(path, body, {
                microversion,
            });
            const [{ id: now = "" } = {}] = Object.values(made ?? {});
            if (id !== undefined) {
                ids.set(id, now);
            }
            if (path === "/servers") {
                await settled(now);
            }
        }
    }

    async function settled(id: string): Promise<void> {
        const path = `/servers/${id}`;
        while ((await setting.nova.get<{ server: { status: string } }>(path)).server.status === "BUILD") {
            // It boots by itself.
        }
    }

    /** The same program as then. */
    const program = (half = { flavor: "m1.small", metadata: { step: "two" } }) =>
        oldProgram({ adopted: idOf("adopted"), half });

    /** The id of a resource of the program, in this cloud. */
    function idOf(name: string): string {
        const old = state.deployment.resources.find(({ urn }) => urn.endsWith(`Server::${name}`))?.id ?? "";
        return ids.get(old) ?? "";
    }

    const servers = () => new Map(setting.cloud.inspect().servers.map((server) => [server.id, server]));

    it("is previewed: only what had failed is done, and what the next update does is said", async () => {
        const { changes, text } = await setting.stack.preview();
        expect(text).toContain(
            'server "broken": status ERROR -> ACTIVE: replace: it never ran (No valid host was found.',
        );
        expect(text).toContain('server "half": flavor m1.tiny -> m1.small: resize in place, the server restarts');
        expect(changes).toEqual({ same: 12, update: 1, replace: 1 });
    });

    it("is refreshed without a drift, and updated: what had failed is done", async () => {
        const before = servers();
        const result = await setting.stack.up({ refresh: true });
        expect(result.ops("broken")).toEqual(DELETED_FIRST);
        expect(result.ops("half")).toEqual(["update"]);
        expect(result.steps.filter(({ op, found }) => op === "refresh" && found === "delete")).toEqual([]);
        expect(words(result).filter((line) => /^\w+ "(?!half|broken)/.test(line))).toEqual([]);

        const after = servers();
        const broken = idOf("broken");
        expect(after.has(broken)).toBe(false);
        expect([...before.keys()].filter((id) => id !== broken && !after.has(id))).toEqual([]);
        expect(after.size).toBe(before.size);
        expect(after.get(idOf("half"))).toMatchObject({ status: "ACTIVE", flavor: { name: "m1.small" } });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("opens its secrets: the generated key, the password that the cloud made, the declared one", async () => {
        expect(await setting.stack.outputs()).toEqual(outputs);
        expect(outputs.passwords[1]).toBe(DECLARED_PASSWORD);
    });

    it("is changed in place", async () => {
        setting.stack.write(program({ flavor: "m1.small", metadata: { step: "three" } }));
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
    });

    it("is destroyed, and nothing of it is left", async () => {
        await setting.stack.destroy();
        const { servers, keypairs, flavors, securityGroups, floatingIps, volumes } = setting.cloud.inspect();
        expect([servers, keypairs, floatingIps, volumes]).toEqual([[], [], [], []]);
        expect(flavors.filter(({ name }) => name.startsWith("flavor"))).toEqual([]);
        expect(securityGroups.filter(({ name }) => name.startsWith("group"))).toEqual([]);
    });
});
