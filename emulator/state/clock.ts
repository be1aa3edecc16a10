/** Cancels a callback that has not run yet. */
export type Cancel = () => void;

/** Drives a cloud's asynchronous work: wall-clock time, or a test. */
export interface Clock {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Runs `callback` once, `milliseconds` from now. */
    after(milliseconds: number, callback: () => void): Cancel;
}

/** Wall-clock time. Pending work does not keep the process alive. */
export class RealClock implements Clock {
    now(): number {
        return Date.now();
    }

    after(milliseconds: number, callback: () => void): Cancel {
        const timer = setTimeout(callback, milliseconds);
        timer.unref();
        return () => clearTimeout(timer);
    }
}

interface Pending {
    readonly at: number;
    readonly order: number;
    readonly callback: () => void;
}

/** Time that does not move until a test calls {@link ManualClock.advance}. */
export class ManualClock implements Clock {
    private time: number;
    private order = 0;
    private pending: Pending[] = [];

    constructor(start: number = Date.now()) {
        this.time = start;
    }

    now(): number {
        return this.time;
    }

    after(milliseconds: number, callback: () => void): Cancel {
        const entry = { at: this.time + Math.max(0, milliseconds), order: this.order++, callback };
        this.pending.push(entry);
        return () => {
            this.pending = this.pending.filter((other) => other !== entry);
        };
    }

    /** Advances the time. Runs what is due in order, each at its own moment. */
    advance(milliseconds: number): void {
        const until = this.time + milliseconds;
        for (let next = this.next(until); next !== undefined; next = this.next(until)) {
            const due = next;
            this.pending = this.pending.filter((other) => other !== due);
            this.time = due.at;
            due.callback();
        }
        this.time = until;
    }

    /** Whether nothing is due any more. */
    get isIdle(): boolean {
        return this.pending.length === 0;
    }

    /** Goes back to an earlier time. What is still due never runs. */
    returnTo(time: number): void {
        this.pending = [];
        this.time = time;
    }

    /** Advances to the next due callback, if there is one, and runs it. */
    step(): boolean {
        const next = this.next(Number.POSITIVE_INFINITY);
        if (next === undefined) {
            return false;
        }
        this.advance(next.at - this.time);
        return true;
    }

    private next(until: number): Pending | undefined {
        let first: Pending | undefined;
        for (const entry of this.pending) {
            if (entry.at > until) {
                continue;
            }
            if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order)) {
                first = entry;
            }
        }
        return first;
    }
}
