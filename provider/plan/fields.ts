/**
 * The fields of a resource: each is written once, with its key in a body, its schema, its sentence, its microversions,
 * its default, whether it is a secret, and what a change to it does. Arguments, outputs, diffs, bodies, the SDK's classes and the
 * reference follow from it.
 */
import isEqual from "lodash/isEqual";
import mapValues from "lodash/mapValues";
import snakeCase from "lodash/snakeCase";
import * as z from "zod";
import type { OlderField, WireField } from "../api/group";
import { filledText, optionalFlag, optionalMetadata, optionalQuantity } from "../api/values";
import type { Compute } from "../cloud/index";
import type { Change } from "./change-table";

/** How a change to an argument is carried out. */
export type Step =
    /** A new resource. */
    | { readonly kind: "replace" }
    /** Only the state notes it. */
    | { readonly kind: "record" }
    | Put
    | Members
    | Keys
    /** The resource's file carries it out itself. */
    | { readonly kind: "own" };

/** One PUT with all that changed. */
export interface Put {
    readonly kind: "put";
    /** How it goes back to its default. Default: the PUT has the default, or null. */
    clear?(target: Target): Promise<unknown>;
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

/** What is written of a field besides its schema, its sentence and what a change does. */
export interface FieldOptions<Value> {
    /** Where a body has it. Default: its name in snake case. */
    readonly key?: string;
    /** How an answer is read. Default: as its schema says, leniently. */
    readonly read?: z.ZodType<Value | undefined>;
    readonly older?: OlderField;
    /** The lowest microversion that carries it. Default: any. */
    readonly since?: string;
    /** The lowest microversion that carries this value of it, where that depends on the value. */
    sinceOf?(value: NonNullable<Value>): string | undefined;
    /** What the cloud has where it is omitted. */
    readonly otherwise?: Value;
    /** Sent at its default too: the API requires it. */
    readonly always?: boolean;
    readonly secret?: boolean;
    /** One that was never declared is as others have it, and no drift, though there is a default. */
    readonly isOthersWhenOmitted?: boolean;
    /** The state has it whether it is declared or not. */
    readonly alwaysKept?: boolean;
    /** What a value means: two that mean the same are equal by it. Default: the value itself. */
    normal?(value: NonNullable<Value>): unknown;
}

/** Of what no cloud tells under this name. */
export const untold = z.unknown().transform((): undefined => undefined);

/** A field of a resource: an output, and where it has a `change`, an argument too. */
export interface Field<Schema extends z.ZodType = z.ZodType>
    extends WireField<z.ZodType<z.output<Schema> | undefined>> {
    readonly schema: Schema;
    readonly options: FieldOptions<z.output<Schema>>;
    readonly change?: Change;
    readonly step?: Step;
}

export interface ArgumentField<Schema extends z.ZodType = z.ZodType> extends Field<Schema> {
    readonly change: Change;
    readonly step: Step;
}

export type Fields = Readonly<Record<string, Field>>;

type NamesOfArguments<F extends Fields> = {
    [Name in keyof F]: F[Name] extends ArgumentField ? Name : never;
}[keyof F];

/** The arguments of these fields. */
export type ArgumentsOf<F extends Fields> = z.output<z.ZodObject<{ [Name in NamesOfArguments<F>]: F[Name]["schema"] }>>;

/** The outputs that are no arguments. */
export type OutputsOf<F extends Fields> = {
    [Name in Exclude<keyof F, NamesOfArguments<F>>]: z.output<F[Name]["schema"]>;
};

/** What a change to an argument does: its row of the change table, and the step that carries it out. */
export interface Behaviour {
    readonly row: Pick<Change, "level" | "effect"> & Partial<Change>;
    readonly step: Step;
}

/** An argument. Its schema is described with `describe`, as the reference tells it. */
export function argument<Schema extends z.ZodType>(
    schema: Schema,
    { row, step }: Behaviour,
    options: FieldOptions<z.output<Schema>> = {},
): ArgumentField<Schema> {
    const { since } = options;
    const change: Change = {
        by: step.kind,
        removed: "default",
        shows: "values",
        ...(since === undefined ? {} : { microversion: since }),
        same: (old, wanted) => isSame(options, old, wanted),
        ...row,
    };
    return { ...output(schema, options), change, step };
}

/** What only the cloud says. */
export function output<Schema extends z.ZodType>(
    schema: Schema,
    options: FieldOptions<z.output<Schema>> = {},
): Field<Schema> {
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
export function replaces(why: string, row: Partial<Change> = {}): Behaviour {
    return { row: { level: "replace", effect: `replace: ${why}`, ...row }, step: { kind: "replace" } };
}

/** A change is part of one PUT. */
export function updates(row: Partial<Change> = {}, step: Omit<Put, "kind"> = {}): Behaviour {
    return { row: { level: "none", effect: "updated in place", ...row }, step: { kind: "put", ...step } };
}

/** Members are added and removed one by one. */
export function members(step: Omit<Members, "kind">, row: Partial<Change> = {}): Behaviour {
    return {
        row: { level: "none", effect: "added and removed in place", same: sameMembers, ...row },
        step: { kind: "members", ...step },
    };
}

/** In any order. */
function sameMembers(one: unknown, other: unknown): boolean {
    const [left, right] = [one, other].map((list) => (Array.isArray(list) ? [...list].sort() : []));
    return isEqual(left, right);
}

/** Only the declared keys are written and, when they are no longer declared, removed. */
export function keys(step: Omit<Keys, "kind">, row: Partial<Change> = {}): Behaviour {
    return {
        row: { level: "none", shows: "keys", effect: "only these keys are written", same: sameKeys, ...row },
        step: { kind: "keys", ...step },
    };
}

function sameKeys(one: unknown, other: unknown): boolean {
    return isEqual(one ?? {}, other ?? {});
}

/** Whether two values of a field mean the same, an omitted one being the default. */
export function isSame<Value>(options: FieldOptions<Value>, one: Value, other: Value): boolean {
    return isEqual(meaningOf(options, one), meaningOf(options, other));
}

/** What a value means; an omitted one means the default. */
export function meaningOf<Value>({ normal, otherwise }: FieldOptions<Value>, value: Value | undefined): unknown {
    const meant = value ?? otherwise;
    return meant === undefined || meant === null || normal === undefined ? meant : normal(meant);
}

export function isArgument(field: Field): field is ArgumentField {
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
