/**
 * The lifecycle of a resource that is a record of an API group: created by one POST, changed by one PUT and by steps of
 * its own, deleted by one DELETE. A resource's file declares its fields and where it differs; everything else is here.
 */
import camelCase from "lodash/camelCase";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { bodyOf } from "../api/group";
import { omitOwn, pickOwn } from "../arguments/own-keys";
import type { Compute } from "../cloud/index";
import { changesOf, type Field, isArgument } from "../plan/fields";
import type { Declared, DeclaredFields, DeclaredKind, DeclaredStep, KindOf, PartOfKind } from "./declaration";
import { createRecord } from "./declared-creation";
import { type AnyDeclared, askedBy, type DeclaredRecords, declaredRecords, targetOf } from "./declared-records";
import { carryOut, removeMembers, whatIsThere } from "./declared-steps";
import { type Bag, known, listIn, nameIn, neededFor, schemaOf, spelled, withDefaults } from "./field-values";
import type { Context } from "./kind";
import { forget } from "./named-lists";
import { foreignEffect, isToDelete, noteForeign } from "./reused-ids";
import { whenUnused } from "./when-unused";

const MINUTE = 60_000;

type AnyKind = DeclaredKind<DeclaredFields>;

/** The resource out of its declaration. With steps of its own, it needs {@link completed}. */
export function declared<F extends DeclaredFields>(it: Declared<F>): KindOf<F> {
    // Within, arguments and states are bags: their types follow from the fields, which only the caller knows.
    const kind = kindOf(it as unknown as AnyDeclared);
    return { ...kind, updateOthers: kind.update } as unknown as KindOf<F>;
}

/** The resource, with what its own file carries out. */
export function completed<F extends DeclaredFields>(
    part: PartOfKind<F>,
    own: Pick<DeclaredKind<F>, "update"> & Partial<DeclaredKind<F>>,
): DeclaredKind<F> {
    return { ...part, ...own };
}

function kindOf(it: AnyDeclared): AnyKind {
    const records = declaredRecords(it);
    const { args, outputs, hasName, find } = records;
    const { noun, calledBy = "name", minutes = 2 } = it;
    const operationsOf = camelCase(it.place.many);
    const timeout = minutes * MINUTE;
    return {
        kind: it.kind,
        noun,
        about: it.about,
        example: it.example,
        quotas: it.quotas,
        outputs: { ...mapValues(outputs, ({ schema }) => schema), ...(hasName ? { name: NAME } : {}) },
        records: records.group as AnyKind["records"],
        fields: records.fields,
        operations: {
            ...it.operations,
            [operationsOf]: { ...records.group.operations, ...it.operations?.[operationsOf] },
        },
        schema: schemaOf(args, it.clashes),
        changes: changesOf(
            it.chosenId === undefined
                ? records.fields
                : mapValues(records.fields, (field) => tellingOfForeign(field, anotherOf(it))),
        ),
        timeouts: { create: timeout, update: timeout, delete: timeout },
        ...(hasName ? { nameLength: 255 } : {}),
        secrets: Object.keys(pickBy(records.fields, ({ options }) => options.secret === true)),
        calledBy,
        exclusive: (wanted, state) => exclusive(records, wanted, state),
        called: async (context, name) =>
            (await records.all(context, {})).filter((one) => one[calledBy] === name).map(({ id }) => id),
        create: (context, given) => create(records, context, given),
        read: async (context, id, state, declaredNow) => {
            const record = await find(context, id, { ...declaredNow, ...state });
            return record && read(records, context, record, state, declaredNow);
        },
        update: (context, id, state, wanted, plan) =>
            update(records, context, id, state, wanted, new Set(plan.map(({ property }) => property))),
        delete: (context, id, state) => remove(records, context, id, state),
    };
}

/** Why a new one cannot stand beside the old one. */
function exclusive({ declaration: { noun, unique }, chosenIn }: DeclaredRecords, wanted: Bag, state: Bag) {
    const [id, had] = [wanted, state].map(chosenIn);
    if (id !== undefined && (id === had || id === state.id)) {
        return `a ${noun}'s id is unique`;
    }
    const isNamesake = nameIn(wanted) !== undefined && nameIn(wanted) === nameIn(state);
    return unique === true && isNamesake ? `a ${noun}'s name is unique` : undefined;
}

async function create(records: DeclaredRecords, context: Context, given: Bag): ReturnType<AnyKind["create"]> {
    const { declaration: it, args, outputs, sent, hasName } = records;
    const name = nameIn(given) ?? context.declaration.name;
    const values: Bag = hasName ? { ...given, name } : { ...given };
    const microversion = neededFor(context, args, values);
    const prepared = (await it.prepare?.(context, given)) ?? {};
    const plain = bodyOf(sent, withDefaults(sent, values), microversion ?? "2.1");
    const body = it.body?.(plain, given, microversion ?? "2.1") ?? plain;
    const record = await createRecord(records, context, { name, values, prepared, body, microversion });
    forgetLists(it, context.compute);
    const shown = { ...pickOwn(values, Object.keys(sent)), ...pickOwn(record, Object.keys(outputs)) };
    const kept = { ...prepared, ...it.kept?.(context, record, values) };
    context.record(record.id, { ...shown, __state: kept });
    for (const [argument, field] of Object.entries(args)) {
        const wanted = values[argument];
        if (wanted !== undefined && !Object.hasOwn(sent, argument)) {
            const before = whatIsThere(field, record[argument], wanted);
            await carryOut(records, context, record.id, argument, { before, wanted });
        }
    }
    return { id: record.id, state: { ...values, ...shown, __state: kept }, record };
}

async function read(
    { declaration: it, args, outputs, chosenIn, identityOf }: DeclaredRecords,
    context: Context,
    record: Bag & { id: string },
    state: Bag & { __state?: object },
    declaredNow: Bag | undefined,
): ReturnType<AnyKind["read"]> {
    const before = declaredNow ?? state;
    const isSeen = declaredNow === undefined && state.__state === undefined;
    const told: Record<string, unknown> = {};
    for (const [argument, field] of Object.entries(args)) {
        told[argument] = await spelled(argument, field, before[argument], record, targetOf(context, record.id), isSeen);
    }
    const prepared = declaredNow === undefined ? {} : await it.prepare?.(context, declaredNow);
    const kept = { ...state.__state, ...prepared };
    const isChosen = chosenIn(state) !== undefined && state.__state !== undefined;
    return {
        ...before,
        ...pickOwn({ ...state, ...known(record) }, Object.keys(outputs)),
        ...told,
        ...it.more?.(record, before, kept, isSeen),
        __state: {
            ...omitOwn(kept as Bag, ["foreign"]),
            ...it.kept?.(context, record, { ...declaredNow, ...state }),
            ...(isChosen
                ? noteForeign(state.__state ?? {}, identityOf(state), identityOf({ ...state, ...known(record) }))
                : {}),
        },
    };
}

async function update(
    records: DeclaredRecords,
    context: Context,
    id: string,
    state: Bag & { __state: object },
    wanted: Bag,
    planned: ReadonlySet<string>,
): ReturnType<AnyKind["update"]> {
    const { args, hasName } = records;
    const put = pickBy(args, ({ step }, name) => step.kind === "put" && planned.has(name));
    const isPut = Object.keys(put).length > 0;
    // The cloud may refuse a PUT because of members that are to go: a host with servers, in another zone.
    const before = isPut ? await withoutGone(records, context, id, state, wanted, planned) : state;
    let now: Bag = { ...before };
    const note = (changed: Bag) => {
        now = { ...now, ...changed };
        context.record(id, now);
    };
    if (isPut) {
        const changed = mapValues(put, ({ options }, name) => wanted[name] ?? options.otherwise ?? null);
        const microversion = neededFor(context, put, wanted);
        const whole = { ...(await unchanged(records, context, id, state)), ...changed };
        await records.group.update(context.compute, id, bodyOf(args, whole, microversion ?? "2.1"), {
            ...askedBy(context),
            microversion,
        });
        note(mapValues(put, (_field, name) => wanted[name]));
    }
    for (const [argument, { step }] of Object.entries(args)) {
        if (planned.has(argument) && step.kind !== "put" && step.kind !== "own") {
            await carryOut(records, context, id, argument, { before: before[argument], wanted: wanted[argument] });
            note({ [argument]: wanted[argument] });
        }
    }
    return {
        ...now,
        ...wanted,
        ...(hasName ? { name: nameIn(wanted) ?? nameIn(state) } : {}),
        __state: omitOwn({ ...state.__state }, ["foreign"]),
    };
}

/** Removes the members that are no longer declared. Answers the state without them. */
async function withoutGone(
    records: DeclaredRecords,
    context: Context,
    id: string,
    state: Bag,
    wanted: Bag,
    planned: ReadonlySet<string>,
): Promise<Bag> {
    let now = state;
    for (const [argument, { step }] of Object.entries(records.args)) {
        if (step.kind === "members" && planned.has(argument)) {
            const before = listIn(state[argument]);
            const kept = before.filter((member) => listIn(wanted[argument]).includes(member));
            await carryOut(records, context, id, argument, { before, wanted: kept });
            now = { ...now, [argument]: kept };
        }
    }
    return now;
}

/** What a PUT that wants all fields must repeat: what the program does not declare stays as it is. */
async function unchanged({ declaration, args, find }: DeclaredRecords, context: Context, id: string, state: Bag) {
    if (declaration.place.wholeUpdates !== true) {
        return {};
    }
    const names = Object.keys(pickBy(args, ({ step }) => step.kind === "put"));
    const isKnown = names.every((name) => state[name] !== undefined);
    return pickOwn(isKnown ? state : { ...(await find(context, id, state)), ...known(state) }, names);
}

async function remove(
    records: DeclaredRecords,
    context: Context,
    id: string,
    state: Bag & { __state: object },
): Promise<void> {
    const { declaration: it, chosenIn, identityOf, find } = records;
    if (chosenIn(state) !== undefined) {
        const found = await find(context, id, state);
        const [own, there] = [state, { ...state, ...known(found ?? {}) }].map(identityOf);
        if (found === undefined || !isToDelete(context, id, state.__state, `${own}`, `${there}`, anotherOf(it))) {
            return;
        }
    }
    for (const argument of it.emptied ?? []) {
        await removeMembers(records, context, id, argument, state);
    }
    const deleting = () => records.remove(context, id, state);
    await (it.isHeldByUse === true ? whenUnused(context, deleting) : deleting());
    forgetLists(it, context.compute);
}

function forgetLists({ referredTo }: AnyDeclared, compute: Compute): void {
    if (referredTo !== undefined) {
        forget(compute, referredTo);
    }
}

const anotherOf = ({ noun }: AnyDeclared) => `another ${noun} is`;

/** If people choose the id of a resource, what is replaced may be another thing under that id. */
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
