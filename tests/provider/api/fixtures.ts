import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../fixtures");

/** One JSON example of a source document: where it stands, whose body it is, what had to be repaired to parse it. */
export interface Fixture {
    file: string;
    seed: string;
    line: number;
    operation: string;
    kind: "request" | "response" | "fault";
    /** The operation under which it is printed, where that is another one. */
    printedUnder?: string;
    repairs: string[];
    note?: string;
}

export const fixtures: Fixture[] = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));

/** The body of the example in this document (`001`, `003`, `004`) that begins at this line. */
export function bodyAt(document: string, line: number) {
    const fixture = fixtures.find((each) => each.seed.startsWith(document) && each.line === line);
    if (fixture === undefined) {
        throw new Error(`no fixture at ${document}:${line}`);
    }
    return bodyOf(fixture);
}

export function bodyOf({ file }: Fixture) {
    return JSON.parse(readFileSync(join(folder, file), "utf8"));
}
