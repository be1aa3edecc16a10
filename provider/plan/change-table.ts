/**
 * The change table: what a change to each argument does. `diff`, the order of an update, the words of a preview, the
 * ceiling on disruption and the reference in the docs all read it; no second place says what a change does.
 */
import { ownValue } from "../arguments/own-keys";

/** How much a change disrupts, least first: nothing; a reboot or outage; the root disk; a new resource. */
export const LEVELS = ["none", "restart", "rebuild", "replace"] as const;
export type Level = (typeof LEVELS)[number];

export interface Change {
    /** The step of the update that carries it out, or `replace`, or `record` (the state only). */
    readonly by: string;
    readonly level: Level;
    /** What happens, as the preview says it: `resize in place, the server restarts`. */
    readonly effect: string;
    /** The lowest microversion that carries it; left out: any. */
    readonly microversion?: string;
    /** What leaving the argument out means once it had been set: back to the default, or no change at all. */
    readonly removed: "default" | "unmanaged";
    /** What a preview may print of the values: both, only the names of keys, nothing (they may be secret), or this. */
    readonly shows: "values" | "keys" | "nothing" | ((old: unknown, new_: unknown) => string);
    /** Whether two values mean the same; deep equality when left out. */
    readonly same?: Look<boolean>;
    /** How a value is written in a preview. */
    readonly spell?: (value: unknown) => string;
    /** What else the program may choose by the argument `onChange`, and how that differs; the first is the default. */
    readonly ways?: Readonly<Record<string, Partial<Change>>>;
    /** Under which name `onChange` has that choice, where it is not the property's own. */
    readonly waysOf?: string;
    /** What differs where it depends on the values: the words for one power state, a list that changes in part. */
    readonly according?: Look<Partial<Change>>;
    /** What a preview says besides, whatever the program has chosen. */
    readonly remark?: Look<string | undefined>;
}

export type Bag = Readonly<Record<string, unknown>>;

/** Looks at the old and the new value, and at all of the state and of the arguments. */
export type Look<Answer> = (old: unknown, new_: unknown, state: Bag, args: Bag) => Answer;

export type ChangeTable = Readonly<Record<string, Change>>;

/** A row as the program has it by `onChange: { image: "replace" }`. */
export function chosen(property: string, row: Change, onChange: unknown): Change {
    const { ways, waysOf = property } = row;
    if (ways === undefined) {
        return row;
    }
    const choice = ownValue((onChange ?? {}) as Readonly<Record<string, unknown>>, waysOf);
    const [standard = {}] = Object.values(ways);
    return { ...row, ...((typeof choice === "string" ? ownValue(ways, choice) : undefined) ?? standard) };
}
