/** Functions ask the cloud, and fail by name with what there is. */
import { call } from "../../../provider/host/call";
import { type Bag, pulumi, setting, settingForEach, thrown } from "./setting";

settingForEach();

const ask = (name: string, args: Bag = {}) => call(name, args, { cloud: "one" }) as Promise<Bag>;
const network = [{ network: "private" }];

describe("one flavor", () => {
    test("is found by its name, with its sizes", async () => {
        await expect(ask("getFlavor", { name: "m1.small" })).resolves.toMatchObject({
            id: "2",
            name: "m1.small",
            ram: 2048,
            vcpus: 1,
            disk: 20,
            isPublic: true,
        });
    });

    test("is found by its id", async () => {
        await expect(ask("getFlavor", { id: "1" })).resolves.toMatchObject({ name: "m1.tiny" });
    });

    test("that there is not is an error which says what there is", async () => {
        const { message } = await thrown(ask("getFlavor", { name: "m1.huge" }));
        expect(message).toMatch(
            /^getFlavor: there is no flavor with name "m1\.huge" in cloud "one" for this project\. It has: .*m1\.small/,
        );
    });

    test("of several that match is an error which names them", async () => {
        const { message } = await thrown(ask("getFlavor", { nameRegex: "^m1\\." }));
        expect(message).toMatch(/^getFlavor: \d flavors match nameRegex "\^m1\\\\\." .*m1\.large.*Add filters/);
    });
});

test("flavors are all that fit", async () => {
    const { ids, flavors } = await ask("getFlavors", { minRam: 4096 });
    expect(ids).toEqual((flavors as Bag[]).map(({ id }) => id));
    expect((flavors as Bag[]).every(({ ram }) => Number(ram) >= 4096)).toBe(true);
    await expect(ask("getFlavors", { nameRegex: "^none$" })).resolves.toEqual({ ids: [], flavors: [] });
});

test.each([
    ["getFlavor", { nam: "m1.small" }, 'getFlavor: "nam" is not an argument of getFlavor; did you mean "name"?'],
    ["getFlavor", { nameRegex: "(" }, "getFlavor: nameRegex: not a regular expression"],
    ["getServers", { status: 7 }, "getServers: status: expected a string, got a number"],
])("%s of %j is refused, and nothing is asked", async (name, args, said) => {
    const mark = setting.cloud.mark();
    const { message } = await thrown(ask(name, args));
    expect(message).toBe(said);
    expect(setting.cloud.requestsSince(mark)).toEqual([]);
});

test("images are found by pattern, and the newest of them", async () => {
    const { ids, images } = await ask("getImages", { nameRegex: "^debian-" });
    expect((ids as string[]).length).toBeGreaterThan(1);
    const newest = await ask("getImage", { nameRegex: "^debian-", newest: true });
    expect(
        (images as Bag[])
            .map(({ created }) => String(created))
            .sort()
            .at(-1),
    ).toBe(newest.created);
});

test("servers are found by tags and addresses", async () => {
    const args = { flavor: "m1.tiny", image: "debian-12", networks: network };
    const one = await pulumi.first({ kind: "Server", name: "one", args: { ...args, tags: ["a", "b"] } });
    const other = await pulumi.first({ kind: "Server", name: "other", args: { ...args, tags: ["b"] } });
    const found = async (filters: Bag) => (await ask("getServers", filters)).ids;
    expect(await found({ tags: ["a", "b"] })).toEqual([one.id]);
    expect(await found({ tagsAny: ["a", "c"] })).toEqual([one.id]);
    expect(await found({ notTags: ["a", "b"] })).toEqual([other.id]);
    expect(await found({ notTagsAny: ["a", "c"] })).toEqual([other.id]);
    expect(await found({ ip: `^${String(other.outs.ipV4).replaceAll(".", "\\.")}$` })).toEqual([other.id]);
    expect(await found({ ip6: "^fe80" })).toEqual([]);
    await pulumi.delete(other.id, other.outs);
    expect(await found({ deleted: true })).toEqual([other.id]);
    expect(await found({})).toEqual([one.id]);
});

test("servers are found by name, status and metadata", async () => {
    const args = { flavor: "m1.tiny", image: "debian-12", networks: network, metadata: { role: "web" } };
    const web = await pulumi.first({ kind: "Server", name: "web", args: { ...args, name: "web" } });
    await pulumi.first({ kind: "Server", name: "db", args: { ...args, name: "db", metadata: { role: "db" } } });
    await expect(ask("getServer", { name: "web" })).resolves.toMatchObject({
        id: web.id,
        status: "ACTIVE",
        metadata: expect.objectContaining({ role: "web" }),
        ipV4: web.outs.ipV4,
        flavorName: "m1.tiny",
    });
    await expect(ask("getServers", { metadata: { role: "web" } })).resolves.toMatchObject({ ids: [web.id] });
    await expect(ask("getServers", { status: "error" })).resolves.toMatchObject({ ids: [] });
});

test("a keypair, a group, a floating IP and a network are read", async () => {
    const key = await pulumi.first({ kind: "Keypair", name: "ops", args: { name: "ops" } });
    await expect(ask("getKeypair", { name: "ops" })).resolves.toMatchObject({ fingerprint: key.outs.fingerprint });
    const rules = [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }];
    const group = await pulumi.first({ kind: "SecurityGroup", name: "web", args: { name: "web", rules } });
    await expect(ask("getSecurityGroup", { name: "web" })).resolves.toMatchObject({ id: group.id, rules });
    const ip = await pulumi.first({ kind: "FloatingIp", name: "ip", args: { pool: "public" } });
    await expect(ask("getFloatingIp", { address: ip.outs.address })).resolves.toMatchObject({ id: ip.id });
    await expect(ask("getNetwork", { name: "private" })).resolves.toHaveProperty("id");
});

test("zones and limits are read", async () => {
    await expect(ask("getAvailabilityZones")).resolves.toEqual({
        names: ["nova"],
        zones: [{ name: "nova", available: true }],
    });
    await expect(ask("getLimits")).resolves.toMatchObject({
        absolute: { maxTotalInstances: 10 },
        quotas: { instances: { limit: 10, used: 0 }, keyPairs: { limit: 100 } },
    });
});
