/**
 * Bags of arguments out of dice, on the cloud under test: what `check` takes the cloud takes, reads back without a
 * drift, and lets go of again. `npm run fuzz` plays many of them, on a real OpenStack too.
 */
import fc from "fast-check";
import { kinds } from "../../provider/resources/registry";
import { releaseUnderTest } from "../conformance/cloud";
import { bags, OWNS } from "./bags";
import { type Case, type Outcome, play } from "./case";
import { argumentsOf } from "./from-schema";
import { Gates } from "./gates";
import { Place } from "./place";
import { settings } from "./settings";
import { Tally } from "./tally";

const { runs, seed, parallel, kinds: only, progress } = settings();

/** How often a kind is played: a real server is work for a minute, the others for a second. */
const OFTEN: Readonly<Record<string, number>> = {
    Server: 12,
    Keypair: 24,
    Flavor: 28,
    SecurityGroup: 24,
    ServerAction: 4,
};
const OTHERWISE = 8;

const cases: fc.Arbitrary<Case> = fc.oneof(
    ...[...kinds.keys()]
        .filter((kind) => only?.includes(kind) ?? true)
        .map((kind) => ({
            weight: OFTEN[kind] ?? OTHERWISE,
            arbitrary: fc.record({ kind: fc.constant(kind), first: bags(kind), second: bags(kind) }),
        })),
);

/** So many failures are made smaller, each for so many milliseconds. */
const [SHRUNK, PATIENCE] = [3, releaseUnderTest() === undefined ? 15_000 : 120_000];

describe(`bags of arguments, on ${releaseUnderTest() ?? "the embedded cloud"},`, () => {
    let place: Place;
    const said: string[] = [];
    const gates = new Gates();

    beforeAll(async () => {
        jest.spyOn(console, "log").mockImplementation((line: string) => {
            said.push(line);
        });
        place = await Place.open();
        await place.furnish();
    }, 600_000);

    afterAll(async () => {
        jest.restoreAllMocks();
        await place.close();
    }, 300_000);

    it("says of arguments only that there are what they can be", () => {
        for (const [kind, own] of Object.entries(OWNS)) {
            expect(argumentsOf(kind)).toEqual(expect.arrayContaining(Object.keys(own)));
        }
    });

    it(
        `are what \`check\` says of them: ${runs} of seed ${seed}`,
        async () => {
            const tally = new Tally();
            const failed: { index: number; one: Case; outcome: Outcome }[] = [];
            const all = fc.sample(cases, { numRuns: runs, seed });
            const began = Date.now();
            let next = 0;
            let worlds = 0;
            const playOne = (one: Case) => {
                worlds += 1;
                return gates.through(one, () => play(one, place.world(worlds)));
            };
            const worker = async () => {
                for (let index = next++; index < all.length; index = next++) {
                    const one = all[index] as Case;
                    const outcome = await playOne(one);
                    said.length = 0;
                    tally.add(outcome);
                    if (outcome.failures.length > 0) {
                        failed.push({ index, one, outcome });
                        print(`run ${index}: ${spelled(one)}\n${told(outcome)}`);
                    }
                    if (progress && tally.runs % 25 === 0) {
                        print(`${Math.round((Date.now() - began) / 1000)} s: ${tally}`);
                    }
                }
            };
            await Promise.all(Array.from({ length: parallel }, worker));
            for (const { index } of failed.slice(0, SHRUNK)) {
                const smaller = await fc.check(
                    fc.asyncProperty(cases, async (one) => (await playOne(one)).failures.length === 0),
                    { seed, path: String(index), interruptAfterTimeLimit: PATIENCE, markInterruptAsFailure: false },
                );
                if (smaller.counterexample !== null) {
                    const [one] = smaller.counterexample;
                    print(
                        `seed ${seed}, path "${smaller.counterexamplePath}": ${spelled(one)}\n${told(await playOne(one))}`,
                    );
                }
            }
            for (const [why, count] of tally.clouds) {
                print(`only the cloud knows, ${count}: ${why.slice(0, 300)}`);
            }
            print(`${tally}`);
            expect(failed.map(({ outcome }) => outcome.failures)).toEqual([]);
            expect(tally.accepted).toBeGreaterThan(runs / 2);
        },
        24 * 3_600_000,
    );
});

function print(text: string): void {
    if (progress) {
        process.stderr.write(`${text}\n`);
    } else if (!text.startsWith("only")) {
        process.stderr.write(`fuzz: ${text}\n`);
    }
}

/** With every character that a terminal would not show. */
function spelled(one: Case): string {
    return JSON.stringify(one, (_key, value: unknown) =>
        typeof value === "string" && value.length > 300 ? `${value.slice(0, 100)}…(${value.length})` : value,
    ).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function told({ failures }: Outcome): string {
    return failures.map(({ step, message }) => `    ${step}: ${message.slice(0, 1_500)}`).join("\n");
}
