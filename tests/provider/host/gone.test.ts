/** What was deleted outside, and is changed in the program: each kind says that it is gone, and what to do. */
import { type Bag, beginAgain, nova, setting, settingForEach, thrown } from "./setting";

settingForEach();

const SERVER = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
const FLAVOR = { ram: 512, vcpus: 1 };
const SPECS = { "hw:cpu_policy": "shared" };
const RULE = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };

const CASES: [kind: string, path: string, before: Bag, after: Bag][] = [
    ["Server", "/servers", SERVER, { ...SERVER, metadata: { role: "web" } }],
    ["SecurityGroup", "/os-security-groups", { description: "one" }, { description: "two" }],
    ["SecurityGroup", "/os-security-groups", { rules: [RULE] }, { rules: [] }],
    ["Flavor", "/flavors", FLAVOR, { ...FLAVOR, extraSpecs: SPECS }],
    ["Flavor", "/flavors", { ...FLAVOR, extraSpecs: SPECS }, FLAVOR],
    ["Flavor", "/flavors", { ...FLAVOR, description: "one" }, { ...FLAVOR, description: "two" }],
];

test.each(CASES)("a %s of %s that is gone says so when it is changed (%j to %j)", async (kind, path, before, after) => {
    const pulumi = await setting.provider();
    const stood = await pulumi.first({ kind, name: "web", args: before });
    await nova.call("DELETE", `${path}/${stood.id}`, undefined, { microversion: "2.1" });
    const { message } = await thrown((await setting.provider()).next({ kind, name: "web", args: after }, stood));
    expect(message).toMatch(
        /"web" \([^)]+\) is gone from cloud "one"\. Run `pulumi refresh`; then `pulumi up` creates a new one\.$/,
    );
});

test("a floating IP that is gone says so when it is to lead to a server", async () => {
    const pulumi = await setting.provider();
    const { id: serverId } = await pulumi.first({ kind: "Server", name: "web", args: SERVER });
    const stood = await pulumi.first({ kind: "FloatingIp", name: "ip", args: { pool: "public" } });
    await nova.call("DELETE", `/os-floating-ips/${stood.id}`, undefined, { microversion: "2.1" });
    const moved = { kind: "FloatingIp", name: "ip", args: { pool: "public", serverId } };
    expect((await thrown(pulumi.next(moved, stood))).message).toContain('is gone from cloud "one"');
});

test("what a change names, and is not there, is not taken for the resource itself", async () => {
    const pulumi = await setting.provider();
    const stood = await pulumi.first({ kind: "FloatingIp", name: "ip", args: { pool: "public" } });
    const missing = "00000000-0000-4000-8000-000000000000";
    const moved = { kind: "FloatingIp", name: "ip", args: { pool: "public", serverId: missing } };
    expect((await thrown(pulumi.next(moved, stood))).message).not.toContain("is gone from");
});

test("a server whose deletion has begun is gone for a refresh, which waits for its end", async () => {
    await beginAgain({ speed: 2 });
    const stood = await (await setting.provider()).first({ kind: "Server", name: "web", args: SERVER });
    await nova.call("DELETE", `/servers/${stood.id}`);
    const { server } = await nova.get<{ server: object }>(`/servers/${stood.id}`);
    expect(server).toMatchObject({ status: "ACTIVE", "OS-EXT-STS:task_state": "deleting" });
    expect(await (await setting.provider()).read(stood.id, stood.outs)).toEqual({});
    expect(await nova.isGone(`/servers/${stood.id}`)).toBe(true);
});
