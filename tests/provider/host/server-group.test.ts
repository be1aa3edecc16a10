import { type Bag, type Declared, pulumi, setting, settingForEach, thrown } from "./setting";

settingForEach();

const group = (args: Bag = {}): Declared => ({
    kind: "ServerGroup",
    name: "apart",
    args: { policy: "anti-affinity", ...args },
});

test("is created as declared, read without a change, and deleted", async () => {
    const stood = await pulumi.first(group({ maxServerPerHost: 2 }));
    const [made] = setting.cloud.inspect().serverGroups;
    expect(made).toMatchObject({ id: stood.id, policy: "anti-affinity" });
    const refreshed = await pulumi.refreshed(stood);
    expect(refreshed.outs).toMatchObject({ policy: "anti-affinity", maxServerPerHost: 2, members: [] });
    const { diff } = await pulumi.preview(group({ maxServerPerHost: 2 }), refreshed);
    expect(diff.changes).toBe(false);
    await pulumi.delete(stood.id, refreshed.outs);
    expect(setting.cloud.inspect().serverGroups).toEqual([]);
});

test("is replaced for another policy, and adopted as it is", async () => {
    const stood = await pulumi.first(group());
    const { diff } = await pulumi.preview(group({ policy: "affinity" }), stood);
    expect(diff).toMatchObject({ replaces: ["policy"], deleteBeforeReplace: false });
    const { message } = await thrown(pulumi.first(group({ policy: "affinity", maxServerPerHost: 3 })));
    expect(message).toContain("only with policy");
});
