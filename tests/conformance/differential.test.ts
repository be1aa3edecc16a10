import { allOperations } from "../../provider/resources/registry";
import { allCases } from "./cases";
import { liveCloud, runEmbedded, runLive } from "./differential-clouds";
import { MEANT_DIFFERENCES, type MeantDifference, meaning } from "./differential-meant";
import { differencesBetween, type Outcome } from "./differential-outcome";
import { readRecording, writeRecording } from "./differential-recording";

const MINUTES = 60_000;
const live = liveCloud(process.env);

test("each operation is asked, and at least 300 requests are made, of which 40 % are refused", () => {
    const asked = new Set(allCases.map(({ operation }) => operation));
    const known = Object.entries(allOperations).flatMap(([group, operations]) =>
        Object.keys(operations).map((name) => `${group}.${name}`),
    );
    expect(known.filter((name) => !asked.has(name as never))).toEqual([]);
    expect(new Set(allCases.map(({ name }) => name)).size).toBe(allCases.length);
    expect(allCases.length).toBeGreaterThanOrEqual(300);
    const refused = [...readRecording().values()].filter(({ status }) => status >= 400);
    expect(refused.length / allCases.length).toBeGreaterThanOrEqual(0.4);
});

test("at most 15 differences are meant", () => {
    expect(MEANT_DIFFERENCES.length).toBeLessThanOrEqual(15);
});

test("the embedded cloud answers each request as the recorded Nova did", async () => {
    const recorded = readRecording();
    expect([...recorded.keys()].sort()).toEqual(allCases.map(({ name }) => name).sort());
    const embedded = await runEmbedded();
    const found = compare(recorded, embedded.outcomes);
    report("recorded Nova 26.2, embedded cloud", recorded, found);
    expect(embedded.unread).toEqual([]);
    expect(found.differences).toEqual([]);
    expect(MEANT_DIFFERENCES.filter((row) => !found.meant.has(row))).toEqual([]);
});

if (live !== undefined) {
    test(
        "the real cloud's answers pass the schemas, and are those that are recorded",
        async () => {
            const real = await runLive(live);
            expect(real.unread).toEqual([]);
            if (process.env.OPENSTACK_RECORD) {
                writeRecording(real.outcomes);
            }
            const recorded = readRecording();
            const found = compareStrictly(recorded, real.outcomes);
            report(`recorded Nova 26.2, ${live.admin} (to ${real.newest})`, recorded, found);
            // Another release has other microversions and other words; what it sends must be readable.
            expect(real.newest === "2.93" ? found.differences : []).toEqual([]);
        },
        20 * MINUTES,
    );
}

interface Found {
    /** A line for each that is not meant. */
    differences: string[];
    /** How often each row of the meant ones was used. */
    meant: Map<MeantDifference, number>;
    /** A line for each fault that is told in other words. */
    words: string[];
}

type Outcomes = ReadonlyMap<string, Outcome>;

function compare(expected: Outcomes, actual: Outcomes): Found {
    const found = compareStrictly(expected, actual);
    const differences: string[] = [];
    for (const [name, wanted] of expected) {
        const got = actual.get(name);
        for (const difference of got === undefined ? [] : differencesBetween(wanted, got)) {
            const row = meaning(name, difference);
            if (row !== undefined) {
                found.meant.set(row, (found.meant.get(row) ?? 0) + 1);
            } else if (difference.aspect !== "message") {
                differences.push(`${name}: ${difference.text}`);
            }
        }
    }
    return { ...found, differences };
}

function compareStrictly(expected: Outcomes, actual: Outcomes): Found {
    const found: Found = { differences: [], meant: new Map(), words: [] };
    for (const [name, wanted] of expected) {
        const got = actual.get(name);
        for (const { aspect, text } of got === undefined ? [] : differencesBetween(wanted, got)) {
            (aspect === "message" ? found.words : found.differences).push(`${name}: ${text}`);
        }
    }
    return found;
}

function report(clouds: string, recorded: Outcomes, { differences, meant, words }: Found): void {
    const bad = [...recorded.values()].filter(({ status }) => status >= 400).length;
    const lines = [
        `${clouds}: ${recorded.size} requests compared, ${bad} of them bad`,
        `${differences.length} differ otherwise than meant; ${words.length} faults are told in other words`,
        ...[...meant].map(([row, times]) => `meant (${times}): ${row.reason}`),
        ...(process.env.DIFFERENTIAL_WORDS ? words : []),
    ];
    process.stderr.write(`${lines.join("\n    ")}\n`);
}
