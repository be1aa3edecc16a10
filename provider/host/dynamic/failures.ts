/** Errors as Pulumi takes and prints them. */
import { visible } from "../../cloud/index";
import type { Properties } from "../../state/stored-state";
import { PartialFailure } from "../requests";
import { outputsBag } from "./property-bags";

/** Thrown to Pulumi with what exists: the resource is kept in the state, and the next update goes on from there. */
export class InitFailure extends Error {
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

/** An error of a creation or an update of what has these inputs, as Pulumi keeps it and prints it. */
export function thrownTo(error: unknown, { __provider }: Properties): unknown {
    // Pulumi adds __provider to what succeeds only; a state without it can be neither read nor deleted.
    return error instanceof PartialFailure
        ? new InitFailure(error.id, { ...outputsBag(error.stored), __provider }, error)
        : shown(error);
}

/** Pulumi prints the stack of what `check`, `diff`, `read` and `delete` throw; the message says it all. */
export async function quietly<T>(doing: () => T | Promise<T>): Promise<T> {
    try {
        return await doing();
    } catch (error) {
        const quiet = new Error(messageOf(error), { cause: error });
        quiet.stack = "";
        throw quiet;
    }
}

/** What an error says, fit for a terminal: names and ids that a cloud sends may be in it. */
function messageOf(error: unknown): string {
    return visible(error instanceof Error ? error.message : String(error));
}

/** The error itself, or one whose message is fit for a terminal. */
function shown(error: unknown): unknown {
    return error instanceof Error && error.message !== messageOf(error)
        ? new Error(messageOf(error), { cause: error })
        : error;
}
