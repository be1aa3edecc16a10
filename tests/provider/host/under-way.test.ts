/**
 * A refresh while the cloud is still at something, and already tells how it will end: the next update waits for the end,
 * and does what is left to do. So it is after a kill: `pulumi up --refresh` comes while a resize is under way.
 */
import { ManualClock } from "../../../emulator/state/clock";
import type { Server } from "../../../emulator/state/model";
import { Nova } from "../../support/nova";
import { type Bag, type Called, type Declared, Setting, type Stood, thrown, whileTimeGoesBy } from "./setting";

let clock: ManualClock;
let setting: Setting;
let pulumi: Called;
let nova: Nova;
let stood: Stood;

beforeEach(async () => {
    clock = new ManualClock();
    setting = await Setting.start({ clock, speed: 1 });
    pulumi = await setting.provider();
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
    stood = await running(pulumi.first(server()));
});

afterEach(() => setting.stop());

const server = (args: Bag = {}): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args },
});

const act = (action: string, argument: unknown = null) =>
    nova.call("POST", `/servers/${stood.id}/action`, { [action]: argument });

const running = <T>(coming: Promise<T>) => whileTimeGoesBy(clock, coming);

/** Lets the cloud's time go by until the server is so. */
function advanceUntil(so: (server: Server) => boolean): Server {
    for (let steps = 0; steps < 10_000; steps += 1) {
        const [one] = setting.cloud.inspect().servers;
        if (one !== undefined && so(one)) {
            return one;
        }
        clock.advance(10);
    }
    throw new Error("the server does not come to be so");
}

const flavorId = () => setting.cloud.inspect().servers[0]?.flavor.id;

const next = async (args: Bag) => running(pulumi.next(server(args), await pulumi.refreshed(stood)));

describe("a resize", () => {
    beforeEach(async () => {
        await act("resize", { flavorRef: "2" });
        advanceUntil(({ taskState, flavor }) => taskState === "resize_finish" && flavor.id === "2");
    });

    test("to the declared flavor is awaited and confirmed", async () => {
        expect((await next({ flavor: "m1.small" })).outs).toMatchObject({ flavor: "m1.small", status: "ACTIVE" });
        expect(setting.cloud.inspect().servers).toMatchObject([{ vmState: "active", flavor: { id: "2" } }]);
    });

    test("to a flavor that the program does not declare is awaited and reverted", async () => {
        expect((await next({})).outs).toMatchObject({ flavor: "m1.tiny", flavorId: "1", status: "ACTIVE" });
        expect(flavorId()).toBe("1");
    });

    test("is said by a preview, with what it costs", async () => {
        await pulumi.preview(server({ flavor: "m1.small" }), await pulumi.refreshed(stood));
        expect(setting.said).toContainEqual(
            expect.stringContaining(
                "status RESIZE -> ACTIVE: waits for the resize under way, then confirms or reverts it",
            ),
        );
    });

    test("that others revert is done again", async () => {
        advanceUntil(({ vmState }) => vmState === "resized");
        await act("revertResize");
        const reverting = setting.cloud.inspect().servers[0];
        expect(reverting).toMatchObject({ taskState: "resize_reverting", flavor: { id: "2" } });
        expect((await next({ flavor: "m1.small" })).outs).toMatchObject({ flavor: "m1.small", status: "ACTIVE" });
        expect(flavorId()).toBe("2");
    });
});

describe("a rebuild", () => {
    beforeEach(async () => {
        const other = setting.cloud.inspect().images.find(({ name }) => name === "debian-13");
        await act("rebuild", { imageRef: other?.id });
        expect((await pulumi.refreshed(stood)).outs).toMatchObject({ image: "debian-13", status: "REBUILD" });
    });

    test("from the declared image is awaited", async () => {
        expect((await next({ image: "debian-13" })).outs).toMatchObject({ image: "debian-13", status: "ACTIVE" });
    });

    test("that fails fails the next update", async () => {
        setting.cloud.faults.failStep("spawn");
        const { message } = await thrown(next({ image: "debian-13" }));
        expect(message).toContain("went to ERROR while waiting for another action to end");
    });
});

test("a creation is awaited by the update after it", async () => {
    const { inputs } = await pulumi.check({ ...server(), name: "slow", timeouts: { create: 300 } });
    const { id, properties } = await thrown(pulumi.create(inputs));
    const slow = { id: String(id), inputs, outs: properties ?? {} };
    const refreshed = await pulumi.refreshed(slow);
    expect(refreshed.outs).toMatchObject({ status: "BUILD" });
    const done = await running(pulumi.next({ ...server(), name: "slow" }, refreshed));
    expect(done.outs).toMatchObject({ status: "ACTIVE" });
});
