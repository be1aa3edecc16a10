/**
 * Writes what is made out of the declarations: the classes, arguments and functions of sdk/, docs/reference/, and what makes
 * projects of the examples. `--check` only tells whether they are up to date. Exit code 3: something was, or would have
 * been, written.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../pulumi/recipe";
import { outOfDate } from "./generated";

const check = process.argv.includes("--check");
for (const [path, text] of outOfDate()) {
    process.exitCode = 3;
    const file = join(repositoryRoot(__dirname), path);
    if (check) {
        console.error(`${path} is not what the declarations say: run \`npm run build\``);
    } else if (text === undefined) {
        rmSync(file);
    } else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
    }
}
