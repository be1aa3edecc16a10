/** Many waits at once: what is asked of the cloud, how soon each is told, and what a list may leave out. */
import fc from "fast-check";
import { type Verdict, waitFor } from "../../../provider/wait/wait";
import { type Changes, Watcher } from "../../../provider/wait/watcher";
import { VirtualClock } from "./virtual-clock";

interface Thing {
    status: string;
    /** By the cloud's clock, in whole seconds as Nova keeps it. */
    changed: number;
    fault?: string;
}

class Busy extends Error {}

/** A cloud in memory: things that become so at their time, and a count of what is asked. */
class Cloud implements Changes<Thing> {
    readonly lists: { at: number; since: number }[] = [];
    readonly looks: { at: number; id: string }[] = [];
    readonly things = new Map<string, { from: number; thing: Thing }[]>();
    /** Ids that no list ever has. */
    readonly hidden = new Set<string>();
    readonly failures: Error[] = [];
    /** Milliseconds by which its clock is ahead of ours. */
    ahead = 0;
    /** Milliseconds that a list takes. */
    slow = 0;
    /** How many changes are being asked for. */
    asking = 0;

    constructor(readonly clock: VirtualClock) {}

    /** Something that is made now and becomes ACTIVE after so many milliseconds. */
    make(id: string, after: number, then: Partial<Thing> = {}): void {
        const from = this.clock.now();
        const at = (time: number) => Math.floor((time + this.ahead) / 1000) * 1000;
        this.things.set(id, [
            { from, thing: { status: "BUILD", changed: at(from) } },
            { from: from + after, thing: { status: "ACTIVE", changed: at(from + after), ...then } },
        ]);
    }

    look(id: string): Promise<Thing> {
        this.looks.push({ at: this.clock.now(), id });
        return Promise.resolve(this.standing(id));
    }

    async since(time: number): Promise<ReadonlyMap<string, Thing>> {
        this.lists.push({ at: this.clock.now(), since: time });
        const failure = this.failures.shift();
        if (failure !== undefined) {
            throw failure;
        }
        const seen = [...this.things.keys()]
            .filter((id) => !this.hidden.has(id))
            .map((id): [string, Thing] => [id, this.standing(id)])
            .filter(([, { changed }]) => changed >= Math.floor(time / 1000) * 1000);
        if (this.slow > 0) {
            await this.clock.sleep(this.slow);
        }
        return new Map(seen.map(([id, { fault, ...thing }]) => [id, thing]));
    }

    now(): number {
        return this.clock.now() + this.ahead;
    }

    coming(): number {
        return this.asking;
    }

    tells({ status }: Thing): boolean {
        return status !== "ERROR";
    }

    bears(error: unknown): boolean {
        return error instanceof Busy;
    }

    private standing(id: string): Thing {
        const thing = this.things.get(id)?.findLast(({ from }) => from <= this.clock.now())?.thing;
        if (thing === undefined) {
            throw new Error(`404 ${id}`);
        }
        return thing;
    }
}

let clock: VirtualClock;
let cloud: Cloud;
let watcher: Watcher<Thing>;
beforeEach(() => {
    clock = new VirtualClock();
    cloud = new Cloud(clock);
    watcher = new Watcher(cloud, clock);
});

/** Waits until one is ACTIVE; returns how long that took. */
async function active(id: string, bears = false): Promise<number> {
    const began = clock.now();
    const deadline = began + 3_600_000;
    const accept = ({ status, fault }: Thing): Verdict =>
        status === "ERROR"
            ? { kind: "failed", reason: fault ?? "no reason" }
            : status === "ACTIVE"
              ? { kind: "done" }
              : { kind: "waiting", because: status };
    await watcher.watching({ id, deadline, look: () => cloud.look(id) }, ({ observe, rest }) =>
        waitFor({
            ...{ subject: id, doing: "creating", deadline, clock, observe, rest, accept },
            bears: (error) => bears && error instanceof Busy,
        }),
    );
    return clock.now() - began;
}

/** Makes so many, and waits for all: how long each wait took. */
function many(count: number, after: number | ((index: number) => number), bears = false): Promise<number[]> {
    const ids = Array.from({ length: count }, (_, index) => `thing-${index}`);
    for (const [index, id] of ids.entries()) {
        cloud.make(id, typeof after === "number" ? after : after(index));
    }
    return clock.until(Promise.all(ids.map((id) => active(id, bears))));
}

test("up to three waits look by id, and no list is asked for", async () => {
    await many(3, 5_000);
    expect(cloud.lists).toEqual([]);
    expect(new Set(cloud.looks.map(({ id }) => id)).size).toBe(3);
});

test("more than three are served by lists alone", async () => {
    await many(4, 5_000);
    expect(cloud.looks).toEqual([]);
    expect(cloud.lists.length).toBeGreaterThan(0);
});

test("the requests do not grow with the number of waits", async () => {
    cloud.slow = 100;
    await many(10, 12_000);
    const requests = cloud.lists.length;
    await clock.rest();
    cloud.lists.length = 0;
    await many(300, 12_000);
    expect(cloud.lists.length).toBe(requests);
    expect(requests).toBeLessThanOrEqual(26);
    expect(cloud.looks).toEqual([]);
});

test("many waits end within half a second of the cloud's own completion, whenever that is in the first minute", async () => {
    await fc.assert(
        fc.asyncProperty(
            fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 4, maxLength: 30 }),
            async (times) => {
                clock = new VirtualClock();
                cloud = new Cloud(clock);
                watcher = new Watcher(cloud, clock);
                const took = await many(times.length, (index) => times[index] ?? 0);
                for (const [index, time] of times.entries()) {
                    expect((took[index] ?? 0) - time).toBeLessThanOrEqual(500);
                }
            },
        ),
        { numRuns: 30 },
    );
});

test("after minutes the lists come every two seconds", async () => {
    await many(10, 900_000);
    const [before, last] = cloud.lists.slice(-2);
    expect((last?.at ?? 0) - (before?.at ?? 0)).toBe(2_000);
});

test("the last one of a crowd is not looked at more often than the crowd was", async () => {
    await many(10, (index) => (index < 8 ? 5_000 : 20_000));
    expect(cloud.looks).toEqual([]);
});

test("a list looks back a little further than the one before, and not to the beginning", async () => {
    await many(10, 15_000);
    const [before, last] = cloud.lists.slice(-2);
    expect((before?.at ?? 0) - (last?.since ?? 0)).toBe(5_000);
});

test.each([-86_400_000, -3_000, 3_000, 86_400_000])("a cloud whose clock is %d ms off is borne", async (ahead) => {
    cloud.ahead = ahead;
    const took = await many(10, 20_000);
    expect(Math.max(...took)).toBeLessThanOrEqual(20_500);
    expect(cloud.looks).toEqual([]);
});

test("what was so long before the wait is seen at once: by its id, for no list tells of it", async () => {
    for (const index of Array.from({ length: 10 }).keys()) {
        cloud.make(`old-${index}`, 0);
    }
    await clock.until(clock.sleep(60_000));
    const waits = Array.from({ length: 10 }, (_, index) => active(`old-${index}`));
    expect(Math.max(...(await clock.until(Promise.all(waits))))).toBe(0);
    expect([cloud.lists.length, cloud.looks.length]).toEqual([1, 10]);
});

test("one that comes while a list is under way is not served by it", async () => {
    cloud.slow = 200;
    const waits = many(5, 3_000);
    await clock.until(clock.sleep(100));
    cloud.make("late", 50_000);
    const late = active("late");
    await waits;
    cloud.make("late", 0);
    await clock.until(late);
    const [first, second] = cloud.lists;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(500);
});

test("one that is missing from the list is asked for by id before it counts as gone", async () => {
    const waits = many(5, 15_000);
    const gone = active("never-made").catch((error: Error) => error.message);
    await waits;
    expect(await gone).toBe("404 never-made");
    expect(cloud.looks.map(({ id }) => id)).toEqual(["never-made"]);
});

test("one of which no list tells is looked at by its id now and then, and ends all the same", async () => {
    cloud.hidden.add("thing-0");
    const took = await many(6, 20_000);
    expect(took[0]).toBeLessThanOrEqual(41_000);
    expect(Math.max(...took.slice(1))).toBeLessThanOrEqual(20_500);
});

test("those of which no list tells are looked at one at a time, not all at once", async () => {
    await many(50, 60_000);
    const perList = cloud.lists.map(({ at }) => cloud.looks.filter((look) => look.at === at).length);
    expect(Math.max(...perList)).toBe(1);
});

test("ERROR ends a wait with the next list, and its reason is asked for by id", async () => {
    cloud.make("broken", 3_000, { status: "ERROR", fault: "No valid host was found." });
    const broken = active("broken").then(String, (error: Error) => `${error.message} @${clock.now() - began}`);
    const began = clock.now();
    const waits = many(5, 15_000);
    await waits;
    const [reason = "", at = ""] = (await broken).split(" @");
    expect(reason).toBe("No valid host was found.");
    expect(Number(at)).toBeLessThanOrEqual(3_500);
    expect(cloud.looks.map(({ id }) => id)).toEqual(["broken"]);
});

test("a list that fails for a moment is borne as a look by id is", async () => {
    cloud.failures.push(new Busy(), new Busy());
    expect(Math.max(...(await many(5, 1_000, true)))).toBeLessThanOrEqual(1_500);
    expect(cloud.looks).toEqual([]);
});

test("a cloud that refuses the list is asked by id, and for no list again", async () => {
    cloud.failures.push(new Error("403"));
    await many(5, 1_000);
    await many(5, 1_000);
    expect(cloud.lists).toHaveLength(1);
    expect(new Set(cloud.looks.map(({ id }) => id)).size).toBe(5);
});

test.each([
    { slow: 20, asking: 0, apart: 400 },
    { slow: 200, asking: 0, apart: 600 },
    { slow: 400, asking: 0, apart: 700 },
    { slow: 1_600, asking: 0, apart: 1_760 },
    { slow: 10_000, asking: 0, apart: 10_500 },
    { slow: 200, asking: 1, apart: 1_600 },
    { slow: 1_600, asking: 1, apart: 2_760 },
])(
    "lists that take $slow ms come every $apart ms, while $asking changes are being asked for",
    async ({ slow, asking, apart }) => {
        cloud.slow = slow;
        cloud.asking = asking;
        await many(5, 50_000);
        const [before, last] = cloud.lists.slice(-2);
        expect((last?.at ?? 0) - (before?.at ?? 0)).toBe(apart);
    },
);

test.each([
    { quiet: 700, first: 700 },
    { quiet: 60_000, first: 2_000 },
])(
    "the first list waits for what is being asked for: $first ms, where that takes $quiet ms",
    async ({ quiet, first }) => {
        const began = clock.now();
        cloud.asking = 1;
        void clock.sleep(quiet).then(() => {
            cloud.asking = 0;
        });
        await many(5, 5_000);
        expect(cloud.lists[0]?.at).toBe(began + first);
    },
);

test("the first of many is served by lists too: what is being asked for will be waited for", async () => {
    cloud.asking = 3;
    cloud.make("first", 2_000);
    const first = active("first");
    await clock.until(clock.sleep(1_000));
    cloud.asking = 0;
    await many(3, 2_000);
    await clock.until(first);
    expect(cloud.looks).toEqual([]);
});

test("when nobody waits, nothing is asked and nobody sleeps", async () => {
    await many(10, 5_000);
    await clock.rest();
    const asked = cloud.lists.length;
    expect(clock.idle).toBe(true);
    await clock.until(clock.sleep(60_000));
    expect([cloud.lists.length, cloud.looks.length]).toEqual([asked, 0]);
});
