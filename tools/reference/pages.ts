/** Writes docs/reference/: a page for each resource. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import kebabCase from "lodash/kebabCase";
import upperFirst from "lodash/upperFirst";
import { type Change, chosen } from "../../provider/plan/change-table";
import { repositoryRoot } from "../pulumi/recipe";
import { code, NOTE, program, prose, table, typeCell } from "./markdown";
import { type Member, membersOf, namedIn, type Resource, resources, type Schema } from "./schema";
import { typeOf } from "./types";

const MINUTE = 60_000;

/** The pages, by their names in docs/reference/. */
export function pages(): Map<string, string> {
    return new Map(resources().map((resource) => [pageOf(resource.kind.kind), page(resource)]));
}

export function pageOf(kind: string): string {
    return `${kebabCase(kind)}.md`;
}

function page(resource: Resource): string {
    const { kind } = resource;
    const example = `examples/${kebabCase(kind.kind)}`;
    const outputs = Object.entries(resource.outputs).map(([name, output]) => ({ name, ...output }));
    return [
        NOTE,
        `# ${kind.kind}\n`,
        `${prose(kind.about)}\n`,
        "## Example\n",
        program(readFileSync(join(repositoryRoot(__dirname), example, "index.ts"), "utf8")),
        `The project is [${example}](../../${example}).\n`,
        "## Arguments\n",
        members(resource.arguments, "input"),
        "## Outputs\n",
        `Each argument is an output too, and \`id\` is the resource's id.${outputs.length === 0 ? "" : " Also:"}\n`,
        ...(outputs.length === 0 ? [] : [members(outputs, "output")]),
        "## Changes\n",
        "What Pulumi does when the program changes an argument. The [levels](README.md#levels) say how much it disrupts.\n",
        changes(resource),
        "## Timeouts\n",
        timeouts(resource),
        "## Import\n",
        imports(resource),
    ].join("\n");
}

/** A table of them, and one for each type that they name, with its own members, but for those that the page has already. */
export function members(
    all: readonly Member[],
    direction: "input" | "output",
    already: ReadonlySet<string> = new Set(),
): string {
    const named = new Map<string, Schema>();
    for (const { schema } of all) {
        namedIn(schema, named);
    }
    const sections = [...named]
        .filter(([title]) => !already.has(title))
        .flatMap(([title, schema]) => [
            `### ${title}\n`,
            `${prose(schema.description ?? "")}\n`,
            memberTable(membersOf(schema), direction, named.keys()),
        ]);
    return [memberTable(all, direction, named.keys()), ...sections].join("\n");
}

function memberTable(all: readonly Member[], direction: "input" | "output", titles: Iterable<string>): string {
    const known = [...titles];
    const rows = all.map(({ name, schema, required, facts }) => [
        code(name),
        typeCell(typeOf(schema, "output"), known),
        direction === "input" && required ? "**required**" : (facts.default ?? ""),
        facts.microversion ?? "",
        `${facts.sentence}${direction === "output" && !required ? " May be undefined." : ""}`.trim(),
    ]);
    return table(
        [direction === "input" ? "argument" : "output", "type", "default", "microversion", "description"],
        rows,
    );
}

function changes({ arguments: args }: Resource): string {
    const rows = args.flatMap(({ name, required, change }) =>
        change === undefined ? [] : waysOf(name, change, required).map((cells) => [code(name), ...cells]),
    );
    return `${table(["argument", "choice", "what happens", "level", "microversion", "removed from the program"], rows)}
A microversion in this table is needed for the change itself.
`;
}

/** One row, or one for each way that the program may choose by `onChange`. */
function waysOf(name: string, row: Change, required: boolean): string[][] {
    const { ways, waysOf: of = name } = row;
    const cells = ({ effect, level, microversion = "", removed }: Change) => [
        effect,
        code(level),
        microversion,
        required ? "" : removed === "unmanaged" ? "left as it is" : "back to the default",
    ];
    return ways === undefined
        ? [["", ...cells(row)]]
        : Object.keys(ways).map((way, index) => [
              `${code(`onChange.${of}: "${way}"`)}${index === 0 ? " (default)" : ""}`,
              ...cells(chosen(name, row, { [of]: way })),
          ]);
}

function timeouts({ kind: { timeouts: all } }: Resource): string {
    const rows = Object.entries(all).map(([operation, time]) => [operation, minutes(time)]);
    return `${table(["operation", "default"], rows)}
To allow more or less time, set the resource option \`customTimeouts\`: \`{ customTimeouts: { create: "1h" } }\`.
`;
}

function minutes(milliseconds: number): string {
    const number = milliseconds / MINUTE;
    return `${number} minute${number === 1 ? "" : "s"}`;
}

function imports({ kind }: Resource): string {
    const { noun } = kind;
    if (kind.isAdoptable === false) {
        return `${upperFirst(withArticle(noun))} cannot be imported or adopted: the cloud keeps no record of it.\n`;
    }
    return `Pulumi cannot import resources of a dynamic provider. Instead, set \`adopt\` to the id of the ${noun} that exists. The next \`pulumi up\` only reads it; what differs from the program shows in the preview after that.

To read ${withArticle(noun)} that this stack does not manage, use \`compute.${kind.kind}.get("name", id)\`. Its outputs are what the cloud has.
`;
}

function withArticle(noun: string): string {
    return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
