/**
 * Sample arguments of every kind of resource, from its schema: two for each argument, so that one can change to the
 * other. A new kind needs nothing here, unless its arguments name what must exist in the cloud.
 */
import * as z from "zod";
import { PROJECTS, USERS } from "../../emulator/state/seed";
import { complaints } from "../../provider/arguments/validation";
import { kindOf } from "../../provider/resources/registry";
import type { Bag } from "./wire";

/** Two values of an argument. */
export type Pair = readonly [first: unknown, second: unknown];

/** The part of JSON Schema that samples are made from. */
interface Schema {
    readonly type?: string;
    readonly enum?: readonly unknown[];
    readonly items?: Schema;
    readonly additionalProperties?: Schema | boolean;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly minimum?: number;
    readonly maximum?: number;
}

/** A word in capitals stands for an id or a name in the cloud: see {@link filled}. */
export const EXISTING: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
    Aggregate: { hosts: [["THE-HOST"], ["OTHER-HOST"]] },
    QuotaSet: { project: ["OTHER-PROJECT", "THE-PROJECT"], user: ["THE-USER", "ADMIN-USER"] },
    ServerAction: { server: ["THE-SERVER", "THE-SERVER"] },
};

/** The values of these words in every embedded cloud. */
export const EMBEDDED: ReadonlyMap<string, string> = new Map([
    ["THE-HOST", "compute1"],
    ["OTHER-HOST", "compute2"],
    ["THE-PROJECT", PROJECTS[0]?.id ?? ""],
    ["OTHER-PROJECT", PROJECTS[1]?.id ?? ""],
    ["ADMIN-USER", USERS[0]?.id ?? ""],
    ["THE-USER", USERS[1]?.id ?? ""],
]);

/** Keys of metadata and the like. */
export const SAMPLE_KEYS = ["role", "tier", "zone"];

export interface Samples {
    /** What the program must declare. */
    readonly required: Bag;
    /** As many arguments as can be combined. */
    readonly first: Bag;
    /** The same with other values. */
    readonly second: Bag;
    /** Both values of every argument, whether they go together or not. */
    readonly all: readonly [Bag, Bag];
}

export function samplesOf(kind: string): Samples {
    const { properties = {}, required: needed = [] } = z.toJSONSchema(kindOf(kind).schema, { io: "input" }) as Schema;
    const pairs = Object.entries(properties).map(
        ([name, schema]) => [name, EXISTING[kind]?.[name] ?? pairOf(schema)] as const,
    );
    const [one, other] = [0, 1].map((at) =>
        filled(Object.fromEntries(pairs.map(([name, pair]) => [name, pair[at]])), EMBEDDED),
    ) as [Bag, Bag];
    const [first, second] = [one, other].map((bag) => accepted(kind, bag, properties, needed)) as [Bag, Bag];
    const required = Object.fromEntries(Object.entries(first).filter(([name]) => needed.includes(name)));
    return { required, first, second, all: [one, other] };
}

/** The bag without arguments that exclude one another, for the choice that leaves the most. */
function accepted(
    kind: string,
    bag: Bag,
    properties: Readonly<Record<string, Schema>>,
    needed: readonly string[],
): Bag {
    const choices = needed.flatMap((name) =>
        (properties[name]?.enum ?? []).map((value) => ({ ...bag, [name]: value })),
    );
    const pruned = [bag, ...choices].map((one) => without(kind, one, needed));
    const most = Math.max(...pruned.map((one) => Object.keys(one).length));
    return pruned.find((one) => Object.keys(one).length === most) ?? bag;
}

function without(kind: string, bag: Bag, needed: readonly string[]): Bag {
    const wrong = complaints(kind, kindOf(kind).schema, bag)
        .map((complaint) => /^"?(\w+)/.exec(complaint)?.[1] ?? "")
        .filter((name) => Object.hasOwn(bag, name) && !needed.includes(name));
    if (wrong.length === 0) {
        return bag;
    }
    return without(kind, Object.fromEntries(Object.entries(bag).filter(([name]) => name !== wrong[0])), needed);
}

function pairOf(schema: Schema): Pair {
    const { enum: choices, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
    if (choices !== undefined) {
        return [choices[0], choices[1] ?? choices[0]];
    }
    switch (schema.type) {
        case "string":
            return ["one", "other"];
        case "integer":
        case "number":
            return [Math.min(Math.max(minimum, 3), maximum), Math.min(Math.max(minimum, 4), maximum)];
        case "boolean":
            return [false, true];
        case "array": {
            const [one, other] = pairOf(schema.items ?? {});
            return [[one], [other]];
        }
        case "object":
            return schema.properties === undefined ? bags(schema) : objects(schema);
        default:
            throw new Error(`no samples for ${JSON.stringify(schema)}: add them in tests/support/samples.ts`);
    }
}

/** From the first to the second, one key changes its value, one is removed, and one is added. */
function bags({ additionalProperties }: Schema): Pair {
    const [one, other] = pairOf(typeof additionalProperties === "object" ? additionalProperties : { type: "string" });
    const [changed = "", removed = "", added = ""] = SAMPLE_KEYS;
    return [
        { [changed]: one, [removed]: one },
        { [changed]: other, [added]: one },
    ];
}

function objects({ properties = {}, required = [] }: Schema): Pair {
    const pairs = Object.entries(properties)
        .filter(([name]) => required.includes(name))
        .map(([name, schema]) => [name, pairOf(schema)] as const);
    return [0, 1].map((at) => Object.fromEntries(pairs.map(([name, pair]) => [name, pair[at]]))) as unknown as Pair;
}

/** Replaces the words in capitals with the ids and names in a cloud. */
export function filled(bag: Bag, words: ReadonlyMap<string, string>): Bag {
    return fill(bag, words) as Bag;
}

function fill(value: unknown, words: ReadonlyMap<string, string>): unknown {
    if (typeof value === "string") {
        return words.get(value) ?? value;
    }
    if (Array.isArray(value)) {
        return value.map((one) => fill(one, words));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, words)]))
        : value;
}
