/** Many servers at once: what is asked of the cloud, and that each is told its own. */
import { type Declared, nova, pulumi, type Stood, setting, settingForEach, thrown } from "./setting";

const COUNT = 20;

settingForEach({ speed: 20 });

beforeEach(async () => {
    await nova.call("PUT", `/os-quota-sets/${nova.projectId}`, { quota_set: { instances: 100, cores: 100, ram: -1 } });
});

const server = (index: number): Declared => ({
    kind: "Server",
    name: `web-${index}`,
    args: {
        flavor: "m1.tiny",
        image: "debian-12",
        networks: [{ network: "private" }],
        metadata: { index: `${index}` },
    },
});

const SERVERS = Array.from({ length: COUNT }, (_, index) => server(index));

const all = (): Promise<Stood[]> => Promise.all(SERVERS.map((declared) => pulumi.first(declared)));

/** So many calls of each sort, without queries. */
async function counted(during: () => Promise<unknown>): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const call of await setting.calls(during)) {
        const sort = call.replace(/\?.*$/, "");
        counts[sort] = (counts[sort] ?? 0) + 1;
    }
    return counts;
}

test("a creation of many asks once for flavors, images and networks, and waits by lists", async () => {
    let stood: Stood[] = [];
    const {
        "POST /servers": posts,
        "GET /servers/detail": lists,
        ...rest
    } = await counted(async () => {
        stood = await all();
    });
    expect(posts).toBe(COUNT);
    expect(lists).toBeLessThanOrEqual(COUNT);
    const { "GET /": _, ...lookups } = rest;
    expect(lookups).toEqual({ "GET /flavors": 1, "GET /images/detail": 1, "GET /os-tenant-networks": 1 });
    for (const [index, { id, outs }] of stood.entries()) {
        const { server: seen } = await nova.get<{ server: { status: string; metadata: object } }>(`/servers/${id}`);
        expect(seen).toMatchObject({ status: "ACTIVE", metadata: { index: `${index}` } });
        expect(outs).toMatchObject({ status: "ACTIVE", ipV4: expect.stringMatching(/^10\./), metadata: seen.metadata });
    }
});

test("a refresh of many is one list, and finds nothing changed", async () => {
    const stood = await all();
    let after: Stood[] = [];
    const calls = await counted(async () => {
        after = await Promise.all(stood.map((one) => pulumi.refreshed(one)));
    });
    expect(calls).toEqual({ "GET /servers/detail": 1 });
    expect(after.map(({ inputs }) => inputs)).toEqual(stood.map(({ inputs }) => inputs));
    expect(after.map(({ outs }) => outs)).toEqual(stood.map(({ outs }) => outs));
});

test("a refresh of many sees the drift of one, and that one is gone", async () => {
    const stood = await all();
    const [drifted, gone] = [stood[3], stood[7]];
    await nova.call("POST", `/servers/${drifted?.id}/metadata`, { metadata: { index: "drifted" } });
    await nova.call("DELETE", `/servers/${gone?.id}`);
    while ((await nova.call("GET", `/servers/${gone?.id}`).catch(() => undefined)) !== undefined) {
        await new Promise((resolve) => setImmediate(resolve));
    }
    const reads = await Promise.all(stood.map(({ id, outs }) => pulumi.read(id, outs)));
    expect(reads.map(({ id }) => id)).toEqual(stood.map((one) => (one === gone ? undefined : one.id)));
    expect(reads[3]?.inputs).toMatchObject({ metadata: { index: "drifted" } });
    expect(reads[4]?.inputs).toEqual(stood[4]?.inputs);
});

/** All of them with other arguments, as an `up` finds them. */
const changed = (stood: readonly Stood[], args: object): Promise<Stood[]> =>
    Promise.all(
        SERVERS.map((declared, index) =>
            pulumi.next({ ...declared, args: { ...declared.args, ...args } }, stood[index] as Stood),
        ),
    );

test("a change of metadata of many is one look at all, and one request each", async () => {
    const stood = await all();
    let after: Stood[] = [];
    const calls = await counted(async () => {
        after = await changed(stood, { metadata: { role: "web" } });
    });
    expect(calls).toEqual({
        "GET /servers/detail": 1,
        "POST /servers/{id}/metadata": COUNT,
        "DELETE /servers/{id}/metadata/index": COUNT,
    });
    for (const { id, outs } of after) {
        const { server: seen } = await nova.get<{ server: { metadata: object } }>(`/servers/${id}`);
        expect(seen.metadata).toEqual({ role: "web" });
        expect(outs.metadata).toEqual({ role: "web" });
    }
});

test("a rebuild of many from another image asks for no account of what their images tell", async () => {
    const stood = await all();
    const { "GET /servers/detail": lists, ...rest } = await counted(() => changed(stood, { image: "ubuntu-24.04" }));
    expect(rest).toEqual({ "POST /servers/{id}/action": COUNT });
    expect(lists).toBeLessThanOrEqual(COUNT);
});

test("a deletion of many waits by lists, and ends when all are gone", async () => {
    const stood = await all();
    const { "GET /servers/detail": lists, ...rest } = await counted(() =>
        Promise.all(stood.map(({ id, outs }) => pulumi.delete(id, outs))),
    );
    // Whose they are is asked once for all, but for the first few.
    const { "GET /servers/{id}": alone = 0, ...others } = rest;
    expect(alone).toBeLessThanOrEqual(3);
    expect(others).toEqual({ "DELETE /servers/{id}": COUNT });
    expect(lists).toBeLessThanOrEqual(COUNT);
    expect((await nova.get<{ servers: unknown[] }>("/servers")).servers).toEqual([]);
});

test("one that finds no host among many ends with its own reason, and the others stand", async () => {
    setting.cloud.faults.noValidHost("create");
    const outcomes = await Promise.all(
        SERVERS.map(async (declared) => {
            const { inputs } = await pulumi.check(declared);
            return pulumi.create(inputs).then(
                () => "stands",
                (error: { reasons: string[] }) => error.reasons.join(),
            );
        }),
    );
    const failures = outcomes.filter((outcome) => outcome !== "stands");
    expect(failures).toEqual([expect.stringMatching(/^server "web-\d+" went to ERROR while creating: No valid host/)]);
});

test("a name that is in no list is asked for anew, for it may have been made since", async () => {
    await all();
    const { body } = await nova.call<{ flavor: { id: string } }>("POST", "/flavors", {
        flavor: { name: "made-since", ram: 512, vcpus: 1, disk: 1 },
    });
    const made = await pulumi.first({ ...server(99), args: { ...server(99).args, flavor: "made-since" } });
    expect(made.outs.flavorId).toBe(body.flavor.id);
});

test("a flavor of the program's own that is made anew under its name is the one that servers get", async () => {
    const own: Declared = { kind: "Flavor", name: "own", args: { name: "own", ram: 512, vcpus: 1, disk: 1 } };
    const sized = (index: number) => ({ ...server(index), args: { ...server(index).args, flavor: "own" } });
    const first = await pulumi.first(own);
    const before = await pulumi.first(sized(1));
    await pulumi.delete(first.id, first.outs);
    const second = await pulumi.first(own);
    const after = await pulumi.first(sized(2));
    expect([before.outs.flavorId, after.outs.flavorId]).toEqual([first.id, second.id]);
});

test("a server is at most 3 KB of the state, however long its user data", async () => {
    const declared = { ...server(1), args: { ...server(1).args, userData: "x".repeat(20_000), tags: ["web", "blue"] } };
    const { inputs, outs } = await pulumi.first(declared);
    const { userData: _, ...arguments_ } = inputs;
    expect(JSON.stringify(arguments_).length + JSON.stringify(outs).length).toBeLessThan(3 * 1024);
});

test("an unknown name is asked for once more for all, not once for each", async () => {
    const asked = await counted(() =>
        Promise.all(
            SERVERS.map(async (declared) => {
                const args = { ...declared.args, flavor: "no-such" };
                const { inputs } = await pulumi.check({ ...declared, args });
                const { message } = await thrown(pulumi.create(inputs));
                expect(message).toContain('there is no flavor "no-such"');
            }),
        ),
    );
    expect(asked["GET /flavors"]).toBeLessThanOrEqual(2);
    expect(asked["POST /servers"]).toBeUndefined();
});
