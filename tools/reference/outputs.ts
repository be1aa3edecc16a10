/** Writes sdk/generated/outputs.ts: the types that outputs of resources and results of functions have inside. */
import upperFirst from "lodash/upperFirst";
import { functions } from "../../provider/resources/registry";
import { commentOf, jsdoc } from "./jsdoc";
import { membersOf, namedIn, resources, resultOf, type Schema } from "./schema";
import { typeOf } from "./types";

export function outputsText(): string {
    const all = new Map<string, Schema>();
    for (const { schema } of [
        ...resources().flatMap(({ outputs }) => Object.values(outputs)),
        ...[...functions.values()].flatMap(resultOf),
    ]) {
        namedIn(schema, all);
    }
    // These are beside their functions.
    for (const name of functions.keys()) {
        all.delete(`${upperFirst(name)}Result`);
    }
    const interfaces = [...all].map(([title, schema]) => interfaceOf(title, schema));
    return ["// Written by `npm run build` out of provider/resources/: edit that.\n", ...interfaces].join("\n");
}

function interfaceOf(title: string, schema: Schema): string {
    const members = membersOf(schema).map(
        ({ name, schema: inner, required, facts }) =>
            `${jsdoc(commentOf(facts), "    ")}    ${name}${required ? "" : "?"}: ${typeOf(inner, "output")};`,
    );
    return `${jsdoc([schema.description ?? ""])}export interface ${title} {\n${members.join("\n")}\n}\n`;
}
