/**
 * Writes what is made out of the declarations: the classes and arguments of sdk/, and docs/resources.md. `--check` only tells whether they
 * are up to date. Exit code 3: something was, or would have been, written.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { classes, index } from "./classes";
import { declarations } from "./declarations";
import { functionsText } from "./functions";
import { markdown } from "./markdown";
import { outputsText } from "./outputs";

const ROOT = join(__dirname, "..", "..", "..");
const TEXTS: readonly [path: string, text: () => string][] = [
    [join("sdk", "generated", "arguments.ts"), declarations],
    [join("docs", "resources.md"), markdown],
    [join("sdk", "generated", "functions.ts"), functionsText],
    [join("sdk", "generated", "outputs.ts"), outputsText],
    [join("sdk", "generated", "index.ts"), index],
    ...[...classes()].map(([file, text]): [string, () => string] => [join("sdk", "generated", file), () => text]),
];

const check = process.argv.includes("--check");
for (const [path, make] of TEXTS) {
    const file = join(ROOT, path);
    const text = make();
    if (read(file) === text) {
        continue;
    }
    process.exitCode = 3;
    if (check) {
        console.error(`${path} is not what the schemas say: run \`npm run build\``);
    } else {
        writeFileSync(file, text);
    }
}

function read(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}
