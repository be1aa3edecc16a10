/** A server's disks, the ports that it is given, and the rows that only a creation reads, on the real engine. */
import { CREATED_FIRST, program, Setting, words } from "./setting";

const BASE = { name: "web", flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
const base64 = (text: string) => Buffer.from(text).toString("base64");

let setting: Setting;
let volumes: string[];
/** Of the server, after the last `up`. */
let id = "";

beforeAll(async () => {
    setting = await Setting.make();
    volumes = await Promise.all(["one", "two"].map(makeVolume));
});
afterAll(() => setting.end());

async function makeVolume(name: string): Promise<string> {
    const body = { volume: { name, size: 1 } };
    const { volume } = await setting.nova.post<{ volume: { id: string } }>("/volumes", body, { service: "volumev3" });
    return volume.id;
}

/** An `up` of the server with these arguments: what was written to Compute, and what the provider said. */
async function up(args: object) {
    setting.stack.write(program("Server", "web", { ...BASE, ...args }));
    let said: string[] = [];
    let ops: string[] = [];
    const writes = await setting.writes(async () => {
        const result = await setting.stack.up();
        said = words(result);
        ops = result.ops("web");
    });
    const before = id;
    id = (await setting.stack.resource("web")).id ?? "";
    return { writes, said, ops, isKept: id === before };
}

interface Seen {
    status: string;
    image: unknown;
    metadata: Record<string, string>;
    "OS-EXT-SRV-ATTR:user_data": string | null;
}

async function seen(): Promise<Seen> {
    return (await setting.nova.get<{ server: Seen }>(`/servers/${id}`, { microversion: "2.93" })).server;
}

async function attached(): Promise<string[]> {
    const path = `/servers/${id}/os-volume_attachments`;
    const answer = await setting.nova.get<{ volumeAttachments: { volumeId: string }[] }>(path);
    return answer.volumeAttachments.map(({ volumeId }) => volumeId);
}

const unchanged = () => setting.stack.preview({ refresh: true, expectNoChanges: true });

const ATTACH = "POST /servers/{id}/os-volume_attachments";
const DETACH = "DELETE /servers/{id}/os-volume_attachments/{id}";

describe("a server", () => {
    it("is created with a volume beside its root disk", async () => {
        const { writes } = await up({ blockDevices: [{ volume: volumes[0] }] });
        expect(writes).toEqual(["POST /servers"]);
        expect(await attached()).toEqual([volumes[0]]);
        await unchanged();
    });

    it("has one volume detached and another attached in place", async () => {
        const { writes, said, isKept } = await up({ blockDevices: [{ volume: volumes[1] }] });
        expect([isKept, writes]).toEqual([true, [DETACH, ATTACH]]);
        expect(said).toContainEqual(
            expect.stringMatching(/^server "web": blockDevices .*: .*detached in place.*attached in place/),
        );
        expect(await attached()).toEqual([volumes[1]]);
        await unchanged();
    });

    it("has what others detached attached again", async () => {
        await setting.nova.call("DELETE", `/servers/${id}/os-volume_attachments/${volumes[1]}`);
        setting.stack.write(program("Server", "web", { ...BASE, blockDevices: [{ volume: volumes[1] }] }));
        const writes = await setting.writes(() => setting.stack.up({ refresh: true }));
        expect(writes).toEqual([ATTACH]);
        expect(await attached()).toEqual([volumes[1]]);
    });

    it("has its volumes taken off where the program has none", async () => {
        const { writes, isKept } = await up({});
        expect([isKept, writes]).toEqual([true, [DETACH]]);
        expect(await attached()).toEqual([]);
    });

    it("keeps its owner metadata where ownerMetadata is noted as false: only a creation writes it", async () => {
        const before = (await seen()).metadata;
        expect(Object.keys(before)).toContain("pulumi:resource");
        const { writes, said, isKept } = await up({ ownerMetadata: false });
        expect([isKept, writes]).toEqual([true, []]);
        expect(said).toContain('server "web": ownerMetadata (default) -> false: noted: only a creation writes it');
        expect((await seen()).metadata).toEqual(before);
    });

    it("is replaced for user data in base64, and then has no owner metadata", async () => {
        const userDataBase64 = base64("#!/bin/sh\n");
        const { writes, said, ops } = await up({ ownerMetadata: false, userDataBase64 });
        expect(ops).toEqual(CREATED_FIRST);
        expect(writes).toEqual(["POST /servers", "DELETE /servers/{id}"]);
        expect(said).toContain('server "web": userDataBase64: replace: user data is read at the first boot');
        expect(await seen()).toMatchObject({ metadata: {}, "OS-EXT-SRV-ATTR:user_data": userDataBase64 });
        await unchanged();
    });

    it("is replaced for a volume as its root disk", async () => {
        const { writes, said, ops } = await up({ bootVolume: { size: 1, deleteOnTermination: true } });
        expect(ops).toEqual(CREATED_FIRST);
        expect(writes).toEqual(["POST /servers", "DELETE /servers/{id}"]);
        expect(said).toContainEqual(
            expect.stringMatching(/^server "web": bootVolume .*: replace: the root disk is made with the server$/),
        );
        expect(await seen()).toMatchObject({ status: "ACTIVE", image: "" });
        expect(await attached()).toHaveLength(1);
        await unchanged();
    });

    it("has the program's ports taken off before it is deleted, and they stay", async () => {
        const port = setting.cloud.createPort({ project: "admin" });
        const { ops } = await up({ networks: [{ port: port.id }], detachPortsBeforeDestroy: true });
        expect(ops.length).toBeGreaterThan(0);
        const writes = await setting.writes(() => setting.stack.destroy());
        expect(writes).toEqual(["DELETE /servers/{id}/os-interface/{id}", "DELETE /servers/{id}"]);
        expect(setting.cloud.inspect().ports.map((one) => one.id)).toContain(port.id);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
