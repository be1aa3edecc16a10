/** Comments of the SDK: sentences, wrapped, and tags. */
import type { Facts } from "./facts";

/** Columns of a comment, its indentation among them. */
const WIDTH = 110;

/** On one line where it fits on one. */
export function jsdoc(paragraphs: readonly string[], indent = ""): string {
    const told = paragraphs.filter((paragraph) => paragraph !== "");
    if (told.length === 0) {
        return "";
    }
    const [only = "", ...more] = told;
    if (more.length === 0 && !only.includes("\n") && indent.length + only.length + "/**  */".length <= WIDTH) {
        return `${indent}/** ${only} */\n`;
    }
    const lines = told.flatMap((paragraph, index) => [
        ...(index === 0 || (isTag(paragraph) && isTag(told[index - 1])) ? [] : [""]),
        ...(paragraph.includes("\n") ? paragraph.split("\n") : wrapped(paragraph, WIDTH - indent.length - 3)),
    ]);
    return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

/** What a member of an interface says of itself. */
export function commentOf({ sentence, default: otherwise, microversion }: Facts, effect?: string): string[] {
    return [
        sentence,
        effect === undefined ? "" : `On change: ${effect}.`,
        microversion === undefined ? "" : `Microversion: ${microversion}.`,
        otherwise === undefined ? "" : `@default ${otherwise.replace(/^`(.*)`$/, "$1")}`,
    ];
}

export function exampleTag(example: string): string {
    return `@example\n\`\`\`ts\n${example}\n\`\`\``;
}

function isTag(paragraph: string | undefined): boolean {
    return paragraph?.startsWith("@") === true;
}

function wrapped(paragraph: string, width: number): string[] {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= width) {
            lines[lines.length - 1] = `${last} ${word}`;
        } else {
            lines.push(word);
        }
    }
    return lines;
}
