/** What the cloud chose for a server, as its outputs say: its zone, its interfaces. */
import { keptIn } from "../../support/wire";
import { type Bag, type Declared, nova, pulumi, type Stood, setting, settingForEach } from "./setting";

settingForEach({ speed: 20 });

const server = (args: Bag = {}): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args },
});

interface Chosen {
    zone?: string;
    interfaces?: { network: string; addresses: string[]; mac?: string; networkId?: string; portId?: string }[];
}

const chosen = (outs: Bag): Chosen => keptIn(outs).outputs as Chosen;

/** As the cloud tells them itself. */
async function attached(id: string) {
    const { interfaceAttachments } = await nova.get<{
        interfaceAttachments: {
            port_id: string;
            net_id: string;
            mac_addr: string;
            fixed_ips: { ip_address: string }[];
        }[];
    }>(`/servers/${id}/os-interface`);
    return interfaceAttachments.map(({ port_id, net_id, mac_addr, fixed_ips }) => ({
        addresses: fixed_ips.map(({ ip_address }) => ip_address),
        mac: mac_addr,
        networkId: net_id,
        portId: port_id,
    }));
}

const byMac = (all: readonly { mac?: string }[] = []) =>
    [...all].sort((one, other) => `${one.mac}`.localeCompare(`${other.mac}`));

test("a creation tells the zone, and the interfaces without their ports: no server is asked for them alone", async () => {
    let stood: Stood | undefined;
    const calls = await setting.calls(async () => {
        stood = await pulumi.first(server());
    });
    const { id = "", outs = {} } = stood ?? {};
    expect(calls.filter((call) => call.includes("os-interface"))).toEqual([]);
    const { server: seen } = await nova.get<{ server: Bag }>(`/servers/${id}`);
    expect(chosen(outs).zone).toBe(seen["OS-EXT-AZ:availability_zone"]);
    expect(chosen(outs).interfaces).toEqual(
        (await attached(id)).map(({ portId: _, ...nic }) => ({ network: "private", ...nic })),
    );
});

test("declaring the zone that the cloud chose is no change, also after a state of 0.1.0", async () => {
    const before = await pulumi.first(server());
    const { zone } = chosen(before.outs);
    expect(zone).toBeDefined();
    const declared = server({ availabilityZone: zone });
    expect((await pulumi.preview(declared, before)).diff.replaces).toEqual([]);
    const { outputs, ...kept } = keptIn(before.outs);
    const { zone: _, interfaces: __, ...others } = outputs as Bag;
    const old = { ...before.outs, __state: JSON.stringify({ ...kept, zone, outputs: others }) };
    expect((await pulumi.preview(declared, { ...before, outs: old })).diff.replaces).toEqual([]);
    expect((await pulumi.preview(server(), { ...before, outs: old })).diff.changes).toBe(false);
});

test("after a change of the networks the outputs have the ports, and keep them in a refresh", async () => {
    const before = await pulumi.first(server());
    const after = await pulumi.next(server({ networks: [{ network: "private" }, { network: "private" }] }), before);
    const there = await attached(before.id);
    expect(there).toHaveLength(2);
    const interfaces = byMac(there).map((nic) => ({ network: "private", ...nic }));
    expect(byMac(chosen(after.outs).interfaces)).toEqual(interfaces);
    const refreshed = await pulumi.refreshed(after);
    expect(byMac(chosen(refreshed.outs).interfaces)).toEqual(interfaces);
});

test("what is only read has the ports, and all that the API reveals", async () => {
    const { id, inputs } = await pulumi.first(server({ hostname: "web-1", metadata: { role: "web" } }));
    const { __provider, __resource } = inputs;
    const { outs = {} } = await pulumi.read(id, { __provider, __resource });
    expect(chosen(outs).interfaces).toEqual((await attached(id)).map((nic) => ({ network: "private", ...nic })));
    expect(outs).toMatchObject({ hostname: "web-1", metadata: { role: "web" }, flavor: "m1.tiny" });
});
