/**
 * A server says whose it is, and one whose creation died is found by it: the provider is one process for each command,
 * so what a dead one left is seen by a fresh one that has no state of it.
 */
import { type Bag, type Declared, nova, type Stood, setting, settingForEach, thrown } from "./setting";

settingForEach();

const STACK = "5ea1ab1e5ea1ab1e5ea1ab1e5ea1ab1e";
const urn = (name: string, stack = "prod") =>
    `urn:pulumi:${stack}::shop::my:Site$pulumi-nodejs:dynamic/openstack-compute:Server::${name}`;

function server(args: Bag = {}, owner: Declared["owner"] = { stack: STACK, urn: urn("web") }): Declared {
    const whole = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args };
    return { kind: "Server", name: "web", args: whole, owner };
}

interface Seen {
    id: string;
    name: string;
    status: string;
    metadata: Record<string, string>;
}

const servers = async () => (await nova.get<{ servers: Seen[] }>("/servers/detail")).servers;

/** What a creation leaves that dies before Pulumi hears of it: the server, and no state. */
async function left(declared: Declared): Promise<string> {
    return (await (await setting.provider()).first(declared)).id;
}

const first = async (declared: Declared, config: Record<string, string> = {}) =>
    (await setting.provider(config)).first(declared);

test("what was replaced, and is in the state until Pulumi has deleted it, is no candidate", async () => {
    const replaced = async ({ id, inputs, outs }: Stood, userData: string) => {
        const pulumi = await setting.provider();
        await pulumi.diff(id, outs, (await pulumi.check(server({ userData }), inputs)).inputs);
        return pulumi.create((await pulumi.check(server({ userData }))).inputs);
    };
    const one = await first(server({ userData: "one" }));
    const two = await replaced(one, "two");
    // In a process of its own, to which Pulumi shows the first one only when all else is done.
    const three = await replaced(two, "three");
    expect(new Set([one.id, two.id, three.id]).size).toBe(3);
});

describe("the owner of a server", () => {
    test("is in its metadata, beside what the program declares", async () => {
        await first(server({ metadata: { role: "web" } }));
        const [only] = await servers();
        expect(only?.metadata).toEqual({
            role: "web",
            "pulumi:stack": expect.stringMatching(/^[0-9a-f]{32}$/),
            "pulumi:resource": "my:Site$Server::web",
            "pulumi:arguments": expect.stringMatching(/^[0-9a-f]{32}$/),
        });
    });

    test("does not show the stack's identity, by which a reader of the metadata could try out secrets", async () => {
        await first(server({ adminPass: "s3cret-pass" }));
        expect(JSON.stringify(await servers())).not.toContain(STACK);
    });

    test("is in no output and no difference, also after a refresh", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(server({ metadata: { role: "web" } }));
        const refreshed = await pulumi.refreshed(stood);
        for (const { outs, inputs } of [stood, refreshed]) {
            expect([outs.metadata, inputs.metadata]).toEqual([{ role: "web" }, { role: "web" }]);
        }
        expect((await pulumi.preview(server({ metadata: { role: "web" } }), refreshed)).diff.changes).toBe(false);
    });

    test("is not shown of a server that is only read", async () => {
        const id = await left(server({ metadata: { role: "web" } }));
        const { outs } = await (await setting.provider()).read(id, { __resource: { kind: "Server", name: "seen" } });
        expect(outs?.metadata).toEqual({ role: "web" });
    });

    test("stays when the program's metadata changes, and goes with no key of it", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(server({ metadata: { role: "web", tier: "a" } }));
        const next = await pulumi.next(server({ metadata: { role: "db" } }), stood);
        await pulumi.next(server(), next);
        const [only] = await servers();
        expect(Object.keys(only?.metadata ?? {}).sort()).toEqual([
            "pulumi:arguments",
            "pulumi:resource",
            "pulumi:stack",
        ]);
    });

    test("is never written to a server that was there before", async () => {
        const { server: made } = await nova.post<{ server: { id: string } }>(
            "/servers",
            {
                server: { name: "old", flavorRef: "1", imageRef: await imageId(), networks: "none" },
            },
            { microversion: "2.37" },
        );
        const pulumi = await setting.provider();
        const adopted = await pulumi.first(server({ adopt: made.id, networks: undefined, name: "old" }));
        await pulumi.next(server({ networks: undefined, name: "new", metadata: { role: "web" } }), adopted);
        expect(await servers()).toMatchObject([{ id: made.id, name: "new", metadata: { role: "web" } }]);
        expect(Object.keys((await servers())[0]?.metadata ?? {})).toEqual(["role"]);
    });

    test.each([
        ["the server's argument", server({ ownerMetadata: false })],
        ["the stack's config, by which the SDK sends none", { ...server(), owner: undefined }],
    ])("is left out by %s", async (_what, declared) => {
        await first(declared);
        expect((await servers())[0]?.metadata).toEqual({});
    });

    test("is left out, and said to be, where the cloud takes no more metadata", async () => {
        await nova.call("PUT", `/os-quota-sets/${nova.projectId}`, { quota_set: { metadata_items: 3 } });
        await first(server({ metadata: { role: "web" } }));
        expect((await servers())[0]?.metadata).toEqual({ role: "web" });
        expect(setting.said.join("\n")).toContain(
            'server "web": the cloud allows 3 metadata keys, and the program declares 1: the server gets no owner metadata',
        );
    });

    test("has room in 255 bytes, however long the resource's name is", async () => {
        const name = "ü".repeat(200);
        await first({ ...server({ name: "web" }, { stack: STACK, urn: urn(name) }), name });
        expect((await servers())[0]?.metadata["pulumi:resource"]).toMatch(/^sha256:[0-9a-f]{64}$/);
    });

    test("cannot be declared by a program", async () => {
        const { failures } = await (await setting.provider()).check(server({ metadata: { "pulumi:stack": "mine" } }));
        expect(failures).toEqual([
            "metadata: pulumi:stack, pulumi:resource, pulumi:arguments are reserved for this provider; ownerMetadata: false omits them",
        ]);
    });

    test("costs one list and one look at the limits, however many servers are created", async () => {
        const pulumi = await setting.provider();
        const calls = await setting.calls(async () => {
            await Promise.all(
                ["a", "b", "c"].map((name) => pulumi.first({ ...server({}, { stack: STACK, urn: urn(name) }), name })),
            );
        });
        expect(calls.filter((call) => call.startsWith("GET /servers/detail"))).toHaveLength(1);
        expect(calls.filter((call) => call.startsWith("GET /limits"))).toHaveLength(1);
    });
});

async function imageId(): Promise<string> {
    const { images } = await nova.get<{ images: { id: string }[] }>("/images");
    return images[0]?.id ?? "";
}

describe("a server whose creation died", () => {
    test.each([
        ["with a generated name", {}],
        ["under a name of the program's", { name: "web" }],
        ["with every argument the same, in another order", { metadata: { a: "1", b: "2" }, adminPass: "s3cret-pass" }],
    ])("is taken over by the next up: %s", async (_what, args) => {
        const id = await left(server(args));
        const again = Object.fromEntries(Object.entries(args).reverse());
        const writes = await setting.writes(async () => {
            expect((await first(server(again))).id).toBe(id);
        });
        expect(writes).toEqual([]);
        expect(setting.said.join("\n")).toContain(
            `server ${id} already exists, from a creation that was interrupted: continuing with it`,
        );
    });

    test("is in the state as if it had been created: nothing is proposed", async () => {
        await left(server({ tags: ["blue"] }));
        const pulumi = await setting.provider();
        const stood = await pulumi.first(server({ tags: ["blue"] }));
        const refreshed = await pulumi.refreshed(stood);
        expect((await pulumi.preview(server({ tags: ["blue"] }), refreshed)).diff.changes).toBe(false);
    });

    test("is gone on with where it broke off: what follows the POST is done", async () => {
        const id = await left(server());
        const stood = await first(server({ powerState: "shutoff" }));
        expect(stood.id).toBe(id);
        expect(await servers()).toMatchObject([{ id, status: "SHUTOFF" }]);
    });

    test.each([
        ["another flavor", { flavor: "m1.small" }],
        ["other metadata", { metadata: { role: "db" } }],
        ["other user data", { userData: "#!/bin/sh" }],
        ["another password", { adminPass: "s3cret-pass" }],
        ["another name", { name: "web" }],
    ])("is not taken over with %s: it is named, and nothing is made", async (_what, args) => {
        const id = await left(server());
        const writes = await setting.writes(async () => {
            const { message } = await thrown(first(server(args)));
            expect(message).toContain(
                `server ${id} was created as this resource. It is not adopted, because it was created with other`,
            );
            expect(message).toContain(`adopt: "${id}"`);
        });
        expect(writes).toEqual([]);
    });

    test("is not taken over by a stack of another name that has the same identity, as a copy of a state has", async () => {
        const id = await left(server());
        const copied = server({}, { stack: STACK, urn: urn("web", "staging") });
        expect((await thrown(first(copied))).message).toContain(id);
    });

    test.each([
        ["another stack of the same names", { stack: "another", urn: urn("web") }],
        ["another resource of the same stack", { stack: STACK, urn: urn("db") }, "db"],
    ])("is nothing to %s", async (_what, owner, name = "web") => {
        const id = await left(server({ name: "web" }));
        expect((await first({ ...server({ name: "web" }, owner), name })).id).not.toBe(id);
        expect(await servers()).toHaveLength(2);
    });

    test("is not taken over when there are two of them: both are named", async () => {
        const one = await left(server());
        const metadata = (await servers())[0]?.metadata;
        const { server: other } = await nova.post<{ server: { id: string } }>(
            "/servers",
            { server: { name: "copy", flavorRef: "1", imageRef: await imageId(), networks: "none", metadata } },
            { microversion: "2.37" },
        );
        const { message } = await thrown(first(server()));
        expect(message).toContain(one);
        expect(message).toContain(other.id);
    });

    test("is kept in the state when it ends in ERROR", async () => {
        setting.cloud.faults.noValidHost("create");
        const pulumi = await setting.provider();
        await thrown(pulumi.first(server()));
        const [broken] = await servers();
        const { id, reasons } = await thrown(first(server()));
        expect(id).toBe(broken?.id);
        expect(reasons).toEqual([expect.stringContaining("went to ERROR while creating")]);
    });
});

describe("a server that the state has", () => {
    test("is not taken for an orphan when it is replaced: the new one stands beside it", async () => {
        const before = await first(server());
        const pulumi = await setting.provider();
        const next = await pulumi.next(server({ availabilityZone: "nova", configDrive: true }), before);
        expect(next.diff?.replaces).toContain("configDrive");
        expect(next.id).not.toBe(before.id);
        expect((await servers()).map(({ id }) => id)).toEqual([next.id]);
    });

    test("is told apart from the replacement of it that died", async () => {
        const before = await first(server());
        const dying = await setting.provider();
        const { inputs } = await dying.check(server({ configDrive: true }), before.inputs);
        await dying.diff(before.id, before.outs, inputs);
        const orphan = await dying.first(server({ configDrive: true }));
        expect(orphan.id).not.toBe(before.id);

        const next = await (await setting.provider()).next(server({ configDrive: true }), before);
        expect(next.id).toBe(orphan.id);
        expect(await servers()).toMatchObject([{ id: orphan.id, name: next.inputs.name }]);
    });

    test("is never two resources: one that was taken over meanwhile stops the other", async () => {
        const before = await first(server());
        const pulumi = await setting.provider();
        await pulumi.first(server());
        const renamed = { ...server({}, { stack: STACK, urn: urn("web-2") }), name: "web-2" };
        const { inputs } = await pulumi.check(renamed, before.inputs);
        const { message } = await thrown(pulumi.diff(before.id, before.outs, inputs));
        expect(message).toContain("this update has just given my:Site$Server::web the same id");
    });
});

test.each(["drop", "malformed"] as const)(
    "a lost answer (%s) is no orphan: the server is certain by its owner",
    async (how) => {
        const match = { method: "POST", path: /\/servers$/ };
        if (how === "drop") {
            setting.cloud.faults.drop("after", match);
        } else {
            setting.cloud.faults.malformed(match);
        }
        const stood = await first(server({ name: "web" }));
        expect((await servers()).map(({ id }) => id)).toEqual([stood.id]);
    },
);
