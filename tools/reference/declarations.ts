/** Writes sdk/generated/arguments.ts: the argument interfaces, written out from the schemas with their comments. */
import { commentOf, jsdoc } from "./jsdoc";
import { type Argument, membersOf, type Resource, resources, type Schema } from "./schema";
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
    return `${jsdoc([`The arguments of a {@link ${kind.kind}}.`])}export interface ${kind.kind}Args {\n${members.join("")}}\n`;
}

type Member = Pick<Argument, "name" | "schema" | "required" | "facts"> & { change?: Argument["change"] };

function member({ name, schema, required, facts, change }: Member, nested: Map<string, string>): string {
    return `${jsdoc(commentOf(facts, change?.effect), "    ")}    ${property(name, required, type(schema, nested))};\n`;
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
    const members = membersOf(schema).map((inner) => member(inner, nested));
    return `${jsdoc([schema.description ?? ""])}export interface ${name} {\n${members.join("")}}\n`;
}
