/** A resource gets another name without an alias: Pulumi creates the new one, and then deletes the old one, which is the same thing. */
import { type Bag, type Declared, nova, pulumi, setting, settingForEach } from "./setting";

settingForEach();

test("a quota set keeps what the new one declares, and restores the rest", async () => {
    const project = setting.cloud.inspect().projects[0]?.id ?? "";
    const quotas = (name: string, args: Bag): Declared => ({ kind: "QuotaSet", name, args: { project, ...args } });
    const found = async () => (await nova.get<{ quota_set: Bag }>(`/os-quota-sets/${project}`)).quota_set;
    const { cores } = await found();
    const old = await pulumi.first(quotas("quotas", { instances: 20, cores: 100 }));
    await pulumi.first(quotas("limits", { instances: 20 }));
    await pulumi.delete(old.id, old.outs);
    expect(await found()).toMatchObject({ instances: 20, cores });
});

test("a rescue of the new one is not ended", async () => {
    const args = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
    const web = await pulumi.first({ kind: "Server", name: "web", args });
    const rescue = (name: string): Declared => ({ kind: "ServerAction", name, args: { server: web.id, rescue: {} } });
    const status = async () => (await nova.get<{ server: Bag }>(`/servers/${web.id}`)).server.status;
    const old = await pulumi.first(rescue("act"));
    await nova.call("POST", `/servers/${web.id}/action`, { unrescue: null });
    while ((await status()) !== "ACTIVE") {
        await new Promise((resolve) => setImmediate(resolve));
    }
    const renamed = await pulumi.first(rescue("renamed"));
    await pulumi.delete(old.id, old.outs);
    expect(await status()).toBe("RESCUE");
    await pulumi.delete(renamed.id, renamed.outs);
    expect(await status()).toBe("ACTIVE");
});
