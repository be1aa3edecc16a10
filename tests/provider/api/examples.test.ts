import { readdirSync } from "node:fs";
import { join } from "node:path";
import { apiOperations, invoke, type Operation } from "../../../provider/api";
import { allOperations } from "../../../provider/resources/registry";
import { FakeCompute } from "./fake-compute";
import { bodyOf, fixtures } from "./fixtures";

const operations = Object.entries(allOperations).flatMap(([group, table]) =>
    Object.entries<Operation>(table).map(([name, target]) => [`${group}.${name}` as string, target] as const),
);
const byName = new Map(operations);
const anyPath = { id: "1", key: "k", tag: "t", label: "l", portId: "p", volumeId: "v", requestId: "r", project: "p" };

describe("the source documents' examples", () => {
    test("the index names every file and no other", () => {
        const files = readdirSync(join(__dirname, "../../fixtures")).filter((file) => /^\d{3}-/.test(file));
        expect(fixtures.map(({ file }) => file).sort()).toEqual(files.sort());
    });

    test.each(fixtures.filter(({ kind }) => kind !== "fault").map(({ file, operation }) => [file, operation]))(
        "%s belongs to an operation that we know",
        (_, operation) => {
            expect(byName.has(operation)).toBe(true);
        },
    );

    test.each(fixtures.filter(({ kind }) => kind === "response").map((fixture) => [fixture.file, fixture] as const))(
        "%s is read",
        async (_, fixture) => {
            const compute = new FakeCompute().answering({ body: bodyOf(fixture) });
            const target = byName.get(fixture.operation) as Operation;
            await expect(invoke(compute, target, { path: anyPath })).resolves.toBeDefined();
        },
    );
});

describe("the operations", () => {
    test.each(operations)("%s has a title, and a path whose variables are known", async (_, target) => {
        expect(target.title).toMatch(/^[A-Z]/);
        const compute = new FakeCompute().answering({ body: undefined });
        await invoke(compute, { ...target, answer: apiOperations.servers.delete.answer }, { path: anyPath });
        expect(compute.onlyCall.path).not.toContain("{");
    });

    test("no two of them have the same method, path and title", () => {
        const keys = operations.map(([, { method, path, title }]) => `${method} ${path} ${title}`);
        expect(new Set(keys).size).toBe(keys.length);
    });
});
