import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../tools/pulumi/recipe";

const root = repositoryRoot(__dirname);
let work: string;

beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "reporter-"));
    writeFileSync(
        join(work, "jest.config.js"),
        `module.exports = { rootDir: __dirname, testMatch: ["**/*.test.js"], transform: {},
            reporters: [${JSON.stringify(join(root, "tools/jest/reporter.js"))}] };`,
    );
});

afterEach(() => rmSync(work, { recursive: true }));

/** Runs jest with the reporter on one test file. */
function run(test: string, ...args: string[]): { code: number | null; text: string; totals: unknown } {
    writeFileSync(join(work, "some.test.js"), test);
    const jest = require.resolve("jest/bin/jest");
    const totals = join(work, "totals", "jest.json");
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [jest, "--runInBand", "--no-cache", "--rootDir", work, "--config", join(work, "jest.config.js"), ...args],
        { cwd: work, encoding: "utf8", env: { ...process.env, TEST_TOTALS: totals } },
    );
    return {
        code: status,
        text: stdout + stderr,
        totals: existsSync(totals) ? JSON.parse(readFileSync(totals, "utf8")) : undefined,
    };
}

const NONE = { passed: 0, failed: 0, skipped: 0, brokenFiles: 0, focused: 0 };

it("lets a run pass in which every test passed, and names the slowest", () => {
    const { code, text, totals } = run(
        'it("fast", () => {}); it("slow", () => new Promise((r) => setTimeout(r, 150)));',
    );

    expect(text).toMatch(/The slowest tests:\n +0\.[12] s {2}some\.test\.js: slow\n +0\.0 s {2}some\.test\.js: fast/);
    expect(code).toBe(0);
    expect(totals).toEqual({ ...NONE, passed: 2 });
});

// Assembled, so that this file has no focused or skipped test itself.
it.each([
    ["skipped", "it.sk" + 'ip("later", () => {}); it("now", () => {});', { passed: 1, skipped: 1 }],
    ["to do", "it.to" + 'do("later"); it("now", () => {});', { passed: 1, skipped: 1 }],
    ["focused", "it.on" + 'ly("this", () => {});', { passed: 1, focused: 1 }],
    [
        "beside a focused one",
        "f" + 'it("this", () => {}); it("that", () => {});',
        { passed: 1, skipped: 1, focused: 1 },
    ],
])("fails a run with a test that is %s", (_, test, totals) => {
    const result = run(test);

    expect(result.text).toContain("The run fails, because tests did not run:");
    expect(result.code).toBe(1);
    expect(result.totals).toEqual({ ...NONE, ...totals });
});

it("lets a run pass that asked for one test by its name", () => {
    expect(run('it("this", () => {}); it("that", () => {});', "-t", "this").code).toBe(0);
});

it("counts failed tests, and files that cannot be loaded", () => {
    expect(run('it("wrong", () => { throw new Error("x"); });').totals).toEqual({ ...NONE, failed: 1 });
    expect(run('require("./missing");').totals).toEqual({ ...NONE, brokenFiles: 1 });
});
