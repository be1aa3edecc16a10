/**
 * The exchange of things that only one resource can have at a time: an address, a port, a volume, a server's floating IP.
 * Pulumi updates resources in any order, in parallel or one after the other. So each resource reports what it releases as
 * soon as its `diff` knows it. If a resource is updated before the thing it wants is free, its update ends without it, and
 * the resource that releases the thing completes it.
 */
import { bareAddress, bareId } from "../arguments/argument-types";

/** As a message names it: `address 10.0.0.5 on private`. */
export type Thing = string;

export const things = {
    address: (network: string, address: unknown): Thing => `address ${String(bareAddress(address))} on ${network}`,
    port: (id: string): Thing => `port ${bareId(id)}`,
    volume: (id: string): Thing => `volume ${bareId(id)}`,
    association: (serverId: string): Thing => `the floating IP of server ${bareId(serverId)}`,
};

/** What a resource has according to its state, and what of it the program takes away. */
export interface Holdings {
    has: readonly Thing[];
    gives: readonly Thing[];
}

/** `last`: it releases what it has after everything else in the program, because it is replaced. */
export type Stage = "planned" | "last" | "under way" | "ended" | "kept";

export interface Holder {
    subject: string;
    stage: Stage;
}

/** An update that ended without what it wants, because the update of the holder had not begun. */
export interface Deferred {
    wants: readonly Thing[];
    /** What it is to release, and still has. */
    has: readonly Thing[];
    letGo(): Promise<void>;
    /** Does the rest. */
    complete(): Promise<void>;
    /** Called if that fails. The next `pulumi up` does it. */
    failed(error: unknown): void;
}

/** The exchange as one resource sees it. */
export interface Party {
    /** The other resource that has it, if one is known. */
    holderOf(thing: Thing): Holder | undefined;
    /** Makes a deferred update release it. */
    ask(thing: Thing): Promise<void>;
    /** Reports that it has released these, and completes the deferred updates that want them. */
    released(given: readonly Thing[]): Promise<void>;
    defer(update: Deferred): void;
    /** Whether no two operations of this process have run at once: then others begin only when this one ends. */
    isAlone(): boolean;
}

/** The program gives two resources a thing that only one can have. Nothing was changed. */
export class ContestedError extends Error {
    override readonly name = "ContestedError";
}

interface Intent {
    subject: string;
    /** The cloud. Another cloud may have the same ids. */
    place: string;
    has: Set<Thing>;
    gives: Set<Thing>;
    stage: Stage;
}

export class Exchange {
    private readonly intents = new Map<string, Intent>();
    private readonly deferred = new Map<string, Deferred & { place: string }>();
    private running = 0;
    private sideBySide = false;

    /**
     * Notes what `diff` found out about a resource.
     *
     * @throws {ContestedError} it keeps a thing that another resource wants, whose update is over.
     */
    meet(key: string, place: string, subject: string, { has, gives }: Holdings, stage: "planned" | "last"): void {
        const keeps = has.filter((thing) => !gives.includes(thing));
        for (const [other, { wants, place: elsewhere }] of this.deferred) {
            const contested = wants.find((thing) => keeps.includes(thing));
            if (other !== key && elsewhere === place && contested !== undefined) {
                throw new ContestedError(
                    `${subject}: has ${contested}, but the program gives it to ${other} too. Declare it for only one of them.`,
                );
            }
        }
        this.intents.set(key, { subject, place, has: new Set(has), gives: new Set(gives), stage });
    }

    /** Runs an operation of a resource whose update or deletion may release something. */
    async during<T>(key: string | undefined, operation: () => Promise<T>): Promise<T> {
        const intent = key === undefined ? undefined : this.intents.get(key);
        if (intent !== undefined) {
            intent.stage = "under way";
        }
        this.running += 1;
        this.sideBySide ||= this.running > 1;
        try {
            return await operation();
        } finally {
            this.running -= 1;
            if (intent !== undefined) {
                intent.stage = "ended";
            }
        }
    }

    party(key: string, place: string): Party {
        const others = () =>
            [...this.intents].filter(([other, intent]) => other !== key && intent.place === place).map(([, it]) => it);
        return {
            holderOf: (thing) => {
                const holder = others().find(({ has }) => has.has(thing));
                return holder === undefined
                    ? undefined
                    : { subject: holder.subject, stage: holder.gives.has(thing) ? holder.stage : "kept" };
            },
            ask: async (thing) => {
                for (const [other, update] of this.deferred) {
                    if (other !== key && update.place === place && update.has.includes(thing)) {
                        await update.letGo();
                        this.deferred.set(other, { ...update, has: [] });
                    }
                }
            },
            released: async (given) => {
                const own = this.intents.get(key);
                for (const thing of given) {
                    own?.has.delete(thing);
                }
                for (const [other, update] of [...this.deferred]) {
                    if (
                        other !== key &&
                        update.place === place &&
                        update.wants.some((thing) => given.includes(thing)) &&
                        this.deferred.delete(other)
                    ) {
                        await update.complete().catch(update.failed);
                    }
                }
            },
            defer: (update) => {
                this.deferred.set(key, { ...update, place });
            },
            isAlone: () => !this.sideBySide,
        };
    }
}
