/**
 * The change table: what a change to each argument does. `diff`, the order of an update, the words of a preview, the
 * ceiling on disruption and the reference in the docs all read it; no second place says what a change does.
 */
import { ownValue } from "../arguments/own-keys";

/** How much a change disrupts, least first: nothing; a reboot or outage; the root disk; a new resource. */
export const LEVELS = ["none", "restart", "rebuild", "replace"] as const;
export type Level = (typeof LEVELS)[number];

export type Bag = Readonly<Record<string, unknown>>;

/** What a change to one argument does. `By` has the steps of the resource's update, `State` and `Args` what a row looks at. */
export interface Change<Value = unknown, State = unknown, Args = unknown, By extends string = string> {
    /** The step of the update that carries it out, or `replace`, or `record` (the state only). */
    readonly by: By;
    readonly level: Level;
    /** What happens, as the preview says it: `resize in place, the server restarts`. */
    readonly effect: string;
    /** The lowest microversion that carries it. Default: any. */
    readonly microversion?: string;
    /** What omitting the argument means once it had been set: back to the default, or no change at all. */
    readonly removed: "default" | "unmanaged";
    /** What a preview may print of the values: both, only the names of keys, or nothing (they may be secret). */
    readonly shows: "values" | "keys" | "nothing";
    /** What a preview prints in place of the two values. */
    summary?(old: Value | undefined, wanted: Value | undefined): string;
    /** Whether two values mean the same. Default: deep equality. */
    same?(old: Value | undefined, wanted: Value | undefined, state: State, args: Args): boolean;
    /** How a value is written in a preview. */
    spell?(value: Value | undefined): string;
    /** What else the program may choose by the argument `onChange`, and how that differs; the first is the default. */
    readonly ways?: Readonly<Record<string, Partial<Change<Value, State, Args, By>>>>;
    /** Under which name `onChange` has that choice. Default: the property's own. */
    readonly waysOf?: string;
    /** What differs where it depends on the values: the words for one power state, a list that changes in part. */
    according?(
        old: Value | undefined,
        wanted: Value | undefined,
        state: State,
        args: Args,
    ): Partial<Change<Value, State, Args, By>>;
    /** What a preview says besides, whatever the program has chosen. */
    remark?(old: Value | undefined, wanted: Value | undefined, state: State, args: Args): string | undefined;
}

/** A row for each argument. The methods of a row make every such table an {@link AnyChangeTable} too. */
export type ChangeTable<Args extends object, State = unknown, By extends string = string> = {
    readonly [Name in keyof Args]-?: Change<Args[Name], State, Args, By>;
};

/** The table of a resource that is not known. */
export type AnyChangeTable<By extends string = string> = Readonly<
    Record<string, Change<unknown, unknown, unknown, By>>
>;

/** A row as the program has it by `onChange: { image: "replace" }`. */
export function chosen<By extends string>(
    property: string,
    row: Change<unknown, unknown, unknown, By>,
    onChange: unknown,
): Change<unknown, unknown, unknown, By> {
    const { ways, waysOf = property } = row;
    if (ways === undefined) {
        return row;
    }
    const choice = ownValue((onChange ?? {}) as Readonly<Record<string, unknown>>, waysOf);
    const [standard = {}] = Object.values(ways);
    return { ...row, ...((typeof choice === "string" ? ownValue(ways, choice) : undefined) ?? standard) };
}
