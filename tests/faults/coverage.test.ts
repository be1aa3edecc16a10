/** Nothing is left out of the operations: each kind of resource, and each row of a change table that asks the cloud for something. */
import { kinds } from "../../provider/resources/kinds";
import { OPERATIONS } from "./operations";

/** Rows that have no operation yet. One that gets one is taken out here. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
    Server: ["hostname", "blockDevices", "personality", "trustedImageCertificates", "locked"],
};

/** Steps that ask the cloud for nothing, and the replacement, which every kind has once. */
const QUIET: readonly string[] = ["record", "keep", "replace"];

test.each([...kinds.values()])("$kind: each row that changes in place has an operation", ({ kind, changes }) => {
    const covered = OPERATIONS.filter((operation) => operation.kind === kind).flatMap(({ covers }) => covers);
    const rows = Object.entries(changes).filter(([, { by }]) => !QUIET.includes(by));
    const without = rows.map(([row]) => row).filter((row) => !covered.includes(row));
    expect(without.sort()).toEqual([...(WITHOUT[kind] ?? [])].sort());
});

test.each([...kinds.keys()])("%s is created, read, deleted and adopted", (kind) => {
    const titles = OPERATIONS.filter((operation) => operation.kind === kind).map(({ title }) => title);
    for (const done of ["creates", "reads", "deletes", "adopts"]) {
        expect(titles).toContainEqual(expect.stringMatching(new RegExp(`^${done}`)));
    }
});
