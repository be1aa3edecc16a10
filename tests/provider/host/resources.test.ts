/** What each resource does in the cloud: the calls, what stands afterwards, and what a second look sees. */
import { ECDSA, ED25519 } from "../resources/public-keys";
import { type Declared, type Setting, type Stood, setting, settingForEach, thrown } from "./setting";

settingForEach();

describe("a floating IP", () => {
    const ip = (args: object): Declared => ({ kind: "FloatingIp", name: "entry", args: { pool: "public", ...args } });
    const web = (name: string): Declared => ({
        kind: "Server",
        name,
        args: { flavor: "m1.tiny", image: "cirros", networks: [{ network: "private" }] },
    });

    test("that leads where the program says already is not interrupted", async () => {
        const pulumi = await setting.provider();
        const { id: serverId } = await pulumi.first(web("a"));
        const { id, inputs } = await pulumi.first(ip({ serverId }));
        const lost = await pulumi.refreshed(await pulumi.first({ ...ip({}), args: { adopt: id } }));
        const writes = await setting.writes(() => pulumi.update(id, lost.outs, inputs));
        expect(writes).toEqual([]);
    });

    test("that others led to a server is theirs while the program names none", async () => {
        const pulumi = await setting.provider();
        const { id: serverId } = await pulumi.first(web("a"));
        const stood = await pulumi.first(ip({}));
        await (await setting.provider()).first({ kind: "FloatingIp", name: "other", args: { adopt: stood.id } });
        await lead(pulumi, stood, serverId);
        const refreshed = await pulumi.refreshed(stood);
        expect((await pulumi.preview(ip({}), refreshed)).diff.changes).toBe(false);
    });

    test("that others led to another server is led back", async () => {
        const pulumi = await setting.provider();
        const { id: mine } = await pulumi.first(web("a"));
        const { id: theirs } = await pulumi.first(web("b"));
        const stood = await pulumi.first(ip({ serverId: mine }));
        await lead(pulumi, stood, theirs);
        const refreshed = await pulumi.refreshed(stood);
        expect(refreshed.inputs.serverId).toBe(theirs);
        const next = await pulumi.next(ip({ serverId: mine }), refreshed);
        expect((await pulumi.refreshed(next)).outs.serverId).toBe(mine);
    });

    test("leads to none once the program names none any more", async () => {
        const pulumi = await setting.provider();
        const { id: serverId } = await pulumi.first(web("a"));
        const stood = await pulumi.first(ip({ serverId }));
        const { outs } = await pulumi.next(ip({}), stood);
        expect(outs).not.toHaveProperty("serverId");
        expect((await pulumi.refreshed({ ...stood, outs })).outs).not.toHaveProperty("serverId");
    });

    test("whose server refuses it is kept in the state, and the next up goes on from there", async () => {
        const pulumi = await setting.provider();
        const { id: serverId } = await pulumi.first(web("a"));
        setting.cloud.faults.answer(400, { method: "POST", action: "addFloatingIp", message: "no ports" });
        const { inputs } = await pulumi.check(ip({ serverId }));
        const failed = await thrown(pulumi.create(inputs));
        const properties = failed.properties ?? {};
        expect(properties).toMatchObject({
            __provider: inputs.__provider,
            pool: "public",
            address: expect.any(String),
        });
        const next = await pulumi.next(ip({ serverId }), { id: failed.id ?? "", inputs, outs: properties });
        expect({ id: next.id, serverId: next.outs.serverId }).toEqual({ id: failed.id, serverId });
    });

    /** As another program would: the state of this one does not hear of it. */
    async function lead(pulumi: Awaited<ReturnType<Setting["provider"]>>, { id, outs }: Stood, serverId: string) {
        const { inputs } = await pulumi.check(ip({ serverId }));
        await pulumi.update(id, outs, inputs);
    }
});

describe("a flavor", () => {
    const flavor = (args: object): Declared => ({ kind: "Flavor", name: "f", args: { ram: 64, vcpus: 1, ...args } });
    const closed = (...projects: string[]) => flavor({ isPublic: false, projects });

    test("gives access to a project that has it from elsewhere, or from an update that failed further on", async () => {
        const pulumi = await setting.provider();
        const [one, two] = setting.cloud.inspect().projects.map(({ id }) => id);
        const stood = await pulumi.first(closed(one ?? ""));
        await pulumi.next(closed(one ?? "", two ?? ""), stood);
        const next = await pulumi.next(closed(one ?? "", two ?? ""), stood);
        expect(next.outs.projects).toEqual([one, two]);
    });

    test("that fails to give access keeps what it gave", async () => {
        const pulumi = await setting.provider();
        const [one] = setting.cloud.inspect().projects.map(({ id }) => id);
        const { inputs } = await pulumi.check(closed(one ?? "", "no-such-project"));
        const failed = await thrown(pulumi.create(inputs));
        expect(failed.properties?.projects).toEqual([one]);
    });

    test("without extra specs is the same as one with none of them", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(flavor({}));
        expect((await pulumi.preview(flavor({ extraSpecs: {} }), stood)).diff.changes).toBe(false);
    });

    test("whose extra specs fail after its creation is kept, and finished by the next up", async () => {
        const pulumi = await setting.provider();
        setting.cloud.faults.answer(400, { method: "POST", path: "os-extra_specs", message: "not now" });
        const declared = flavor({ extraSpecs: { a: "1" } });
        const { inputs } = await pulumi.check(declared);
        const failed = await thrown(pulumi.create(inputs));
        const outs = failed.properties ?? {};
        expect(outs).not.toHaveProperty("extraSpecs");
        const next = await pulumi.next(declared, { id: failed.id ?? "", inputs, outs });
        expect(next).toMatchObject({ id: failed.id, outs: { extraSpecs: { a: "1" } } });
    });

    test("that is in no list serves a server by its id", async () => {
        const pulumi = await setting.provider();
        const { id } = await pulumi.first(flavor({ isPublic: false }));
        const server = { flavor: { id }, image: "cirros", networks: [{ network: "private" }] };
        const { outs } = await pulumi.first({ kind: "Server", name: "s", args: server });
        expect(outs.status).toBe("ACTIVE");
    });
});

describe("a creation whose answer is lost", () => {
    const lost: [kind: string, path: RegExp, args: object][] = [
        ["Keypair", /os-keypairs$/, {}],
        ["Keypair", /os-keypairs$/, { name: "ops", publicKey: ED25519 }],
        ["SecurityGroup", /os-security-groups$/, {}],
        ["Flavor", /\/flavors$/, { ram: 64, vcpus: 1, isPublic: false }],
    ];

    test.each(lost)("of a %s is not forgotten, and not repeated (%s, %j)", async (kind, path, args) => {
        const pulumi = await setting.provider();
        setting.cloud.faults.drop("after", { method: "POST", path });
        const posts = await setting.writes(async () => {
            const stood = await pulumi.first({ kind, name: "lost", args: { ...args } });
            expect((await pulumi.refreshed(stood)).outs).toEqual(stood.outs);
        });
        expect(posts).toHaveLength(1);
    });

    test("of a keypair is none's under a name that has another key", async () => {
        const pulumi = await setting.provider();
        await pulumi.first({ kind: "Keypair", name: "a", args: { name: "ops", publicKey: ECDSA } });
        setting.cloud.faults.drop("after", { method: "POST", path: /os-keypairs$/ });
        const second = { kind: "Keypair", name: "b", args: { name: "ops", publicKey: ED25519 } };
        expect((await thrown(pulumi.first(second))).message).toContain("Create or import keypair");
    });
});

describe("a security group", () => {
    const group = (args: object): Declared => ({ kind: "SecurityGroup", name: "guard", args: { ...args } });
    const tcp = (port: number) => ({ protocol: "tcp", port, cidr: "0.0.0.0/0" });

    test("gets and loses single rules; those that stay are not touched", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(group({ rules: [tcp(22), tcp(80)] }));
        const writes = await setting.writes(() => pulumi.next(group({ rules: [tcp(443), tcp(22)] }), stood));
        expect(writes).toEqual(["POST /os-security-group-rules", "DELETE /os-security-group-rules/{id}"]);
    });

    test("that gets another name keeps a description that nobody declared", async () => {
        const pulumi = await setting.provider();
        const { id } = await pulumi.first(group({ description: "by hand" }));
        const adopted = await pulumi.first(group({ adopt: id, name: "guard" }));
        await pulumi.next(group({ adopt: id, name: "renamed" }), adopted);
        const found = setting.cloud.inspect().securityGroups.find((one) => one.id === id);
        expect(found).toMatchObject({ name: "renamed", description: "by hand" });
    });

    test("whose description is taken out of the program gets the default one", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(group({ description: "mine" }));
        await pulumi.next(group({}), stood);
        const found = setting.cloud.inspect().securityGroups.find(({ id }) => id === stood.id);
        expect(found?.description).toBe("Managed by Pulumi");
    });

    test("with rules: [] loses what others let in", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(group({ rules: [] }));
        await pulumi.next(group({ rules: [tcp(22)] }), stood);
        const refreshed = await pulumi.refreshed(stood);
        const { outs } = await pulumi.next(group({ rules: [] }), refreshed);
        expect(outs.rules).toEqual([]);
        expect((await pulumi.refreshed({ ...stood, outs })).outs.rules).toEqual([]);
    });

    test("without rules in the program lets others have theirs", async () => {
        const pulumi = await setting.provider();
        const stood = await pulumi.first(group({}));
        await pulumi.next(group({ rules: [tcp(22)] }), stood);
        const refreshed = await pulumi.refreshed(stood);
        expect((await pulumi.preview(group({}), refreshed)).diff.changes).toBe(false);
    });

    test("of which a rule fails keeps those before it, and the next up adds the rest", async () => {
        const pulumi = await setting.provider();
        const declared = group({ rules: [tcp(22), { protocol: "tcp", port: 80, cidr: "0.0.0.0/0" }] });
        const { inputs } = await pulumi.check(declared);
        setting.cloud.faults.answer(400, { method: "POST", path: "os-security-group-rules", message: "no" });
        const failed = await thrown(pulumi.create(inputs));
        expect(failed.properties?.rules).toEqual([]);
        const next = await pulumi.next(declared, { id: failed.id ?? "", inputs, outs: failed.properties ?? {} });
        expect((await pulumi.refreshed(next)).outs).toEqual(next.outs);
    });

    test("refuses a group that two have as their name, before anything is made", async () => {
        const pulumi = await setting.provider();
        await pulumi.first({ ...group({ name: "twin" }), name: "a" });
        await pulumi.first({ ...group({ name: "twin" }), name: "b" });
        const writes = await setting.writes(async () => {
            const { message } = await thrown(
                pulumi.first(group({ rules: [{ protocol: "tcp", port: 22, group: "twin" }] })),
            );
            expect(message).toContain(
                '"twin" is the name of 2 security groups; name one by its id. Nothing was changed.',
            );
        });
        expect(writes).toEqual([]);
    });
});
