// @ts-check
/** The stages of one run: units, the conformance scenarios on the emulator, the real engine against the emulator, then the package as users install it. */

/** @type {import("jest").Config["transform"]} */
const transform = {
    "^.+\\.ts$": [
        "@swc/jest",
        { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
};

/**
 * @param {string} displayName
 * @param {number} seconds that one test may take: far more than it does, for a machine may be busy
 * @param {{ in?: string, notIn?: string[] }} folders below tests/, or files
 */
function stage(displayName, seconds, folders) {
    return {
        displayName,
        testEnvironment: "node",
        roots: ["<rootDir>/tests"],
        testMatch: [`<rootDir>/tests/${folders.in ?? "**"}/**/*.test.ts`],
        testPathIgnorePatterns: (folders.notIn ?? []).map((folder) => `<rootDir>/tests/${folder}(/|$)`),
        transform,
        // testTimeout is one for all stages, so each has its own in this way.
        globals: { SECONDS_PER_TEST: seconds },
        setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.js", "<rootDir>/tools/jest/direct-line.js"],
    };
}

/** @type {import("jest").Config} */
module.exports = {
    // Three on the two processors of CI: commands of Pulumi wait for one another much of the time. A real cloud needs them itself.
    maxWorkers: process.env.OPENSTACK_UNDER_TEST === undefined ? 3 : 2,
    // A worker keeps memory of each file that it has run, and collecting that garbage made the later ones three times as slow.
    workerIdleMemoryLimit: "400MB",
    testSequencer: "./tools/jest/sequencer.js",
    reporters: ["default", "./tools/jest/reporter.js"],
    // The order is in tools/jest/sequencer.js.
    projects: [
        stage("unit", 60, {
            notIn: ["faults", "fuzz", "hostile", "conformance", "demo", "docs", "engine", "package", "support"],
        }),
        // On the embedded cloud, tests/engine/stacks/ proves what pulumi-stacks does on a real one.
        stage("conformance", 600, {
            in: "conformance",
            notIn: process.env.OPENSTACK_UNDER_TEST === undefined ? ["conformance/pulumi-stacks.test.ts"] : [],
        }),
        stage("fuzz", 600, { in: "fuzz" }),
        stage("faults", 600, { in: "faults" }),
        stage("hostile", 600, { in: "hostile" }),
        stage("engine", 600, { in: "{demo,engine,support}" }),
        stage("package", 600, { in: "{docs,package}" }),
    ],
};
