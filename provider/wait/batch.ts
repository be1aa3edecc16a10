/**
 * Reads that happen at the same time, as in a refresh, share one list. A few reads are done one by one. What is missing
 * from the list is read by id, because missing does not mean deleted.
 */
import { type Clock, SYSTEM_CLOCK } from "./wait";

export interface Listed<T> {
    /** All items by id. */
    all(): Promise<ReadonlyMap<string, T>>;
    /** Whether the list contains all of the item. Otherwise it is read by id. */
    tells(listed: T): boolean;
    /** Changes after a write of ours. An older list is not used then. */
    mark(): unknown;
    /** Whether a list may be used however old it is. Then only a few are ever read by id. */
    lasting?: boolean;
}

/** More simultaneous reads than this use the list. */
const FEW = 3;

/** Milliseconds within which reads count as simultaneous. */
const TOGETHER = 5;

/**
 * A list is used for later reads that follow within FOLLOWING milliseconds of each other, until it is OLDEST
 * milliseconds old.
 */
const FOLLOWING = 500;
const OLDEST = 10_000;

interface List<T> {
    all: Promise<ReadonlyMap<string, T>>;
    mark: unknown;
    began: number;
    usedAt: number;
    /** The ids that were read from it. A second read of the same id must be fresh. */
    served: Set<string>;
}

export class Batch<T> {
    /** The reads that are being collected, and their list. */
    private gathering: { count: number; list: Promise<List<T> | undefined> } | undefined;
    private latest: List<T> | undefined;
    /** How many were read by id because they were few. */
    private alone = 0;

    constructor(
        private readonly listed: Listed<T>,
        private readonly clock: Clock = SYSTEM_CLOCK,
    ) {}

    /** Reads one item. `alone` reads it by id. */
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
