/**
 * The facts about a field of the Server: its schema, its keys in bodies, its microversions, its default, whether it is
 * a secret, what a change to it does, and how the cloud's answer is read.
 */
import type * as z from "zod";
import type { ServerRecord } from "../../../api/index";
import type { Change } from "../../../plan/change-table";
import { type FieldFacts, isSame } from "../../../plan/fields";
import type { NetworksArgument } from "../device-arguments";
import type { Pins } from "../pins";

/** The step that carries out a change. `steps/index.ts` has a function for each one that sends requests. */
export type ServerStep = ActiveStep | "replace" | "record" | "settle" | "keep";

/** In the order of an update. */
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

/** The part of a state that rows of the change table read. */
export interface Seen {
    readonly status?: string;
    readonly zone?: string;
    readonly addresses?: Readonly<Record<string, readonly { readonly address: string }[]>>;
    readonly bootVolume?: unknown;
    readonly userData?: string;
    readonly userDataBase64?: string;
    readonly __state?: { readonly pins?: Pins; readonly zone?: string };
}

/** The arguments that they read besides their own. */
export type Given = Pick<Seen, "userData" | "userDataBase64">;

export type ServerChange<Value> = Change<Value, Seen, Given, ServerStep>;

type Row<Value> = Pick<ServerChange<Value>, "by" | "level" | "effect"> & Partial<ServerChange<Value>>;

/** What the spelling of an argument depends on besides the cloud's answer. */
export interface Beside {
    readonly pins: Pins;
    readonly pinnedToZone?: boolean | undefined;
}

export interface ArgumentFacts<Value> extends FieldFacts<Value> {
    /** Its key in the body of a creation, a PUT and a rebuild. Omit it if there is none, or other code writes it. */
    readonly key?: string;
    /** Its value in a body. Default: as it is. */
    write?(value: NonNullable<Value>, pins: Pins): unknown;
    /** The last microversion that supports it. */
    readonly until?: string;
    /**
     * The first microversion whose creation includes it (`later`: none). Below it, it is written after the creation.
     */
    readonly inCreation?: string;
    /**
     * Its value in the cloud's record, in the program's spelling if that still means the same. `wanted` is undefined if
     * the server is only read.
     */
    told?(record: ServerRecord, wanted: Value | undefined, beside: Beside): Value | undefined;
    /** The state seals it if the cloud generated it. */
    readonly sealed?: boolean;
    /** The schema of the output of the same name. Default: the argument as it was declared. */
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

/** What an output is read from, besides the record. */
export interface Source extends Beside {
    readonly accessIpV4?: string | undefined;
    readonly accessIpV6?: string | undefined;
    readonly networks?: NetworksArgument | undefined;
    /** The zone in the state. */
    readonly zone?: string | undefined;
    /** What is known of the interfaces besides the record. */
    readonly interfaces: readonly KnownInterface[];
}

/** What a list of interfaces said earlier: a server's record names no ports. */
export interface KnownInterface {
    readonly mac?: string | undefined;
    readonly portId?: string | undefined;
    readonly networkId?: string | undefined;
}

export interface ServerOutput<Schema extends z.ZodType = z.ZodType> {
    readonly schema: Schema;
    read(record: ServerRecord, source: Source): z.output<Schema> | undefined;
    /** It is rarely used, so the state has it in `__state`. */
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

/** Changed by PUT /servers/{id}. */
export const attribute = { by: "attributes", level: "none", effect: "updated in place" } as const;
/** An attribute that cannot be unset: Nova accepts neither "" nor null. */
export const lastingAttribute = { ...attribute, removed: "unmanaged" } as const;
export const rebuild = { by: "rebuild", level: "rebuild" } as const;
export const replace = { by: "replace", level: "replace" } as const;
/** Only recorded in the state. */
export const noted = { by: "record", level: "none" } as const;
