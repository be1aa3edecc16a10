/** A creation whose answer was lost: what was asked for may be there all the same, and nothing that is there is forgotten. */
import { ConnectionError, InvalidAnswerError } from "../cloud/index";
import type { Context } from "./kind";

/** Whether the cloud may have carried out what it gave no usable answer to. */
export function mayBeDone(error: unknown): error is ConnectionError | InvalidAnswerError {
    return error instanceof InvalidAnswerError || (error instanceof ConnectionError && error.executed === "maybe");
}

/** Creates, or goes on with what `find` finds for certain to be the same. */
export async function createdOrFound<T>(
    { say }: Context,
    creating: Promise<T>,
    find: () => Promise<T | undefined>,
): Promise<T> {
    try {
        return await creating;
    } catch (error) {
        const found = mayBeDone(error) ? await find() : undefined;
        if (found === undefined) {
            throw error;
        }
        say("the answer to the creation was lost, but it is there: going on with it");
        return found;
    }
}

/** The only one of a name that was made for this resource alone. */
export function onlyOf<T extends { name: string }>(
    { declaration }: Context,
    name: string,
    all: readonly T[],
): T | undefined {
    const [only, ...others] = all.filter((candidate) => candidate.name === name);
    return declaration.autonamed === true && others.length === 0 ? only : undefined;
}
