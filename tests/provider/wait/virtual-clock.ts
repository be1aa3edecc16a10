/** A clock for many sleepers: when all sleep, it jumps to the one who wakes first. */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../provider/wait/wait";

export class VirtualClock implements Clock {
    time = Date.parse("2030-01-01T00:00:00Z");
    private sleepers: { at: number; wake(): void }[] = [];

    constructor(private readonly dice = 0) {}

    now(): number {
        return this.time;
    }

    random(): number {
        return this.dice;
    }

    sleep(milliseconds: number): Promise<void> {
        return new Promise((wake) => this.sleepers.push({ at: this.time + milliseconds, wake }));
    }

    /** Nobody sleeps: nothing will happen by itself any more. */
    get idle(): boolean {
        return this.sleepers.length === 0;
    }

    /** Lets time pass until the work is done; throws where it never will be. */
    async until<T>(work: Promise<T>): Promise<T> {
        let over = false;
        const ended = work.finally(() => {
            over = true;
        });
        ended.catch(() => undefined);
        for (;;) {
            await setImmediate();
            if (over) {
                return ended;
            }
            if (this.idle) {
                throw new Error("all wait, and nobody sleeps");
            }
            this.next();
        }
    }

    /** Lets time pass until nobody sleeps. */
    async rest(): Promise<void> {
        await setImmediate();
        while (!this.idle) {
            this.next();
            await setImmediate();
        }
    }

    private next(): void {
        const at = Math.min(...this.sleepers.map((sleeper) => sleeper.at));
        const due = this.sleepers.filter((sleeper) => sleeper.at <= at);
        this.sleepers = this.sleepers.filter((sleeper) => sleeper.at > at);
        this.time = Math.max(this.time, at);
        for (const { wake } of due) {
            wake();
        }
    }
}
