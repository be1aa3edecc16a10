/**
 * Bags of arguments out of a resource's own schema: what `bags.ts` says nothing of is made as its type says, so that an
 * argument is tried from the day it is declared on.
 */
import fc from "fast-check";
import * as z from "zod";
import { kindOf } from "../../provider/resources/registry";
import { text } from "./texts";

export type Bag = Record<string, unknown>;

/** The part of JSON Schema that arguments use. */
interface Schema {
    type?: string;
    const?: unknown;
    enum?: unknown[];
    anyOf?: Schema[];
    items?: Schema;
    properties?: Record<string, Schema>;
    additionalProperties?: Schema | boolean;
    required?: string[];
    minimum?: number;
    maximum?: number;
    maxLength?: number;
}

/** What is made of some arguments, and how many bags of a hundred have it. */
export type Own = Readonly<Record<string, { of: fc.Arbitrary<unknown>; share?: number }>>;

/** How many bags of a hundred have an argument that need not be there. */
const SHARE = 20;

export function argumentsOf(kind: string): string[] {
    return Object.keys(schemaOf(kind).properties ?? {});
}

export function bagOf(kind: string, own: Own): fc.Arbitrary<Bag> {
    const { properties = {}, required = [] } = schemaOf(kind);
    const parts = Object.entries(properties).map(([name, schema]) => {
        const { of = fromSchema(schema), share = SHARE } = own[name] ?? {};
        return [name, required.includes(name) ? of : sometimes(of, share)] as const;
    });
    return fc.record(Object.fromEntries(parts)).map(withoutUndefined);
}

function schemaOf(kind: string): Schema {
    return z.toJSONSchema(kindOf(kind).schema, { io: "input" }) as Schema;
}

/** What is left out is shrunk to first. */
export function sometimes<T>(of: fc.Arbitrary<T>, share: number): fc.Arbitrary<T | undefined> {
    return fc.oneof({ weight: 100 - share, arbitrary: fc.constant(undefined) }, { weight: share, arbitrary: of });
}

export function withoutUndefined(bag: object): Bag {
    return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));
}

export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
    if (schema.const !== undefined) {
        return fc.constant(schema.const);
    }
    if (schema.enum !== undefined) {
        return fc.constantFrom(...schema.enum);
    }
    if (schema.anyOf !== undefined) {
        return fc.oneof(...schema.anyOf.map(fromSchema));
    }
    switch (schema.type) {
        case "string":
            return text(Math.min(schema.maxLength ?? 255, 1_000));
        case "boolean":
            return fc.boolean();
        case "integer":
        case "number":
            return number(schema);
        case "array":
            return fc.array(fromSchema(schema.items ?? {}), { maxLength: 3 });
        case "object":
            return object(schema);
        default:
            throw new Error(`nothing is made of ${JSON.stringify(schema)}: say in tests/fuzz/bags.ts what it can be`);
    }
}

function object({ properties, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    if (properties === undefined) {
        const value = typeof additionalProperties === "object" ? fromSchema(additionalProperties) : text(10);
        return fc.array(fc.tuple(text(20), value), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
    }
    const parts = Object.entries(properties).map(([name, schema]) => {
        const of = fromSchema(schema);
        return [name, required.includes(name) ? of : sometimes(of, 50)] as const;
    });
    return fc.record(Object.fromEntries(parts)).map(withoutUndefined);
}

/** Mostly at its limits. */
export function number({ type, minimum = -1e9, maximum = 1e9 }: Schema): fc.Arbitrary<number> {
    const whole = type === "integer";
    const edges = [minimum, minimum + 1, maximum - 1, maximum, minimum - 1, maximum + 1, 0, 1];
    return fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...edges) },
        { weight: 4, arbitrary: fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }) },
        { weight: whole ? 1 : 4, arbitrary: fc.double({ min: minimum, max: maximum, noNaN: true }) },
    );
}
