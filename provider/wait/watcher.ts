/**
 * One loop for all waits on one cloud. A few waits poll by id. Many share one list of changes, so that the number of
 * requests does not grow with the number of waits. The loop knows nothing about what it polls, and does nothing without
 * waits.
 */
import { type Clock, SYSTEM_CLOCK } from "./wait";

/** How to see the changes of many at once. */
export interface Changes<T> {
    /**
     * What has changed since this time of the cloud's clock: each item as it is now, by its id. No request starts after
     * the deadline.
     */
    since(time: number, deadline: number): Promise<ReadonlyMap<string, T>>;
    /** The latest time that the cloud's clock is known to have passed. */
    now(): number;
    /** How many changes are being requested at this moment. They will be waited for next. */
    coming(): number;
    /** Whether the list contains all of the item. Otherwise it is polled by id. */
    tells(seen: T): boolean;
    /** Whether a failure of the list is temporary. Otherwise everything is polled by id. */
    bears(error: unknown): boolean;
}

/** More waits than this, including those to come, share the list, until only one is left. */
const FEW = 3;

/**
 * Milliseconds between two lists: `usual`, plus this part of the time that the list took, because it costs the cloud
 * that time; or `quick` if it took no more than `light`.
 */
const GAP = { usual: 500, part: 1 / 2, quick: 200, light: 50 };
/** After a slow list, a pause of this part of the time that it took, at most so many milliseconds. */
const BREATH = { part: 1 / 10, longest: 500 };
/**
 * While changes are being requested, a list waits for them, at most so many milliseconds. Otherwise it would wait
 * behind them in the cloud's queue, or delay them. The first list waits longer, because hardly anything can be done by
 * then.
 */
const PATIENCE = { first: 2_000, longest: 1_000, step: 20 };

/**
 * Milliseconds that a list looks further back: the cloud's hosts have clocks of their own, and a change is written some
 * time before it is visible.
 */
const OVERLAP = 5_000;

/** An item that no list has contained for this long is polled by id. One at a time, whatever the number of waits is. */
const UNHEARD = 20_000;

/** An item to watch. */
export interface Seen<T> {
    readonly id: string;
    /** No request starts after this time (milliseconds since the epoch). */
    readonly deadline: number;
    /** Polls it by id. */
    look(): Promise<T>;
}

/** How to look: from the list, or by id. */
type Turn<T> = () => Promise<T>;

interface Place<T> {
    ripe: boolean;
    go(turn: Turn<T>): void;
}

export class Watcher<T> {
    private readonly sights = new Set<Sight<T>>();
    private readonly queue = new Map<Sight<T>, Place<T>>();
    private crowded = false;
    private resting = false;
    private listless = false;
    /** Milliseconds that the last list took. Undefined before the first. */
    private took: number | undefined;

    constructor(
        private readonly changes: Changes<T>,
        readonly clock: Clock = SYSTEM_CLOCK,
    ) {}

    /** Watches an item while `waiting` runs. */
    async watching<R>(seen: Seen<T>, waiting: (sight: Sight<T>) => Promise<R>): Promise<R> {
        const sight = new Sight(this, seen, this.changes.now());
        this.sights.add(sight);
        try {
            return await waiting(sight);
        } finally {
            this.sights.delete(sight);
            this.serve();
        }
    }

    /**
     * The next turn to look: after this many milliseconds if the item is polled by id; a little sooner or later with a
     * list.
     */
    turn(sight: Sight<T>, milliseconds: number): Promise<Turn<T>> {
        return new Promise((go) => {
            const place = { ripe: false, go };
            this.queue.set(sight, place);
            // The time that the list took counts towards the interval.
            const gone = this.crowded && !this.listless ? (this.took ?? 0) : 0;
            void this.clock.sleep(Math.max(0, milliseconds - gone)).then(() => {
                place.ripe = true;
                this.serve();
            });
        });
    }

    lookAlone(sight: Sight<T>): Promise<T> {
        return sight.lookAlone(this.changes.now());
    }

    private serve(): void {
        const ripe = [...this.queue].filter(([, place]) => place.ripe);
        const coming = this.changes.coming();
        this.crowded = this.sights.size + coming > FEW || (this.crowded && this.sights.size > 1);
        if (ripe.length === 0) {
            return;
        }
        if (!this.crowded || this.listless) {
            for (const [sight, place] of ripe) {
                this.queue.delete(sight);
                place.go(() => this.lookAlone(sight));
            }
        } else if (!this.resting) {
            void this.list();
        }
    }

    /**
     * Answers all waits that want a turn now, even if it is early. A wait that comes during the list gets the next one.
     */
    private async list(): Promise<void> {
        this.resting = true;
        await this.quiet();
        const served = [...this.queue];
        for (const [sight] of served) {
            this.queue.delete(sight);
        }
        const began = this.clock.now();
        const turns = await this.turnsFor(served.map(([sight]) => sight));
        for (const [sight, place] of served) {
            place.go(turns.get(sight) ?? (() => this.lookAlone(sight)));
        }
        const took = this.clock.now() - began;
        this.took = took;
        const breath = Math.min(BREATH.longest, took * BREATH.part);
        const gap = took <= GAP.light ? GAP.quick : GAP.usual + took * GAP.part;
        await this.clock.sleep(Math.max(gap - took, breath));
        this.resting = false;
        this.serve();
    }

    private async quiet(): Promise<void> {
        const latest = this.clock.now() + (this.took === undefined ? PATIENCE.first : PATIENCE.longest);
        while (this.changes.coming() > 0 && this.clock.now() < latest) {
            await this.clock.sleep(PATIENCE.step);
        }
    }

    /** For each item what the list says about it. Missing for those that must be polled by id. */
    private async turnsFor(sights: readonly Sight<T>[]): Promise<ReadonlyMap<Sight<T>, Turn<T>>> {
        const asked = this.changes.now();
        const turns = new Map<Sight<T>, Turn<T>>();
        try {
            const since = Math.min(asked, ...sights.map(({ known }) => known)) - OVERLAP;
            const deadline = Math.min(...sights.map(({ target }) => target.deadline));
            const changed = await this.changes.since(since, deadline);
            const unheard = longestUnheard(sights, changed, this.clock.now() - UNHEARD);
            for (const sight of sights) {
                const seen = changed.get(sight.target.id);
                const told =
                    seen === undefined
                        ? sight !== unheard && sight.unchanged(asked)
                        : this.changes.tells(seen) && sight.heard(seen, asked);
                if (told) {
                    turns.set(sight, sight.fromMemory);
                }
            }
        } catch (error) {
            this.listless = !this.changes.bears(error);
            if (!this.listless) {
                for (const sight of sights) {
                    turns.set(sight, () => Promise.reject(error));
                }
            }
        }
        return turns;
    }
}

function longestUnheard<T>(
    sights: readonly Sight<T>[],
    changed: ReadonlyMap<string, T>,
    before: number,
): Sight<T> | undefined {
    const silent = sights.filter(({ target, heardAt }) => !changed.has(target.id) && heardAt < before);
    return silent.reduce<Sight<T> | undefined>(
        (longest, sight) => (longest === undefined || sight.heardAt < longest.heardAt ? sight : longest),
        undefined,
    );
}

/** The view of one wait: `waitFor` observes and rests through it. */
export class Sight<T> {
    private last: { seen: T } | undefined;
    private next: Turn<T> | undefined;
    /** When a list last contained it, by our clock. */
    heardAt: number;

    constructor(
        private readonly watcher: Watcher<T>,
        readonly target: Seen<T>,
        /** No change before this time of the cloud's clock has been missed. */
        public known: number,
    ) {
        this.heardAt = watcher.clock.now();
    }

    readonly rest = async (milliseconds: number): Promise<void> => {
        this.next = await this.watcher.turn(this, milliseconds);
    };

    readonly observe = async (): Promise<T> => {
        const turn = this.next ?? (await this.watcher.turn(this, 0));
        this.next = undefined;
        return turn();
    };

    async lookAlone(at: number): Promise<T> {
        const seen = await this.target.look();
        this.heard(seen, at);
        return seen;
    }

    /** The list contained it. */
    heard(seen: T, at: number): true {
        this.last = { seen };
        this.heardAt = this.watcher.clock.now();
        this.known = at;
        return true;
    }

    /** The list did not contain it, so it is unchanged, if it has been seen at all. */
    unchanged(at: number): boolean {
        if (this.last !== undefined) {
            this.known = at;
        }
        return this.last !== undefined;
    }

    readonly fromMemory = async (): Promise<T> => {
        if (this.last === undefined) {
            throw new Error(`nothing has been seen of ${this.target.id}`);
        }
        return this.last.seen;
    };
}
