/** A resource that got another name, and one that took its former name: whose is what, and what of it is deleted. */
import { Nova } from "../../support/nova";
import { keptIn } from "../../support/wire";
import { type Bag, type Declared, nova, type Stood, setting, settingForEach, thrown } from "./setting";

settingForEach();

const STACK = "5ea1ab1e5ea1ab1e5ea1ab1e5ea1ab1e";
const ARGS = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
const OWNER = "pulumi:resource";

interface About {
    args?: Bag;
    reuse?: number;
    stack?: string;
    parents?: string;
}

function server(name: string, { args = {}, reuse, stack = STACK, parents = "" }: About = {}): Declared {
    const urn = `urn:pulumi:prod::shop::${parents}pulumi-nodejs:dynamic/openstack-compute:Server::${name}`;
    return {
        kind: "Server",
        name,
        args: { ...ARGS, ...args },
        owner: { stack, urn, ...(reuse === undefined ? {} : { reuse }) },
    };
}

const first = async (declared: Declared) => (await setting.provider()).first(declared);
const next = async (declared: Declared, before: Stood) => (await setting.provider()).next(declared, before);

interface Seen {
    id: string;
    metadata: Record<string, string>;
}
const servers = async () => (await nova.get<{ servers: Seen[] }>("/servers/detail")).servers;
const owners = async () => Object.fromEntries((await servers()).map(({ id, metadata }) => [id, metadata[OWNER]]));
const stamp = (id: string, resource: string) =>
    nova.post(`/servers/${id}/metadata`, { metadata: { [OWNER]: resource } });

describe("the owner of a server that was renamed", () => {
    test.each([
        ["by its name", server("blue"), "Server::blue"],
        ["by its parents", server("web", { parents: "my:Site$" }), "my:Site$Server::web"],
    ])("follows, %s, and nothing else is written", async (_how, renamed, owner) => {
        const stood = await first(server("web"));
        let moved = stood;
        const writes = await setting.writes(async () => {
            moved = await next(renamed, stood);
        });
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
        expect(await owners()).toEqual({ [stood.id]: owner });
        expect(setting.said.join("\n")).toContain(
            "it was Server::web: the state records the new name, and the owner metadata",
        );
        const pulumi = await setting.provider();
        expect((await pulumi.preview(renamed, await pulumi.refreshed(moved))).diff.changes).toBe(false);
    });

    test.each([
        ["that carries none", server("web", { args: { ownerMetadata: false } }), { ownerMetadata: false }],
        ["that is another stack's", server("web", { stack: "another" }), {}],
    ])("is not written on a server %s", async (_what, declared, args) => {
        const stood = await first(declared);
        const before = await servers();
        const moved = await next(server("blue", { args }), stood);
        expect((await servers()).map(({ metadata }) => metadata)).toEqual(before.map(({ metadata }) => metadata));
        const pulumi = await setting.provider();
        expect((await pulumi.preview(server("blue", { args }), await pulumi.refreshed(moved))).diff.changes).toBe(
            false,
        );
    });

    test("is not written on one that was there before", async () => {
        const { id } = await first({ ...server("old"), owner: undefined });
        const adopted = await first(server("web", { args: { adopt: id } }));
        await next(server("blue", { args: { adopt: id } }), adopted);
        expect(await owners()).toEqual({ [id]: undefined });
    });

    test("waits where the server takes no metadata, without failing, and follows later", async () => {
        const stood = await first(server("web", { args: { powerState: "shelved" } }));
        const moved = await next(server("blue", { args: { powerState: "shelved" } }), stood);
        expect(await owners()).toEqual({ [stood.id]: "Server::web" });
        expect(setting.said.join("\n")).toContain("its owner metadata still names Server::web");
        await next(server("blue", { args: { powerState: "active" } }), moved);
        await next(server("blue"), (await (await setting.provider()).refreshed(moved)) as Stood);
        expect(await owners()).toEqual({ [stood.id]: "Server::blue" });
    });

    test("is found to name another one by a refresh, and put right by the next update", async () => {
        const stood = await first(server("blue"));
        await stamp(stood.id, "Server::web");
        const refreshed = await (await setting.provider()).refreshed(stood);
        await next(server("blue"), refreshed);
        expect(await owners()).toEqual({ [stood.id]: "Server::blue" });
    });
});

describe("a new server under a name that another one gave up", () => {
    test("follows in an update that has refreshed it under its former name", async () => {
        const stood = await first(server("web"));
        const pulumi = await setting.provider();
        const seen = await pulumi.refreshed(stood);
        await pulumi.diff(seen.id, seen.outs, seen.inputs);
        await pulumi.next(server("blue"), seen);
        expect(await owners()).toEqual({ [stood.id]: "Server::blue" });
    });

    test("takes over nothing that has the name, and what its own creation left it does", async () => {
        const blue = await first(server("web"));
        const web = await first(server("web", { reuse: 1 }));
        expect(web.id).not.toBe(blue.id);
        expect(web.inputs.name).not.toBe(blue.inputs.name);
        expect((await first(server("web", { reuse: 1 }))).id).toBe(web.id);
        expect(await owners()).toEqual({ [blue.id]: "Server::web", [web.id]: "Server+1::web" });
    });

    test("keeps what it is called in the cloud, however often the name is given up later", async () => {
        const stood = await first(server("web"));
        const again = await next(server("web", { reuse: 2 }), stood);
        expect(again.diff?.changes).toBe(false);
    });
});

describe("a server that the state has twice", () => {
    /** As a takeover on a guess has left it: both have one id, and the owner names the former. */
    async function twice() {
        const blue = await first(server("web"));
        const web = await first(server("web"));
        expect(web.id).toBe(blue.id);
        return { blue, web };
    }

    test("is changed for neither of them", async () => {
        const { blue, web } = await twice();
        const pulumi = await setting.provider();
        await pulumi.preview(server("web"), web);
        const { message } = await thrown(pulumi.preview(server("blue"), blue));
        expect(message).toContain(`"blue" is ${blue.id} in the state, and so is Server::web`);
        expect(message).not.toMatch(/delete it|adopt:/);
    });

    test("is not deleted with the entry that goes while the other one stays", async () => {
        const { blue, web } = await twice();
        const pulumi = await setting.provider();
        await pulumi.preview(server("blue"), blue);
        await pulumi.delete(web.id, web.outs);
        expect(Object.keys(await owners())).toEqual([blue.id]);
        expect(setting.said.at(-1)).toContain(
            "another resource of this stack manages it: only this entry is removed from the state",
        );
    });

    test("is not deleted by the entry whose name it no longer has, though no other one is met", async () => {
        const { blue, web } = await twice();
        await stamp(blue.id, "Server::blue");
        await (await setting.provider()).delete(web.id, web.outs);
        expect(Object.keys(await owners())).toEqual([blue.id]);
        expect(setting.said.at(-1)).toContain("its owner metadata names another resource, Server::blue");
    });

    test("is not adopted by a third", async () => {
        const blue = await first(server("blue"));
        const pulumi = await setting.provider();
        await pulumi.preview(server("blue"), blue);
        const { message } = await thrown(pulumi.first(server("third", { args: { adopt: blue.id } })));
        expect(message).toContain(`${blue.id} is Server::blue in this stack's state. It is not adopted`);
    });
});

test("a renamed server that is replaced in the same update is deleted", async () => {
    const web = await first(server("web"));
    const blue = await next(server("blue", { args: { configDrive: true } }), web);
    expect(await owners()).toEqual({ [blue.id]: "Server::blue" });
});

test("two keypairs of one name are two where they are two users'", async () => {
    const demo = await Nova.connect(setting.cloud.cloudsYaml({ project: "demo" }));
    const key = (name: string, args: Bag): Declared => ({ kind: "Keypair", name, args: { name: "ops", ...args } });
    const pulumi = await setting.provider();
    const [mine, theirs] = [key("mine", {}), key("theirs", { userId: demo.userId })];
    const stood = [await pulumi.first(mine), await pulumi.first(theirs)] as const;
    const later = await setting.provider();
    expect((await later.preview(mine, stood[0])).diff.changes).toBe(false);
    expect((await later.preview(theirs, stood[1])).diff.changes).toBe(false);
});

test("a preview keeps a stamp of nothing in the state", async () => {
    const { outs } = await first(server("web"));
    expect(keptIn(outs)).not.toHaveProperty("stamp");
});
