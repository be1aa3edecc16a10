// @ts-check
/** Runs the stages of jest.config.js in their order; within a stage the slowest file first, as jest does. */
const Sequencer = require("@jest/test-sequencer").default;

/** @typedef {import("@jest/test-result").Test} Test */

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
            sorted.push(...(await super.sort(stages.get(name) ?? [])));
        }
        return sorted;
    }
}
StageSequencer.ORDER = ["unit", "conformance", "faults", "package", "engine"];

module.exports = StageSequencer;
