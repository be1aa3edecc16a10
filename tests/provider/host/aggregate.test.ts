import { type Bag, type Declared, pulumi, setting, settingForEach, thrown } from "./setting";

settingForEach();

const aggregate = (args: Bag = {}): Declared => ({ kind: "Aggregate", name: "ssd", args });
const only = () => setting.cloud.inspect().aggregates[0];

test("is created with hosts and metadata, changed in steps, and deleted with the hosts that it has", async () => {
    const stood = await pulumi.first(
        aggregate({ availabilityZone: "fast", hosts: ["compute2", "compute1"], metadata: { ssd: "true", a: "1" } }),
    );
    expect(only()).toMatchObject({
        hosts: ["compute2", "compute1"],
        metadata: { ssd: "true", a: "1", availability_zone: "fast" },
    });
    const refreshed = await pulumi.refreshed(stood);
    expect(refreshed.inputs).toEqual(stood.inputs);
    const next = await pulumi.next(aggregate({ hosts: ["compute1"], metadata: { ssd: "false" } }), refreshed);
    expect(only()).toMatchObject({ hosts: ["compute1"], metadata: { ssd: "false" } });
    expect(only()?.metadata).not.toHaveProperty("a");
    expect(only()?.metadata).not.toHaveProperty("availability_zone");
    await pulumi.delete(next.id, next.outs);
    expect(setting.cloud.inspect().aggregates).toEqual([]);
});

test("goes from zone to zone and back with its host, unless a server runs there", async () => {
    const zoned = (availabilityZone: string) => aggregate({ availabilityZone, hosts: ["compute1"] });
    const north = await pulumi.first(zoned("north"));
    const south = await pulumi.next(zoned("south"), north);
    expect(only()).toMatchObject({ hosts: ["compute1"], metadata: { availability_zone: "south" } });
    const back = await pulumi.next(zoned("north"), south);
    expect(back.id).toBe(north.id);
    expect(only()).toMatchObject({ hosts: ["compute1"], metadata: { availability_zone: "north" } });

    const args = { flavor: "m1.tiny", image: "debian-12", networks: "none", availabilityZone: "north:compute1" };
    await pulumi.first({ kind: "Server", name: "web", args });
    const { message } = await thrown(pulumi.next(zoned("south"), back));
    expect(message).toMatch(/One or more hosts contain instances in this zone\. \(HTTP 400\)/);
    expect((await pulumi.refreshed(back)).inputs).toEqual(back.inputs);
});

test("a quota set manages what is declared, and gives it back its default", async () => {
    const project = setting.cloud.inspect().projects[0]?.id ?? "";
    const quotas = (args: Bag): Declared => ({ kind: "QuotaSet", name: "ci", args: { project, ...args } });
    const stood = await pulumi.first(quotas({ instances: 50, cores: 200, floatingIps: 3 }));
    const refreshed = await pulumi.refreshed(stood);
    expect(refreshed.outs).toMatchObject({ instances: 50, cores: 200, floatingIps: 3 });
    expect(refreshed.inputs).toEqual(stood.inputs);
    const next = await pulumi.next(quotas({ instances: 60 }), refreshed);
    expect(next.outs).not.toHaveProperty("cores");
    const again = await pulumi.preview(quotas({ instances: 60 }), next);
    expect(again.diff.changes).toBe(false);
    expect((await pulumi.refreshed(next)).outs).toMatchObject({ instances: 60 });
    await pulumi.delete(next.id, next.outs);
});

test("releases a host whose servers would keep it from another zone", async () => {
    const stood = await pulumi.first(aggregate({ hosts: ["compute1"] }));
    const args = { flavor: "m1.tiny", image: "debian-12", networks: "none", availabilityZone: "nova:compute1" };
    await pulumi.first({ kind: "Server", name: "web", args });
    await pulumi.next(aggregate({ hosts: [], availabilityZone: "north" }), stood);
    expect(only()).toMatchObject({ hosts: [], metadata: { availability_zone: "north" } });
});
