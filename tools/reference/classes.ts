/** Writes a file of sdk/ for each resource: its class, out of its declaration. */
import kebabCase from "lodash/kebabCase";
import { commentOf, exampleTag, jsdoc } from "./jsdoc";
import { namedIn, type Resource, resources } from "./schema";
import { typeOf } from "./types";

const HEADER = "// Written by `npm run build` out of provider/resources/: edit that.";

/** The files of sdk/, by their paths. */
export function classes(): Map<string, string> {
    return new Map(resources().map((resource) => [`${kebabCase(resource.kind.kind)}.ts`, file(resource)]));
}

/** What sdk/index.ts exports of them. */
export function index(): string {
    const lines = resources().map(({ kind: { kind } }) => `export { ${kind} } from "./${kebabCase(kind)}";`);
    return `${HEADER}
export * from "./arguments";
export * from "./functions";
export * from "./outputs";
${lines.join("\n")}
`;
}

function file({ kind, arguments: all, outputs }: Resource): string {
    const name = kind.kind;
    const args = `${name}Args`;
    const own = all.filter(({ isCommon }) => !isCommon);
    const shown = own.filter((argument) => outputs[argument.name] === undefined);
    const isNeeded = own.some(({ required }) => required);
    const named = Object.values(outputs).flatMap(({ schema }) => [...namedIn(schema).keys()]);
    return `${HEADER}
import type * as pulumi from "@pulumi/pulumi";
import type { ${args} } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";
${named.length === 0 ? "" : `import type { ${[...new Set(named)].sort().join(", ")} } from "./outputs";\n`}
${jsdoc([kind.about, exampleTag(kind.example)])}export class ${name} extends ComputeResource {
${Object.entries(outputs)
    .map(([output, { schema, required, facts }]) => {
        const type = `${typeOf(schema, "output")}${required ? "" : " | undefined"}`;
        return `${jsdoc(commentOf(facts), "    ")}    declare readonly ${output}: pulumi.Output<${type}>;`;
    })
    .join("\n")}
${shown.map(({ name: argument, facts }) => `${jsdoc([facts.sentence], "    ")}    declare readonly ${argument}: Shown<${args}, "${argument}">;`).join("\n")}

    constructor(name: string, args: ${args}${isNeeded ? "" : " = {}"}, options?: pulumi.CustomResourceOptions) {
        super(${JSON.stringify(faceOf(kind, [...Object.keys(outputs), ...shown.map((argument) => argument.name)], outputs))}, name, args, options);
    }

    /** Reads ${article(kind.noun)} ${kind.noun} that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): ${name} {
        return new ${name}(name, args as ${args}, { ...options, id });
    }
}
`;
}

function faceOf(kind: Resource["kind"], outputs: string[], own: Resource["outputs"]): object {
    const { secrets = [], packed = [], sealed } = kind;
    return {
        kind: kind.kind,
        outputs: outputs.filter((name) => own[name]?.schema.default === undefined),
        secrets: secrets.filter((name) => Object.hasOwn(kind.changes, name)),
        ...(packed.length === 0
            ? {}
            : { packed: Object.fromEntries(packed.map((name) => [name, own[name]?.schema.default ?? null])) }),
        sealed,
    };
}

function article(noun: string): string {
    return /^[aeiou]/.test(noun) ? "an" : "a";
}
