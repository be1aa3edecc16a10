/**
 * The lifecycle of an action that runs once, and again for each new value of `triggers`: an action on a server. The state
 * notes that it ran. An interrupted run is repeated, so an action may run twice, but is never left out.
 */
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { omitOwn, pickOwn } from "../arguments/own-keys";
import type { Level } from "../plan/change-table";
import {
    type ArgumentsOf,
    argument,
    changesOf,
    type Fields,
    isArgument,
    keyed,
    type OutputsOf,
    replaces,
    runs,
} from "../plan/fields";
import type { PlannedChange } from "../plan/plan";
import type { OwnState } from "../state/stored-state";
import { type Bag, type Clash, known, schemaOf } from "./field-values";
import type { Context, ResourceKind } from "./kind";

const MINUTE = 60_000;

/** A run that has begun. */
export interface Begun {
    /** Waits for its end. Returns the outputs. */
    end(): Promise<Bag>;
    /** Outputs that are known before the end: a password that the cloud shows only once. */
    outputs?: Bag;
}

/** Its actions. A change to one runs it again. */
type Actions = Fields<"run">;

export interface Triggered<F extends Actions, On extends string> {
    readonly kind: string;
    readonly noun: string;
    readonly about: string;
    readonly example: string;
    /** The argument that says on what it is done. */
    readonly on: { readonly name: On; readonly schema: z.ZodType<string> };
    readonly fields: F;
    readonly clashes?: (args: ArgumentsOf<F>) => readonly Clash[];
    /** How much a run disrupts, and what a preview says about it. */
    readonly disrupts: (args: ArgumentsOf<F>) => { level: Level; effect: string };
    /** Whether the thing on which it is done still exists. */
    readonly isThere: (context: Context, on: string) => Promise<boolean>;
    readonly run: (context: Context, on: string, args: ArgumentsOf<F>) => Promise<Begun>;
    /** What deleting the resource does, if the action can be undone. */
    readonly undo?: (context: Context, on: string, args: ArgumentsOf<F>) => Promise<void>;
    readonly minutes: number;
}

/** What carries out a change. */
type Done = "replace" | "run";

export interface Kept {
    /** A run has begun, and is not known to have ended. */
    pending?: boolean;
}

type Args<F extends Actions, On extends string> = ArgumentsOf<F> &
    Record<On, string> & {
        triggers?: string[] | undefined;
    };
type State<F extends Actions, On extends string> = Args<F, On> & Partial<OutputsOf<F>> & OwnState & { __state: Kept };

const interrupted: PlannedChange<"run">["change"] = {
    by: "run",
    level: "restart",
    effect: "runs again: it was interrupted",
    removed: "default",
    shows: "values",
};

/** The resource out of its declaration. */
export function triggered<F extends Actions, const On extends string>(
    it: Triggered<F, On>,
): ResourceKind<Args<F, On>, State<F, On>, Done> {
    const own = keyed(it.fields);
    const again = runs<unknown>({ according: (_old, _wanted, _state, args) => it.disrupts(args as ArgumentsOf<F>) });
    // The arguments of an action may be secrets.
    const actions = mapValues(pickBy(own, isArgument), (field) =>
        argument(field.schema, { ...again, row: { ...again.row, shows: "nothing" } }, field.options),
    );
    const args = {
        [it.on.name]: argument(it.on.schema, replaces("it is done on another one")),
        ...actions,
        triggers: argument(
            z
                .array(z.string())
                .optional()
                .describe("Texts that make it run again when they change: a version, a checksum. Default: none."),
            again,
        ),
    };
    const onOf = (bag: Bag) => String(bag[it.on.name]);

    async function run(context: Context, id: string, given: Args<F, On>, before: Bag): Promise<State<F, On>> {
        const begun = await it.run(context, onOf(given as Bag), given);
        context.run.wrote(onOf(given as Bag), known(pickOwn(given as Bag, Object.keys(actions))));
        const base = { ...omitOwn(before, Object.keys(args)), ...given, ...begun.outputs };
        context.record(id, { ...base, __state: { pending: true } });
        return { ...base, ...(await begun.end()), __state: {} } as State<F, On>;
    }

    return {
        kind: it.kind,
        noun: it.noun,
        about: it.about,
        example: it.example,
        outputs: mapValues(
            pickBy(own, (field) => !isArgument(field)),
            ({ schema }) => schema,
        ),
        fields: { ...own, ...args },
        isAdoptable: false,
        schema: schemaOf<Args<F, On>>(args, it.clashes),
        changes: changesOf<Args<F, On>, Done>(args),
        timeouts: { create: it.minutes * MINUTE, update: it.minutes * MINUTE, delete: it.minutes * MINUTE },
        secrets: Object.keys(pickBy(own, ({ options }) => options.secret === true)),
        exclusive: () => undefined,

        async create(context, given) {
            const id = `${onOf(given as Bag)}/${context.declaration.name}`;
            return { id, state: await run(context, id, given, {}) };
        },

        async read(context, _id, state, declaredNow) {
            const bag = { ...declaredNow, ...state } as Bag;
            const isKnown = state.__state !== undefined && (await it.isThere(context, onOf(bag)));
            return isKnown ? ({ ...state } as State<F, On>) : undefined;
        },

        async update(context, id, state, wanted, plan) {
            if (!plan.some(({ change }) => change.by === "run")) {
                return { ...omitOwn(state as Bag, Object.keys(args)), ...wanted } as State<F, On>;
            }
            // A server that is still being rescued cannot be rescued again.
            await it.undo?.(context, onOf(state as Bag), state);
            return run(context, id, wanted, state);
        },

        async delete(context, _id, state) {
            const on = onOf(state as Bag);
            const repeated = Object.keys(context.run.writtenByAnother(on)).some(
                (name) => (state as Bag)[name] !== undefined,
            );
            if (it.undo !== undefined && !repeated && (await it.isThere(context, on))) {
                await it.undo(context, on, state);
            }
        },

        repairs: (state, wanted) =>
            state.__state.pending === true
                ? [
                      {
                          property: "triggers",
                          change: { ...interrupted, ...it.disrupts(wanted), effect: interrupted.effect },
                          old: state.triggers,
                          new: wanted.triggers,
                          unknown: false,
                      },
                  ]
                : [],
    };
}
