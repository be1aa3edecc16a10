/** An operation that ended half-way. */
import type { Properties } from "../resources/kind";

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

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
