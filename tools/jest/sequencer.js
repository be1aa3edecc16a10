// @ts-check
/**
 * Runs the stages of jest.config.js in their order; within a stage the slowest file first, as jest does. What is slow by
 * its nature goes before: jest does not know it until it has run it once.
 */
const Sequencer = require("@jest/test-sequencer").default;

/** @typedef {import("@jest/test-result").Test} Test */

/** Takes minutes. @param {Test} test */
const isSlow = ({ path }) =>
    /\btests\/(engine\/stories|package\/npm|faults\/(points-server-outages|stories))\b/.test(path);

class StageSequencer extends Sequencer {
    /** @override */
    async sort(/** @type {Test[]} */ tests) {
        /** @type {Map<string, Test[]>} */
        const stages = new Map();
        for (const test of tests) {
            const stage = test.context.config.displayName?.name ?? "";
            stages.set(stage, [...(stages.get(stage) ?? []), test]);
        }
        const names = [...stages.keys()].sort(
            (a, b) => StageSequencer.ORDER.indexOf(a) - StageSequencer.ORDER.indexOf(b),
        );
        const sorted = [];
        for (const name of names) {
            const files = await super.sort(stages.get(name) ?? []);
            sorted.push(...files.filter(isSlow), ...files.filter((file) => !isSlow(file)));
        }
        return sorted;
    }
}
StageSequencer.ORDER = ["unit", "conformance", "fuzz", "faults", "hostile", "package", "engine"];

module.exports = StageSequencer;
