/**
 * Functions (data sources): they read from the cloud, also in a preview. Most come in pairs: the singular fails with a list
 * of names if none or several match, the plural returns all that match.
 */
import upperFirst from "lodash/upperFirst";
import * as z from "zod";
import type { CallContext } from "../api/operation";
import { NotFoundError } from "../cloud/errors";
import type { Compute } from "../cloud/index";
import { enumerated } from "./references";

/** What a function gets in addition to its arguments. */
export interface Asking {
    readonly compute: Compute;
    /** The function's name, for errors. */
    readonly subject: string;
    readonly deadline: number;
}

export interface FunctionKind<Args extends object = object> {
    /** As in `compute.getFlavor(…)`. */
    readonly name: string;
    readonly about: string;
    readonly example: string;
    /** Its arguments, without `cloud` and `region`, which every function has. */
    readonly schema: z.ZodType<Args, Args>;
    /** The properties of its result, each with its sentence. */
    readonly result: Readonly<Record<string, z.ZodType>>;
    ask(asking: Asking, args: Args): Promise<object>;
}

type Shape = Readonly<Record<string, z.ZodType>>;

interface Named {
    readonly id: string;
    readonly name?: string | undefined;
}

/** What a function returns: an object of the shape, with `id` and `name`. */
type Found<S extends Shape> = z.output<z.ZodObject<S>> & Named;

/** An argument that filters. */
export interface Filter {
    /** Optional, and described. */
    readonly schema: z.ZodType;
    /** The query with which the cloud filters its list. Omitted: the cloud cannot filter by this argument. */
    query?(value: unknown): Readonly<Record<string, unknown>>;
    fits(item: object, value: unknown): boolean;
}

export function filter<Item extends object, Value>(
    schema: z.ZodType<Value | undefined>,
    fits: (item: Item, value: Value) => boolean,
    query?: (value: Value) => Readonly<Record<string, unknown>>,
): Filter {
    const it: {
        fits(item: Item, value: Value): boolean;
        query?(value: Value): Readonly<Record<string, unknown>>;
    } = query === undefined ? { fits } : { fits, query };
    return { schema, ...it } as Filter;
}

/** What a pair of functions looks for. */
export interface Lookups<S extends Shape> {
    /** `flavor`: the functions are `getFlavor` and `getFlavors`. */
    readonly noun: string;
    readonly names: readonly [one: string, many: string];
    /** The property of the plural's result: `flavors`. */
    readonly property: string;
    readonly examples: readonly [one: string, many: string];
    /** The properties of the singular's result, with `id` and `name`. */
    readonly shape: S;
    readonly filters?: Readonly<Record<string, Filter>>;
    /** The time by which `newest` sorts. Omitted: there is no such argument. */
    readonly age?: (item: Found<S>) => string | undefined;
    list(compute: Compute, asked: CallContext, query: Readonly<Record<string, unknown>>): Promise<Found<S>[]>;
    /** The one with this id, also if no list has it. Throws NotFoundError if there is none. */
    get?(compute: Compute, id: string, asked: CallContext): Promise<Found<S>>;
}

const text = (what: string) => z.string().min(1, { error: "must not be empty" }).optional().describe(what);

const pattern = z
    .string()
    .max(255, { error: "at most 255 characters" })
    .refine(isPattern, { error: "not a regular expression" })
    .optional();

/** A pair of functions: the singular and the plural. */
export function lookups<S extends Shape>(it: Lookups<S>): readonly [FunctionKind, FunctionKind] {
    const { noun, shape, filters = {} } = it;
    const own: Readonly<Record<string, Filter>> = {
        name: filter(text(`The name of the ${noun}.`), (item: Named, name: string) => item.name === name),
        nameRegex: filter(
            pattern.describe("A regular expression that the name matches."),
            (item: Named, source: string) => new RegExp(source, "u").test(item.name ?? ""),
        ),
        ...filters,
    };
    const criteria = Object.fromEntries(Object.entries(own).map(([name, { schema }]) => [name, schema]));
    const newest = z
        .boolean({ error: "expected true or false" })
        .optional()
        .describe("Of several that fit, the one that was created last. Default: false, and several are an error.");
    const single = z.strictObject({
        id: text(`The id of the ${noun}.`),
        ...criteria,
        ...(it.age === undefined ? {} : { newest }),
    });

    return [
        {
            name: it.names[0],
            about: `Reads one ${noun}. Fails where none fits, and where more than one does.`,
            example: it.examples[0],
            schema: single,
            result: shape,
            async ask(asking, args) {
                const { id, newest: latest, ...wanted } = args as Record<string, unknown>;
                const all = id === undefined ? await listed(asking, wanted) : await byId(asking, String(id));
                const found = all.filter((item) => fits(item, wanted));
                const [only, ...others] = latest === true ? byAge(found).slice(0, 1) : found;
                if (only === undefined || others.length > 0) {
                    throw notOne(asking, { ...(id === undefined ? {} : { id }), ...wanted }, found, all);
                }
                return only;
            },
        },
        {
            name: it.names[1],
            about: `Reads all of the project's ${noun}s that fit. None is no error.`,
            example: it.examples[1],
            schema: z.strictObject(criteria),
            result: {
                ids: z.array(z.string()).describe("Their ids."),
                // The type of the singular's result.
                [it.property]: z
                    .array(z.object(shape).meta({ title: `${upperFirst(it.names[0])}Result` }))
                    .describe("What they are."),
            },
            async ask(asking, args) {
                const wanted = args as Record<string, unknown>;
                const found = (await listed(asking, wanted)).filter((item) => fits(item, wanted));
                return { ids: found.map((item) => item.id), [it.property]: found };
            },
        },
    ];

    function asked({ subject: resource, deadline }: Asking): CallContext {
        return { resource, deadline };
    }

    function listed(asking: Asking, wanted: Readonly<Record<string, unknown>>): Promise<Found<S>[]> {
        const queries = Object.entries(wanted).map(([name, value]) =>
            value === undefined ? undefined : own[name]?.query?.(value),
        );
        return it.list(asking.compute, asked(asking), Object.assign({}, ...queries));
    }

    async function byId(asking: Asking, id: string): Promise<Found<S>[]> {
        if (it.get === undefined) {
            return (await listed(asking, {})).filter((item) => item.id === id);
        }
        try {
            return [await it.get(asking.compute, id, asked(asking))];
        } catch (error) {
            if (error instanceof NotFoundError) {
                return [];
            }
            throw error;
        }
    }

    function fits(item: Found<S>, wanted: Readonly<Record<string, unknown>>): boolean {
        return Object.entries(wanted).every(
            ([name, value]) => value === undefined || own[name]?.fits(item, value) !== false,
        );
    }

    function byAge(found: readonly Found<S>[]): Found<S>[] {
        const age = (item: Found<S>) => it.age?.(item) ?? "";
        return [...found].sort((one, other) => (age(one) < age(other) ? 1 : -1));
    }

    function notOne(
        { subject, compute }: Asking,
        wanted: Readonly<Record<string, unknown>>,
        found: readonly Found<S>[],
        all: readonly Found<S>[],
    ): NotOneError {
        const criteria = Object.entries(wanted)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
            .join(", ");
        const where = `in cloud "${compute.name}" for this project`;
        const named = (items: readonly Found<S>[]) => enumerated(items.map(({ name, id }) => name ?? id).sort());
        if (found.length > 0) {
            const ids = enumerated(found.map((item) => item.id));
            return new NotOneError(
                `${subject}: ${found.length} ${noun}s match ${criteria === "" ? "(no filter)" : criteria} ${where}: ` +
                    `${named(found)} (${ids}). Add filters, or give the id.`,
            );
        }
        return new NotOneError(
            `${subject}: there is no ${noun} with ${criteria} ${where}. It has: ${all.length === 0 ? "none" : named(all)}.`,
        );
    }
}

/** No thing matches, or more than one. */
export class NotOneError extends Error {
    override readonly name = "NotOneError";
}

function isPattern(source: string): boolean {
    try {
        new RegExp(source, "u");
        return true;
    } catch (error) {
        if (error instanceof SyntaxError) {
            return false;
        }
        throw error;
    }
}
