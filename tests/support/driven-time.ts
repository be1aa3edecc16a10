/**
 * Time that passes only when nothing else can happen: a test drives the embedded cloud's clock, and with it the timers
 * of the provider in this process. Waits and retries of minutes then take as long as their requests do, and what
 * happens does not depend on how busy the machine is.
 */
import http from "node:http";
import { type Cancel, type EmbeddedCloud, ManualClock } from "../../emulator";
import { SYSTEM_TIMING } from "../../provider/cloud/cloud-settings";

/** The provider's process was killed: its current call has no answer. */
export class ProcessKilled extends Error {
    override readonly name = "ProcessKilled";
}

/** Counts the requests whose answers wait until time passes. */
export type Holding = Pick<EmbeddedCloud, "held">;

/**
 * The cloud's clock, and the provider's `setTimeout`, `Date.now` and `Math.random`, from {@link DrivenTime.install} on.
 */
export class DrivenTime {
    readonly clock: ManualClock;
    private readonly timers = new Map<unknown, Cancel>();
    private readonly restores: (() => void)[] = [];
    private inFlight = 0;
    private killed = false;

    constructor(
        start: number,
        private readonly random: () => number,
    ) {
        this.clock = new ManualClock(start);
    }

    install(): void {
        const now = () => this.clock.now();
        const request = http.request.bind(http);
        this.restores.push(
            replaced(globalThis, "setTimeout", ((callback: () => void, milliseconds?: number) =>
                this.set(callback, milliseconds ?? 0)) as typeof setTimeout),
            replaced(globalThis, "clearTimeout", ((timer: unknown) => this.clear(timer)) as typeof clearTimeout),
            replaced(Date, "now", now),
            replaced(Math, "random", this.random),
            // These were read when the module was loaded.
            replaced(SYSTEM_TIMING, "now", now),
            replaced(SYSTEM_TIMING, "random", this.random),
            replaced(http, "request", ((...args: Parameters<typeof http.request>) => {
                const outgoing = request(...args);
                this.inFlight += 1;
                outgoing.once("close", () => {
                    this.inFlight -= 1;
                });
                return outgoing;
            }) as typeof http.request),
        );
    }

    restore(): void {
        for (const restore of this.restores.splice(0).reverse()) {
            restore();
        }
    }

    /** Ends the provider's process as soon as it waits for the cloud: none of its timers runs any more. */
    kill(): void {
        this.killed = true;
    }

    /** Waits for the provider, and lets time pass whenever the provider only waits for time. */
    async drive<T>(cloud: Holding, doing: Promise<T>): Promise<T> {
        let settled = false;
        const end = () => {
            settled = true;
        };
        doing.then(end, end);
        for (;;) {
            await this.quiet(cloud);
            if (settled) {
                return doing;
            }
            if (this.killed) {
                this.killed = false;
                this.forget();
                throw new ProcessKilled("the provider's process was killed");
            }
            if (!this.clock.step()) {
                throw new Error("the provider waits for something that never comes");
            }
        }
    }

    /** Lets the cloud finish what it is doing. */
    async settle(cloud: Holding): Promise<void> {
        do {
            await this.quiet(cloud);
        } while (this.clock.step());
    }

    /** Goes back to an earlier moment, when nothing was due. What has begun since then never ends. */
    async returnTo(moment: number, cloud: Holding): Promise<void> {
        await this.quiet(cloud);
        this.killed = false;
        this.timers.clear();
        this.clock.returnTo(moment);
    }

    /** Cancels every timer of the provider, as the end of its process does. */
    private forget(): void {
        for (const cancel of this.timers.values()) {
            cancel();
        }
        this.timers.clear();
    }

    /** Waits until every request is answered that the cloud does not hold back, and the answers are processed. */
    private async quiet(cloud: Holding): Promise<void> {
        for (let turns = 0; turns < TURNS; ) {
            await new Promise((resolve) => setImmediate(resolve));
            turns = this.inFlight > cloud.held ? 0 : turns + 1;
        }
    }

    private set(callback: () => void, milliseconds: number): object {
        const timer = { ref: () => timer, unref: () => timer };
        const cancel = this.clock.after(milliseconds, () => {
            this.timers.delete(timer);
            callback();
        });
        this.timers.set(timer, cancel);
        return timer;
    }

    private clear(timer: unknown): void {
        this.timers.get(timer)?.();
        this.timers.delete(timer);
    }
}

/** If nothing happens for so many turns of the event loop, nothing is expected to happen any more. */
const TURNS = 4;

function replaced<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): () => void {
    const before = target[key];
    target[key] = value;
    return () => {
        target[key] = before;
    };
}
