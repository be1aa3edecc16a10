/** A step of an update: what it is given, and what it says that it has done. */
import type { ServerRecord } from "../../../api/index";
import type { Plan, PlannedChange } from "../../changes";
import type { Context } from "../../kind";
import type { ServerArguments } from "../arguments";
import type { Pins } from "../changes";
import type { ServerState } from "../state";

export interface Step {
    context: Context;
    id: string;
    args: ServerArguments;
    /** The changes of this step. */
    changes: Plan;
    /** What the state says before it. */
    state: ServerState;
    /** What the cloud said last. */
    record: ServerRecord;
    /** Notes what is done so far: what a later failure leaves in the state. */
    note(done: Done): void;
}

/** What a step has done: the arguments that now stand, and the ids behind them. */
export interface Done {
    declared: Partial<ServerArguments>;
    pins?: Partial<Pins>;
    adminPass?: string;
    /** How the server stands now, where the step has seen it; left out: it is looked at. */
    record?: ServerRecord;
}

export type Run = (step: Step) => Promise<Done>;

/** The arguments of these changes, as they now stand. */
export function asDeclared(changes: Plan): Partial<ServerArguments> {
    return Object.fromEntries(changes.map(({ property, new: value }: PlannedChange) => [property, value]));
}

/** Which members come and which go. */
export function difference(before: readonly string[] = [], wanted: readonly string[] = []) {
    return {
        added: wanted.filter((member) => !before.includes(member)),
        removed: before.filter((member) => !wanted.includes(member)),
    };
}
