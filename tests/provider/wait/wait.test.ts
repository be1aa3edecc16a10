/** The wait: how soon it sees, what it says, how it ends. The clock is the test's. */
import fc from "fast-check";
import {
    type Clock,
    interval,
    type Verdict,
    type Wait,
    WaitFailedError,
    WaitTimeoutError,
    waitFor,
} from "../../../provider/wait/wait";

/** A clock that moves only by sleeping. */
class ManualClock implements Clock {
    time = 1_000_000;
    readonly slept: number[] = [];

    constructor(private readonly dice = 0) {}

    now(): number {
        return this.time;
    }

    random(): number {
        return this.dice;
    }

    async sleep(milliseconds: number): Promise<void> {
        this.slept.push(milliseconds);
        this.time += milliseconds;
    }
}

const HOUR = 3_600_000;

/** A wait for something that becomes so at a time after its beginning. */
function becoming(after: number, clock: ManualClock, more: Partial<Wait<number>> = {}): Wait<number> {
    const began = clock.now();
    return {
        subject: 'server "web"',
        doing: "creating",
        deadline: began + HOUR,
        observe: async () => clock.now() - began,
        accept: (age): Verdict => (age >= after ? { kind: "done" } : { kind: "waiting", because: "BUILD" }),
        clock,
        ...more,
    };
}

test("returns what was accepted", async () => {
    const clock = new ManualClock();
    expect(await waitFor(becoming(0, clock))).toBe(0);
});

test("looks before it sleeps", async () => {
    const clock = new ManualClock();
    await waitFor(becoming(0, clock));
    expect(clock.slept).toEqual([]);
});

test("sees a completion at any time of the first minute within half a second, whatever the dice", async () => {
    await fc.assert(
        fc.asyncProperty(
            fc.integer({ min: 0, max: 59_999 }),
            fc.double({ min: 0, max: 0.999, noNaN: true }),
            async (after, dice) => {
                const clock = new ManualClock(dice);
                const seen = await waitFor(becoming(after, clock));
                expect(seen - after).toBeLessThan(500);
            },
        ),
    );
});

test("sees a completion after minutes within two seconds", async () => {
    const clock = new ManualClock();
    expect((await waitFor(becoming(1_234_567, clock))) - 1_234_567).toBeLessThanOrEqual(2_000);
});

test.each([
    [0, 150],
    [1_999, 150],
    [2_000, 250],
    [9_999, 250],
    [10_000, 400],
    [59_999, 400],
    [60_000, 1_000],
    [300_000, 2_000],
    [HOUR, 2_000],
])("at an age of %d ms it looks again after %d ms", (age, expected) => {
    expect(interval(age, 0)).toBe(expected);
});

test("the dice take off up to a tenth, so that many waits do not march in step", () => {
    expect(interval(0, 1)).toBe(135);
});

test("asks no more than 200 times in the first minute", async () => {
    const clock = new ManualClock();
    let looks = 0;
    const observe = async () => {
        looks += 1;
        return clock.time - 1_000_000;
    };
    await waitFor(becoming(60_000, clock, { observe }));
    expect(looks).toBeLessThan(200);
});

describe("the deadline", () => {
    const late = (clock: ManualClock) => waitFor(becoming(HOUR * 2, clock, { deadline: clock.now() + 5_000 }));

    test("ends the wait with what was waited for, how long, what was seen, and what to do", async () => {
        const ending = late(new ManualClock());
        await expect(ending).rejects.toThrow(
            new WaitTimeoutError(
                'server "web": timed out after 5 s while creating; seen: BUILD. Raise customTimeouts to wait longer.',
            ),
        );
    });

    test("tells the last of what was seen, however much it was", async () => {
        const clock = new ManualClock();
        const accept = (age: number): Verdict => ({ kind: "waiting", because: `${Math.floor(age / 1000)} %` });
        const ending = waitFor(becoming(0, clock, { accept, deadline: clock.now() + 100_000 }));
        await expect(ending).rejects.toThrow("; seen: …, 93 %, 94 %, 95 %, 96 %, 97 %, 98 %, 99 %, 100 %. ");
    });

    test("is an error of its own class", async () => {
        await expect(late(new ManualClock())).rejects.toBeInstanceOf(WaitTimeoutError);
    });

    test("is never slept over", async () => {
        const clock = new ManualClock();
        await late(clock).catch(() => undefined);
        expect(clock.time).toBe(1_005_000);
    });

    test("is met by a last look: what is done at that moment is done", async () => {
        const clock = new ManualClock();
        expect(await waitFor(becoming(5_000, clock, { deadline: clock.now() + 5_000 }))).toBe(5_000);
    });

    test("that has passed already still gets one look", async () => {
        const clock = new ManualClock();
        expect(await waitFor(becoming(0, clock, { deadline: clock.now() - 1 }))).toBe(0);
    });
});

describe("a failure", () => {
    test("ends the wait at once, with the acceptor's reason", async () => {
        const clock = new ManualClock();
        const failing = waitFor(becoming(0, clock, { accept: () => ({ kind: "failed", reason: "went to ERROR" }) }));
        await expect(failing).rejects.toThrow(new WaitFailedError("went to ERROR"));
        expect(clock.slept).toEqual([]);
    });

    test("of a look ends the wait, where it is not borne", async () => {
        const looking = async () => Promise.reject(new RangeError("no"));
        await expect(waitFor(becoming(0, new ManualClock(), { observe: looking }))).rejects.toThrow(RangeError);
    });
});

describe("an error that is borne", () => {
    const flaky = (clock: ManualClock, times: number, more: Partial<Wait<number>> = {}) => {
        let left = times;
        return becoming(0, clock, {
            observe: async () => {
                if (left-- > 0) {
                    throw new RangeError("busy");
                }
                return 0;
            },
            bears: (error) => error instanceof RangeError,
            ...more,
        });
    };

    test("does not end the wait", async () => {
        expect(await waitFor(flaky(new ManualClock(), 3))).toBe(0);
    });

    test("ends it at the deadline, and is named there", async () => {
        const clock = new ManualClock();
        await expect(waitFor(flaky(clock, 1_000, { deadline: clock.now() + 1_000 }))).rejects.toThrow(
            "seen: no answer (RangeError).",
        );
    });

    test("of the acceptor is borne too", async () => {
        const clock = new ManualClock();
        let left = 2;
        const accept = (): Verdict => {
            if (left-- > 0) {
                throw new RangeError("busy");
            }
            return { kind: "done" };
        };
        expect(await waitFor(flaky(clock, 0, { accept }))).toBe(0);
    });
});

describe("progress", () => {
    async function told(
        statuses: readonly [until: number, because: string, state?: string][],
        end: number,
    ): Promise<string[]> {
        const clock = new ManualClock();
        const lines: string[] = [];
        await waitFor(
            becoming(end, clock, {
                accept: (age) => {
                    const [, because = "?", state] = statuses.find(([until]) => age < until) ?? [];
                    return age >= end ? { kind: "done" } : { kind: "waiting", because, state };
                },
                progress: (state) => lines.push(state),
            }),
        );
        return lines;
    }

    test("is told when what is seen changes", async () => {
        expect(
            await told(
                [
                    [1_000, "BUILD (scheduling)"],
                    [5_000, "BUILD (spawning)"],
                ],
                4_000,
            ),
        ).toEqual(["BUILD (scheduling)", "BUILD (spawning)"]);
    });

    test("is told once, however long nothing changes", async () => {
        expect(await told([[HOUR, "BUILD"]], 35_000)).toEqual(["BUILD"]);
    });

    test("is told once while a state only counts up", async () => {
        expect(
            await told(
                [
                    [1_000, "BUILD, 10 %", "BUILD"],
                    [2_000, "BUILD, 20 %", "BUILD"],
                ],
                2_000,
            ),
        ).toEqual(["BUILD"]);
    });

    test("is told again when a former status comes back", async () => {
        expect(
            await told(
                [
                    [1_000, "A"],
                    [2_000, "B"],
                    [3_000, "A"],
                ],
                3_000,
            ),
        ).toHaveLength(3);
    });
});
