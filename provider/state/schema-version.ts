/** The shape of a state: older ones are migrated, newer ones are refused. */
import type { StoredState } from "./stored-state";

/**
 * Raised when a state's shape changes; a migration from each older one stands here then. 2: in short
 * (host/dynamic/shorthand.ts), which is read as 1 is.
 */
export const SCHEMA = 2;

/** The state was written by a newer release than this one. Nothing has been done. */
export class NewerStateError extends Error {
    override readonly name = "NewerStateError";
}

export function migrated<State extends StoredState>(subject: string, state: State): State {
    const { schema } = state.__state;
    if (schema > SCHEMA) {
        throw new NewerStateError(
            `the state of ${subject} was written by a newer release of pulumi-openstack-compute: it has format ${schema}, and ` +
                `this release reads up to ${SCHEMA}. Nothing was done. Install the release that wrote it, or a newer one.`,
        );
    }
    return state;
}
