/**
 * The change table: what a change to each argument does. `diff`, the order of an update, the words of a preview, the
 * ceiling on disruption and the reference in the docs all read it; no second place says what a change does.
 */
import isEqual from "lodash/isEqual";
import { ownValue } from "../arguments/own-keys";
import { hasUnknown, UNKNOWN } from "../arguments/unknown";

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

type Bag = Readonly<Record<string, unknown>>;

/** Looks at the old and the new value, and at all of the state and of the arguments. */
type Look<Answer> = (old: unknown, new_: unknown, state: Bag, args: Bag) => Answer;

export type ChangeTable = Readonly<Record<string, Change>>;

export interface PlannedChange {
    readonly property: string;
    readonly change: Change;
    readonly old: unknown;
    readonly new: unknown;
    /** The preview does not know the new value yet: there may be no change at all. */
    readonly unknown: boolean;
}

export type Plan = readonly PlannedChange[];

/** What must change to get from `state` (outputs, or the inputs of before) to `args`. Pure; asks nobody. */
export function plan(table: ChangeTable, state: Bag, args: Readonly<object>): Plan {
    const wanted = args as Bag;
    const planned: PlannedChange[] = [];
    for (const [property, row] of Object.entries(table)) {
        const old = state[property];
        const new_ = wanted[property];
        const change = chosen(property, row, wanted.onChange);
        if (new_ === undefined && (old === undefined || change.removed === "unmanaged")) {
            continue;
        }
        const unknown = hasUnknown(new_);
        if (!unknown && (isEqual(old, new_) || change.same?.(old, new_, state, wanted) === true)) {
            continue;
        }
        planned.push({
            property,
            change: unknown ? change : refined(change, old, new_, state, wanted),
            old,
            new: new_,
            unknown: unknown && !(change.shows === "keys" && changesKnownKeys(old, new_)),
        });
    }
    return planned;
}

function refined(change: Change, ...values: Parameters<Look<unknown>>): Change {
    const according = { ...change, ...change.according?.(...values) };
    const remark = change.remark?.(...values);
    return remark === undefined ? according : { ...according, effect: `${according.effect}; ${remark}` };
}

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

/** The changes that certainly replace the resource. */
export function replacing(changes: Plan): Plan {
    return changes.filter(({ change, unknown }) => change.by === "replace" && !unknown);
}

/** One change in words: `flavor m1.small -> m1.large: resize in place, the server restarts`. */
export function inWords({ property, change, old, new: new_, unknown }: PlannedChange): string {
    return `${property}${values(change, old, new_)}: ${unknown && change.by !== "record" ? possibly(change.effect) : change.effect}`;
}

/** How the verbs that an effect begins with are said of what may come: `may be rebuilt in place, …`. */
const MAY: Readonly<Record<string, string>> = {
    replace: "may be replaced",
    rebuild: "may be rebuilt",
    resize: "may be resized",
    ...Object.fromEntries(
        ["updated", "added", "changed", "locked", "associated"].map((verb) => [verb, `may be ${verb}`]),
    ),
};

function possibly(effect: string): string {
    const [verb = ""] = /^\w+/.exec(effect) ?? [];
    const may = ownValue(MAY, verb);
    return may === undefined ? `may change: ${effect}` : `${may}${effect.slice(verb.length)}`;
}

function values(change: Change, old: unknown, new_: unknown): string {
    const spell = (value: unknown) => (hasUnknown(value) ? "(known after up)" : (change.spell ?? spellValue)(value));
    if (typeof change.shows === "function") {
        return filled(hasUnknown(new_) ? "(known after up)" : change.shows(old, new_));
    }
    switch (change.shows) {
        case "values":
            return ` ${spell(old)} -> ${spell(new_)}`;
        case "keys":
            return filled(changedKeys(old, new_).join(", "));
        case "nothing":
            return "";
    }
}

function filled(text: string): string {
    return text === "" ? "" : ` ${text}`;
}

function spellValue(value: unknown): string {
    if (value === undefined) {
        return "(default)";
    }
    if (Array.isArray(value)) {
        return `[${value.map(spellValue).join(", ")}]`;
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `+added`, `-removed`, `~changed`, without the values. */
function changedKeys(old: unknown, new_: unknown): string[] {
    if (new_ === UNKNOWN) {
        return ["(known after up)"];
    }
    const before = asRecord(old);
    const after = asRecord(new_);
    return [
        ...Object.keys(after)
            .filter((key) => !Object.hasOwn(before, key))
            .map((key) => `+${key}`),
        ...Object.keys(after)
            .filter((key) => Object.hasOwn(before, key) && !isEqual(before[key], after[key]))
            .map((key) => `~${key}${after[key] === UNKNOWN ? " (known after up)" : ""}`),
        ...Object.keys(before)
            .filter((key) => !Object.hasOwn(after, key))
            .map((key) => `-${key}`),
    ];
}

/** Whether a bag changes whatever the values are that are not known yet. */
function changesKnownKeys(old: unknown, new_: unknown): boolean {
    const [before, after] = [asRecord(old), asRecord(new_)];
    return (
        new_ !== UNKNOWN &&
        (Object.keys(before).some((key) => !Object.hasOwn(after, key)) ||
            Object.keys(after).some(
                (key) => !Object.hasOwn(before, key) || (after[key] !== UNKNOWN && !isEqual(before[key], after[key])),
            ))
    );
}

function asRecord(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * The plan's changes that are above the ceiling. Of a value that is not known yet nobody can say: it is looked at when it
 * is known, in the diff of the update itself, before anything of the resource is changed.
 */
export function above(ceiling: Level, changes: Plan): Plan {
    return changes.filter(({ change, unknown }) => !unknown && LEVELS.indexOf(change.level) > LEVELS.indexOf(ceiling));
}
