/**
 * Stories out of dice: each seed tells some. A story that goes wrong is printed with its seed:
 * `FAULTS_SEED=… npx jest tests/faults/stories-one --selectProjects faults` tells that seed alone, and makes the story as
 * short as it can be. Any other seed can be told so too, and more stories of it with `STORIES=…`.
 */
import fc from "fast-check";
import { story } from "./model";
import { type Counts, tally } from "./tally";
import { tell } from "./tell";

const STORIES = Number(process.env.STORIES ?? 60);
const LONGEST = 1_800_000;

export function tellStories(part: string, seeds: readonly number[]): void {
    const count: (more: Counts) => void = tally(part);
    const chosen = process.env.FAULTS_SEED;
    describe("whatever happened to a stack, a refresh and an up later the cloud is as its program says", () => {
        it.each(chosen === undefined ? seeds : [Number(chosen)])(
            "in the stories of seed %i",
            async (seed) => {
                await fc.assert(
                    fc.asyncProperty(story, async (steps) => {
                        const told = await tell(steps);
                        count({ sequences: 1, steps: told.steps, violations: told.violations.length });
                        if (told.violations.length > 0) {
                            throw new Error(`FAULTS_SEED=${seed}\n${told.violations.join("\n")}`);
                        }
                    }),
                    { seed, numRuns: STORIES, includeErrorInReport: true, endOnFailure: chosen === undefined },
                );
            },
            LONGEST,
        );
    });
}
