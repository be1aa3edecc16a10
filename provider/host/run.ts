/** What one process of the provider knows: Pulumi starts one for each command. */
import type { CloudIdentity, Compute } from "../cloud/index";
import { Exchange } from "../resources/exchange";
import type { Run } from "../resources/kind";

/** An id under which two resources of one stack stand. Nothing has been done. */
export class TakenTwiceError extends Error {
    override readonly name = "TakenTwiceError";
}

/** So many of those that stood before are remembered: more deletions than these are not outstanding. */
const KEPT = 5;

/** Where an id is one: a keypair's is its name, which another cloud, or a flavor, may have too. */
export interface Place {
    kind: string;
    /** Undefined: the state does not say. */
    cloud: CloudIdentity | undefined;
}

/** The cloud, as one text. */
export function within(cloud: CloudIdentity | undefined): string {
    return [cloud?.authUrl, cloud?.region, cloud?.projectId].join(" ");
}

function placed({ kind, cloud }: Place, id: string): string {
    return [kind, cloud?.authUrl, cloud?.region, cloud?.projectId, id].join(" ");
}

export class Knowledge {
    /** Ids that the state has, as far as Pulumi has shown it, each with its place. */
    private readonly inState = new Set<string>();
    /** The same, by resource. */
    private readonly standing = new Map<string, readonly string[]>();
    /** What was taken over, by id and place: for which resource. */
    private readonly taken = new Map<string, string>();
    /** What the program has adopted, by id and place. */
    private readonly adopted = new Set<string>();
    readonly exchange = new Exchange();
    private readonly looks = new Map<Compute, Map<string, Promise<unknown>>>();

    /**
     * The state has this id for a resource that is managed, and may still have those of before. Throws where another
     * resource has just taken it over.
     */
    meet(place: Place, id: string, subject: string, key: string, before: readonly string[]): void {
        const taker = this.taken.get(placed(place, id));
        if (taker !== undefined && taker !== key) {
            throw new TakenTwiceError(
                `${subject} is ${id} in the state, and ${taker} has just taken it over as its own, for its owner metadata names it. ` +
                    "Nothing was changed. Take the other one out of the state again (pulumi state delete), " +
                    "and take the metadata keys that begin with pulumi: off the server.",
            );
        }
        this.standing.set(key, [id, ...before].slice(0, KEPT));
        for (const one of [id, ...before]) {
            this.know(place, one);
        }
    }

    /** The ids of a resource that the state has, the latest first, and perhaps of some that it no longer has. */
    idsOf(key: string): readonly string[] {
        return this.standing.get(key) ?? [];
    }

    /** The state has this id, or will have. */
    know(place: Place, id: string): void {
        this.inState.add(placed(place, id));
    }

    /** The program has adopted it. */
    adopt(place: Place, id: string): void {
        this.adopted.add(placed(place, id));
    }

    /** Whether a creation has taken it over: an entry of the state that is to be deleted is then not the last word. */
    isTaken(place: Place, id: string): boolean {
        const it = placed(place, id);
        return this.taken.has(it) || this.adopted.has(it);
    }

    /** As a creation of a kind on `compute` sees it. */
    on(compute: Compute, kind: string, key: string): Run {
        const place = { kind, cloud: compute.identity };
        const takerOf = (id: string) => this.taken.get(placed(place, id));
        return {
            isInState: (id) => this.inState.has(placed(place, id)) || (takerOf(id) ?? key) !== key,
            isReplaced: (id) => this.idsOf(key).includes(id),
            made: (id) => this.know(place, id),
            take: (id) => {
                this.taken.set(placed(place, id), key);
            },
            exchange: this.exchange.party(key, within(compute.identity)),
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
