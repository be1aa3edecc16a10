/** Writes sdk/generated/functions.ts: each function in its plain and in its Output form, out of its declaration. */
import upperFirst from "lodash/upperFirst";
import * as z from "zod";
import { commonArguments } from "../../provider/plan/common-arguments";
import { functions } from "../../provider/resources/registry";
import type { Schema } from "./schema";
import { property, typeOf } from "./types";

const HEADER = `// Written by \`npm run build\` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import { ask, askOutput } from "../ask";
`;

type Members = readonly (readonly [name: string, schema: Schema, required: boolean])[];

export function functionsText(): string {
    const named = new Set<string>();
    const texts = [...functions.values()].map((it) => {
        const args = [...membersOf(it.schema, "input"), ...membersOf(commonArguments.omit({ adopt: true }), "input")];
        const result = membersOf(z.object(it.result), "output");
        const type = upperFirst(it.name);
        const isNeeded = args.some(([, , required]) => required);
        const given = isNeeded ? "" : " = {}";
        return `${interfaceOf(`${type}Args`, `What {@link ${it.name}} takes.`, args, plain)}
${interfaceOf(`${type}OutputArgs`, `What {@link ${it.name}Output} takes.`, args, input)}
${interfaceOf(`${type}Result`, `What {@link ${it.name}} answers.`, result, plain)}
/**
 * ${it.about}
 *
 * @example
${it.example
    .split("\n")
    .map((line) => ` * ${line}`.trimEnd())
    .join("\n")}
 */
export function ${it.name}(args: ${type}Args${given}): Promise<${type}Result> {
    return ask("${it.name}", args);
}

/** {@link ${it.name}}, of arguments that may be outputs. */
export function ${it.name}Output(args: ${type}OutputArgs${given}): pulumi.Output<${type}Result> {
    return askOutput("${it.name}", args);
}
`;
    });
    const types = `import type { ${[...named].sort().join(", ")} } from "./outputs";\n`;
    return [`${HEADER}${types}`, ...texts].join("\n");

    function plain(name: string, schema: Schema, required: boolean): string {
        const type = typeOf(schema, "output", (title) => named.add(title));
        return required ? `${name}: ${type}` : `${name}?: ${type} | undefined`;
    }
}

function input(name: string, schema: Schema, required: boolean): string {
    return property(name, required, typeOf(schema, "input"));
}

function interfaceOf(
    name: string,
    about: string,
    members: Members,
    spell: (name: string, schema: Schema, required: boolean) => string,
): string {
    const lines = members.map(([member, schema, required]) => {
        const sentence = schema.description === undefined ? "" : `    /** ${schema.description} */\n`;
        return `${sentence}    ${spell(member, schema, required)};`;
    });
    return `/** ${about} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
}

function membersOf(schema: z.ZodType, io: "input" | "output"): Members {
    return membersIn(z.toJSONSchema(schema, { io }) as Schema);
}

function membersIn({ properties = {}, required = [] }: Schema): Members {
    return Object.entries(properties).map(([name, schema]) => [name, schema, required.includes(name)] as const);
}
