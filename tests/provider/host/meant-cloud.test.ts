/** A preview with credentials for another cloud fails as the update would, and asks nobody. */
import { type Declared, setting, settingForEach, thrown } from "./setting";

settingForEach({}, {});

const group = (description: string, args: object = {}): Declared => ({
    kind: "SecurityGroup",
    name: "web",
    args: { name: "web", description, ...args },
});

const ELSEWHERE = { "openstack-compute:cloud": "two" };

async function stood() {
    return (await setting.provider()).first(group("one"));
}

/** What a preview says; requests to either cloud make it fail. */
async function previewed(config: Record<string, string>, declared: Declared, wrong: boolean) {
    const before = await stood();
    const marks = setting.clouds.map((cloud) => cloud.mark());
    const pulumi = await setting.provider(config);
    const said = wrong
        ? (await thrown(pulumi.preview(declared, before))).message
        : (await pulumi.preview(declared, before)).diff;
    expect(setting.clouds.flatMap((cloud, at) => [...cloud.requestsSince(marks[at] ?? 0)])).toEqual([]);
    return said;
}

test("a change fails, in the words of the update, and no request is sent", async () => {
    const [one, two] = setting.clouds.map(({ authUrl }) => authUrl.replace(/\/v3$/, ""));
    const said = await previewed(ELSEWHERE, group("two"), true);
    expect(said).toContain(`is on cloud "one" (${one}, region RegionOne`);
    expect(said).toContain(`but the credentials in use are those of cloud "two" (${two}`);
    expect(said).toContain("Nothing was done. Use the right cloud");
});

test("what does not change is not looked at: the update does nothing to it", async () => {
    expect(await previewed(ELSEWHERE, group("one"), false)).toMatchObject({ changes: false });
});

test("what is replaced in another cloud that the program names is no mistake", async () => {
    const moved = group("one", { cloud: "two" });
    expect(await previewed({}, moved, false)).toMatchObject({ replaces: ["cloud"] });
});

test("another region of the same cloud is another cloud", async () => {
    expect(await previewed({ "openstack-compute:region": "RegionTwo" }, group("two"), true)).toContain(
        "region RegionTwo",
    );
});

test("the right cloud, and settings that cannot be read, are no mistake", async () => {
    expect(await previewed({}, group("two"), false)).toMatchObject({ changes: true });
    expect(await previewed({ "openstack-compute:cloud": "missing" }, group("two"), false)).toMatchObject({
        changes: true,
    });
});

test("a refresh shows what it has read", async () => {
    const before = await stood();
    const pulumi = await setting.provider(ELSEWHERE);
    const { inputs } = await (await setting.provider()).check(group("two"), before.inputs);
    await expect(pulumi.diff(before.id, before.outs, inputs)).resolves.toMatchObject({ changes: true });
});
