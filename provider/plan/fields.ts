/**
 * The fields of a resource: each is written once, with its key in a body, its schema, its sentence, its microversions,
 * its default, whether it is a secret, and what a change to it does. Arguments, outputs, diffs, bodies, the SDK's classes and the
 * reference follow from it.
 */
import isEqual from "lodash/isEqual";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import snakeCase from "lodash/snakeCase";
import * as z from "zod";
import type { OlderField, WireField } from "../api/group";
import { filledText, optionalFlag, optionalMetadata, optionalQuantity } from "../api/values";
import { generatedName } from "../arguments/argument-types";
import type { Compute } from "../cloud/index";
import type { AnyChangeTable, Bag, Change, ChangeTable } from "./change-table";

/** How a change to an argument is carried out, by what carries it out. */
interface Steps {
    /** A new resource. */
    readonly replace: { readonly kind: "replace" };
    /** Only the state notes it. */
    readonly record: { readonly kind: "record" };
    readonly put: Put;
    readonly members: Members;
    readonly keys: Keys;
    /** What is done once is done again. */
    readonly run: { readonly kind: "run" };
    /** The resource's file carries it out itself. */
    readonly own: { readonly kind: "own" };
}

export type StepKind = keyof Steps;

export type Step<Kind extends StepKind = StepKind> = Steps[Kind];

/** One PUT with all that changed. */
export interface Put {
    readonly kind: "put";
}

/** A list that is kept in step one by one. */
export interface Members {
    readonly kind: "members";
    add(target: Target, member: string): Promise<unknown>;
    remove(target: Target, member: string): Promise<unknown>;
    /** Where the record does not have them. Undefined: they cannot be asked for. */
    list?(target: Target): Promise<readonly string[] | undefined>;
}

/** A bag of which only the declared keys are managed. */
export interface Keys {
    readonly kind: "keys";
    /** Writes these keys, and where there is no `remove`, removes those. */
    write(target: Target, written: Readonly<Record<string, string>>, removed: readonly string[]): Promise<unknown>;
    remove?(target: Target, key: string): Promise<unknown>;
    /** Where the record does not have them. */
    read?(target: Target): Promise<Readonly<Record<string, string>>>;
}

/** What a step of an update is carried out on. */
export interface Target {
    readonly compute: Compute;
    readonly id: string;
    /** For errors. */
    readonly resource: string;
    readonly deadline: number;
}

/** A part of an argument that came later than the rest. */
export interface Since {
    readonly microversion: string;
    /** In an error: `a tag of an interface`. */
    readonly what: string;
}

/** What is written of a field besides its schema, its sentence and what a change does: in every shape of resource. */
export interface FieldFacts<Value> {
    /** The lowest microversion that carries it. Default: any. */
    readonly since?: string;
    /** What of this value came later, where that depends on the value. */
    sinceOf?(value: NonNullable<Value>): readonly Since[];
    /** What the cloud has where it is omitted. */
    readonly otherwise?: Value;
    readonly secret?: boolean;
    /** What a value means: two that mean the same are equal by it. Default: the value itself. */
    normal?(value: NonNullable<Value>): unknown;
}

/** What is written of a field of an API group. */
export interface FieldOptions<Value> extends FieldFacts<Value> {
    /** Where a body has it. Default: its name in snake case. */
    readonly key?: string;
    /** How an answer is read. Default: as its schema says, leniently. */
    readonly read?: z.ZodType<Value | undefined>;
    readonly older?: OlderField;
    /** Sent at its default too: the API requires it. */
    readonly always?: boolean;
    /** One that was never declared is as others have it, and no drift, though there is a default. */
    readonly isOthersWhenOmitted?: boolean;
    /** The state has it whether it is declared or not. */
    readonly alwaysKept?: boolean;
}

/** Of what no cloud tells under this name. */
export const untold = z.unknown().transform((): undefined => undefined);

interface FieldOf<Schema extends z.ZodType> extends WireField<z.ZodType<z.output<Schema> | undefined>> {
    readonly schema: Schema;
    readonly options: FieldOptions<z.output<Schema>>;
}

/** A row of the change table; one of a value may replace the resource whatever the step is. */
type Row<Value, Kind extends StepKind> = Change<Value, Bag, Bag, Kind | "replace">;

export interface ArgumentField<Schema extends z.ZodType = z.ZodType, Kind extends StepKind = StepKind>
    extends FieldOf<Schema> {
    readonly change: Row<z.output<Schema>, Kind>;
    readonly step: Step<Kind>;
}

/** What only the cloud says. */
export interface OutputField<Schema extends z.ZodType = z.ZodType> extends FieldOf<Schema> {
    readonly change?: undefined;
    readonly step?: undefined;
}

/** A field of a resource whose lifecycle carries out these steps. */
export type Field<Kind extends StepKind = StepKind> = ArgumentField<z.ZodType, Kind> | OutputField;

export type Fields<Kind extends StepKind = StepKind> = Readonly<Record<string, Field<Kind>>>;

type NamesOfArguments<F extends Fields> = {
    [Name in keyof F]: F[Name] extends ArgumentField ? Name : never;
}[keyof F];

/** The arguments of these fields; a bag, if it is not known which fields these are. */
export type ArgumentsOf<F extends Fields> = string extends keyof F
    ? Bag
    : z.output<z.ZodObject<{ [Name in NamesOfArguments<F>]: F[Name]["schema"] }>>;

/** The outputs that are no arguments. */
export type OutputsOf<F extends Fields> = string extends keyof F
    ? Bag
    : { [Name in Exclude<keyof F, NamesOfArguments<F>>]: z.output<F[Name]["schema"]> };

/** What a change to an argument does: its row of the change table, and the step that carries it out. */
export interface Behaviour<Value, Kind extends StepKind> {
    readonly row: Pick<Row<Value, Kind>, "level" | "effect"> & MoreOfRow<Value, Kind>;
    readonly step: Step<Kind>;
}

type MoreOfRow<Value, Kind extends StepKind> = Partial<Omit<Row<Value, Kind>, "by">>;

/** An argument. Its schema is described with `describe`, as the reference tells it. */
export function argument<Schema extends z.ZodType, Kind extends StepKind>(
    schema: Schema,
    { row, step }: Behaviour<z.output<Schema>, Kind>,
    options: FieldOptions<z.output<Schema>> = {},
): ArgumentField<Schema, Kind> {
    const { since } = options;
    const change: Row<z.output<Schema>, Kind> = {
        by: step.kind as Kind,
        removed: "default",
        shows: "values",
        ...(since === undefined ? {} : { microversion: since }),
        same: (old, wanted) => isSame(options, old, wanted),
        ...row,
    };
    return { ...fieldOf(schema, options), change, step };
}

/** The argument `name`, with a generated default. To omit it later is no change. */
export function nameField<Kind extends StepKind>(
    what: string,
    { row, step }: Behaviour<string | undefined, Kind>,
): ArgumentField<z.ZodOptional<z.ZodString>, Kind> {
    return argument(generatedName(what).optional(), { row: { ...row, removed: "unmanaged" }, step });
}

/** What only the cloud says. */
export function output<Schema extends z.ZodType>(
    schema: Schema,
    options: FieldOptions<z.output<Schema>> = {},
): OutputField<Schema> {
    return fieldOf(schema, options);
}

function fieldOf<Schema extends z.ZodType>(schema: Schema, options: FieldOptions<z.output<Schema>>): FieldOf<Schema> {
    return {
        key: options.key ?? "",
        read: options.read ?? (leniently(schema) as z.ZodType<z.output<Schema> | undefined>),
        older: options.older,
        schema,
        options,
    };
}

/** The fields with their keys: a field's own, or its name in snake case. */
export function keyed<F extends Fields>(fields: F): F {
    return mapValues(fields, (field, name) => ({
        ...field,
        key: field.key === "" ? snakeCase(name) : field.key,
    })) as unknown as F;
}

/** A change makes a new resource: `replace: a server group cannot change`. */
export function replaces<Value>(why: string, row: MoreOfRow<Value, "replace"> = {}): Behaviour<Value, "replace"> {
    return { row: { level: "replace", effect: `replace: ${why}`, ...row }, step: { kind: "replace" } };
}

/** A change is part of one PUT. */
export function updates<Value>(row: MoreOfRow<Value, "put"> = {}): Behaviour<Value, "put"> {
    return { row: { level: "none", effect: "updated in place", ...row }, step: { kind: "put" } };
}

type Names = readonly string[] | undefined;

/** Members are added and removed one by one. */
export function members<Value extends Names>(
    step: Omit<Members, "kind">,
    row: MoreOfRow<Value, "members"> = {},
): Behaviour<Value, "members"> {
    return {
        row: { level: "none", effect: "added and removed in place", same: sameMembers, ...row },
        step: { kind: "members", ...step },
    };
}

/** In any order. */
function sameMembers(one: Names, other: Names): boolean {
    return isEqual([...(one ?? [])].sort(), [...(other ?? [])].sort());
}

/** Only the declared keys are written and, when they are no longer declared, removed. */
export function keys<Value extends object | undefined>(
    step: Omit<Keys, "kind">,
    row: MoreOfRow<Value, "keys"> = {},
): Behaviour<Value, "keys"> {
    return {
        row: {
            level: "none",
            shows: "keys",
            effect: "only these keys are written",
            same: (old, wanted) => isEqual(old ?? {}, wanted ?? {}),
            ...row,
        },
        step: { kind: "keys", ...step },
    };
}

/** A change does once more what is done once. */
export function runs<Value>(row: MoreOfRow<Value, "run"> = {}): Behaviour<Value, "run"> {
    return { row: { level: "restart", effect: "runs again", ...row }, step: { kind: "run" } };
}

/** The resource's own file carries the change out: its declaration alone is then no complete resource. */
export function own<Value>(row: Pick<Row<Value, "own">, "effect"> & MoreOfRow<Value, "own">): Behaviour<Value, "own"> {
    return { row: { level: "none", ...row }, step: { kind: "own" } };
}

/** Whether two values of a field mean the same, an omitted one being the default. */
export function isSame<Value>(options: FieldFacts<Value>, one: Value, other: Value): boolean {
    return isEqual(meaningOf(options, one), meaningOf(options, other));
}

/** What a value means; an omitted one means the default. */
export function meaningOf<Value>({ normal, otherwise }: FieldFacts<Value>, value: Value | undefined): unknown {
    const meant = value ?? otherwise;
    return meant === undefined || meant === null || normal === undefined ? meant : normal(meant);
}

/** The rows of the arguments, which are `Args`. */
export function changesOf<Args extends object, Kind extends StepKind>(
    fields: Fields<Kind>,
): ChangeTable<Args, unknown, Kind | "replace"> {
    const rows: AnyChangeTable<Kind | "replace"> = mapValues(pickBy(fields, isArgument), ({ change }) => change);
    return rows as typeof rows & ChangeTable<Args, unknown, Kind | "replace">;
}

export function isArgument<Kind extends StepKind>(field: Field<Kind>): field is ArgumentField<z.ZodType, Kind> {
    return field.change !== undefined;
}

/** How an answer is read that is to be as a schema says: clouds send numbers as strings, and null for what is not there. */
function leniently(schema: z.ZodType): z.ZodType {
    const bare = unwrapped(schema);
    switch (bare.def.type) {
        case "string":
        case "enum":
            return filledText;
        case "number":
            return optionalQuantity;
        case "boolean":
            return optionalFlag;
        case "record":
            return optionalMetadata;
        case "array":
            return z
                .array(z.string())
                .nullish()
                .transform((list) => list ?? undefined);
        default:
            throw new Error(`a field whose schema is of type ${bare.def.type} says itself how it is read`);
    }
}

function unwrapped(schema: z.ZodType): z.ZodType {
    let bare: z.ZodType = schema;
    while (bare instanceof z.ZodOptional || bare instanceof z.ZodNullable) {
        bare = bare.unwrap() as z.ZodType;
    }
    return bare;
}
