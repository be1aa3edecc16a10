/** A step of an update: what it is given, and what it says that it has done. */
import type { ServerRecord } from "../../../api/index";
import type { Context } from "../../../lifecycle/kind";
import type { Plan } from "../../../plan/plan";
import type { KnownInterface, ServerStep } from "../fields/server-field";
import type { Pins } from "../pins";
import type { Declared, ServerArguments } from "../server-fields";
import type { ServerState } from "../state";

export interface Step {
    context: Context;
    id: string;
    args: ServerArguments;
    /** The changes of this step. */
    changes: Plan<ServerStep>;
    /** What the state says before it. */
    state: ServerState;
    /** What the cloud said last. */
    record: ServerRecord;
    /** Notes what is done so far: what a later failure leaves in the state. */
    note(done: Done): void;
    /** It was deferred before: what it cannot do now is a failure. */
    completing?: boolean;
}

/** What a step has done: the arguments that now stand, and the ids behind them. */
export interface Done {
    declared: Declared;
    pins?: Partial<Pins>;
    adminPass?: string;
    /** What it has read of the server's interfaces. */
    interfaces?: readonly KnownInterface[];
    /** The arguments that do not stand as the program has them yet. */
    deferred?: readonly (keyof ServerArguments)[];
    /** How the server stands now, where the step has seen it; left out: it is looked at. */
    record?: ServerRecord;
}

export type Run = (step: Step) => Promise<Done>;

/** The arguments of these changes, as they now stand. */
export function asDeclared(changes: Plan): Declared {
    return Object.fromEntries(changes.map(({ property, new: value }) => [property, value]));
}

/** Which members come and which go. */
export function difference(before: readonly string[] = [], wanted: readonly string[] = []) {
    return {
        added: wanted.filter((member) => !before.includes(member)),
        removed: before.filter((member) => !wanted.includes(member)),
    };
}

/** The same step, which now must do all. What it does is in no state before the next update. */
export function completing(step: Step, context: Context): Step {
    return { ...step, context, completing: true, note: () => undefined };
}
