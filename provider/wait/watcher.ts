/**
 * One loop for all waits on one cloud. A few waits look for themselves, by id; many are served by one list of what has
 * changed, so that the requests do not grow with the waits. It knows nothing of what it looks at, and does nothing
 * when nobody waits.
 */
import { type Clock, SYSTEM_CLOCK } from "./wait";

/** Where the changes of many are seen at once. */
export interface Changes<T> {
    /**
     * What has changed at that time or later, by the cloud's clock: each as it is now, by its id. No request starts
     * after the deadline.
     */
    since(time: number, deadline: number): Promise<ReadonlyMap<string, T>>;
    /** A time that the cloud's clock has passed, as late as is known. */
    now(): number;
    /** How many changes are being asked for at this moment: what they change will be waited for next. */
    coming(): number;
    /** Whether all of it is in the list; else it is looked at by its id. */
    tells(seen: T): boolean;
    /** Whether a failure of the list passes; after one that does not, everything is looked at by its id. */
    bears(error: unknown): boolean;
}

/** More waits than this, with those to come, are served by the list, until one is left. */
const FEW = 3;

/**
 * Milliseconds from one list to the next, where a list takes less: with a part of what it took on top, for it costs the
 * cloud that; and where it takes no more than `light`.
 */
const GAP = { usual: 500, part: 1 / 2, quick: 200, light: 50 };
/** A cloud that takes long to list is given this part of that time to breathe, up to so many milliseconds. */
const BREATH = { part: 1 / 10, longest: 500 };
/**
 * While changes are being asked for, a list waits for them, up to so many milliseconds: it would stand behind them in the
 * cloud's own queue, or take a place before them. The first one waits longer: hardly anything can be done by then.
 */
const PATIENCE = { first: 2_000, longest: 1_000, step: 20 };

/** Milliseconds that a list looks further back: the cloud's hosts have clocks of their own, and a change is written before it is seen. */
const OVERLAP = 5_000;

/** One of which no list has told for so long is looked at by its id: one at a time, whatever the number of waits. */
const UNHEARD = 20_000;

/** What is to be in sight. */
export interface Seen<T> {
    readonly id: string;
    /** After which no request starts (milliseconds since the epoch). */
    readonly deadline: number;
    /** A look at it alone. */
    look(): Promise<T>;
}

/** How to look: what the list told, or by id. */
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
    /** Milliseconds that the last list took; undefined before the first. */
    private took: number | undefined;

    constructor(
        private readonly changes: Changes<T>,
        readonly clock: Clock = SYSTEM_CLOCK,
    ) {}

    /** Has one in sight while `waiting`. */
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

    /** The next turn to look: after so many milliseconds alone, sooner or a moment later in a crowd. */
    turn(sight: Sight<T>, milliseconds: number): Promise<Turn<T>> {
        return new Promise((go) => {
            const place = { ripe: false, go };
            this.queue.set(sight, place);
            // What the list took is part of the way to the next.
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

    /** Serves all that wait for a turn now, ripe or not; who comes while the list is under way waits for the next. */
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

    /** For each what the list tells of it; none for those that must be looked at by their id. */
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

/** One wait's view: what `waitFor` observes and rests by. */
export class Sight<T> {
    private last: { seen: T } | undefined;
    private next: Turn<T> | undefined;
    /** When it was last told of, by our clock. */
    heardAt: number;

    constructor(
        private readonly watcher: Watcher<T>,
        readonly target: Seen<T>,
        /** Up to when, by the cloud's clock, nothing of it has been missed. */
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

    /** The list told of it. */
    heard(seen: T, at: number): true {
        this.last = { seen };
        this.heardAt = this.watcher.clock.now();
        this.known = at;
        return true;
    }

    /** The list did not tell of it: it is as it was, where it has been seen at all. */
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
