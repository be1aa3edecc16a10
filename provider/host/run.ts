/** What one process of the provider knows: Pulumi starts one for each command. */
import type { Compute } from "../cloud/index";
import type { Run } from "../resources/kind";

/** An id under which two resources of one stack stand. Nothing has been done. */
export class TakenTwiceError extends Error {
    override readonly name = "TakenTwiceError";
}

/** So many of those that stood before are remembered: more deletions than these are not outstanding. */
const KEPT = 5;

export class Knowledge {
    /** Ids that the state has, as far as Pulumi has shown it. */
    private readonly inState = new Set<string>();
    /** The same, by resource. */
    private readonly standing = new Map<string, readonly string[]>();
    /** What was taken over, by id: for which resource. */
    private readonly taken = new Map<string, string>();
    private readonly looks = new Map<Compute, Map<string, Promise<unknown>>>();

    /**
     * The state has this id for a resource that is managed, and may still have those of before. Throws where another
     * resource has just taken it over.
     */
    meet(id: string, subject: string, key: string, before: readonly string[]): void {
        const taker = this.taken.get(id);
        if (taker !== undefined && taker !== key) {
            throw new TakenTwiceError(
                `${subject} is ${id} in the state, and ${taker} has just taken it over as its own, for its owner metadata names it. ` +
                    "Nothing was changed. Take the other one out of the state again (pulumi state delete), " +
                    "and take the metadata keys that begin with pulumi: off the server.",
            );
        }
        this.standing.set(key, [id, ...before].slice(0, KEPT));
        for (const one of [id, ...before]) {
            this.know(one);
        }
    }

    /** The ids of a resource that the state has, the latest first, and perhaps of some that it no longer has. */
    idsOf(key: string): readonly string[] {
        return this.standing.get(key) ?? [];
    }

    /** The state has this id, or will have. */
    know(id: string): void {
        this.inState.add(id);
    }

    /** As a creation on `compute` sees it. */
    on(compute: Compute, key: string): Run {
        return {
            isInState: (id) => this.inState.has(id) || (this.taken.has(id) && this.taken.get(id) !== key),
            isReplaced: (id) => this.idsOf(key).includes(id),
            made: (id) => this.know(id),
            take: (id) => {
                this.taken.set(id, key);
            },
            once: (what, look) => this.once(compute, what, look),
        };
    }

    private once<T>(compute: Compute, what: string, look: () => Promise<T>): Promise<T> {
        const looks = this.looks.get(compute) ?? new Map<string, Promise<unknown>>();
        this.looks.set(compute, looks);
        const known = looks.get(what) as Promise<T> | undefined;
        if (known !== undefined) {
            return known;
        }
        const looking = look().catch((error: unknown) => {
            looks.delete(what);
            throw error;
        });
        looks.set(what, looking);
        return looking;
    }
}
