/** What the suites under tests/hostile have counted, for the end of a run: tools/jest/reporter.js adds it up and prints it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../tools/pulumi/recipe";
import type { Wrong } from "./assail";

type Kind = Wrong["kind"];

export interface Counts extends Record<Kind, number> {
    cases: number;
    /** Of how many. */
    all: number;
    /** Cases in which something is orphaned, as known.ts says. */
    known: number;
    /** Milliseconds of a processor: the most that a spoilt answer took. */
    cpu: number;
}

export class Tally {
    readonly counts: Counts = { cases: 0, all: 0, known: 0, cpu: 0, hang: 0, "raw error": 0, secret: 0, orphan: 0 };

    constructor(private readonly part: string) {}

    /** Writes what was counted so far. */
    keep(): void {
        const folder = join(repositoryRoot(__dirname), ".work", "hostile");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `${this.part}.json`), JSON.stringify(this.counts));
    }
}
