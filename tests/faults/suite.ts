/**
 * The suite of one part of the operations: every blow at every point of each. The stage takes about five minutes of a
 * processor. What keeps it there: of the looks of a wait three are points (point.ts), a blow at what all operations ask
 * for alike while they connect falls on creations and refreshes only, and a read is not struck by what differs only where the
 * cloud acts (blows.ts).
 */
import { strikesAt } from "./blows";
import { KNOWN } from "./known";
import type { Operation } from "./operation";
import { operationsOf, type Part } from "./parts";
import { Stage } from "./play";
import { connects, pointsOf } from "./point";
import { tally } from "./tally";

type Count = ReturnType<typeof tally>;

/** The most that the strikes at one operation may take, in milliseconds. */
const LONGEST = 1_800_000;

export function strikeAll(part: Part): void {
    const count = tally(part);
    describe("whatever strikes at any request, one clean up later the cloud is as the program says:", () => {
        it.each(operationsOf(part))(
            "$kind: $title",
            async (operation) => {
                const stage = new Stage(operation);
                try {
                    await strikeEverywhere(stage, operation, count);
                } finally {
                    await stage.stop();
                }
            },
            LONGEST,
        );
    });
}

async function strikeEverywhere(stage: Stage, operation: Operation, count: Count): Promise<void> {
    const clean = await stage.play();
    expect(clean.violations).toEqual([]);
    const requests = pointsOf(clean.seen).filter((point) => operation.connects || !connects(point));
    const strikes = strikesAt(requests, pointsOf(clean.steps));
    const known = KNOWN[`${operation.kind} ${operation.title}`] ?? [];
    const wrong: Record<string, readonly string[]> = {};
    let played = 0;
    for (const strike of strikes) {
        const { struck, violations, remedies } = await stage.play(strike);
        played += 1;
        const passed = struck > 0 && violations.length === 0;
        const isKnown = known.includes(strike.name);
        count({ points: 1, remedies: remedies.length, known: isKnown ? 1 : 0 });
        if (passed === isKnown) {
            count({ violations: 1 });
            wrong[strike.name] = passed
                ? ["passes: take it out of known.ts"]
                : [`struck ${struck} times`, ...violations];
        }
    }
    // Every request of it was a point.
    const asked = clean.seen.filter((key) => operation.connects || !connects({ key, nth: 0 }));
    expect([...new Set(asked)].sort()).toEqual([...new Set(requests.map(({ key }) => key))].sort());
    expect(played).toBe(strikes.length);
    // What is known to be wrong is a point of this operation.
    const names = strikes.map(({ name }) => name);
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
    expect(wrong).toEqual({});
}
