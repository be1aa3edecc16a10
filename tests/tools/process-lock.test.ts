import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireLock } from "../../tools/process-lock";

const TIMES = { touch: 20, stale: 2_000, poll: 10 };
let work: string;
let folder: string;

beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "lock-"));
    folder = join(work, "lock");
});

afterEach(() => rmSync(work, { recursive: true }));

it("lets one in at a time, and tells the other that it waits", async () => {
    const events: string[] = [];
    const first = await acquireLock(folder, () => events.push("first waits"), TIMES);
    const second = acquireLock(folder, () => events.push("second waits"), TIMES).then((lock) => {
        events.push("second has it");
        return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    events.push("first gives it back");
    first.release();

    (await second).release();

    expect(events).toEqual(["second waits", "first gives it back", "second has it"]);
    expect(existsSync(folder)).toBe(false);
});

it("takes over from a holder that has died", async () => {
    mkdirSync(folder);
    const longAgo = new Date(Date.now() - 10_000);
    utimesSync(folder, longAgo, longAgo);

    const lock = await acquireLock(folder, () => {}, TIMES);

    expect(readdirSync(work)).toEqual(["lock"]);
    lock.release();
});

it("does not take over from a holder that is alive", async () => {
    const times = { touch: 50, stale: 1_000, poll: 10 };
    const first = await acquireLock(folder, () => {}, times);
    let taken = false;
    const second = acquireLock(folder, () => {}, times).then((lock) => {
        taken = true;
        return lock;
    });

    await new Promise((resolve) => setTimeout(resolve, 1_500));

    expect(taken).toBe(false);
    first.release();
    (await second).release();
});
