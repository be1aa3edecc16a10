/** The arguments of each resource as JSON Schema, with what the change table says of each: what both writers read. */
import mapValues from "lodash/mapValues";
import * as z from "zod";
import type { Change } from "../../provider/plan/change-table";
import { commonArguments, commonChanges } from "../../provider/plan/common-arguments";
import { type AnyKind, kinds } from "../../provider/resources/registry";

/** The parts of JSON Schema that arguments use. */
export interface Schema {
    type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
    title?: string;
    description?: string;
    const?: string | number;
    default?: unknown;
    enum?: string[];
    anyOf?: Schema[];
    items?: Schema;
    properties?: Record<string, Schema>;
    additionalProperties?: Schema | boolean;
    required?: string[];
}

export interface Argument {
    name: string;
    schema: Schema;
    required: boolean;
    change: Change | undefined;
    /** Whether every resource has it. */
    isCommon: boolean;
}

/** What a resource has besides its arguments. */
export interface Output {
    schema: Schema;
    /** Whether it is always there. */
    required: boolean;
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
            ...argumentsOf(kind.schema, kind.changes, false),
            ...argumentsOf(commonArguments, commonChanges, true),
        ],
        outputs: outputsOf(kind.outputs),
    }));
}

function outputsOf(outputs: AnyKind["outputs"]): Record<string, Output> {
    const { properties = {}, required = [] } = z.toJSONSchema(z.object(outputs), { io: "output" }) as Schema;
    return mapValues(properties, (schema, name) => ({ schema, required: required.includes(name) }));
}

function argumentsOf(schema: z.ZodType, changes: Readonly<Record<string, Change>>, isCommon: boolean): Argument[] {
    const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" }) as Schema;
    return Object.entries(properties).map(([name, property]) => ({
        name,
        schema: property,
        required: required.includes(name),
        change: changes[name],
        isCommon,
    }));
}
