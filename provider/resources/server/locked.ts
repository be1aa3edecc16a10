/** The lock of a server: as a program declares it, as the cloud returns it, and as a preview spells it. */
import * as z from "zod";
import type { ServerRecord } from "../../api/index";
import { refusing, unstorable } from "../../arguments/characters";

export const lock = z.union(
    [
        z.boolean(),
        z
            .strictObject({
                reason: z
                    .string()
                    .min(1, { error: "must not be empty" })
                    .max(255, { error: "at most 255 characters", abort: true })
                    .superRefine(refusing(unstorable))
                    .optional()
                    .describe("Why it is locked (microversion 2.73)."),
            })
            .meta({ title: "ServerLock", description: "A lock with a reason." }),
    ],
    { error: "expected true, false or { reason }" },
);

type Lock = z.output<typeof lock>;

/** What a declared lock means: none, or one with or without a reason. */
export function lockOf(locked: Lock | undefined): { reason?: string | undefined } | undefined {
    return locked === true ? {} : locked === false ? undefined : locked;
}

/** The lock in a record, in the program's spelling. Below 2.9 a record has no lock, below 2.73 no reason. */
export function lockTold({ locked, lockedReason }: ServerRecord, wanted: Lock | undefined): Lock | undefined {
    const declared = lockOf(wanted);
    if (locked === undefined || (!locked && declared === undefined)) {
        return wanted;
    }
    if (!locked) {
        return false;
    }
    if (declared !== undefined && declared.reason === lockedReason) {
        return wanted;
    }
    return lockedReason === undefined ? true : { reason: lockedReason };
}

export function spellLock(locked: Lock | undefined): string {
    const declared = lockOf(locked);
    return declared === undefined ? "no" : declared.reason === undefined ? "yes" : `yes (${declared.reason})`;
}
