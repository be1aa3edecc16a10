/** Writes sdk/generated/arguments.ts: the argument interfaces, written out from the schemas with their comments. */
import { type Argument, type Resource, resources, type Schema } from "./schema";
import { property, typeOf } from "./types";

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
    return `${comment === "" ? "" : `    /** ${comment} */\n`}    ${property(name, required, type(schema, nested))};\n`;
}

/** The type of an argument; what it names is written out beside it. */
function type(schema: Schema, nested: Map<string, string>): string {
    return typeOf(schema, "input", (title, named) => {
        if (!nested.has(title)) {
            nested.set(title, "");
            nested.set(title, nestedInterface(title, named, nested));
        }
    });
}

function nestedInterface(name: string, schema: Schema, nested: Map<string, string>): string {
    const members = Object.entries(schema.properties ?? {}).map(([key, inner]) =>
        member({ name: key, schema: inner, required: schema.required?.includes(key) === true }, nested),
    );
    return `/** ${schema.description ?? ""} */\nexport interface ${name} {\n${members.join("")}}\n`;
}
