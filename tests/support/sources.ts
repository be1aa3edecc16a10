/** The repository's own TypeScript, parsed: for tests that read the tree. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

export const ROOT = join(__dirname, "..", "..");

/** The parsed files below these folders, by their path. */
export function sourcesIn(...folders: string[]): ReadonlyMap<string, ts.SourceFile> {
    return new Map(
        folders
            .flatMap(filesIn)
            .map((file) => [file, ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), 99, true)]),
    );
}

function filesIn(folder: string): string[] {
    return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
            return entry.name === "node_modules" ? [] : filesIn(path);
        }
        return path.endsWith(".ts") ? [path] : [];
    });
}
