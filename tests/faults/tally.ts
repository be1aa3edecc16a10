/** What the suites under faults have counted, for the end of a run: tools/jest/reporter.js adds it up and prints it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../tools/pulumi/recipe";

export interface Counts {
    /** A blow at a point of an operation. */
    points?: number;
    /** What a message of the provider's asked for, besides one `up`. */
    remedies?: number;
    sequences?: number;
    steps?: number;
    /** Of those on the real engine (tests/engine/stories). */
    engineSequences?: number;
    engineSteps?: number;
    violations?: number;
    /** Violations that are listed in known.ts. */
    known?: number;
}

/** Counts for one part of a run. The file of a test calls it once, and the counts are written at its end. */
export function tally(part: string): (more: Counts) => void {
    const sum: Record<string, number> = {};
    afterAll(() => {
        const folder = join(repositoryRoot(__dirname), ".work", "faults");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `${part}.json`), JSON.stringify(sum));
    });
    return (more) => {
        for (const [name, number] of Object.entries(more)) {
            sum[name] = (sum[name] ?? 0) + number;
        }
    };
}
