/** The version of a state's format. Older states are migrated, newer ones are refused. */
import type { Kept } from "./stored-state";

/**
 * Increase it when the format of a state changes, and add a migration from each older format here. Format 2 is the
 * short form (host/dynamic/shorthand.ts); it reads format 1 too.
 */
export const SCHEMA = 2;

/** The state was written by a newer release than this one. Nothing was done. */
export class NewerStateError extends Error {
    override readonly name = "NewerStateError";
}

export function migrated<State extends { kept: Kept }>(subject: string, state: State): State {
    const { schema } = state.kept;
    if (schema > SCHEMA) {
        throw new NewerStateError(
            `the state of ${subject} was written by a newer release of pulumi-openstack-compute: it has format ${schema}, and ` +
                `this release reads up to ${SCHEMA}. Nothing was done. Install the release that wrote it, or a newer one.`,
        );
    }
    return state;
}
