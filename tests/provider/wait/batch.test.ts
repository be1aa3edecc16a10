/** Reads that fall together: how many requests they make, and what a list may not decide. */
import { Batch } from "../../../provider/wait/batch";
import { VirtualClock } from "./virtual-clock";

class Cloud {
    readonly lists: number[] = [];
    readonly reads: string[] = [];
    readonly things = new Map<string, string>();
    writes = 0;
    failure: Error | undefined;

    constructor(readonly clock: VirtualClock) {}

    readonly all = async (): Promise<ReadonlyMap<string, string>> => {
        this.lists.push(this.clock.now());
        await this.clock.sleep(100);
        if (this.failure !== undefined) {
            throw this.failure;
        }
        return new Map(this.things);
    };

    readonly tells = (listed: string) => listed !== "ERROR";
    readonly mark = () => this.writes;

    async alone(id: string): Promise<string> {
        this.reads.push(id);
        const found = this.things.get(id);
        if (found === undefined) {
            throw new Error(`404 ${id}`);
        }
        return found;
    }
}

let clock: VirtualClock;
let cloud: Cloud;
let batch: Batch<string>;
beforeEach(() => {
    clock = new VirtualClock();
    cloud = new Cloud(clock);
    batch = new Batch(cloud, clock);
    for (const id of ids(20)) {
        cloud.things.set(id, `as ${id} is`);
    }
});

function ids(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `id-${index}`);
}

const read = (id: string) => batch.read(id, () => cloud.alone(id));
const readAll = (all: readonly string[]) => clock.until(Promise.all(all.map(read)));

test("up to three at once are read by themselves", async () => {
    expect(await readAll(ids(3))).toEqual(["as id-0 is", "as id-1 is", "as id-2 is"]);
    expect([cloud.lists.length, cloud.reads.length]).toEqual([0, 3]);
});

test("more at once are read by one list", async () => {
    expect(await readAll(ids(20))).toEqual(ids(20).map((id) => `as ${id} is`));
    expect([cloud.lists.length, cloud.reads.length]).toEqual([1, 0]);
});

test("those that follow one another, as the engine makes them, are served by the same list", async () => {
    await readAll(ids(8));
    for (const id of ids(20).slice(8)) {
        await clock.until(clock.sleep(300));
        await readAll([id]);
    }
    expect([cloud.lists.length, cloud.reads.length]).toEqual([1, 0]);
});

test("one that comes later is read by itself", async () => {
    await readAll(ids(8));
    await clock.until(clock.sleep(501));
    cloud.things.set("id-1", "changed");
    expect(await readAll(["id-1"])).toEqual(["changed"]);
    expect(cloud.lists).toHaveLength(1);
});

test("one that is read a second time, as by another refresh, is read anew, and so are all after it", async () => {
    await readAll(ids(8));
    cloud.things.set("id-1", "changed");
    expect(await readAll(ids(8))).toContain("changed");
    expect(cloud.lists).toHaveLength(2);
});

test("a list is not used for longer than ten seconds, however many follow", async () => {
    for (const id of ids(60)) {
        cloud.things.set(id, `as ${id} is`);
    }
    await readAll(ids(8));
    for (const id of ids(60).slice(8)) {
        await clock.until(clock.sleep(400));
        await readAll([id]);
    }
    // 8 at once and 24 in ten seconds; the others came one by one.
    expect([cloud.lists.length, cloud.reads[0], cloud.reads.length]).toEqual([1, "id-32", 28]);
});

test("what was listed before a change of ours is not used after it", async () => {
    await readAll(ids(8));
    cloud.writes += 1;
    cloud.things.set("id-1", "changed");
    expect(await readAll(["id-1"])).toEqual(["changed"]);
});

test("one that is missing from the list is asked for by id, and only then gone", async () => {
    const reads = Promise.all([...ids(8), "gone"].map((id) => read(id).catch(({ message }: Error) => message)));
    expect((await clock.until(reads)).at(-1)).toBe("404 gone");
    expect(cloud.reads).toEqual(["gone"]);
});

test("one of which the list does not tell all is read by itself", async () => {
    cloud.things.set("id-3", "ERROR");
    await readAll(ids(8));
    expect(cloud.reads).toEqual(["id-3"]);
});

test("a list that fails fails the reads, and the next ones ask anew", async () => {
    cloud.failure = new Error("503");
    await expect(readAll(ids(8))).rejects.toThrow("503");
    cloud.failure = undefined;
    expect(await readAll(ids(8))).toHaveLength(8);
});
