/**
 * A server's disks, the ports that it is given, and the rows that only a creation reads, on the real engine. Each has a
 * server of its own; all are in one program.
 */
import type { Result } from "../support/stack";
import { CREATED_FIRST, idsAfter, Setting, servers, words } from "./setting";

const base64 = (text: string) => Buffer.from(text).toString("base64");

type Program = Record<string, object>;

let setting: Setting;
/** Those of the cloud, by their names. */
let volumes: Record<string, string> = {};
let port = "";
let program: Program = {};
/** Of the last command. */
let result: Result;
let writes: (id: string) => string[];
let id: (server: string) => string;
/** The servers' ids before the last command. */
let oldId: (server: string) => string;

beforeAll(async () => {
    setting = await Setting.make();
    volumes = Object.fromEntries(await Promise.all(["one", "two", "three", "four"].map(makeVolume)));
    port = setting.cloud.createPort({ project: "admin" }).id;
});
afterAll(() => setting.end());

async function makeVolume(name: string): Promise<[string, string]> {
    const body = { volume: { name, size: 1 } };
    const { volume } = await setting.nova.post<{ volume: { id: string } }>("/volumes", body, { service: "volumev3" });
    return [name, volume.id];
}

const holding = (volume: string) => ({ blockDevices: [{ volume: volumes[volume] }] });

/** An `up` of the program, with what is changed in it. */
async function up(change: Program, options = {}): Promise<void> {
    program = { ...program, ...change };
    setting.stack.write(servers(program));
    writes = await setting.writesById(async () => {
        result = await setting.stack.up(options);
    });
    oldId = id;
    id = idsAfter(result);
}

interface Seen {
    status: string;
    image: unknown;
    metadata: Record<string, string>;
    "OS-EXT-SRV-ATTR:user_data": string | null;
}

async function seen(server: string): Promise<Seen> {
    return (await setting.nova.get<{ server: Seen }>(`/servers/${id(server)}`, { microversion: "2.93" })).server;
}

async function attached(server: string): Promise<string[]> {
    const path = `/servers/${id(server)}/os-volume_attachments`;
    const answer = await setting.nova.get<{ volumeAttachments: { volumeId: string }[] }>(path);
    return answer.volumeAttachments.map(({ volumeId }) => volumeId);
}

/** The servers that the last command's refresh found otherwise than they were left. */
const differing = () => Object.keys(program).filter((server) => result.found(server) !== "same");

/** A replacement's writes: of the new server, and of the old one. */
const replacement = (server: string) => [writes(id(server)), writes(oldId(server))];

const ATTACH = "POST /servers/{id}/os-volume_attachments";
const DETACH = "DELETE /servers/{id}/os-volume_attachments/{id}";

describe("a server is created", () => {
    it("by one POST, whatever it has", async () => {
        await up({
            swapped: holding("one"),
            restored: holding("three"),
            emptied: holding("four"),
            noted: {},
            booted: {},
            ported: { networks: [{ port }], detachPortsBeforeDestroy: true },
        });
        expect(writes("v2.1")).toEqual(Object.keys(program).map(() => "POST /servers"));
    });

    it("with a volume beside its root disk", async () => {
        expect(await attached("swapped")).toEqual([volumes.one]);
    });
});

describe("a server", () => {
    let ownerMetadata: Record<string, string> = {};

    it("is found by a refresh as it was made, but where others changed it", async () => {
        ownerMetadata = (await seen("noted")).metadata;
        await setting.nova.call("DELETE", `/servers/${id("restored")}/os-volume_attachments/${volumes.three}`);
        await up(
            {
                swapped: holding("two"),
                emptied: {},
                noted: { ownerMetadata: false },
                booted: { bootVolume: { size: 1, deleteOnTermination: true } },
            },
            { refresh: true },
        );
        expect(differing()).toEqual(["restored"]);
    });

    it("has one volume detached and another attached in place", async () => {
        expect([id("swapped"), writes(id("swapped"))]).toEqual([oldId("swapped"), [DETACH, ATTACH]]);
        expect(words(result)).toContainEqual(
            expect.stringMatching(/^server "swapped": blockDevices .*: .*detached in place.*attached in place/),
        );
        expect(await attached("swapped")).toEqual([volumes.two]);
    });

    it("has what others detached attached again", async () => {
        expect(writes(id("restored"))).toEqual([ATTACH]);
        expect(await attached("restored")).toEqual([volumes.three]);
    });

    it("has its volumes taken off where the program has none", async () => {
        expect([id("emptied"), writes(id("emptied"))]).toEqual([oldId("emptied"), [DETACH]]);
        expect(await attached("emptied")).toEqual([]);
    });

    it("keeps its owner metadata where ownerMetadata is noted as false: only a creation writes it", async () => {
        expect(Object.keys(ownerMetadata)).toContain("pulumi:resource");
        expect([id("noted"), writes(id("noted"))]).toEqual([oldId("noted"), []]);
        expect(words(result)).toContain(
            'server "noted": ownerMetadata (default) -> false: noted: only a creation writes it',
        );
        expect((await seen("noted")).metadata).toEqual(ownerMetadata);
    });

    it("is replaced for a volume as its root disk", async () => {
        expect(result.ops("booted")).toEqual(CREATED_FIRST);
        expect(replacement("booted")).toEqual([[], ["DELETE /servers/{id}"]]);
        expect(writes("v2.1").filter((call) => call === "POST /servers")).toHaveLength(1);
        expect(words(result)).toContainEqual(
            expect.stringMatching(/^server "booted": bootVolume .*: replace: the root disk is made with the server$/),
        );
        expect(await seen("booted")).toMatchObject({ status: "ACTIVE", image: "" });
        expect(await attached("booted")).toHaveLength(1);
    });

    it("is replaced for user data in base64, and then has no owner metadata", async () => {
        const userDataBase64 = base64("#!/bin/sh\n");
        await up({ noted: { ownerMetadata: false, userDataBase64 } }, { refresh: true });
        expect(differing()).toEqual([]);
        expect(result.ops("noted")).toEqual(CREATED_FIRST);
        expect(replacement("noted")).toEqual([[], ["DELETE /servers/{id}"]]);
        expect(writes("v2.1")).toEqual(["POST /servers", "DELETE /servers/{id}"]);
        expect(words(result)).toContain('server "noted": userDataBase64: replace: user data is read at the first boot');
        expect(await seen("noted")).toMatchObject({ metadata: {}, "OS-EXT-SRV-ATTR:user_data": userDataBase64 });
    });

    it("is proposed no further change", async () => {
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("has the program's ports taken off before it is deleted, and they stay", async () => {
        const ended = await setting.writesById(() => setting.stack.destroy());
        expect(ended(id("ported"))).toEqual(["DELETE /servers/{id}/os-interface/{id}", "DELETE /servers/{id}"]);
        expect(setting.cloud.inspect().ports.map((one) => one.id)).toContain(port);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
