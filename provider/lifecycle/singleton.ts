/**
 * The lifecycle of a thing that always exists, once per project for example: PUT sets the declared values, and a value that
 * is no longer declared goes back to the cloud's default. A quota set is an example.
 */
import camelCase from "lodash/camelCase";
import pickBy from "lodash/pickBy";
import { bodyOf, type WireFields, wholeOf } from "../api/group";
import { type CallContext, invoke, none, type Operation, operation } from "../api/operation";
import { omitOwn, pickOwn } from "../arguments/own-keys";
import { type Compute, InvalidAnswerError } from "../cloud/index";
import {
    type ArgumentField,
    type ArgumentsOf,
    changesOf,
    type Fields,
    isArgument,
    keyed,
    type Target,
} from "../plan/fields";
import type { OwnState } from "../state/stored-state";
import { type Bag, type Clash, known, neededFor, schemaOf, spelled } from "./field-values";
import type { Context, Operations, ResourceKind } from "./kind";

const MINUTE = 60_000;

/** The path and query of a singleton, from its id. */
export interface Address {
    readonly path: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string | undefined>>;
}

/** Fields whose changes are carried out by PUT. */
type PutFields = Fields<"replace" | "put">;

/** A resource as its file declares it. */
export interface Singleton<F extends PutFields> {
    readonly kind: string;
    readonly noun: string;
    readonly about: string;
    readonly example: string;
    readonly place: {
        /** `/os-quota-sets/{project}`. */
        readonly path: string;
        /** The path of its defaults. */
        readonly defaults: string;
        /** The key around it. */
        readonly one: string;
        readonly microversions?: Operation["microversions"];
        /** What a PUT of the defaults has in addition, so that the cloud does not refuse it. */
        readonly restoring?: Bag;
    };
    /** The arguments that identify it. A change to one replaces the resource. */
    readonly identity: readonly (keyof F & string)[];
    /** Its id, from those arguments. */
    readonly idOf: (args: ArgumentsOf<F>) => string;
    readonly addressOf: (id: string) => Address;
    /**
     * The id of the singleton from which it inherits values: DELETE restores them. Omitted: it inherits none, and a PUT of
     * the defaults restores them.
     */
    readonly inheritsFrom?: (id: string) => string | undefined;
    /** The arguments that follow from an id. */
    readonly argumentsOf: (id: string) => Partial<ArgumentsOf<F>>;
    readonly fields: F;
    readonly clashes?: (args: ArgumentsOf<F>) => readonly Clash[];
}

type Args<F extends PutFields> = ArgumentsOf<F>;
type State<F extends PutFields> = Args<F> & OwnState;

/** A resource that always exists. */
export interface SingletonKind<F extends PutFields> extends ResourceKind<Args<F>, State<F>> {
    readonly fields: F;
    readonly place: Singleton<F>["place"];
    readonly idOf: (args: Args<F>) => string;
    readonly addressOf: (id: string) => Address;
    readonly operations: Operations;
}

/** The resource out of its declaration. */
export function singleton<F extends PutFields>(it: Singleton<F>): SingletonKind<F> {
    const { noun, place } = it;
    const fields = keyed(it.fields);
    const args = pickBy(fields, isArgument) as Record<string, ArgumentField>;
    const values = omitOwn(args, it.identity);
    const answer = wholeOf(place.one, values as WireFields);
    const { microversions } = place;
    const show = operation({ title: `Show ${noun}`, method: "GET", path: place.path, microversions, answer });
    const showDefaults = operation({
        title: `Show the defaults of ${noun}`,
        method: "GET",
        path: place.defaults,
        microversions,
        answer,
    });
    const put = operation({ title: `Update ${noun}`, method: "PUT", path: place.path, microversions, answer: none });
    const reset = operation({
        title: `Reset ${noun}`,
        method: "DELETE",
        path: place.path,
        microversions,
        answer: none,
    });

    const asked = ({ subject: resource, deadline }: Context): CallContext => ({ resource, deadline });
    const get = async (context: Context, id: string): Promise<Bag> =>
        (await invoke(context.compute, show, { ...asked(context), ...it.addressOf(id) })).value;
    const defaultsOf = async (context: Context, id: string, names: readonly string[]): Promise<Bag> => {
        const { path } = it.addressOf(id);
        const { value, requestId } = await invoke(context.compute, showDefaults, { ...asked(context), path });
        const missing = names.filter((name) => value[name] === undefined);
        if (missing.length > 0) {
            throw new InvalidAnswerError({
                operation: showDefaults.title,
                resource: context.subject,
                requestId,
                problem: `it has no default of ${missing.join(", ")}. These keep their values`,
            });
        }
        return pickOwn(value, names);
    };
    const write = (context: Context, id: string, changed: Bag, besides: Bag = {}) => {
        const microversion = neededFor(context, values, changed);
        const body = { [place.one]: { ...bodyOf(values, changed, microversion ?? "2.1"), ...besides } };
        return invoke(context.compute, put, { ...asked(context), ...it.addressOf(id), body, microversion });
    };

    /** Restores the cloud's defaults of these. What is declared, and what others have set, is kept. */
    async function restore(context: Context, id: string, names: readonly string[], declared: Bag): Promise<void> {
        const from = it.inheritsFrom?.(id);
        if (from === undefined) {
            await write(context, id, await defaultsOf(context, id, names), place.restoring);
            return;
        }
        const [own, inherited] = [await get(context, id), await get(context, from)];
        const others = pickBy(own, (value, name) => !names.includes(name) && value !== inherited[name]);
        await invoke(context.compute, reset, { ...asked(context), ...it.addressOf(id) });
        const kept = { ...others, ...declared };
        if (Object.keys(kept).length > 0) {
            await write(context, id, kept);
        }
    }

    const note = (context: Context, id: string, declared: Bag) =>
        context.run.wrote(id, known(pickOwn(declared, Object.keys(values))));

    const targetOf = (context: Context, id: string): Target => ({
        compute: context.compute as Compute,
        id,
        resource: context.subject,
        deadline: context.deadline,
    });

    return {
        kind: it.kind,
        noun,
        about: it.about,
        example: it.example,
        outputs: {},
        fields,
        place,
        idOf: it.idOf,
        addressOf: it.addressOf,
        operations: { [`${camelCase(place.one)}s`]: { show, showDefaults, update: put, reset } },
        schema: schemaOf<Args<F>>(args, it.clashes),
        changes: changesOf<Args<F>, "replace" | "put">(fields),
        timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: 2 * MINUTE },
        exclusive: (wanted, state) => (it.idOf(wanted) === it.idOf(state) ? `there is one ${noun} of each` : undefined),

        async create(context, given) {
            const id = it.idOf(given);
            const state = { ...given, __state: {} } as State<F>;
            await write(context, id, pickOwn(given as Bag, Object.keys(values)));
            note(context, id, given as Bag);
            context.record(id, state);
            return { id, state };
        },

        async read(context, id, state, declaredNow) {
            const record = await get(context, id);
            const before = (declaredNow ?? state) as Bag;
            const isSeen = declaredNow === undefined && state.__state === undefined;
            const told: Record<string, unknown> = {};
            for (const [name, field] of Object.entries(values)) {
                told[name] = await spelled(name, field, before[name], record, targetOf(context, id), isSeen);
            }
            return { ...before, ...told, ...it.argumentsOf(id), __state: { ...state.__state } } as State<F>;
        },

        async update(context, id, state, wanted, plan) {
            const planned = plan.map(({ property }) => property).filter((name) => Object.hasOwn(values, name));
            const changed = known(pickOwn(wanted as Bag, planned));
            const dropped = planned.filter((name) => changed[name] === undefined);
            if (Object.keys(changed).length > 0) {
                await write(context, id, changed);
                context.record(id, { ...state, ...changed });
            }
            if (dropped.length > 0) {
                await restore(context, id, dropped, known(pickOwn(wanted as Bag, Object.keys(values))));
            }
            note(context, id, wanted as Bag);
            return { ...omitOwn(state as Bag, Object.keys(args)), ...wanted } as State<F>;
        },

        /** Restores only what the program declared: others may have set the rest. */
        async delete(context, id, state) {
            const others = context.run.writtenByAnother(id);
            const own = Object.keys(values).filter(
                (name) => (state as Bag)[name] !== undefined && others[name] === undefined,
            );
            if (own.length > 0) {
                await restore(context, id, own, others);
            }
        },
    };
}
