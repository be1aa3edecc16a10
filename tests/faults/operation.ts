/** One operation on a resource, as data: what was there before, what is done, and what the cloud must be in the end. */
import type { Declared } from "../support/engine";
import type { Bag } from "../support/wire";
import type { World } from "./world";

export type Program = readonly Declared[];

export interface Operation {
    readonly kind: string;
    /** What is done, as the title of its test. */
    readonly title: string;
    /** What others made before all else. */
    readonly prepare?: (world: World) => Promise<void>;
    /** What `up` made before. */
    readonly before: Program;
    /** What others did in between. */
    readonly outside?: (world: World) => Promise<void>;
    /** What is done under faults: an `up` of `after`, or a refresh before it. */
    readonly by: "up" | "refresh";
    /** What the cloud must be in the end. */
    readonly after: Program;
    /** Rows of the change table. */
    readonly covers: readonly string[];
    /** Blows fall on the requests of its connection too, which are the same for all. */
    readonly connects?: true;
}

/** Longer than everything here takes, and short enough to end a wait that is in vain. */
const TIMEOUTS = { create: 300_000, update: 300_000, delete: 300_000 };

export function declare(kind: string, name: string, args: Declared["args"]): Declared {
    return { kind, name, args, timeouts: TIMEOUTS };
}

/** An output of a resource further up in the program; `id` is its id. */
export function outputOf(of: string, output: string, rest: (value: unknown) => Bag): Declared["args"] {
    return (stack) => rest(output === "id" ? stack.resource(of).id : stack.resource(of).outs[output]);
}

/** A resource under the logical name `it`, with other arguments before and after. */
export function changed(kind: string, title: string, base: Bag, [before, after]: readonly [Bag, Bag]): Operation {
    const covers = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return {
        kind,
        title: `changes ${title}`,
        before: [declare(kind, "it", { ...base, ...before })],
        by: "up",
        after: [declare(kind, "it", { ...base, ...after })],
        covers,
    };
}

export function created(kind: string, title: string, args: Bag): Operation {
    const after = [declare(kind, "it", args)];
    return { kind, title: `creates ${title}`, before: [], by: "up", after, covers: [], connects: true };
}

export function refreshed(kind: string, args: Bag): Operation {
    const program = [declare(kind, "it", args)];
    return { kind, title: "reads it", before: program, by: "refresh", after: program, covers: [], connects: true };
}

export function deleted(kind: string, args: Bag): Operation {
    const before = [declare(kind, "it", args)];
    return { kind, title: "deletes it", before, by: "up", after: [], covers: [] };
}

/** Something that others made is taken over. */
export function adopted(kind: string, args: Bag, make: (world: World) => Promise<string>): Operation {
    let id = "";
    const program = [declare(kind, "it", () => ({ ...args, adopt: id }))];
    return {
        kind,
        title: "adopts one",
        before: [],
        outside: async (world) => {
            id = await make(world);
        },
        by: "up",
        after: program,
        covers: [],
    };
}
