/** The rolling limit: how many servers are disrupted at once, and that a failure stops those that have not begun. */
import { RollingUpdate, rollingLimit } from "../../../provider/host/rolling-limit";
import { type Declared, type Stood, setting, settingForEach } from "./setting";

settingForEach();

const NAMES = ["a", "b", "c", "d"];
const server = (name: string, flavor: string): Declared => ({
    kind: "Server",
    name,
    args: { flavor, image: "debian-12", networks: [{ network: "private" }] },
});

/** The most servers that were on their way from one flavor to another at the same time, as the cloud itself saw it. */
async function mostAtOnce(during: Promise<unknown>): Promise<number> {
    let most = 0;
    let ended = false;
    void during.finally(() => {
        ended = true;
    });
    while (!ended) {
        const busy = setting.cloud
            .inspect()
            .servers.filter(({ status }) => status === "RESIZE" || status === "VERIFY_RESIZE");
        most = Math.max(most, busy.length);
        await new Promise((resolve) => setImmediate(resolve));
    }
    await during;
    return most;
}

async function resizedAtOnce(maxDisruptive?: string): Promise<number> {
    const pulumi = await setting.provider(
        maxDisruptive === undefined ? {} : { "openstack-compute:maxDisruptive": maxDisruptive },
    );
    const stood: Stood[] = [];
    for (const name of NAMES) {
        stood.push(await pulumi.first(server(name, "m1.tiny")));
    }
    return mostAtOnce(Promise.all(stood.map((one, index) => pulumi.next(server(NAMES[index] ?? "", "m1.small"), one))));
}

test("without a limit all servers are resized side by side", async () => {
    expect(await resizedAtOnce()).toBeGreaterThan(2);
});

test.each(["1", "2"])("with a limit of %s no more are on their way at once, and all come through", async (limit) => {
    expect(await resizedAtOnce(limit)).toBe(Number(limit));
    expect(setting.cloud.inspect().servers.map(({ status }) => status)).toEqual(NAMES.map(() => "ACTIVE"));
});

test("after the first failure no new one begins, and says so; what disrupts nothing goes on", async () => {
    const pulumi = await setting.provider({ "openstack-compute:maxDisruptive": "1" });
    const stood: Stood[] = [];
    for (const name of NAMES) {
        stood.push(await pulumi.first(server(name, "m1.tiny")));
    }
    setting.cloud.faults.noValidHost("resize");
    const writes = await setting.writes(async () => {
        const results = await Promise.allSettled(
            stood.map((one, index) => pulumi.next(server(NAMES[index] ?? "", "m1.small"), one)),
        );
        const [first, ...others] = results.map((result) =>
            result.status === "rejected" ? String((result.reason as Error).message) : "done",
        );
        expect(first).toContain("was not resized to m1.small");
        for (const [index, message] of others.entries()) {
            expect(message).toBe(
                `server "${NAMES[index + 1]}": not started, because server "a" failed before it (config openstack-compute:maxDisruptive). ` +
                    "Nothing was changed. Fix that, and run `pulumi up` again: it changes the rest.",
            );
        }
    });
    expect(writes).toEqual(["POST /servers/{id}/action"]);
    const [, second] = stood;
    const quiet = server("b", "m1.tiny");
    expect(second).toBeDefined();
    if (second !== undefined) {
        const { outs } = await pulumi.next({ ...quiet, args: { ...quiet.args, metadata: { a: "1" } } }, second);
        expect(outs).toMatchObject({ metadata: { a: "1" } });
    }
});

test("a limit that is no number is refused, in every resource", async () => {
    const pulumi = await setting.provider({ "openstack-compute:maxDisruptive": "many" });
    expect((await pulumi.check({ kind: "Keypair", name: "k", args: {} })).failures).toEqual([
        "config openstack-compute:maxDisruptive: expected a whole number from 1 on",
    ]);
    expect(rollingLimit("0")).toHaveProperty("complaint");
});

test("the places are given in the order of asking", async () => {
    const rolling = new RollingUpdate();
    const order: number[] = [];
    const work = (index: number) =>
        rolling.run(String(index), 1, async () => {
            order.push(index);
            await Promise.resolve();
        });
    await Promise.all([0, 1, 2, 3].map(work));
    expect(order).toEqual([0, 1, 2, 3]);
});
