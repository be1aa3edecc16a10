/**
 * The lifecycle of a resource that is a record of an API group: created by one POST, changed by one PUT and by steps of
 * its own, deleted by one DELETE. A resource's file declares its fields and where it differs; everything else is here.
 */
import camelCase from "lodash/camelCase";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { type Asked, bodyOf, type Group, type GroupPlace, group, type WireField, type WireFields } from "../api/group";
import { assignedId, identifier } from "../api/values";
import { keyChanges, omitOwn, pickOwn } from "../arguments/own-keys";
import { CloudError, type Compute, ConflictError } from "../cloud/index";
import {
    type ArgumentField,
    type ArgumentsOf,
    changesOf,
    type Field,
    type Fields,
    isArgument,
    isSame,
    keyed,
    meaningOf,
    type OutputsOf,
    type StepKind,
    type Target,
} from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";
import type { OwnState } from "../state/stored-state";
import { WaitTimeoutError, waitFor } from "../wait/wait";
import { ifThere, wasThere } from "./absent";
import {
    actualOf,
    type Bag,
    bagIn,
    type Clash,
    listIn,
    nameIn,
    neededFor,
    schemaOf,
    spelled,
    withDefaults,
} from "./field-values";
import { createdOrFound, createdOrLeft, createdOrNamed, onlyOf, takenOver } from "./interrupted-creations";
import type { Context, Created, Operations, ResourceKind } from "./kind";
import { forget, type Listed } from "./named-lists";
import { isNamedByOwner } from "./owner";
import { withinQuota } from "./quota";
import { foreignEffect, isToDelete, noteForeign } from "./reused-ids";

const MINUTE = 60_000;

/** What carries out a change to an argument. */
export type DeclaredStep = Exclude<StepKind, "run">;

type DeclaredFields = Fields<DeclaredStep>;

/** A resource as its file declares it. */
export interface Declared<F extends DeclaredFields> {
    /** As in `new compute.ServerGroup(…)`. */
    readonly kind: string;
    /** As in a sentence: `server group`. */
    readonly noun: string;
    /** What it is, in one to three sentences: the class's docs. */
    readonly about: string;
    /** A program that uses it, which a test runs. */
    readonly example: string;
    readonly place: Omit<GroupPlace, "title">;
    readonly fields: F;
    /** Operations besides those of the group itself, by their group: `{ flavorAccess: { list, add, remove } }`. */
    readonly operations?: Operations;
    /** Whether the cloud refuses a second one of its name. */
    readonly unique?: boolean;
    readonly clashes?: (args: ArgumentsOf<F>) => readonly Clash[];
    /** The argument by which the program chooses the id: what has that id may be another thing by now. */
    readonly chosenId?: keyof F & string;
    /** The body's key that is its id. Default: `id`. */
    readonly idKey?: string;
    /**
     * How its requests are made where each user has ids of its own: `ask` makes one, with what it needs besides. `bag` is
     * its state, or its arguments.
     */
    readonly asIts?: <T>(context: Context, bag: Bag, ask: (more: Asked) => Promise<T>) => Promise<T>;
    /** Whether one of its name that is as declared is what a creation made whose answer was lost: its contents tell. */
    readonly isKnownByContents?: boolean;
    /** What of a record besides its fields makes it another than these arguments create, in words. */
    readonly differs?: (record: Bag, args: ArgumentsOf<F>, prepared: object) => string | undefined;
    /** What is looked up before anything is created or adopted: the state keeps it. */
    readonly prepare?: (context: Context, args: ArgumentsOf<F>) => Promise<object>;
    /** What is read of a record besides. `bag` is the state, or the arguments; `isSeen`: neither is there. */
    readonly more?: (record: Bag, bag: Bag, prepared: object, isSeen: boolean) => Bag;
    /** The cloud refuses to delete it while something uses it: a server that is deleted lets go of it a moment later. */
    readonly isHeldByUse?: boolean;
    /** Why a leftover that differs in these arguments is not what a creation made, where there is more to say. */
    readonly whyDifferent?: (args: ArgumentsOf<F>, differing: readonly string[]) => string | undefined;
    /** What is read of a record besides, for {@link kept}. */
    readonly also?: WireFields;
    /** What the state keeps to itself: `bag` is the state, or the arguments. */
    readonly kept?: (context: Context, record: Bag, bag: Bag) => object;
    /** Under which noun other resources refer to it by name: what was listed of those is out of date after a change. */
    readonly referredTo?: Listed;
    /** The members that it must not have when it is deleted: the cloud refuses to delete what has some. */
    readonly emptied?: readonly (keyof F & string)[];
    /** Minutes that an operation may take. Default: 2. */
    readonly minutes?: number;
    /** The field by which people call it. Default: `name`. */
    readonly calledBy?: keyof F & string;
    /** How it is created where no name tells which one a lost answer was about. `create` sends the request. */
    readonly creating?: <T extends { id: string }>(context: Context, create: () => Promise<T>) => Promise<T>;
    /** What one of it uses up. Default: nothing that clouds count. */
    readonly quotas?: Quotas;
    /** What differs in a body from what the fields say. */
    readonly body?: (body: Record<string, unknown>, args: ArgumentsOf<F>, microversion: string) => object;
}

type Args<F extends DeclaredFields> = ArgumentsOf<F>;
type State<F extends DeclaredFields> = Args<F> & Partial<OutputsOf<F>> & OwnState;
/** A record with the two fields that every declared resource has. */
type Named = Bag & { id: string; name: string };

/** A resource that stands on an API group. */
export interface DeclaredKind<F extends DeclaredFields> extends ResourceKind<Args<F>, State<F>, DeclaredStep> {
    create(context: Context, args: Args<F>): Promise<Created<State<F>> & { record: Bag }>;
    /** The group's records, for whoever reads them without a state. */
    readonly records: Group<WireFieldsOf<F>>;
    readonly fields: F;
    readonly operations: Operations;
    /** The field by which people call it. */
    readonly calledBy: string;
}

type WireFieldsOf<F extends DeclaredFields> = { [Name in keyof F]: F[Name] } & { id: WireField<z.ZodType<string>> };

/** The resource out of its declaration. */
export function declared<F extends DeclaredFields>(it: Declared<F>): DeclaredKind<F> {
    const { noun } = it;
    const another = `another ${noun} is`;
    const fields = keyed(it.fields);
    const args = pickBy(fields, isArgument) as Record<string, ArgumentField>;
    const outputs = pickBy(fields, (field) => !isArgument(field));
    const records = group<WireFields & { id: WireField }>(
        { ...it.place, title: noun },
        {
            ...(fields as WireFields),
            ...it.also,
            id: { key: it.idKey ?? "id", read: it.chosenId === undefined ? assignedId : identifier },
        },
    );
    const hasName = Object.hasOwn(args, "name");
    const fixed = pickBy(args, ({ step }, name) => step.kind === "replace" && name !== it.chosenId);
    const operationsOf = camelCase(it.place.many);
    const calledBy = it.calledBy ?? "name";
    const time = (it.minutes ?? 2) * MINUTE;
    const asked = ({ subject: resource, deadline }: Context): Asked => ({ resource, deadline });
    const asIts: NonNullable<Declared<F>["asIts"]> = it.asIts ?? ((_context, _bag, ask) => ask({}));
    const all = (context: Context, bag: Bag) =>
        asIts(context, bag, (more) => records.list(context.compute, { ...asked(context), ...more })) as Promise<
            Named[]
        >;
    const find = (context: Context, id: string, bag: Bag) =>
        asIts(context, bag, (more) =>
            ifThere(records.get(context.compute, id, { ...asked(context), ...more }) as Promise<Named>),
        );

    return {
        kind: it.kind,
        noun,
        about: it.about,
        example: it.example,
        quotas: it.quotas,
        outputs: { ...mapValues(outputs, ({ schema }) => schema), ...(hasName ? { name: NAME } : {}) },
        records: records as unknown as Group<WireFieldsOf<F>>,
        fields,
        operations: {
            ...it.operations,
            [operationsOf]: { ...records.operations, ...it.operations?.[operationsOf] },
        },
        schema: schemaOf(args, it.clashes as Declared<DeclaredFields>["clashes"]) as unknown as z.ZodType<
            Args<F>,
            Args<F>
        >,
        changes: changesOf<Args<F>, DeclaredStep>(
            it.chosenId === undefined ? fields : mapValues(fields, (field) => tellingOfForeign(field, another)),
        ),
        timeouts: { create: time, update: time, delete: time },
        ...(hasName ? { nameLength: 255 } : {}),
        secrets: Object.keys(pickBy(fields, ({ options }) => options.secret === true)),
        exclusive(wanted, state) {
            const [id, had] = [wanted, state].map(chosenIn);
            if (id !== undefined && (id === had || id === (state as { id?: string }).id)) {
                return `a ${noun}'s id is unique`;
            }
            const isNamesake = nameIn(wanted) !== undefined && nameIn(wanted) === nameIn(state);
            return it.unique === true && isNamesake ? `a ${noun}'s name is unique` : undefined;
        },
        called: async (context, name) =>
            (await all(context, {})).filter((one) => one[calledBy] === name).map(({ id }) => id),
        calledBy,

        async create(context, given) {
            const { compute, declaration, deadline, subject: resource } = context;
            const name = nameIn(given) ?? declaration.name;
            const values: Bag = hasName ? { ...given, name } : { ...given };
            const microversion = neededFor(context, args, values);
            const prepared = (await it.prepare?.(context, given)) ?? {};
            const sent = pickBy(args, ({ step }) => step.kind === "replace" || step.kind === "put");
            const body = bodyOf(sent, withDefaults(sent, values), microversion ?? "2.1");
            const left = it.unique === true ? undefined : await leftBehind(context, name, values, prepared);
            const record = left ?? (await made(it.body?.(body, given, microversion ?? "2.1") ?? body));
            forgetList(compute);
            const target: Target = { compute, id: record.id, resource, deadline };
            const shown = { ...pickOwn(values, Object.keys(sent)), ...pickOwn(record, Object.keys(outputs)) };
            const kept = { ...prepared, ...it.kept?.(context, record, values) };
            context.record(record.id, { ...shown, __state: kept });
            for (const [argument, field] of Object.entries(args)) {
                if (values[argument] !== undefined && !Object.hasOwn(sent, argument)) {
                    const there = whatIsThere(field, record[argument], values[argument]);
                    await carryOut(context, target, argument, field, there, values[argument]);
                }
            }
            return { id: record.id, state: { ...values, ...shown, __state: kept } as State<F>, record };

            async function made(wanted: object): Promise<Named> {
                const create = async () => {
                    const asking = records.create(compute, wanted, { ...asked(context), microversion });
                    const { value } = await withinQuota(context, asking);
                    context.run.made((value as Named).id);
                    return value as Named;
                };
                if (it.creating !== undefined) {
                    return it.creating(context, create);
                }
                const creating = create();
                const only = async () => {
                    const there = await all(context, values);
                    const alike = there.find(
                        (one) => one.name === name && difference(one, values, prepared) === undefined,
                    );
                    return it.isKnownByContents === true ? alike : onlyOf(context, name, there);
                };
                if (it.unique === true) {
                    return createdOrLeft(context, createdOrFound(context, creating, only), {
                        noun,
                        name,
                        find: async () =>
                            (await all(context, values)).find(
                                (one) => one.name === name || one.id === chosenIn(values),
                            ),
                        idOf: ({ id }) => id,
                        differs: (one) => difference(one, values, prepared),
                    });
                }
                return declaration.autonamed === true
                    ? createdOrFound(context, creating, only)
                    : createdOrNamed(context, creating, name, () => all(context, values));
            }
        },

        async read(context, id, state, declaredNow) {
            const record = await find(context, id, { ...declaredNow, ...state });
            if (record === undefined) {
                return undefined;
            }
            const { compute, subject: resource, deadline } = context;
            const before = (declaredNow ?? state) as Bag;
            const isSeen = declaredNow === undefined && state.__state === undefined;
            const target: Target = { compute, id, resource, deadline };
            const told: Record<string, unknown> = {};
            for (const [argument, field] of Object.entries(args)) {
                told[argument] = await spelled(argument, field, before[argument], record, target, isSeen);
            }
            const prepared = declaredNow === undefined ? {} : await it.prepare?.(context, declaredNow);
            const keptNow = { ...state.__state, ...prepared };
            return {
                ...before,
                ...pickOwn({ ...state, ...known(record) }, Object.keys(outputs)),
                ...told,
                ...it.more?.(record, before, keptNow, isSeen),
                __state: {
                    ...omitOwn(keptNow, ["foreign"]),
                    ...it.kept?.(context, record, { ...declaredNow, ...state }),
                    ...(chosenIn(state) === undefined || state.__state === undefined
                        ? {}
                        : noteForeign(state.__state, textOf(state), textOf({ ...state, ...known(record) }))),
                },
            } as State<F>;
        },

        async update(context, id, state, wanted, plan) {
            const { compute, subject: resource, deadline } = context;
            const target: Target = { compute, id, resource, deadline };
            const values = wanted as Bag;
            const planned = new Set(plan.map(({ property }) => property));
            const put = pickBy(args, ({ step }, name) => step.kind === "put" && planned.has(name));
            let now: Bag = { ...state };
            const note = (changed: Bag) => {
                now = { ...now, ...changed };
                context.record(id, now);
            };
            if (Object.keys(put).length > 0) {
                const changed = mapValues(put, ({ options }, name) => values[name] ?? options.otherwise ?? null);
                const microversion = neededFor(context, put, values);
                const whole =
                    it.place.wholeUpdates === true ? { ...(await unchanged(context, id, state)), ...changed } : changed;
                await records.update(compute, id, bodyOf(args, whole, microversion ?? "2.1"), {
                    ...asked(context),
                    microversion,
                });
                note(mapValues(put, (_field, name) => values[name]));
            }
            for (const [argument, field] of Object.entries(args)) {
                if (planned.has(argument) && !Object.hasOwn(put, argument) && field.step.kind !== "own") {
                    await carryOut(
                        context,
                        target,
                        argument,
                        field,
                        state[argument as keyof typeof state],
                        values[argument],
                    );
                    note({ [argument]: values[argument] });
                }
            }
            return {
                ...now,
                ...wanted,
                ...(hasName ? { name: nameIn(wanted) ?? nameIn(state) } : {}),
                __state: omitOwn({ ...state.__state }, ["foreign"]),
            } as State<F>;
        },

        async delete(context, id, state) {
            if (chosenIn(state) !== undefined) {
                const found = await find(context, id, state);
                const [own, there] = [state, { ...state, ...known(found ?? {}) }].map(textOf);
                if (found === undefined || !isToDelete(context, id, state.__state, `${own}`, `${there}`, another)) {
                    return;
                }
            }
            for (const name of it.emptied ?? []) {
                await empty(context, id, name, state);
            }
            const deleting = () =>
                asIts(context, state, (more) =>
                    ifThere(records.delete(context.compute, id, { ...asked(context), ...more })),
                );
            await (it.isHeldByUse === true ? whenUnused(context, deleting) : deleting());
            forgetList(context.compute);
        },
    };

    /** What a PUT that wants all must repeat: what nobody declared stays as others wrote it. */
    async function unchanged(context: Context, id: string, state: Bag): Promise<Bag> {
        const putOnes = Object.keys(pickBy(args, ({ step }) => step.kind === "put"));
        const isKnown = putOnes.every((name) => state[name] !== undefined);
        return pickOwn(isKnown ? state : { ...(await find(context, id, state)), ...known(state) }, putOnes);
    }

    function chosenIn(bag: object): unknown {
        return it.chosenId === undefined ? undefined : (bag as Bag)[it.chosenId];
    }

    /** What of it can never change, as one text: by that a thing is told from another one under the same id. */
    function textOf(bag: Bag): string {
        return JSON.stringify(
            Object.entries(fixed).map(([name, { options }]) => meaningOf(options, bag[name]) ?? null),
        );
    }

    function forgetList(compute: Compute): void {
        if (it.referredTo !== undefined) {
            forget(compute, it.referredTo);
        }
    }

    /** Takes off all members, also those that others added. */
    async function empty(context: Context, id: string, name: string, state: Bag): Promise<void> {
        const record = await find(context, id, state);
        const step = args[name]?.step;
        if (record === undefined || step?.kind !== "members") {
            return;
        }
        const { compute, subject: resource, deadline } = context;
        for (const member of listIn(record[name])) {
            await ifThere(step.remove({ compute, id, resource, deadline }, member));
        }
    }

    /** What a creation that died has left, where several may have one name: it is looked for beforehand. */
    async function leftBehind(
        context: Context,
        name: string,
        values: Bag,
        prepared: object,
    ): Promise<Named | undefined> {
        if (!isNamedByOwner(context.declaration, name)) {
            return undefined;
        }
        const found = onlyOf(context, name, await context.run.once(`${noun}s`, () => all(context, values)));
        return found === undefined
            ? undefined
            : takenOver(context, found, {
                  noun,
                  name,
                  find: async () => found,
                  idOf: ({ id }) => id,
                  differs: (one) => difference(one, values, prepared),
              });
    }

    /** Whether a record that was found is what these arguments create; what is done after the creation does not count. */
    function difference(record: Bag, values: Bag, prepared: object): string | undefined {
        const isMeant = (name: string, { step, options }: ArgumentField) =>
            (step.kind === "replace" || step.kind === "put") &&
            record[name] !== undefined &&
            (values[name] !== undefined || options.otherwise !== undefined);
        const differing = Object.entries(args).filter(
            ([name, field]) => isMeant(name, field) && !isSame(field.options, record[name], values[name]),
        );
        const names = differing.map(([name]) => name);
        return names.length === 0
            ? it.differs?.(record, values as Args<F>, prepared)
            : (it.whyDifferent?.(values as Args<F>, names) ?? `its ${names.join(" and ")} differs`);
    }

    /** One step of an update. A 404 to what is removed may be the resource's own. */
    async function carryOut(
        context: Context,
        target: Target,
        argument: string,
        { step }: ArgumentField,
        before: unknown,
        wanted: unknown,
    ): Promise<void> {
        const removing = async (asking: Promise<unknown>) => {
            if (!(await wasThere(asking))) {
                await records.get(target.compute, target.id, asked(context));
            }
        };
        // It may be there already, by others' hands or by an update that failed further on.
        const adding = async (asking: Promise<unknown>, member: string) => {
            try {
                await asking;
            } catch (error) {
                const isRefused = error instanceof ConflictError && step.kind === "members";
                const own = isRefused ? await records.get(target.compute, target.id, asked(context)) : {};
                const now = isRefused ? await actualOf(argument, step, own as Bag, target, wanted) : undefined;
                if (!listIn(now).includes(member)) {
                    throw error;
                }
            }
        };
        switch (step.kind) {
            case "members": {
                const [had, wants] = [listIn(before), listIn(wanted)];
                const there = [...had];
                for (const member of wants.filter((one) => !had.includes(one))) {
                    await adding(step.add(target, member), member);
                    there.push(member);
                    context.record(target.id, { [argument]: [...there] });
                }
                for (const member of had.filter((one) => !wants.includes(one))) {
                    await removing(step.remove(target, member));
                    there.splice(there.indexOf(member), 1);
                    context.record(target.id, { [argument]: [...there] });
                }
                return;
            }
            case "keys": {
                const { written, removed } = keyChanges(bagIn(before), bagIn(wanted));
                if (Object.keys(written).length > 0 || (step.remove === undefined && removed.length > 0)) {
                    await step.write(target, written, removed);
                }
                for (const key of removed) {
                    await (step.remove && removing(step.remove(target, key)));
                }
                context.record(target.id, { [argument]: wanted });
                return;
            }
            case "put":
            case "replace":
            case "record":
            case "own":
                return;
        }
    }
}

/** What of the declared members or keys a record that was found has already. */
function whatIsThere({ step }: ArgumentField, there: unknown, wanted: unknown): unknown {
    switch (step.kind) {
        case "members":
            return listIn(there).filter((member) => listIn(wanted).includes(member));
        case "keys":
            return pickOwn(bagIn(there), Object.keys(bagIn(wanted)));
        default:
            return undefined;
    }
}

/** Tries until nothing uses it any more. Throws the cloud's refusal where that takes too long. */
async function whenUnused({ subject, deadline, progress }: Context, deleting: () => Promise<unknown>): Promise<void> {
    let refusal: unknown;
    await waitFor({
        subject,
        doing: "deleting",
        deadline,
        observe: async () => {
            try {
                await deleting();
                return true;
            } catch (error) {
                if (error instanceof ConflictError || (error instanceof CloudError && error.status === 400)) {
                    refusal = error;
                    return false;
                }
                throw error;
            }
        },
        accept: (deleted) => (deleted ? { kind: "done" } : { kind: "waiting", because: "still in use" }),
        progress: (state) => progress(`deleting: ${state}`),
    }).catch((error: unknown) => {
        // The last request may be the one for which no time was left.
        throw error instanceof WaitTimeoutError || Date.now() >= deadline ? (refusal ?? error) : error;
    });
}

/** What replaces a resource whose id people choose may find another thing under that id. */
function tellingOfForeign(field: Field<DeclaredStep>, another: string): Field<DeclaredStep> {
    if (!isArgument(field) || field.step.kind !== "replace") {
        return field;
    }
    const { change } = field;
    return {
        ...field,
        change: {
            ...change,
            according: (_old: unknown, _wanted: unknown, state: Bag) => foreignEffect(state, change.effect, another),
        },
    };
}

const NAME = z.string().describe("The name in the cloud.");

/** Some clouds do not tell all of a record. */
function known(record: Bag): Bag {
    return pickBy(record, (value) => value !== undefined);
}
