/** A schema as a TypeScript type: as an argument takes it, with inputs inside, or as an output has it. */
import type { Schema } from "./schema";

export type Direction = "input" | "output";

/** `named` is told of each schema that has a title: its type is that title. */
export function typeOf(schema: Schema, direction: Direction, named?: (title: string, schema: Schema) => void): string {
    const inner = (value: Schema) => typeOf(value, direction, named);
    const wrapped = (value: Schema) => (direction === "input" ? `pulumi.Input<${inner(value)}>` : inner(value));
    if (schema.title !== undefined) {
        named?.(schema.title, schema);
        return schema.title;
    }
    if (schema.anyOf !== undefined) {
        return schema.anyOf.map(inner).join(" | ");
    }
    if (schema.const !== undefined) {
        return JSON.stringify(schema.const);
    }
    if (schema.enum !== undefined) {
        return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    }
    switch (schema.type) {
        case "integer":
            return "number";
        case "array":
            return `${listed(wrapped(schema.items ?? {}))}[]`;
        case "object":
            return objectType(schema, direction, wrapped);
        case undefined:
            throw new Error(`a schema without a type: ${JSON.stringify(schema)}`);
        default:
            return schema.type;
    }
}

function listed(type: string): string {
    return type.includes(" | ") && !type.endsWith(">") ? `(${type})` : type;
}

function objectType(schema: Schema, direction: Direction, wrapped: (value: Schema) => string): string {
    if (schema.properties === undefined) {
        const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
        return `{ [key: string]: ${wrapped(values)} }`;
    }
    const members = Object.entries(schema.properties).map(([name, inner]) =>
        direction === "input"
            ? property(name, schema.required?.includes(name) === true, wrapped(inner).slice("pulumi.Input<".length, -1))
            : `${name}${schema.required?.includes(name) === true ? "" : "?"}: ${wrapped(inner)}`,
    );
    return `{ ${members.join("; ")} }`;
}

/** What may be omitted takes an output that may be undefined too: another resource's that it may not have. */
export function property(name: string, required: boolean, type: string): string {
    return required ? `${name}: pulumi.Input<${type}>` : `${name}?: pulumi.Input<${type} | undefined>`;
}
