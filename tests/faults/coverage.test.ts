/** Nothing is left out of the operations: each kind of resource, and each row of a change table that asks the cloud for something. */

import { readdirSync } from "node:fs";
import { kinds } from "../../provider/resources/registry";
import { isTriggered } from "../support/shapes";
import { KNOWN } from "./known";
import { OPERATIONS } from "./operations";
import { operationsOf, PARTS, type Part } from "./parts";

/** Rows that have no operation: the embedded cloud serves up to 2.93, and a pin to a zone needs 2.104. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = { Server: ["pinnedToZone"] };

/** Steps that ask the cloud for nothing, and the replacement, which every kind has once. */
const QUIET: readonly string[] = ["record", "keep", "replace"];

test.each([...kinds.values()])("$kind: each row that changes in place has an operation", ({ kind, changes }) => {
    const covered = OPERATIONS.filter((operation) => operation.kind === kind).flatMap(({ covers }) => covers);
    const rows = Object.entries(changes).filter(([, { by }]) => !QUIET.includes(by));
    const without = rows.map(([row]) => row).filter((row) => !covered.includes(row));
    expect(without.sort()).toEqual([...(WITHOUT[kind] ?? [])].sort());
});

test.each([...kinds.values()])("$kind is created, read, deleted and adopted", (kind) => {
    const titles = OPERATIONS.filter((operation) => operation.kind === kind.kind).map(({ title }) => title);
    // What is done once is nowhere to be adopted.
    for (const done of ["creates", "reads", "deletes", ...(isTriggered(kind) ? [] : ["adopts"])]) {
        expect(titles).toContainEqual(expect.stringMatching(new RegExp(`^${done}`)));
    }
});

const titleOf = ({ kind, title }: { kind: string; title: string }) => `${kind} ${title}`;

test("each operation is struck by one test file", () => {
    const files = readdirSync(__dirname).filter((file) => file.startsWith("points-"));
    expect(files.sort()).toEqual(Object.keys(PARTS).map((part) => `${part}.test.ts`));
    const struck = (Object.keys(PARTS) as Part[]).flatMap((part) => operationsOf(part).map(titleOf));
    expect(struck.sort()).toEqual(OPERATIONS.map(titleOf).sort());
    expect(new Set(struck).size).toBe(struck.length);
});

test("what is known to be wrong is an operation's", () => {
    const titles = OPERATIONS.map(titleOf);
    expect(Object.keys(KNOWN).filter((title) => !titles.includes(title))).toEqual([]);
});
