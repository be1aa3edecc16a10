/** What each resource does in the cloud: the calls, what stands afterwards, and what a second look sees. */
import { type Declared, Setting, type Stood, thrown } from "./setting";

let setting: Setting;

beforeEach(async () => {
    setting = await Setting.start();
});

afterEach(() => setting.stop());

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
        await pulumi.first({ kind: "FloatingIp", name: "other", args: { adopt: stood.id } });
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
