/** What somebody else does to a server while something is waited for ends the wait, in words, long before its deadline. */
import { Nova } from "../../support/nova";
import { type Bag, type Called, type Declared, Setting, type Stood } from "./setting";

let setting: Setting;
let pulumi: Called;
let nova: Nova;

/** Seconds that every step of the hypervisor takes: nothing ends by itself in a test. */
const SLOW = 5000;
const slow = (...steps: string[]) => ({ metadata: { "osreal:delay": steps.map((step) => `${step}=${SLOW}`).join() } });

const server = (args: Bag = {}): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args },
});

beforeEach(async () => {
    setting = await Setting.start();
    pulumi = await setting.provider();
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
    // What waits, waits by setTimeout and reads the time from Date, as the embedded cloud does: both are driven here.
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "performance"] });
});

afterEach(async () => {
    jest.useRealTimers();
    await setting.stop();
});

/** Lets time pass until both have ended; what goes over the network takes its turns in between. */
async function driven(doing: Promise<unknown>, hand: Promise<unknown>): Promise<{ words: string; seconds: number }> {
    const began = Date.now();
    const words = doing.then(
        () => "done",
        (error: Error & { reasons?: string[] }) => error.reasons?.join() ?? error.message,
    );
    let ended = false;
    const both = Promise.all([words, hand]).finally(() => {
        ended = true;
    });
    both.catch(() => undefined);
    while (!ended) {
        for (let turn = 0; turn < 20; turn += 1) {
            await new Promise((resolve) => setImmediate(resolve));
        }
        await jest.advanceTimersByTimeAsync(20);
    }
    const [said] = await both;
    return { words: said, seconds: (Date.now() - began) / 1000 };
}

/** Acts as soon as the cloud has the server so. */
async function once(
    is: (server: { status: string; taskState: string | null }) => boolean,
    act: (id: string) => unknown,
) {
    for (;;) {
        const found = setting.cloud.inspect().servers.find(is);
        if (found !== undefined) {
            await act(found.id);
            return;
        }
        await new Promise((resolve) => setImmediate(resolve));
    }
}

const remove = (id: string) => nova.call("DELETE", `/servers/${id}`);

describe("a server that somebody else deletes ends the wait", () => {
    test("for its creation", async () => {
        const { inputs } = await pulumi.check(server(slow("spawn")));
        const { words, seconds } = await driven(
            pulumi.create(inputs),
            once(({ taskState }) => taskState === "spawning", remove),
        );
        expect(words).toMatch(/^server "web" was deleted by somebody else while creating\. Run `pulumi refresh`/);
        expect(seconds).toBeLessThan(60);
    });

    const waits: [doing: string, steps: string[], args: Bag, before?: Bag][] = [
        ["resizing to m1.small", ["migrate_disk_and_power_off"], { flavor: "m1.small" }],
        ["rebuilding from debian-13", ["spawn"], { image: "debian-13" }],
        ["stopping", ["power_off"], { powerState: "shutoff" }],
        ["pausing", ["pause"], { powerState: "paused" }],
        ["suspending", ["suspend"], { powerState: "suspended" }],
        ["shelving", ["snapshot"], { powerState: "shelved" }],
        ["starting", ["power_on"], { powerState: "active" }, { powerState: "shutoff" }],
    ];

    test.each(waits)("for %s", async (doing, steps, args, before = {}) => {
        const stood: Stood = await settled(pulumi.first(server(before)));
        await nova.post(`/servers/${stood.id}/metadata`, slow(...steps));
        const { words, seconds } = await driven(
            pulumi.next(server(args), stood),
            once(({ taskState }) => taskState !== null, remove),
        );
        expect(words).toContain(`was deleted by somebody else while ${doing}. Run \`pulumi refresh\``);
        expect(seconds).toBeLessThan(60);
    });
});

test("a resize that somebody else reverts before it is seen to await its confirmation has failed", async () => {
    const stood = await settled(pulumi.first(server()));
    await nova.post(`/servers/${stood.id}/metadata`, { metadata: { "osreal:delay": "finish_revert_migration=20" } });
    const { words, seconds } = await driven(
        pulumi.next(server({ flavor: "m1.small" }), stood),
        once(
            ({ status }) => status === "VERIFY_RESIZE",
            (id) => nova.post(`/servers/${id}/action`, { revertResize: null }),
        ),
    );
    expect(words).toMatch(/was not resized to m1\.small, and runs as before: somebody else has reverted the resize/);
    expect(seconds).toBeLessThan(120);
});

/** What is made beforehand takes time too. */
async function settled<T>(making: Promise<T>): Promise<T> {
    await driven(making, Promise.resolve());
    return making;
}
