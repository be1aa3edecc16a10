/** Writes sdk/generated/outputs.ts: the types that outputs of resources and results of functions have inside. */
import * as z from "zod";
import { functions } from "../../provider/resources/registry";
import { resources, type Schema } from "./schema";
import { typeOf } from "./types";

export function outputsText(): string {
    const all = new Map<string, Schema>();
    for (const schema of [
        ...resources().flatMap(({ outputs }) => Object.values(outputs).map((output) => output.schema)),
        ...[...functions.values()].flatMap(({ result }) =>
            Object.values((z.toJSONSchema(z.object(result), { io: "output" }) as Schema).properties ?? {}),
        ),
    ]) {
        namedIn(schema, all);
    }
    const interfaces = [...all].map(([title, schema]) => interfaceOf(title, schema));
    return ["// Written by `npm run build` out of provider/resources/: edit that.\n", ...interfaces].join("\n");
}

/** The schemas in this one that have a name, by their names. */
export function namedIn(schema: Schema | boolean | undefined, found = new Map<string, Schema>()): Map<string, Schema> {
    if (typeof schema !== "object") {
        return found;
    }
    if (schema.title !== undefined) {
        found.set(schema.title, schema);
    }
    for (const inner of [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})]) {
        namedIn(inner, found);
    }
    return found;
}

function interfaceOf(title: string, schema: Schema): string {
    const members = Object.entries(schema.properties ?? {}).map(([name, inner]) => {
        const about = inner.description === undefined ? "" : `    /** ${inner.description} */\n`;
        const isNeeded = schema.required?.includes(name) === true;
        return `${about}    ${name}${isNeeded ? "" : "?"}: ${typeOf(inner, "output")};`;
    });
    return `/** ${schema.description ?? ""} */\nexport interface ${title} {\n${members.join("\n")}\n}\n`;
}
