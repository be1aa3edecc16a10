/** A step of an update: its input and its result. */
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
    /** The state before the step. */
    state: ServerState;
    /** The latest record of the server. */
    record: ServerRecord;
    /** Records what is done so far, so that the state has it after a later failure. */
    note(done: Done): void;
    /** It was deferred before: what it still cannot do is a failure. */
    completing?: boolean;
}

/** What a step has done: the arguments that now apply, and their pins. */
export interface Done {
    declared: Declared;
    pins?: Partial<Pins>;
    adminPass?: string;
    /** What it has read of the server's interfaces. */
    interfaces?: readonly KnownInterface[];
    /** The arguments that do not apply yet. */
    deferred?: readonly (keyof ServerArguments)[];
    /** The server's record after the step. Omit it to have the server read. */
    record?: ServerRecord;
}

export type Run = (step: Step) => Promise<Done>;

/** The new values of these changes. */
export function asDeclared(changes: Plan): Declared {
    return Object.fromEntries(changes.map(({ property, new: value }) => [property, value]));
}

/** The members that are added and removed. */
export function difference(before: readonly string[] = [], wanted: readonly string[] = []) {
    return {
        added: wanted.filter((member) => !before.includes(member)),
        removed: before.filter((member) => !wanted.includes(member)),
    };
}

/** The same step, which now must do everything. The state has its results only after the next update. */
export function completing(step: Step, context: Context): Step {
    return { ...step, context, completing: true, note: () => undefined };
}
