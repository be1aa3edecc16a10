/** Each block of TypeScript in the docs, and each example in a comment of the SDK, compiles for a user of the package. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { functions, kinds } from "../../provider/resources/registry";
import { blocks, ROOT } from "./blocks";

/** What a block may take for granted: what other blocks, or the reader's own program, declare. */
const GIVEN = `
import type * as compute from "pulumi-openstack-compute";
import type * as pulumi from "@pulumi/pulumi";
declare global {
    const server: compute.Server;
    const args: compute.ServerArgs;
    const publicKey: string;
    const projectId: string;
    const version: string;
}
`;
const COMPUTE = 'import * as compute from "pulumi-openstack-compute";';
const PULUMI = 'import * as pulumi from "@pulumi/pulumi";';

const OPTIONS: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
    skipLibCheck: true,
};

interface Source {
    /** `README.md:30`. */
    place: string;
    text: string;
}

/** A block without imports is a part of a program that has them, on its first line: so lines keep their numbers. */
function asModule(text: string): string {
    const has = (line: string) => text.includes(line.slice(line.indexOf("from ")));
    return `${has(COMPUTE) ? "" : COMPUTE}${has(PULUMI) ? "" : PULUMI}${text}\nexport {};\n`;
}

/** What the compiler has to say, each with its place. */
function complaints(sources: readonly Source[]): string[] {
    const given = join(ROOT, "tests", "docs", "given.d.mts");
    const files = new Map(sources.map((source, index) => [join(ROOT, "tests", "docs", `block-${index}.mts`), source]));
    const host = ts.createCompilerHost(OPTIONS);
    const { getSourceFile, fileExists, readFile } = host;
    const textOf = (file: string) => {
        const source = files.get(file);
        return file === given ? GIVEN : source === undefined ? undefined : asModule(source.text);
    };
    host.fileExists = (file) => textOf(file) !== undefined || fileExists.call(host, file);
    host.readFile = (file) => textOf(file) ?? readFile.call(host, file);
    host.getSourceFile = (file, ...rest) => {
        const text = textOf(file);
        return text === undefined
            ? getSourceFile.call(host, file, ...rest)
            : ts.createSourceFile(file, text, {
                  languageVersion: ts.ScriptTarget.ES2022,
                  impliedNodeFormat: ts.ModuleKind.ESNext,
              });
    };
    const program = ts.createProgram([given, ...files.keys()], OPTIONS, host);
    return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
        const said = ts.flattenDiagnosticMessageText(messageText, " ");
        const source = files.get(file?.fileName ?? "");
        const [, page = file?.fileName ?? "", first = "1"] = /^(.*):(\d+)$/.exec(source?.place ?? "") ?? [];
        const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
        return `${page}:${Number(first) + line}: ${said}`;
    });
}

test("what a user imports has been built", () => {
    expect(existsSync(join(ROOT, "dist", "sdk", "index.d.ts")) || "run `npm run build`").toBe(true);
});

test("blocks of TypeScript compile", () => {
    const sources = blocks("ts").map(({ file, line, text }) => ({ place: `${file}:${line}`, text }));
    expect(sources.length).toBeGreaterThan(20);
    expect(complaints(sources)).toEqual([]);
    console.info(`${sources.length} blocks of TypeScript compiled`);
});

test("examples in comments of the SDK compile", () => {
    const all = [...[...kinds.values()].map(({ kind: name, example }) => ({ name, example })), ...functions.values()];
    const sources = all.map(({ name, example }) => ({ place: `the example of ${name}:1`, text: example }));
    expect(complaints(sources)).toEqual([]);
    console.info(`${sources.length} examples of declarations compiled`);
});

test("a block that does not compile is told with its page and line", () => {
    const text = 'const key = new compute.Keypair("a");\nnew compute.Server("web", { flavour: "m1.small" });\n';
    expect(complaints([{ place: "README.md:30", text }])).toEqual([expect.stringMatching(/^README\.md:31: .*flavour/)]);
});

test("no block is in JavaScript or TypeScript by another name", () => {
    const odd = blocks().filter(({ language }) => ["js", "javascript", "typescript", "tsx"].includes(language));
    expect(odd.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
});
