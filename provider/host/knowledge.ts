/** What one process of the provider knows of the ids in its state, and which of its resources has each. */
import type { CloudIdentity, Compute } from "../cloud/index";
import type { Run } from "../lifecycle/kind";
import { Exchange } from "../lifecycle/resource-exchange";
import type { AnyKind } from "../resources/registry";
import { type Stored, stateOf } from "../state/stored-state";

/** Two resources of one stack are the same thing in the cloud. Nothing has been done. */
export class TakenTwiceError extends Error {
    override readonly name = "TakenTwiceError";
}

/** So many of those that stood before are remembered: more deletions than these are not outstanding. */
const KEPT = 5;

/** Where an id is one: a keypair's is its name, which another cloud, another user, or a flavor may have too. */
export interface Place {
    kind: string;
    /** Undefined: the state does not say. */
    cloud: CloudIdentity | undefined;
    /** Whose it is, where each user has ids of its own. */
    user: string | undefined;
}

/** Where the state says that it is. */
export function placeOf({ kind, userOf }: AnyKind, stored: Stored): Place {
    return { kind, cloud: stored.kept.cloud, user: userOf?.(stateOf(stored)) };
}

/** The cloud, as one text. */
export function within(cloud: CloudIdentity | undefined): string {
    return [cloud?.authUrl, cloud?.region, cloud?.projectId].join(" ");
}

function placed({ kind, cloud, user }: Place, id: string): string {
    return [kind, within(cloud), user, id].join(" ");
}

/** A resource of the state, as `diff` has met it. */
export interface Met {
    key: string;
    /** Whether it keeps this id. What is replaced does not; a refresh does not tell. */
    stays: boolean | undefined;
    /** The ids that it had before: the state may still have those, to be deleted. */
    before: readonly string[];
}

/** What the state has under an id: which resources, and whether each of them keeps it, as far as `diff` has said. */
type Entries = Map<string, boolean | undefined>;

type Values = Readonly<Record<string, unknown>>;

export class Knowledge {
    /** What the state has, as far as Pulumi has shown it, by id and place. */
    private readonly inState = new Map<string, Entries>();
    /** The ids of a resource, the latest first. */
    private readonly standing = new Map<string, readonly string[]>();
    /** What was taken over, by id and place: for which resource. */
    private readonly taken = new Map<string, string>();
    /** What the program has adopted, by id and place: for which resource. */
    private readonly adopted = new Map<string, string>();
    /** What this process has written to a thing that several resources may write to, by id and place, and for which resource. */
    private readonly written = new Map<string, { key: string; values: Values }>();
    readonly exchange = new Exchange();
    private readonly looks = new Map<Compute, Map<string, Promise<unknown>>>();

    /** The state has this id for a resource that is managed, and may still have those of before. */
    meet(place: Place, id: string, { key, stays, before }: Met): void {
        this.standing.set(key, [id, ...before].slice(0, KEPT));
        for (const one of before) {
            this.know(place, one, key);
        }
        this.entriesOf(placed(place, id)).set(key, stays);
    }

    /**
     * Throws where this update has just made the same thing another resource's, or where the state has it twice. What is
     * done to the one would be done to the other.
     */
    assertAlone(place: Place, id: string, subject: string, key: string): void {
        const it = placed(place, id);
        const taker = this.taken.get(it) ?? this.adopted.get(it);
        if (taker !== undefined && taker !== key) {
            throw new TakenTwiceError(
                `${subject} is ${id} in the state, but this update has just given ${taker} the same id: by its adopt, or ` +
                    `because the owner metadata in the cloud still named it. Nothing was changed here. ${ONE_OF_TWO(taker)}`,
            );
        }
        const other = this.holderOf(place, id, key);
        if (other !== undefined) {
            throw new TakenTwiceError(
                `${subject} is ${id} in the state, and so is ${other}: two resources cannot manage one. Nothing was changed. ` +
                    ONE_OF_TWO("the one that does not belong to it"),
            );
        }
    }

    /** Another resource that has this id in the state and keeps it. */
    holderOf(place: Place, id: string, key: string): string | undefined {
        const entries = [...(this.inState.get(placed(place, id)) ?? [])];
        return entries.find(([other, stays]) => other !== key && stays === true)?.[0];
    }

    /** The ids of a resource that the state has, the latest first, and perhaps of some that it no longer has. */
    idsOf(key: string): readonly string[] {
        return this.standing.get(key) ?? [];
    }

    /** The state has this id for that resource, or will have. */
    know(place: Place, id: string, key: string): void {
        const entries = this.entriesOf(placed(place, id));
        entries.set(key, entries.get(key));
    }

    /** The program has adopted it. */
    adopt(place: Place, id: string, key: string): void {
        this.adopted.set(placed(place, id), key);
    }

    /** Whether another resource has it: an entry of the state that is to be deleted is then not the last word. */
    isKeptByAnother(place: Place, id: string, key: string): boolean {
        const it = placed(place, id);
        return this.taken.has(it) || this.adopted.has(it) || this.holderOf(place, id, key) !== undefined;
    }

    private entriesOf(it: string): Entries {
        const entries: Entries = this.inState.get(it) ?? new Map();
        this.inState.set(it, entries);
        return entries;
    }

    /** As a creation of a kind on `compute` sees it. */
    on(compute: Compute, kind: string, user: string | undefined, key: string): Run {
        const place = { kind, cloud: compute.identity, user };
        const takerOf = (id: string) => this.taken.get(placed(place, id));
        return {
            isInState: (id) => this.inState.has(placed(place, id)) || (takerOf(id) ?? key) !== key,
            isReplaced: (id) => this.idsOf(key).includes(id),
            isToBeReplaced: (id) => [...(this.inState.get(placed(place, id))?.values() ?? [])].includes(false),
            made: (id) => this.know(place, id, key),
            take: (id) => {
                this.taken.set(placed(place, id), key);
            },
            wrote: (id, values) => {
                this.written.set(placed(place, id), { key, values });
            },
            writtenByAnother: (id) => {
                const last = this.written.get(placed(place, id));
                return last === undefined || last.key === key ? {} : last.values;
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

const ONE_OF_TWO = (which: string) =>
    `Remove ${which} from the state (\`pulumi stack export\` shows both, \`pulumi state delete URN\` does not touch the cloud), ` +
    "and run `pulumi up --refresh`: it creates a second one.";
