/**
 * What a field of the Server says: its schema, its keys in bodies, its microversions, its default, whether it is a secret,
 * what a change to it does, and how the cloud's answer is read.
 */
import type * as z from "zod";
import type { ServerRecord } from "../../../api/index";
import type { Change } from "../../../plan/change-table";
import { type FieldFacts, isSame } from "../../../plan/fields";
import type { NetworksArgument } from "../device-arguments";
import type { Pins } from "../pins";

/** What carries out a change. `steps/index.ts` has a function for each that asks the cloud for something. */
export type ServerStep = ActiveStep | "replace" | "record" | "settle" | "keep";

/** In the order in which an update takes them. */
export const ACTIVE_STEPS = [
    "attributes",
    "metadata",
    "tags",
    "securityGroups",
    "interfaces",
    "volumes",
    "resize",
    "rebuild",
    "password",
    "power",
    "lock",
] as const;

export type ActiveStep = (typeof ACTIVE_STEPS)[number];

/** What the rows of the change table look at in a state. */
export interface Seen {
    readonly status?: string;
    readonly zone?: string;
    readonly addresses?: Readonly<Record<string, readonly { readonly address: string }[]>>;
    readonly bootVolume?: unknown;
    readonly userData?: string;
    readonly userDataBase64?: string;
    readonly __state?: { readonly pins?: Pins; readonly zone?: string };
}

/** What they look at in the arguments, besides their own. */
export type Given = Pick<Seen, "userData" | "userDataBase64">;

export type ServerChange<Value> = Change<Value, Seen, Given, ServerStep>;

type Row<Value> = Pick<ServerChange<Value>, "by" | "level" | "effect"> & Partial<ServerChange<Value>>;

/** What the spelling of an argument depends on besides the cloud's answer. */
export interface Beside {
    readonly pins: Pins;
    readonly pinnedToZone?: boolean | undefined;
}

export interface ArgumentFacts<Value> extends FieldFacts<Value> {
    /** Its key in the body of a creation, a PUT and a rebuild. Omitted: it has none there, or other code writes it. */
    readonly key?: string;
    /** How a body says it. Default: as it is. */
    write?(value: NonNullable<Value>, pins: Pins): unknown;
    /** The last microversion that carries it. */
    readonly until?: string;
    /** From which microversion on a creation carries it; `later`: none does. Until then it is written after the creation. */
    readonly inCreation?: string;
    /**
     * What the cloud says of it, in the program's spelling where that still means the same. `wanted` is undefined where a
     * server is only read.
     */
    told?(record: ServerRecord, wanted: Value | undefined, beside: Beside): Value | undefined;
    /** The state has it sealed where the cloud made it. */
    readonly sealed?: boolean;
    /** The output of the same name. Default: the argument as it was declared. */
    readonly shown?: z.ZodType;
}

export interface ServerArgument<Schema extends z.ZodType = z.ZodType> {
    readonly schema: Schema;
    readonly change: ServerChange<z.output<Schema>>;
    readonly options: ArgumentFacts<z.output<Schema>>;
}

export function argument<Schema extends z.ZodType>(
    schema: Schema,
    row: Row<z.output<Schema>>,
    options: ArgumentFacts<z.output<Schema>> = {},
): ServerArgument<Schema> {
    const { since } = options;
    return {
        schema,
        options,
        change: {
            removed: "default",
            shows: "values",
            ...(since === undefined ? {} : { microversion: since }),
            same: (old, wanted) => isSame(options, old, wanted),
            ...row,
        },
    };
}

/** What an output is read out of. */
export interface Source extends Beside {
    readonly accessIpV4?: string | undefined;
    readonly accessIpV6?: string | undefined;
    readonly networks?: NetworksArgument | undefined;
    /** The zone as the state has it. */
    readonly zone?: string | undefined;
    /** What is known of the interfaces besides what the record says. */
    readonly interfaces: readonly KnownInterface[];
}

/** An interface that was read from the cloud once: a server's record names no ports. */
export interface KnownInterface {
    readonly mac?: string | undefined;
    readonly portId?: string | undefined;
    readonly networkId?: string | undefined;
}

export interface ServerOutput<Schema extends z.ZodType = z.ZodType> {
    readonly schema: Schema;
    read(record: ServerRecord, source: Source): z.output<Schema> | undefined;
    /** Few look at it: the state has it in its `__state`. */
    readonly packed: boolean;
}

export function output<Schema extends z.ZodType>(
    schema: Schema,
    read: ServerOutput<Schema>["read"],
    { packed = false }: { packed?: boolean } = {},
): ServerOutput<Schema> {
    return { schema, read, packed };
}

export const LOSS = "the root disk is lost; id and addresses stay";

/** A change is part of PUT /servers/{id}. */
export const attribute = { by: "attributes", level: "none", effect: "updated in place" } as const;
/** One that cannot be taken back once it is set: Nova takes neither "" nor null. */
export const lastingAttribute = { ...attribute, removed: "unmanaged" } as const;
export const rebuild = { by: "rebuild", level: "rebuild" } as const;
export const replace = { by: "replace", level: "replace" } as const;
/** Only the state notes it. */
export const noted = { by: "record", level: "none" } as const;
