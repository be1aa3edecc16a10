/**
 * A lock between processes: a folder that only one can create. The holder touches it every few seconds. A lock that has
 * not been touched for long belonged to a process that died, and is taken over.
 */
import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Times in milliseconds. */
export interface LockTimes {
    /** How often the holder touches the lock. */
    touch: number;
    /** How old an untouched lock is when its holder counts as dead. */
    stale: number;
    /** How often a waiting process looks. */
    poll: number;
}

const TIMES: LockTimes = { touch: 2_000, stale: 20_000, poll: 500 };

/** A held lock. */
export interface Lock {
    /** Releases the lock. Synchronous, so that it also runs while a process exits. */
    release(): void;
}

/**
 * Waits for the lock and takes it.
 * @param waiting is called if another process holds it: at once, and then every ten seconds.
 */
export async function acquireLock(folder: string, waiting: () => void, times: LockTimes = TIMES): Promise<Lock> {
    for (let looks = 0; !tryMake(folder); looks++) {
        const age = ageOf(folder);
        if (age !== undefined && age > times.stale) {
            setAside(folder);
            continue;
        }
        if (looks % Math.ceil(10_000 / times.poll) === 0) {
            waiting();
        }
        await sleep(times.poll);
    }
    const timer = setInterval(() => touch(folder), times.touch);
    timer.unref();
    return {
        release() {
            clearInterval(timer);
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

function tryMake(folder: string): boolean {
    try {
        mkdirSync(folder);
        return true;
    } catch (error) {
        if (hasCode(error, "EEXIST")) {
            return false;
        }
        throw error;
    }
}

/** Milliseconds since the holder's last touch; undefined if the lock has just been released. */
function ageOf(folder: string): number | undefined {
    try {
        return Date.now() - statSync(folder).mtimeMs;
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            return undefined;
        }
        throw error;
    }
}

/** Removes the lock of a dead holder. If two try, only one rename succeeds. */
function setAside(folder: string): void {
    const aside = `${folder}.stale-${process.pid}-${Date.now()}`;
    try {
        renameSync(folder, aside);
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            return;
        }
        throw error;
    }
    rmSync(aside, { recursive: true, force: true });
}

function touch(folder: string): void {
    const now = new Date();
    try {
        utimesSync(folder, now, now);
    } catch (error) {
        // The lock was taken over while this process was stopped. Its work ends in one rename, so nothing breaks.
        if (!hasCode(error, "ENOENT")) {
            throw error;
        }
    }
}

/**
 * Whether an error is a system error with one of these codes. Not checked by class, because Node.js has another `Error`
 * under jest.
 */
export function hasCode(error: unknown, ...codes: string[]): boolean {
    return (
        typeof error === "object" &&
        error !== null &&
        "code" in error &&
        typeof error.code === "string" &&
        codes.includes(error.code)
    );
}
