/** Where the embedded cloud is meant to differ from a real Nova 26, and why. There may be fifteen of these, not more. */
import type { Difference, Outcome } from "./differential-outcome";

export interface MeantDifference {
    /** The names of the cases. */
    readonly cases: RegExp;
    readonly reason: string;
    /** Only where the real cloud answered so. */
    readonly where?: (real: Outcome) => boolean;
}

export const MEANT_DIFFERENCES: readonly MeantDifference[] = [
    {
        cases: /^(securityGroups|serverInterfaces|serverActions)\./,
        where: (real) => real.status === 500,
        reason: "Nova fails with 500 (a defect of its own) where the embedded cloud refuses in words",
    },
    {
        cases: /^servers\.listDetails failed /,
        reason: "Nova's list reads faults from the API's own database: one in another cell, or in cell0, has none there",
    },
];

/** The row that means this difference, if one does. */
export function meaning(name: string, real: Outcome, difference: Difference): MeantDifference | undefined {
    return difference.aspect === "message"
        ? undefined
        : MEANT_DIFFERENCES.find(({ cases, where }) => cases.test(name) && (where === undefined || where(real)));
}
