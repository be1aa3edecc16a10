/**
 * The FloatingIp on the real engine: where it leads to changes in place, the address stays; another pool replaces. Each
 * stands for a row of what can happen to one: all are made, changed and found otherwise at once.
 */

import type { RecordedRequest } from "../../emulator/http/exchange";
import type { Result } from "../support/stack";
import { CREATED_FIRST, resources, Setting, words } from "./setting";

const ALLOCATE = "POST /os-floating-ips";
const LEAD = "addFloatingIp";
const TAKE = "removeFloatingIp";

const MISSING = "00000000-0000-4000-8000-000000000000";
const SERVERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;

interface FloatingIp {
    id: string;
    address: string;
}

describe("a floating IP", () => {
    let setting: Setting;
    let server: Record<(typeof SERVERS)[number], string>;
    let adopted: FloatingIp;
    let other: FloatingIp;
    /** The program's arguments by resource. */
    let all: Record<string, object>;
    /** What the state has of each. */
    let ips: Map<string, FloatingIp>;
    /** The one that is replaced. */
    let former: string | undefined;
    /** What the latest command was, and which requests it made. */
    let result: Result;
    let requests: readonly RecordedRequest[];

    beforeAll(async () => {
        setting = await Setting.make({ cloud: { speed: 100 } });
        const booted = await Promise.all(SERVERS.map(async (name) => [name, await boot(name)] as const));
        server = Object.fromEntries(booted) as typeof server;
        [adopted, other] = [await allocate(), await allocate()];
        await act(server.eight, { addFloatingIp: { address: adopted.address } });
        all = {
            moved: { pool: "public", serverId: server.one, fixedIp: fixed(server.one)[1] },
            elsewhere: { pool: "public", serverId: server.two },
            alone: { pool: "public", serverId: server.four },
            again: { pool: "public" },
            replaced: { pool: "public", serverId: server.six },
            released: { pool: "public", serverId: server.seven },
            failed: { pool: "public", serverId: MISSING },
            adopted: { adopt: adopted.id, pool: "public", serverId: server.nine },
        };
    });
    afterAll(() => setting.end());

    /** A server with two addresses. */
    async function boot(name: string): Promise<string> {
        const { images, networks } = setting.cloud.inspect();
        const uuid = networks.find((network) => network.name === "private")?.id;
        const { server: made } = await setting.nova.post<{ server: { id: string } }>("/servers", {
            server: { name, flavorRef: "1", imageRef: images[0]?.id, networks: [{ uuid }, { uuid }] },
        });
        const path = `/servers/${made.id}`;
        while ((await setting.nova.get<{ server: { status: string } }>(path)).server.status !== "ACTIVE") {
            // It boots by itself.
        }
        return made.id;
    }

    async function allocate(): Promise<FloatingIp> {
        const { floating_ip: made } = await setting.nova.post<{ floating_ip: { id: string; ip: string } }>(
            "/os-floating-ips",
            { pool: "public" },
        );
        return { id: made.id, address: made.ip };
    }

    const act = (id: string, action: object) => setting.nova.post(`/servers/${id}/action`, action);

    const fixed = (id: string): string[] =>
        setting.cloud
            .inspect()
            .ports.filter(({ serverId }) => serverId === id)
            .map(({ address }) => address);

    async function run(command: () => Promise<Result>): Promise<void> {
        const mark = setting.cloud.mark();
        result = await command();
        requests = setting.cloud.requestsSince(mark).filter(({ path }) => /\/v2\.1\/./.test(path));
        const { resources: state } = await setting.stack.state();
        ips = new Map(
            state.map(({ urn, id = "", outputs }) => [
                urn.replace(/^.*::/, ""),
                { id, address: String(outputs?.address) },
            ]),
        );
    }

    async function up(change: Record<string, object>, options = {}): Promise<void> {
        all = { ...all, ...change };
        setting.stack.write(`
            ${resources("FloatingIp", all)}
            exports.seen = compute.FloatingIp.get("seen", ${JSON.stringify(other.id)}).address;
        `);
        await run(() => setting.stack.up(options));
    }

    /** How this address was led meanwhile. */
    const led = ({ address = "" }: Partial<FloatingIp> = {}) =>
        requests.flatMap(({ body }) =>
            Object.entries((body ?? {}) as Record<string, { address?: string } | null>)
                .filter(([, value]) => value?.address === address)
                .map(([action]) => action),
        );
    /** Which were allocated and released meanwhile. */
    const allocations = () =>
        requests
            .filter(({ method, path }) => method !== "GET" && path.includes("/os-floating-ips"))
            .map(({ method, path }) => (method === "POST" ? ALLOCATE : `${method} ${path.split("/").at(-1)}`));

    /** Where it leads to, as the cloud has it. */
    function standing(name: string): { address?: string; server?: string | null; fixed?: string | null } {
        const { floatingIps, ports } = setting.cloud.inspect();
        const found = floatingIps.find(({ id }) => id === ips.get(name)?.id);
        const port = ports.find((candidate) => candidate.id === found?.portId);
        return { address: found?.address, server: port?.serverId, fixed: found?.fixedAddress };
    }
    const addressOf = (name: string) => ips.get(name)?.address;

    it("is created with every argument: allocated, then led to its server", async () => {
        await up({}, { expectFailure: true, args: ["--continue-on-error"] });
        expect(allocations()).toEqual(Array(7).fill(ALLOCATE));
        expect(led(ips.get("moved"))).toEqual([LEAD]);
        const [, second] = fixed(server.one);
        expect(standing("moved")).toEqual({ address: addressOf("moved"), server: server.one, fixed: second });
        expect(led(ips.get("again"))).toEqual([]);
        expect(standing("again")).toMatchObject({ address: addressOf("again"), fixed: null });
    });

    it("that was allocated, and could not be led to its server, is kept", () => {
        expect(result.text).toContain(`Instance ${MISSING} could not be found. (HTTP 404) [request id req-`);
        expect(standing("failed")).toMatchObject({ address: expect.any(String), fixed: null });
    });

    it("is adopted by reading only, and read without being managed", async () => {
        expect(led(adopted)).toEqual([]);
        const own = requests.filter(({ path }) => [adopted.id, other.id].includes(path.split("/").at(-1) ?? ""));
        expect(new Set(own.map(({ method }) => method))).toEqual(new Set(["GET"]));
        expect(standing("adopted")).toMatchObject({ server: server.eight });
        expect(ips.get("seen")).toEqual(other);
    });

    it("is proposed no change while nothing changes, also after a refresh; only what was adopted and differs is, and what failed", async () => {
        const preview = await setting.stack.preview({ refresh: true });
        const said = words(preview).filter((line) => line.includes("->"));
        expect(said).toEqual([expect.stringContaining(`floating IP "`), expect.stringContaining(`floating IP "`)]);
        expect(said).toContain(
            `floating IP "adopted": serverId ${server.eight} -> ${server.nine}: associated anew in place, the address stays`,
        );
        expect(said).toContainEqual(expect.stringContaining(`floating IP "failed": serverId none -> ${MISSING}`));
    });

    it("is led to another address of the server in place, and keeps its address", async () => {
        const pool = setting.cloud.inspect().networks.find(({ name }) => name === "public")?.id;
        const before = ips;
        await up({
            moved: { pool: "public", serverId: server.one, fixedIp: fixed(server.one)[0] },
            elsewhere: { pool: "public", serverId: server.three },
            alone: { pool: "public" },
            again: { pool: "public", serverId: server.five },
            // The same network by its other name: Neutron gives a fixed address one floating IP of each.
            replaced: { pool, serverId: server.six, fixedIp: fixed(server.six)[1] },
            released: { serverId: server.seven },
            failed: { pool: "public", serverId: server.eight, fixedIp: fixed(server.eight)[1] },
        });
        for (const name of ["moved", "elsewhere", "alone", "again", "failed", "adopted"]) {
            expect([name, result.ops(name), ips.get(name)]).toEqual([name, ["update"], before.get(name)]);
        }
        former = before.get("replaced")?.id;

        const [first, second] = fixed(server.one);
        expect(words(result)).toContain(`floating IP "moved": fixedIp ${second} -> ${first}: associated anew in place`);
        expect(led(ips.get("moved"))).toEqual([TAKE, LEAD]);
        expect(standing("moved")).toEqual({ address: addressOf("moved"), server: server.one, fixed: first });
    });

    it("is led to another server", () => {
        expect(words(result)).toContain(
            `floating IP "elsewhere": serverId ${server.two} -> ${server.three}: associated anew in place, the address stays`,
        );
        expect(led(ips.get("elsewhere"))).toEqual([TAKE, LEAD]);
        expect(standing("elsewhere")).toMatchObject({ server: server.three, fixed: fixed(server.three)[0] });
    });

    it("is led to none", () => {
        expect(words(result)).toContainEqual(
            expect.stringContaining(`floating IP "alone": serverId ${server.four} -> none: `),
        );
        expect(led(ips.get("alone"))).toEqual([TAKE]);
        expect(standing("alone")).toMatchObject({ fixed: null });
    });

    it.each(["again", "failed"])("is led to one where it led to none: %s", (name) => {
        expect(led(ips.get(name))).toEqual([LEAD]);
        const to = name === "again" ? server.five : server.eight;
        expect(standing(name)).toMatchObject({ address: addressOf(name), server: to });
    });

    it("that was adopted is changed to what the program says", () => {
        expect(led(adopted)).toEqual([TAKE, LEAD]);
        expect(standing("adopted")).toMatchObject({ address: adopted.address, server: server.nine });
    });

    it("is not replaced by leaving out its pool", () => {
        expect(result.ops("released")).toEqual([]);
        expect(led(ips.get("released"))).toEqual([]);
    });

    it("is replaced for another pool: the new address first, then the old one is released", () => {
        expect(result.ops("replaced")).toEqual(CREATED_FIRST);
        expect(words(result)).toContainEqual(
            expect.stringMatching(
                /^floating IP "replaced": pool public -> \S+: replace: another pool, another address$/,
            ),
        );
        expect(allocations()).toEqual([ALLOCATE, `DELETE ${former}`]);
        expect(led(ips.get("replaced"))).toEqual([LEAD]);
        expect(ips.get("replaced")?.id).not.toBe(former);
        expect(setting.cloud.inspect().floatingIps.map(({ id }) => id)).not.toContain(former);
    });

    it("shows that it was led elsewhere outside, and up leads it back", async () => {
        await act(server.two, { addFloatingIp: { address: addressOf("elsewhere") } });
        await act(server.one, { removeFloatingIp: { address: addressOf("moved") } });
        await setting.nova.call("DELETE", `/os-floating-ips/${ips.get("released")?.id}`);
        await up({}, { refresh: true });
        expect(words(result)).toContain(
            `floating IP "elsewhere": serverId ${server.two} -> ${server.three}: associated anew in place, the address stays`,
        );
        expect(led(ips.get("elsewhere"))).toEqual([TAKE, LEAD]);
        expect(standing("elsewhere")).toMatchObject({ address: addressOf("elsewhere"), server: server.three });
        expect(led(ips.get("moved"))).toEqual([LEAD]);
        expect(standing("moved")).toMatchObject({ server: server.one, fixed: fixed(server.one)[0] });
    });

    it("is made anew when it was released outside, after a refresh, and takes the only pool when none is named", () => {
        expect(result.ops("released")).toEqual(["create"]);
        expect(allocations()).toEqual([ALLOCATE]);
        expect(requests.filter(({ path }) => path.includes("/os-floating-ip-pools"))).toHaveLength(1);
        expect(led(ips.get("released"))).toEqual([LEAD]);
        expect(standing("released")).toMatchObject({ server: server.seven });
    });

    it("is let be, and proposed no change, where nothing else differs", async () => {
        for (const name of ["alone", "again", "replaced", "failed", "adopted"]) {
            expect([name, result.ops(name), led(ips.get(name))]).toEqual([name, [], []]);
        }
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is released, without complaint when it is gone already", async () => {
        const before = [...ips].filter(([name]) => name in all).map(([, { id }]) => `DELETE ${id}`);
        await setting.nova.call("DELETE", `/os-floating-ips/${ips.get("released")?.id}`);
        await run(() => setting.stack.destroy());
        expect(allocations().sort()).toEqual(before.sort());
        expect(setting.cloud.inspect().floatingIps.map(({ id }) => id)).toEqual([other.id]);
    });
});
