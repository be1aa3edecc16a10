/** What must change to get from a state to what a program declares, by a resource's change table. Pure; asks nobody. */
import isEqual from "lodash/isEqual";
import { hasUnknown, UNKNOWN } from "../arguments/unknown";
import { type AnyChangeTable, type Bag, type Change, chosen, LEVELS, type Level } from "./change-table";

/** `By` has the steps of the resource's update. */
export interface PlannedChange<By extends string = string> {
    readonly property: string;
    readonly change: Change<unknown, unknown, unknown, By>;
    readonly old: unknown;
    readonly new: unknown;
    /** The preview does not know the new value yet: there may be no change at all. */
    readonly unknown: boolean;
}

export type Plan<By extends string = string> = readonly PlannedChange<By>[];

/** What must change to get from `state` (outputs, or the inputs of before) to `args`. Pure; asks nobody. */
export function plan<By extends string>(table: AnyChangeTable<By>, state: Bag, args: Readonly<object>): Plan<By> {
    const wanted = args as Bag;
    const planned: PlannedChange<By>[] = [];
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

function refined<By extends string>(
    change: PlannedChange<By>["change"],
    ...values: [old: unknown, wanted: unknown, state: Bag, args: Bag]
): PlannedChange<By>["change"] {
    const according = { ...change, ...change.according?.(...values) };
    const remark = change.remark?.(...values);
    return remark === undefined ? according : { ...according, effect: `${according.effect}; ${remark}` };
}

/** The changes that certainly replace the resource. */
export function replacing(changes: Plan): Plan {
    return changes.filter(({ change, unknown }) => change.by === "replace" && !unknown);
}

/**
 * The plan's changes that are above the ceiling. Of a value that is not known yet nobody can say: it is looked at when it
 * is known, in the diff of the update itself, before anything of the resource is changed.
 */
export function above(ceiling: Level, changes: Plan): Plan {
    return changes.filter(({ change, unknown }) => !unknown && LEVELS.indexOf(change.level) > LEVELS.indexOf(ceiling));
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
