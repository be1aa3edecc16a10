/** Writes sdk/generated/functions.ts: each function in its plain and in its Output form, out of its declaration. */
import upperFirst from "lodash/upperFirst";
import { functions } from "../../provider/resources/registry";
import { commentOf, exampleTag, jsdoc } from "./jsdoc";
import { argumentsOfFunction, type Member, namedIn, resultOf, type Schema } from "./schema";
import { property, typeOf } from "./types";

const HEADER = `// Written by \`npm run build\` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import { ask, askOutput } from "../ask";
`;

export function functionsText(): string {
    const all = [...functions.values()];
    const named = new Set(all.flatMap((it) => resultOf(it).flatMap(({ schema }) => [...namedIn(schema).keys()])));
    const own = new Set(all.map(({ name }) => `${upperFirst(name)}Result`));
    const texts = all.map((it) => {
        const args = argumentsOfFunction(it);
        const type = upperFirst(it.name);
        const given = args.some(({ required }) => required) ? "" : " = {}";
        return `${interfaceOf(`${type}Args`, `The arguments of {@link ${it.name}}.`, args, plain)}
${interfaceOf(`${type}OutputArgs`, `The arguments of {@link ${it.name}Output}.`, args, input)}
${interfaceOf(`${type}Result`, `The result of {@link ${it.name}}.`, resultOf(it), plain)}
${jsdoc([it.about, exampleTag(it.example)])}export function ${it.name}(args: ${type}Args${given}): Promise<${type}Result> {
    return ask("${it.name}", args);
}

/** {@link ${it.name}} with arguments that may be outputs. */
export function ${it.name}Output(args: ${type}OutputArgs${given}): pulumi.Output<${type}Result> {
    return askOutput("${it.name}", args);
}
`;
    });
    const inside = [...named].filter((title) => !own.has(title)).sort();
    return [`${HEADER}import type { ${inside.join(", ")} } from "./outputs";\n`, ...texts].join("\n");
}

function plain(name: string, schema: Schema, required: boolean): string {
    const type = typeOf(schema, "output");
    return required ? `${name}: ${type}` : `${name}?: ${type} | undefined`;
}

function input(name: string, schema: Schema, required: boolean): string {
    return property(name, required, typeOf(schema, "input"));
}

function interfaceOf(name: string, about: string, members: readonly Member[], spell: typeof plain): string {
    const lines = members.map(
        ({ name: member, schema, required, facts }) =>
            `${jsdoc(commentOf(facts), "    ")}    ${spell(member, schema, required)};`,
    );
    return `/** ${about} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
}
