/** Where the embedded cloud is meant to differ from a real Nova 26, and why. There may be fifteen of these, not more. */
import type { Difference } from "./differential-outcome";

export interface MeantDifference {
    /** The names of the cases. */
    readonly cases: RegExp;
    readonly reason: string;
}

export const MEANT_DIFFERENCES: readonly MeantDifference[] = [
    {
        cases: /^servers\.listDetails failed /,
        reason: "Nova's list reads faults from the one database that its API is set up with: where that is not cell0's, a server that found no host shows none in a list",
    },
];

/** The row that means this difference, if one does. */
export function meaning(name: string, difference: Difference): MeantDifference | undefined {
    return difference.aspect === "message" ? undefined : MEANT_DIFFERENCES.find(({ cases }) => cases.test(name));
}
