/** Writes sdk/arguments.ts: the argument interfaces, written out from the schemas with their comments. */
import { type Argument, type Resource, resources, type Schema } from "./schema";

const HEADER = `/**
 * What each resource takes. Written by \`npm run build\` out of the schemas in provider/resources: edit those.
 */
import type * as pulumi from "@pulumi/pulumi";
`;

export function declarations(): string {
    const nested = new Map<string, string>();
    const interfaces = resources().map((resource) => interfaceOf(resource, nested));
    return [HEADER, ...nested.values(), ...interfaces].join("\n");
}

function interfaceOf({ kind, arguments: args }: Resource, nested: Map<string, string>): string {
    const members = args.map((argument) => member(argument, nested));
    return `/** The arguments of a {@link ${kind.kind}}. */\nexport interface ${kind.kind}Args {\n${members.join("")}}\n`;
}

function member(
    {
        name,
        schema,
        required,
        change,
    }: Pick<Argument, "name" | "schema" | "required"> & { change?: Argument["change"] },
    nested: Map<string, string>,
): string {
    const description = schema.description ?? "";
    const effect = change === undefined ? "" : ` Changed: ${change.effect}.`;
    const since = change?.microversion === undefined ? "" : ` Needs microversion ${change.microversion}.`;
    const comment = `${description}${effect}${description.includes("icroversion") ? "" : since}`.trim();
    return `${comment === "" ? "" : `    /** ${comment} */\n`}    ${property(name, required, schema, nested)};\n`;
}

/** What may be left out takes an output that may be undefined too: another resource's that it may not have. */
function property(name: string, required: boolean, schema: Schema, nested: Map<string, string>): string {
    const value = type(schema, nested);
    return required ? `${name}: pulumi.Input<${value}>` : `${name}?: pulumi.Input<${value} | undefined>`;
}

function input(schema: Schema, nested: Map<string, string>): string {
    return `pulumi.Input<${type(schema, nested)}>`;
}

function type(schema: Schema, nested: Map<string, string>): string {
    if (schema.title !== undefined) {
        if (!nested.has(schema.title)) {
            nested.set(schema.title, "");
            nested.set(schema.title, nestedInterface(schema.title, schema, nested));
        }
        return schema.title;
    }
    if (schema.anyOf !== undefined) {
        return schema.anyOf.map((option) => type(option, nested)).join(" | ");
    }
    if (schema.enum !== undefined) {
        return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    }
    switch (schema.type) {
        case "integer":
            return "number";
        case "array":
            return `${input(schema.items ?? {}, nested)}[]`;
        case "object":
            return objectType(schema, nested);
        case undefined:
            throw new Error(`a schema without a type: ${JSON.stringify(schema)}`);
        default:
            return schema.type;
    }
}

function objectType(schema: Schema, nested: Map<string, string>): string {
    if (schema.properties === undefined) {
        const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
        return `{ [key: string]: ${input(values, nested)} }`;
    }
    const members = Object.entries(schema.properties).map(([name, inner]) =>
        property(name, schema.required?.includes(name) === true, inner, nested),
    );
    return `{ ${members.join("; ")} }`;
}

function nestedInterface(name: string, schema: Schema, nested: Map<string, string>): string {
    const members = Object.entries(schema.properties ?? {}).map(([key, inner]) =>
        member({ name: key, schema: inner, required: schema.required?.includes(key) === true }, nested),
    );
    return `/** ${schema.description ?? ""} */\nexport interface ${name} {\n${members.join("")}}\n`;
}
