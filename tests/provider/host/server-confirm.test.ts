/** A resize that the cloud does not let be confirmed, and one of which the cloud does not tell what became. */
import { type Bag, type Declared, nova, pulumi, type Stood, setting, settingForEach, thrown } from "./setting";

let stood: Stood;

const server = (args: Bag = {}): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args },
});

const LARGER = server({ flavor: "m1.small" });

settingForEach();

beforeEach(async () => {
    stood = await pulumi.first(server());
});

/** The actions asked for meanwhile. */
async function actions(during: () => Promise<unknown>): Promise<string[]> {
    const mark = setting.cloud.mark();
    await during();
    return setting.cloud
        .requestsSince(mark)
        .filter(({ service, method, path }) => service === "compute" && method === "POST" && path.endsWith("/action"))
        .map(({ body }) => Object.keys(body as object).join());
}

const seen = async () =>
    (await nova.get<{ server: { status: string; flavor: { id: string } } }>(`/servers/${stood.id}`)).server;

/** The state that a failed `up` leaves. */
async function failed(declared: Declared): Promise<Stood & { reason: string }> {
    const { inputs } = await pulumi.check(declared, stood.inputs);
    const { id, properties, reasons } = await thrown(pulumi.update(stood.id, stood.outs, inputs));
    if (id === undefined || properties === undefined) {
        throw new Error("the failure leaves no state");
    }
    return { id, inputs: stood.inputs, outs: properties, reason: String(reasons?.join()) };
}

describe("a confirmation that the cloud refuses", () => {
    const refusals: [refusal: string, arm: (times: number) => void][] = [
        ["with 500", (times) => setting.cloud.faults.answer(500, { action: "confirmResize", times })],
        ["with 503", (times) => setting.cloud.faults.answer(503, { action: "confirmResize", times })],
        [
            "with 409",
            (times) => setting.cloud.faults.answer(409, { action: "confirmResize", message: "not now", times }),
        ],
        [
            "with 400",
            (times) =>
                setting.cloud.faults.answer(400, { action: "confirmResize", message: "no such migration", times }),
        ],
        ["by silence", (times) => setting.cloud.faults.drop("before", { action: "confirmResize", times })],
    ];

    test.each(refusals)("twice (%s) is asked for again", async (_refusal, arm) => {
        arm(2);
        const asked = await actions(() => pulumi.next(LARGER, stood));
        expect(asked).toEqual(["resize", "confirmResize", "confirmResize", "confirmResize"]);
        expect(await seen()).toMatchObject({ status: "ACTIVE", flavor: { id: "2" } });
    });

    test.each(refusals)(
        "for good (%s) leaves the server in VERIFY_RESIZE, not reverted, and the next up confirms it",
        async (_refusal, arm) => {
            arm(1000);
            let left: (Stood & { reason: string }) | undefined;
            const asked = await actions(async () => {
                left = await failed(LARGER);
            });
            expect(asked).toEqual(["resize", ...Array(3).fill("confirmResize")]);
            expect(left?.reason).toContain(
                "The server runs on its new flavor and stays in VERIFY_RESIZE; the next `pulumi up` confirms it.",
            );
            expect(left?.outs).toMatchObject({ status: "VERIFY_RESIZE" });
            expect(await seen()).toMatchObject({ status: "VERIFY_RESIZE", flavor: { id: "2" } });

            setting.cloud.faults.clear();
            if (left === undefined) {
                throw new Error("nothing was left");
            }
            const state = left;
            const { diff } = await pulumi.preview(LARGER, state);
            expect(diff.changes).toBe(true);
            expect(diff.replaces).toEqual([]);
            const then = await actions(() => pulumi.next(LARGER, state));
            expect(then).toEqual(["confirmResize"]);
            expect(await seen()).toMatchObject({ status: "ACTIVE", flavor: { id: "2" } });
        },
    );

    test("since it was carried out, though the answer was lost, is not taken for a failure", async () => {
        setting.cloud.faults.drop("after", { action: "confirmResize" });
        const next = await pulumi.next(LARGER, stood);
        expect(next.outs).toMatchObject({ status: "ACTIVE", flavor: "m1.small" });
    });
});

describe("a cloud that tells nothing of its actions", () => {
    // What waits, waits by setTimeout and reads the time from Date, as the embedded cloud does: both are driven here.
    beforeEach(() => {
        jest.useFakeTimers({
            doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "performance"],
        });
    });

    afterEach(() => {
        jest.useRealTimers();
    });

    /** Lets time pass until that is done; what goes over the network takes its turns in between. */
    async function driven<T>(doing: Promise<T>): Promise<{ result: T; seconds: number }> {
        const began = Date.now();
        let result: { value: T } | undefined;
        let failure: { error: unknown } | undefined;
        doing.then(
            (value) => {
                result = { value };
            },
            (error: unknown) => {
                failure = { error };
            },
        );
        while (result === undefined && failure === undefined) {
            for (let turn = 0; turn < 20; turn += 1) {
                await new Promise((resolve) => setImmediate(resolve));
            }
            await jest.advanceTimersByTimeAsync(20);
        }
        if (failure !== undefined) {
            throw failure.error;
        }
        return { result: (result as { value: T }).value, seconds: (Date.now() - began) / 1000 };
    }

    const untold: [how: string, status: number][] = [
        ["since they are the administrators' alone", 403],
        ["since it has no such operation", 404],
    ];

    const silence = (status: number) =>
        setting.cloud.faults.answer(status, { path: /\/os-instance-actions\//, times: 1000 });

    test.each(untold)("(%s) has a resize that finds no host ended after ten seconds at rest", async (_how, status) => {
        silence(status);
        setting.cloud.faults.noValidHost("resize");
        const { result, seconds } = await driven(failed(LARGER));
        expect(result.reason).toMatch(
            /was not resized to m1\.small, and runs as before: it stays ACTIVE, and the cloud does not say why .* \[request id req-/,
        );
        expect(result.outs).toMatchObject({ status: "ACTIVE", flavor: "m1.tiny" });
        expect(seconds).toBeGreaterThanOrEqual(10);
        expect(seconds).toBeLessThan(60);
    });

    test.each(untold)("(%s) has a stop that fails ended too", async (_how, status) => {
        silence(status);
        setting.cloud.faults.failStep("power_off");
        const { result } = await driven(failed(server({ powerState: "shutoff" })));
        expect(result.reason).toContain("was not stopped: it stays ACTIVE, and the cloud does not say why");
    });

    test.each(untold)("(%s) is waited for as long as a resize takes", async (_how, status) => {
        silence(status);
        // A minute by the cloud's own clock is more than the ten seconds.
        const slow = { "osreal:delay": "migrate_disk_and_power_off=6000,finish_migration=6000" };
        await nova.post(`/servers/${stood.id}/metadata`, { metadata: slow });
        const { result, seconds } = await driven(pulumi.next(LARGER, stood));
        expect(result.outs).toMatchObject({ status: "ACTIVE", flavor: "m1.small" });
        expect(seconds).toBeGreaterThan(60);
    });
});
