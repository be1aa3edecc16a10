/**
 * Stories of stacks on the real engine: programs, edits, outside changes, faults at their requests and deaths of their
 * commands; as tests/faults tells them in process, thousands of steps of them. Many stories stand on one stack, each on a
 * cloud of its own, so that one command takes a step in all of them.
 *
 * `STORIES_SEED=… npx jest tests/engine/stories --selectProjects engine` tells the stories of that seed. What the engine
 * runs side by side comes in another order each time, so a failing seed may have to be told more than once.
 */
import { tally } from "../../faults/tally";
import { killedStories, struckStories } from "./rounds";
import { type Told, tell } from "./tell";

const chosen = process.env.STORIES_SEED;
const seeds = chosen === undefined ? [1, 2] : [Number(chosen)];
const count = tally("engine");

/** More than a batch takes on a machine that is busy otherwise. */
const LONGEST = 1_800_000;

function judge(seed: number, sequences: number, { steps, struck, violations }: Told): void {
    count({ engineSequences: sequences, engineSteps: steps, violations: violations.length });
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(struck).toBeGreaterThan(0);
}

describe("on the real engine, whatever happened, a refresh and an up later the clouds are as the programs say", () => {
    it.concurrent.each(seeds)(
        "with faults at any request (seed %i)",
        async (seed) => judge(seed, 25, await tell(struckStories(seed, 25))),
        LONGEST,
    );

    it.concurrent.each(seeds.slice(0, 1))(
        "with a provider killed, a CLI killed, and two interrupts (seed %i)",
        async (seed) => {
            const deaths = [
                { how: "a SIGKILL of the provider", after: 40 },
                { how: "a SIGKILL of the CLI", after: 30 },
                { how: "two interrupts", after: 30 },
            ];
            judge(seed, 10, await tell(killedStories(seed, 10), deaths));
        },
        LONGEST,
    );
});
