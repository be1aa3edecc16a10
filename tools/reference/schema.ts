/** The arguments of each resource as JSON Schema, with what the change table says of each: what both writers read. */
import mapValues from "lodash/mapValues";
import * as z from "zod";
import type { FunctionKind } from "../../provider/lifecycle/lookup";
import type { Change } from "../../provider/plan/change-table";
import { commonArguments, commonChanges } from "../../provider/plan/common-arguments";
import { type AnyKind, kinds } from "../../provider/resources/registry";
import { type Facts, factsOf } from "./facts";
import type { Schema } from "./json-schema";

export type { Schema } from "./json-schema";

export interface Argument {
    name: string;
    schema: Schema;
    required: boolean;
    change: Change | undefined;
    facts: Facts;
    /** Whether every resource has it. */
    isCommon: boolean;
}

/** What a resource has besides its arguments. */
export interface Output {
    schema: Schema;
    /** Whether it is always there. */
    required: boolean;
    facts: Facts;
}

export interface Resource {
    kind: AnyKind;
    arguments: Argument[];
    outputs: Record<string, Output>;
}

export function resources(): Resource[] {
    return [...kinds.values()].map((kind) => ({
        kind,
        arguments: [
            ...argumentsOf(kind, kind.schema, kind.changes, false),
            ...argumentsOf(kind, commonArguments, commonChanges, true),
        ],
        outputs: outputsOf(kind),
    }));
}

function outputsOf({ outputs, secrets = [] }: AnyKind): Record<string, Output> {
    const { properties = {}, required = [] } = z.toJSONSchema(z.object(outputs), { io: "output" }) as Schema;
    return mapValues(properties, (schema, name) => ({
        schema,
        required: required.includes(name),
        facts: asRead(factsOf(schema, { isSecret: secrets.includes(name) })),
    }));
}

/** What an argument is by default says nothing of what is read. */
function asRead(facts: Facts): Facts {
    return { ...facts, default: undefined };
}

function argumentsOf(
    { fields = {}, secrets = [] }: AnyKind,
    given: z.ZodType,
    changes: Readonly<Record<string, Change>>,
    isCommon: boolean,
): Argument[] {
    const { properties = {}, required = [] } = z.toJSONSchema(given, { io: "input" }) as Schema;
    return Object.entries(properties).map(([name, schema]) => {
        const change = changes[name];
        const known = { options: fields[name]?.options, change, isSecret: secrets.includes(name) };
        return { name, schema, required: required.includes(name), change, facts: factsOf(schema, known), isCommon };
    });
}

/** What has a name of its own inside these, by its name: the types that are written out beside them. */
export function namedIn(schema: Schema | boolean | undefined, found = new Map<string, Schema>()): Map<string, Schema> {
    if (typeof schema !== "object") {
        return found;
    }
    if (schema.title !== undefined) {
        found.set(schema.title, schema);
    }
    const inside = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])];
    for (const inner of [...inside, ...Object.values(schema.properties ?? {})]) {
        namedIn(inner, found);
    }
    return found;
}

/** A member of an object. */
export interface Member extends Output {
    name: string;
}

/** What a function takes: its own arguments, and which cloud it asks. */
export function argumentsOfFunction({ schema }: FunctionKind): Member[] {
    return [schema, commonArguments.omit({ adopt: true })].flatMap((given) =>
        membersOf(z.toJSONSchema(given, { io: "input" }) as Schema),
    );
}

export function resultOf({ result }: FunctionKind): Member[] {
    return membersOf(z.toJSONSchema(z.object(result), { io: "output" }) as Schema).map((member) => ({
        ...member,
        facts: asRead(member.facts),
    }));
}

/** The members of an object, in their order. */
export function membersOf({ properties = {}, required = [] }: Schema): Member[] {
    return Object.entries(properties).map(([name, schema]) => ({
        name,
        schema,
        required: required.includes(name),
        facts: factsOf(schema),
    }));
}
