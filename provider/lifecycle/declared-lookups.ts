/** The functions of a declared resource: they return its fields. */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import type { DeclaredFields, DeclaredKind } from "./declaration";
import { type Filter, type FunctionKind, lookups } from "./lookup";

type Item = Readonly<Record<string, unknown>> & { id: string };

/** What its functions have in addition to what follows from the fields. */
export interface DeclaredLookups {
    readonly names: readonly [one: string, many: string];
    readonly property: string;
    readonly examples: readonly [one: string, many: string];
    readonly filters?: Readonly<Record<string, Filter>>;
    /** Fields that no cloud shows. */
    readonly untold?: readonly string[];
}

export function lookupsOf<F extends DeclaredFields>(
    { noun, fields, records, calledBy }: Pick<DeclaredKind<F>, "noun" | "fields" | "records" | "calledBy">,
    { untold = [], ...more }: DeclaredLookups,
): readonly [FunctionKind, FunctionKind] {
    const shape = {
        id: z.string().describe(`The id of the ${noun}.`),
        ...(calledBy === "name" ? {} : { name: z.string().describe(`The ${calledBy}, by which messages name it.`) }),
        ...mapValues(omit(fields, untold), ({ schema }) => schema.optional().describe(statement(schema))),
    };
    const named = new Set(Object.keys(shape));
    const shown = (record: Readonly<Record<string, unknown>>): Item =>
        pickBy({ ...record, name: record[calledBy] }, (_value, name) => named.has(name)) as Item;
    return lookups<typeof shape>({
        noun,
        shape,
        ...more,
        list: async (compute, asked) => (await records.list(compute, asked)).map(shown) as never,
        get: async (compute, id, asked) => shown(await records.get(compute, id, asked)) as never,
    });
}

/** The description of an argument without what applies only to a program: what omitting it means. */
function statement(schema: z.ZodType): string {
    const { description } = schema;
    if (description === undefined) {
        return schema instanceof z.ZodOptional ? statement(schema.unwrap() as z.ZodType) : "";
    }
    return description
        .split(/(?<=\.) /)
        .filter((sentence) => !/^(Default:|Omit )/.test(sentence))
        .join(" ");
}
