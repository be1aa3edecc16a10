/**
 * A stack as people keep one, on the real Pulumi engine and on every cloud: renamed resources,
 * Pulumi's options, and a move to another backend. tests/engine/stacks/ tells more, on the embedded cloud.
 */
import { randomBytes } from "node:crypto";
import { type Declared, programOf, server } from "../engine/stacks/program";
import { idsIn } from "../engine/stacks/standing";
import { type RunOptions, Stack } from "../support/stack";
import { type CloudUnderTest, openCloud, releaseUnderTest } from "./cloud";
import { until, Witness } from "./witness";

/** For one command: a real cloud on a busy machine takes its time. */
const SECONDS = releaseUnderTest() === undefined ? 100 : 300;
jest.setTimeout(4 * SECONDS * 1000);

const VOLUMES = { service: "volumev3" };

// The tests tell one story, in this order.
describe(`a stack as people keep it, on ${releaseUnderTest() ?? "the embedded cloud"},`, () => {
    /** What all names begin with, in the program and, as they are generated from those, in the cloud. */
    const run = `conf-${randomBytes(4).toString("hex").slice(0, 6)}`;
    let cloud: CloudUnderTest;
    let witness: Witness;
    let stack: Stack;
    let elsewhere: Stack | undefined;
    let volumes: string[] = [];
    /** By the names of the first program, without the prefix. */
    let first: ReadonlyMap<string, string>;

    beforeAll(async () => {
        cloud = await openCloud();
        witness = await Witness.of(cloud, cloud.admin);
        stack = await Stack.create({ cloud });
        volumes = await Promise.all(["one", "two"].map(makeVolume));
    }, 600_000);

    afterAll(async () => {
        // What a failure has left.
        for (const { id } of await witness.servers(run)) {
            await witness.deleteServer(id);
        }
        for (const name of ["ip-0", "ip-1"]) {
            await witness.releaseFloatingIp(first?.get(name) ?? "");
        }
        for (const { id } of await witness.groups(run)) {
            await witness.removeGroup(id);
        }
        for (const name of await witness.keypairs(run)) {
            await witness.deleteKeypair(name);
        }
        for (const id of volumes) {
            await available(id);
            await witness.nova.call("DELETE", `/volumes/${id}`, undefined, VOLUMES);
        }
        await elsewhere?.dispose();
        await stack.dispose();
        await cloud.close();
    }, 600_000);

    async function makeVolume(name: string): Promise<string> {
        const body = { volume: { name: `${run}-${name}`, size: 1 } };
        const { volume } = await witness.nova.post<{ volume: { id: string } }>("/volumes", body, VOLUMES);
        await available(volume.id);
        return volume.id;
    }

    const available = (id: string) =>
        until(`volume ${id} is available`, async () => {
            const { volume } = await witness.nova.get<{ volume: { status: string } }>(`/volumes/${id}`, VOLUMES);
            return volume.status === "available" ? { found: true } : { seen: volume.status };
        });

    const up = (options: RunOptions & { refresh?: boolean; expectNoChanges?: boolean } = {}) =>
        stack.up({ timeout: SECONDS, ...options });

    const named = (name: string) => `${run}-${name}`;

    /** Two servers with a volume and an address each; `turn` 1: each with the other's. */
    const pair = (turn: number): Declared[] => {
        const servers = [0, 1].map((at) =>
            server(named(`pair-${at}`), { blockDevices: [{ volume: volumes[(at + turn) % 2] }] }),
        );
        const ips = [0, 1].map((at): Declared => {
            const led = named(`pair-${(at + turn) % 2}`);
            return {
                kind: "FloatingIp",
                name: named(`ip-${at}`),
                args: { pool: cloud.pool, serverId: `=all["${led}"].id` },
            };
        });
        return [...servers, ...ips];
    };

    const key = (name: string, options: Declared["options"] = {}): Declared => ({
        kind: "Keypair",
        name: named(name),
        options,
    });
    const group: Declared = { kind: "SecurityGroup", name: named("group") };
    const keyed = (name: string) => ({
        keyName: `=all["${named(name)}"].name`,
        securityGroups: [`=all["${group.name}"].name`],
    });
    const guarded = (args: Declared["args"] = {}, isProtected = true) =>
        server(named("guarded"), args, { protect: isProtected });
    const drifting = server(
        named("drifting"),
        { metadata: { role: "one" } },
        { ignoreChanges: ["metadata", "flavor"] },
    );
    const kept = server(named("kept"), {}, { retainOnDelete: true });

    const blue = [
        key("blue-key", { aliases: [{ name: named("key") }] }),
        server(named("blue"), keyed("blue-key"), { aliases: [{ name: named("web") }] }),
    ];
    const write = (...declared: Declared[]) => stack.write(programOf(declared));

    /** The ids in the state, by the names of the program without the prefix. */
    const ids = async (of = stack) =>
        new Map([...(await idsIn(of))].map(([name, id]) => [name.slice(run.length + 1), id]));
    const servers = async () => (await witness.servers(run)).map(({ id }) => id).sort();

    it("comes up", async () => {
        write(group, key("key"), server(named("web"), keyed("key")), ...pair(0), drifting, kept, guarded());
        await up();
        first = await ids();
        expect(await servers()).toHaveLength(6);
    });

    it("is not touched where resources are renamed, left to others, or left behind", async () => {
        const id = first.get("drifting") ?? "";
        await witness.nova.post(`/servers/${id}/metadata`, { metadata: { role: "drifted" } });
        write(group, ...blue, ...pair(0), drifting, guarded());
        const before = await servers();
        const result = await up({ refresh: true });
        expect(result.changes).not.toHaveProperty("create");
        expect(await servers()).toEqual(before);
        const now = await ids();
        expect(now.get("blue")).toBe(first.get("web"));
        expect(now.get("blue-key")).toBe(first.get("key"));
        expect((await witness.server(id)).metadata).toMatchObject({ role: "drifted" });
    });

    it("refuses to replace what is protected", async () => {
        write(group, ...blue, ...pair(0), drifting, guarded({ userData: "#!/bin/sh\n" }));
        const { text } = await stack.preview({ expectFailure: true, timeout: SECONDS });
        expect(text).toContain("protect");
        expect((await witness.server(first.get("guarded") ?? "")).status).toBe("ACTIVE");
    });

    it("goes on under another name, with a server that had left its state adopted again", async () => {
        const before = await servers();
        const { urn, id = "" } = await stack.resource(named("drifting"));
        await stack.run(["state", "delete", urn, "--yes"]);
        await stack.rename("renamed");
        const { kind, name, args } = drifting;
        write(group, ...blue, ...pair(0), { kind, name, args: { ...args, adopt: id } }, guarded({}, false));
        await up();
        expect((await ids()).get("drifting")).toBe(id);
        expect(await servers()).toEqual(before);
    });

    it("goes on in another backend, and is destroyed from there; what was left behind stays", async () => {
        elsewhere = await Stack.create({ cloud, name: "renamed", env: { PULUMI_CONFIG_PASSPHRASE: "another one" } });
        await elsewhere.importFrom(stack);
        const { changes } = await elsewhere.refresh({ timeout: SECONDS });
        expect(changes).not.toHaveProperty("delete");
        await elsewhere.destroy({ timeout: SECONDS });
        expect(await servers()).toEqual([first.get("kept")]);
        expect(await witness.keypairs(run)).toEqual([]);
        expect(await witness.groups(run)).toEqual([]);
        expect(await witness.floatingIp(first.get("ip-0") ?? "")).toBeUndefined();
    });
});
