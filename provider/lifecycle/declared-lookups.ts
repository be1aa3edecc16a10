/** The functions of a declared resource: its fields are what they answer. */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import * as z from "zod";
import type { Fields } from "../plan/fields";
import type { DeclaredKind, DeclaredStep } from "./declared";
import { type Filter, type FunctionKind, lookups } from "./lookup";

type Item = Readonly<Record<string, unknown>> & { id: string };

/** What its functions have besides what follows from the fields. */
export interface DeclaredLookups {
    readonly names: readonly [one: string, many: string];
    readonly property: string;
    readonly examples: readonly [one: string, many: string];
    readonly filters?: Readonly<Record<string, Filter>>;
    /** Fields that no cloud tells of what is only read. */
    readonly untold?: readonly string[];
}

export function lookupsOf<F extends Fields<DeclaredStep>>(
    { noun, fields, records }: DeclaredKind<F>,
    { untold = [], ...more }: DeclaredLookups,
): readonly [FunctionKind, FunctionKind] {
    const shape = {
        id: z.string().describe(`The id of the ${noun}.`),
        ...mapValues(omit(fields, untold), ({ schema }) => schema.optional()),
    };
    const named = new Set(Object.keys(shape));
    const shown = (record: object): Item =>
        Object.fromEntries(Object.entries(record).filter(([name]) => named.has(name))) as Item;
    return lookups<typeof shape>({
        noun,
        shape,
        ...more,
        list: async (compute, asked) => (await records.list(compute, asked)).map(shown) as never,
        get: async (compute, id, asked) => shown(await records.get(compute, id, asked)) as never,
    });
}
