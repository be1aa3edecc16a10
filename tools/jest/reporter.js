// @ts-check
/**
 * Reports the ten slowest tests at the end of a run. Fails the run if there is a skipped, to-do or focused test, unless
 * the run itself selected tests by name (`-t`).
 *
 * The totals go to the file named by TEST_TOTALS, as JSON: `{ passed, failed, skipped, brokenFiles, focused }`.
 */
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");

/** @typedef {import("@jest/test-result").AggregatedResult} AggregatedResult */
/** @typedef {import("@jest/types").Config.GlobalConfig} GlobalConfig */
/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped tests that did not run: skipped, to do, or in a file with a focused one
 * @property {number} brokenFiles files that could not be loaded, or failed outside of a test
 * @property {number} focused files with a focused test
 */

const FOCUSED = /\b(?:describe|test|it)(?:\.\w+)*\.only\b|(?<![\w.])f(?:describe|it)\(/;
const SLOWEST = 10;

class Reporter {
    constructor(/** @type {GlobalConfig} */ globalConfig) {
        this.rootDir = globalConfig.rootDir;
        this.byName = Boolean(globalConfig.testNamePattern);
        this.write = (/** @type {string} */ text) => process.stderr.write(text);
        this.totalsFile = process.env.TEST_TOTALS;
        /** Where the fault suites write their counts (tests/faults/tally.ts). */
        this.faults = join(globalConfig.rootDir, ".work", "faults");
        /** The same for tests/hostile. */
        this.hostile = join(globalConfig.rootDir, ".work", "hostile");
        /** @type {Error | undefined} */
        this.error = undefined;
    }

    onRunStart() {
        rmSync(this.faults, { recursive: true, force: true });
        rmSync(this.hostile, { recursive: true, force: true });
    }

    onRunComplete(/** @type {unknown} */ _contexts, /** @type {AggregatedResult} */ results) {
        this.write(this.slowest(results));
        this.write(underFaults(this.faults));
        this.write(hostileAnswers(this.hostile));
        /** @type {string[]} */
        const left = [];
        for (const file of results.testResults) {
            const path = relative(this.rootDir, file.testFilePath);
            for (const test of file.testResults) {
                if (!this.byName && test.status !== "passed" && test.status !== "failed") {
                    left.push(`${test.status}: ${path}: ${test.fullName}`);
                }
            }
        }
        const focused = results.testResults.map((file) => file.testFilePath).filter(isFocused);
        left.push(...focused.map((path) => `focused: ${relative(this.rootDir, path)}`));
        if (left.length > 0) {
            this.error = new Error(`tests did not run:\n    ${left.join("\n    ")}`);
            this.write(`\nThe run fails, because ${this.error.message}\n`);
        }
        if (this.totalsFile) {
            mkdirSync(dirname(this.totalsFile), { recursive: true });
            writeFileSync(this.totalsFile, JSON.stringify(totals(results, focused.length)));
        }
    }

    /** Jest asks whether the run fails although no test failed. */
    getLastError() {
        return this.error;
    }

    slowest(/** @type {AggregatedResult} */ results) {
        const lines = results.testResults
            .flatMap((file) =>
                file.testResults.map((test) => ({
                    duration: test.duration ?? 0,
                    line: `${relative(this.rootDir, file.testFilePath)}: ${test.fullName}`,
                })),
            )
            .sort((a, b) => b.duration - a.duration)
            .slice(0, SLOWEST)
            .map(({ duration, line }) => `    ${(duration / 1000).toFixed(1).padStart(6)} s  ${line}`);
        return lines.length === 0 ? "" : `\nThe slowest tests:\n${lines.join("\n")}\n`;
    }
}

/** The counts of the fault suites; empty if none of them ran. */
function underFaults(/** @type {string} */ folder) {
    const counts = countsIn(folder);
    if (counts.length === 0) {
        return "";
    }
    const of = (/** @type {string} */ name) => sumOf(counts, name);
    return (
        `\nFaults: fault points: ${of("points")}, fixed as the message says: ${of("remedies")}, ` +
        `stories: ${of("sequences")} of ${of("steps")} steps, ` +
        `on the real engine: ${of("engineSequences")} of ${of("engineSteps")} steps, ` +
        `violations: ${of("violations")}, known: ${of("known")}\n`
    );
}

/** The counts of the suites with hostile answers (tests/hostile/tally.ts); empty if none of them ran. */
function hostileAnswers(/** @type {string} */ folder) {
    const counts = countsIn(folder);
    if (counts.length === 0) {
        return "";
    }
    const of = (/** @type {string} */ name) => sumOf(counts, name);
    const cpu = Math.max(...counts.map(({ cpu: each }) => Number(each ?? 0)));
    return (
        `\nHostile answers: cases: ${of("cases")} of ${of("all")}, hangs: ${of("hang")}, ` +
        `raw errors: ${of("raw error")}, secrets: ${of("secret")}, orphans: ${of("orphan")}, known: ${of("known")}; ` +
        `at most ${(cpu / 1000).toFixed(2)} s of CPU time for an answer\n`
    );
}

/** @returns {Record<string, unknown>[]} */
function countsIn(/** @type {string} */ folder) {
    return existsSync(folder)
        ? readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")))
        : [];
}

function sumOf(/** @type {Record<string, unknown>[]} */ counts, /** @type {string} */ name) {
    return counts.reduce((sum, each) => sum + Number(each[name] ?? 0), 0);
}

/** @returns {Totals} */
function totals(/** @type {AggregatedResult} */ results, /** @type {number} */ focused) {
    return {
        passed: results.numPassedTests,
        failed: results.numFailedTests,
        skipped: results.numPendingTests + results.numTodoTests,
        brokenFiles: results.testResults.filter((file) => file.testExecError && file.numFailingTests === 0).length,
        focused,
    };
}

function isFocused(/** @type {string} */ path) {
    return FOCUSED.test(readFileSync(path, "utf8"));
}

module.exports = Reporter;
