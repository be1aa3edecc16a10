/** The pages of the docs, and the blocks of code in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../tools/pulumi/recipe";

export const ROOT = repositoryRoot(__dirname);

export interface Block {
    /** From the repository's root. */
    file: string;
    /** Of its first line of code. */
    line: number;
    /** `ts`, `sh`, or empty where there is none. */
    language: string;
    text: string;
    /** The paragraph before it. */
    before: string;
}

/** Every page, from the repository's root. */
export function pages(): string[] {
    const top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tools/openstack/README.md"];
    const under = ["docs", "examples"].flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".md") && !file.includes("node_modules"))
            .map((file) => join(folder, file)),
    );
    return [...top.filter((file) => existsSync(join(ROOT, file))), ...under.sort()];
}

export function read(file: string): string {
    return readFileSync(join(ROOT, file), "utf8");
}

/** The blocks of every page, those in lists without their indentation. */
export function blocks(language?: string): Block[] {
    const all = pages().flatMap((file) => blocksOf(file, read(file)));
    return language === undefined ? all : all.filter((block) => block.language === language);
}

export function blocksOf(file: string, text: string): Block[] {
    const lines = text.split("\n");
    const found: Block[] = [];
    let open: { indent: string; fence: string; block: Block } | undefined;
    for (const [index, line] of lines.entries()) {
        const [, indent = "", fence = "", language = ""] = /^(\s*)(```+)\s*(\w*)/.exec(line) ?? [];
        if (open === undefined) {
            if (fence !== "") {
                const before = lines.slice(0, index).join("\n").trim().split("\n\n").at(-1) ?? "";
                open = { indent, fence, block: { file, line: index + 2, language, text: "", before } };
            }
        } else if (line.trim() === open.fence) {
            found.push(open.block);
            open = undefined;
        } else {
            open.block.text += `${line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart()}\n`;
        }
    }
    if (open !== undefined) {
        throw new Error(`${file}:${open.block.line}: the block does not end`);
    }
    return found;
}

/** The page without its blocks of code. */
export function proseOf(text: string): string {
    return text.replace(/^(\s*)(```+)[\s\S]*?^\s*\2\s*$/gm, "");
}

export function exists(path: string): boolean {
    return existsSync(join(ROOT, path));
}
