/**
 * Reads that fall together, as those of a refresh do, are served by one list; a few are made one by one. What a list
 * does not have is read by itself: missing from a list is not gone.
 */
import { type Clock, SYSTEM_CLOCK } from "./wait";

export interface Listed<T> {
    /** All there are, by id. */
    all(): Promise<ReadonlyMap<string, T>>;
    /** Whether all of it is in the list; else it is read by itself. */
    tells(listed: T): boolean;
    /** Another value once something was changed by ourselves: what was listed before is not used any more. */
    mark(): unknown;
    /** Whether a list serves however old it is: then no more than a few are ever read by themselves. */
    lasting?: boolean;
}

/** More reads than this at once are served by the list. */
const FEW = 3;

/** Milliseconds within which reads count as made at once. */
const TOGETHER = 5;

/** A list serves those that follow one another by no more than the first, up to an age of the second (milliseconds). */
const FOLLOWING = 500;
const OLDEST = 10_000;

interface List<T> {
    all: Promise<ReadonlyMap<string, T>>;
    mark: unknown;
    began: number;
    usedAt: number;
    /** Whom it has served: one that is read a second time is to be read anew. */
    served: Set<string>;
}

export class Batch<T> {
    /** The reads that are being gathered, and what becomes of them. */
    private gathering: { count: number; list: Promise<List<T> | undefined> } | undefined;
    private latest: List<T> | undefined;
    /** How many were read by themselves, because they were few. */
    private alone = 0;

    constructor(
        private readonly listed: Listed<T>,
        private readonly clock: Clock = SYSTEM_CLOCK,
    ) {}

    /** Reads one; `alone` reads it by itself. */
    async read(id: string, alone: () => Promise<T>): Promise<T> {
        const list = this.usable(id) ?? (await this.gathered());
        if (list === undefined) {
            return alone();
        }
        list.served.add(id);
        const found = (await list.all).get(id);
        return found !== undefined && this.listed.tells(found) ? found : alone();
    }

    private gathered(): Promise<List<T> | undefined> {
        this.gathering ??= { count: 0, list: this.gather() };
        this.gathering.count += 1;
        return this.gathering.list;
    }

    private async gather(): Promise<List<T> | undefined> {
        await this.clock.sleep(TOGETHER);
        const count = this.gathering?.count ?? 0;
        this.gathering = undefined;
        if (count + (this.listed.lasting === true ? this.alone : 0) <= FEW) {
            this.alone += count;
            return undefined;
        }
        const now = this.clock.now();
        const list: List<T> = {
            all: this.listed.all(),
            mark: this.listed.mark(),
            began: now,
            usedAt: now,
            served: new Set(),
        };
        this.latest = list;
        list.all.then(
            () => {
                list.usedAt = this.clock.now();
            },
            () => {
                this.latest = this.latest === list ? undefined : this.latest;
            },
        );
        return list;
    }

    private usable(id: string): List<T> | undefined {
        const list = this.latest;
        const now = this.clock.now();
        if (
            list === undefined ||
            list.mark !== this.listed.mark() ||
            list.served.has(id) ||
            (this.listed.lasting !== true && (now - list.usedAt > FOLLOWING || now - list.began > OLDEST))
        ) {
            this.latest = undefined;
            return undefined;
        }
        list.usedAt = now;
        return list;
    }
}
