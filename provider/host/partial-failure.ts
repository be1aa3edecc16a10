/** An operation that ended half-way. */
import { visible } from "../cloud/index";
import type { Properties } from "../state/stored-state";

/** Thrown to Pulumi with what exists: the resource is kept in the state, and the next update goes on from there. */
export class PartialFailure extends Error {
    readonly reasons: string[];

    constructor(
        readonly id: string,
        readonly properties: Properties,
        cause: unknown,
    ) {
        super(messageOf(cause));
        this.reasons = [this.message];
    }
}

/** What an error says, fit for a terminal: names and ids that a cloud sends may be in it. */
export function messageOf(error: unknown): string {
    return visible(error instanceof Error ? error.message : String(error));
}

/** The error itself, or one whose message is fit for a terminal. */
export function shown(error: unknown): unknown {
    return error instanceof Error && error.message !== messageOf(error)
        ? new Error(messageOf(error), { cause: error })
        : error;
}
