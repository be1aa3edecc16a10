/**
 * The suite of one part of the operations: each is carried out once while its answers are recorded, then once for each
 * spoilt answer that the plan has for it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Operation, Program } from "../faults/operation";
import { operationsOf, type Part } from "../faults/parts";
import { ALLOWED, assail, type Setting } from "./assail";
import { isKnown } from "./known";
import type { Case, Plan, Recorded } from "./plan";
import { Tally } from "./tally";

/** The most that an operation's cases may take, in milliseconds. */
const LONGEST = 1_800_000;

/** Of a separate run only (`npm run hostile`): how much a machine is busy with other things is no test's business. */
const MOST_CPU = process.env.HOSTILE === "all" ? 1_000 : Number.POSITIVE_INFINITY;

export function assailAll(
    name: string,
    part: Part,
    planned: (recorded: readonly Recorded[]) => Plan,
    { front }: Pick<Setting, "front"> = {},
): void {
    const operations = operationsOf(part).map(hasty);
    const setting = { folder: mkdtempSync(join(tmpdir(), "hostile-")), front };
    const tally = new Tally(`${name}-${part}`);
    let cases: readonly Case[] = [];
    beforeAll(async () => {
        const recorded: Recorded[] = [];
        for (const operation of operations) {
            const { heard, failure, wrong } = await assail(operation, setting);
            expect({ failure, wrong }).toEqual({ failure: undefined, wrong: [] });
            recorded.push({ operation, heard });
        }
        const plan = planned(recorded);
        cases = plan.cases;
        tally.counts.all = plan.all;
        tally.keep();
    }, LONGEST);
    afterAll(() => rmSync(setting.folder, { recursive: true, force: true }));
    describe("whatever comes in place of an answer, the operation ends in good order:", () => {
        it.each(operations)(
            "$kind: $title",
            async (operation) => {
                const wrong: Record<string, readonly string[]> = {};
                for (const one of cases.filter((each) => each.operation === operation)) {
                    const found = await complaints(one, setting, tally);
                    if (found.length > 0) {
                        wrong[`${one.point.key}: ${one.spoil.name}${one.logged ? ", with the log on" : ""}`] = found;
                    }
                }
                tally.keep();
                expect(wrong).toEqual({});
            },
            LONGEST,
        );
    });
}

/** The same, with less time: a wait that is in vain looks at the cloud until its time is up. */
function hasty(operation: Operation): Operation {
    const soon = (program: Program) => program.map((declared) => ({ ...declared, timeouts: TIMEOUTS }));
    return { ...operation, before: soon(operation.before), after: soon(operation.after) };
}

const TIMEOUTS = { create: ALLOWED, update: ALLOWED, delete: ALLOWED };

async function complaints(one: Case, setting: Setting, { counts }: Tally): Promise<string[]> {
    const { struck, wrong: found, cpu } = await assail(one.operation, setting, one);
    const wrong = found.filter(({ kind }) => kind !== "orphan" || !isKnown(one));
    counts.cases += 1;
    counts.known += wrong.length < found.length ? 1 : 0;
    counts.cpu = Math.max(counts.cpu, Math.round(cpu));
    for (const { kind } of wrong) {
        counts[kind] += 1;
    }
    return [
        ...(struck === 0 ? ["no answer was spoilt"] : []),
        ...(cpu > MOST_CPU ? [`it took ${Math.round(cpu)} ms of a processor`] : []),
        ...wrong.map(({ kind, what }) => `${kind}: ${what}`),
    ];
}
