/** Everything that the build writes out of the declarations, and what stands in its folders and is not of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../pulumi/recipe";
import { classes, index } from "./classes";
import { declarations } from "./declarations";
import { scaffolds } from "./examples";
import { functionPages } from "./function-pages";
import { functionsText } from "./functions";
import { indexPage } from "./index-page";
import { outputsText } from "./outputs";
import { pages } from "./pages";

const SDK = join("sdk", "generated");
const DOCS = join("docs", "reference");

/** The texts, by their paths in the repository. */
export function generated(): Map<string, string> {
    const under = (folder: string, texts: Iterable<readonly [string, string]>) =>
        [...texts].map(([file, text]) => [join(folder, file), text] as const);
    return new Map([
        ...under(SDK, [
            ["arguments.ts", declarations()],
            ["functions.ts", functionsText()],
            ["outputs.ts", outputsText()],
            ["index.ts", index()],
            ...classes(),
        ]),
        ...under(DOCS, [["README.md", indexPage()], ...pages(), ...functionPages()]),
        ...under("examples", scaffolds()),
    ]);
}

/** What is to be written, and, with no text, what is to be removed: the reference of what there is no more. */
export function outOfDate(): Map<string, string | undefined> {
    const root = repositoryRoot(__dirname);
    const all = generated();
    const late = new Map<string, string | undefined>();
    for (const [path, text] of all) {
        if (read(join(root, path)) !== text) {
            late.set(path, text);
        }
    }
    for (const folder of [SDK, DOCS]) {
        for (const file of files(join(root, folder))) {
            if (!all.has(join(folder, file))) {
                late.set(join(folder, file), undefined);
            }
        }
    }
    return late;
}

function files(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder) : [];
}

function read(file: string): string | undefined {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
