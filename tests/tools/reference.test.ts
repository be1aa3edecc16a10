/** What the build writes out of the schemas is what stands in the repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { declarations } from "../../tools/reference/declarations";
import { markdown } from "../../tools/reference/markdown";
import { resources } from "../../tools/reference/schema";

const read = (...path: string[]) => readFileSync(join(__dirname, "..", "..", ...path), "utf8");

test("sdk/arguments.ts is what the schemas say: `npm run build` writes it", () => {
    expect(read("sdk", "arguments.ts")).toBe(declarations());
});

test("docs/resources.md is what the schemas say: `npm run build` writes it", () => {
    expect(read("docs", "resources.md")).toBe(markdown());
});

test("every argument has a description and a change", () => {
    const silent = resources().flatMap(({ kind, arguments: args }) =>
        args
            .filter(({ schema, change }) => schema.description === undefined || change === undefined)
            .map(({ name }) => `${kind.kind}.${name}`),
    );
    expect(silent).toEqual([]);
});
