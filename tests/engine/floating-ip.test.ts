/** The FloatingIp on the real engine: where it leads to changes in place, the address stays; another pool replaces. */
import { CREATED_FIRST, program, Setting, words } from "./setting";

const ALLOCATE = "POST /os-floating-ips";
const RELEASE = "DELETE /os-floating-ips/{id}";
const LEAD = "POST /servers/{id}/action addFloatingIp";
const TAKE = "POST /servers/{id}/action removeFloatingIp";

describe("a floating IP", () => {
    let setting: Setting;
    let args: Record<string, unknown>;
    let id = "";
    let one = "";
    let two = "";

    beforeAll(async () => {
        setting = await Setting.make({ cloud: { speed: 100 } });
        [one, two] = [await boot("one"), await boot("two")];
        args = { pool: "public", serverId: one, fixedIp: fixed(one)[1] };
    });
    afterAll(() => setting.end());

    /** A server with two addresses. */
    async function boot(name: string): Promise<string> {
        const { images, networks } = setting.cloud.inspect();
        const uuid = networks.find((network) => network.name === "private")?.id;
        const { server } = await setting.nova.post<{ server: { id: string } }>("/servers", {
            server: { name, flavorRef: "1", imageRef: images[0]?.id, networks: [{ uuid }, { uuid }] },
        });
        while (
            (await setting.nova.get<{ server: { status: string } }>(`/servers/${server.id}`)).server.status !== "ACTIVE"
        ) {
            // It boots by itself.
        }
        return server.id;
    }

    const fixed = (server: string): string[] =>
        setting.cloud
            .inspect()
            .ports.filter(({ serverId }) => serverId === server)
            .map(({ address }) => address);

    function write(change: Record<string, unknown> = {}): void {
        args = { ...args, ...change };
        setting.stack.write(`${program("FloatingIp", "web", args)}\nexports.address = it.address;`);
    }

    /** What the provider said, and what it wrote, in an `up` in place. */
    async function up(change: Record<string, unknown>, options = {}): Promise<{ said: string[]; writes: string[] }> {
        write(change);
        let said: string[] = [];
        const writes = await setting.writes(async () => {
            const result = await setting.stack.up(options);
            expect(result.ops("web")).toEqual(["update"]);
            said = words(result);
        });
        return { said, writes };
    }

    /** Where it leads to, as the cloud has it. */
    function standing(): { address?: string; server?: string | null; fixed?: string | null } {
        const { floatingIps, ports } = setting.cloud.inspect();
        const found = floatingIps.find((candidate) => candidate.id === id);
        const port = ports.find((candidate) => candidate.id === found?.portId);
        return { address: found?.address, server: port?.serverId, fixed: found?.fixedAddress };
    }

    it("is created with every argument: allocated, then led to its server", async () => {
        write();
        const writes = await setting.writes(() => setting.stack.up());
        const outputs = await setting.stack.outputs();
        id = String(outputs.id);
        expect(writes).toEqual([ALLOCATE, LEAD]);
        expect(standing()).toEqual({ address: outputs.address, server: one, fixed: fixed(one)[1] });
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        await setting.stack.preview({ expectNoChanges: true });
        const result = await setting.stack.preview({ refresh: true, expectNoChanges: true });
        expect(words(result).join()).not.toContain("->");
    });

    it("is led to another address of the server, to another server, to none and to one again, and keeps its address", async () => {
        const { address } = standing();
        const [first = "", second = ""] = fixed(one);
        const moved = await up({ fixedIp: first });
        expect(moved.said).toContain(`floating IP "web": fixedIp ${second} -> ${first}: associated anew in place`);
        expect(moved.writes).toEqual([TAKE, LEAD]);
        expect(standing()).toEqual({ address, server: one, fixed: first });

        const elsewhere = await up({ serverId: two, fixedIp: undefined });
        expect(elsewhere.said).toContain(
            `floating IP "web": serverId ${one} -> ${two}: associated anew in place, the address stays`,
        );
        expect(elsewhere.writes).toEqual([TAKE, LEAD]);
        expect(standing()).toEqual({ address, server: two, fixed: fixed(two)[0] });

        const alone = await up({ serverId: undefined });
        expect(alone.said).toContainEqual(expect.stringContaining(`floating IP "web": serverId ${two} -> none: `));
        expect(alone.writes).toEqual([TAKE]);
        expect(standing()).toMatchObject({ address, fixed: null });

        const again = await up({ serverId: one });
        expect(again.writes).toEqual([LEAD]);
        expect(standing()).toMatchObject({ address, server: one });
    });

    it("shows that it was led elsewhere outside, and up leads it back", async () => {
        const { address } = standing();
        await setting.nova.post(`/servers/${two}/action`, { addFloatingIp: { address } });
        const { said, writes } = await up({}, { refresh: true });
        expect(said).toContain(
            `floating IP "web": serverId ${two} -> ${one}: associated anew in place, the address stays`,
        );
        expect(writes).toEqual([TAKE, LEAD]);
        expect(standing()).toMatchObject({ address, server: one });

        await setting.nova.post(`/servers/${one}/action`, { removeFloatingIp: { address } });
        const led = await up({}, { refresh: true });
        expect(led.writes).toEqual([LEAD]);
        expect(standing()).toMatchObject({ address, server: one });
    });

    it("is not replaced by leaving out its pool", async () => {
        write({ pool: undefined });
        expect(await setting.calls(() => setting.stack.up({ expectNoChanges: true }))).toEqual([]);
    });

    it("is replaced for another pool: the new address first, then the old one is released", async () => {
        const before = id;
        const pool = setting.cloud.inspect().networks.find(({ name }) => name === "public")?.id;
        // The same network by its other name: Neutron gives a fixed address one floating IP of each.
        write({ pool, fixedIp: fixed(one)[1] });
        const writes = await setting.writes(async () => {
            const result = await setting.stack.up();
            expect(result.ops("web")).toEqual(CREATED_FIRST);
            expect(words(result)).toContain(
                `floating IP "web": pool public -> ${pool}: replace: another pool, another address`,
            );
        });
        id = String((await setting.stack.outputs()).id);
        expect(writes).toEqual([ALLOCATE, LEAD, RELEASE]);
        expect(setting.cloud.inspect().floatingIps.map((floatingIp) => floatingIp.id)).toEqual([id]);
        expect(id).not.toBe(before);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is made anew when it was released outside, after a refresh, and takes the only pool when none is named", async () => {
        await setting.nova.call("DELETE", `/os-floating-ips/${id}`);
        write({ pool: undefined });
        const calls = await setting.calls(() => setting.stack.up({ refresh: true }));
        id = String((await setting.stack.outputs()).id);
        expect(calls.filter((call) => !call.includes("/{id}"))).toEqual([
            "GET /os-floating-ip-pools",
            "GET /os-floating-ips",
            ALLOCATE,
        ]);
        expect(standing()).toMatchObject({ server: one });
    });

    it("is released without complaint when it is gone already", async () => {
        await setting.nova.call("DELETE", `/os-floating-ips/${id}`);
        expect(await setting.writes(() => setting.stack.destroy())).toEqual([RELEASE]);
    });

    it("is adopted by reading only, and read without being managed", async () => {
        const allocate = async () =>
            (
                await setting.nova.post<{ floating_ip: { id: string; ip: string } }>("/os-floating-ips", {
                    pool: "public",
                })
            ).floating_ip;
        const [mine, other] = [await allocate(), await allocate()];
        await setting.nova.post(`/servers/${two}/action`, { addFloatingIp: { address: mine.ip } });
        id = mine.id;
        args = { adopt: id, pool: "public", serverId: one };
        setting.stack.write(`
            ${program("FloatingIp", "web", args)}
            exports.seen = compute.FloatingIp.get("seen", ${JSON.stringify(other.id)}).address;
        `);
        const calls = await setting.calls(() => setting.stack.up());
        expect(new Set(calls)).toEqual(new Set(["GET /os-floating-ips/{id}"]));
        expect((await setting.stack.outputs()).seen).toBe(other.ip);
    });

    it("shows what differs from the program in the next preview, and up changes it", async () => {
        const preview = await setting.stack.preview();
        expect(words(preview)).toContain(
            `floating IP "web": serverId ${two} -> ${one}: associated anew in place, the address stays`,
        );
        const { writes } = await up({});
        expect(writes).toEqual([TAKE, LEAD]);
        expect(standing()).toMatchObject({ server: one });
    });

    it("that was allocated, and could not be led to its server, is kept, and the next up goes on from there", async () => {
        const missing = "00000000-0000-4000-8000-000000000000";
        setting.stack.write(program("FloatingIp", "second", { pool: "public", serverId: missing }));
        const failing = await setting.writes(async () => {
            const { text } = await setting.stack.up({ expectFailure: true });
            expect(text).toContain(`Instance ${missing} could not be found. (HTTP 404) [request id req-`);
        });
        expect(failing).toContain(ALLOCATE);

        setting.stack.write(program("FloatingIp", "second", { pool: "public", serverId: two }));
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes.filter((call) => !call.startsWith("DELETE"))).toEqual([LEAD]);
        id = String((await setting.stack.outputs()).id);
        expect(standing()).toMatchObject({ server: two });
    });
});
