/**
 * Creations that were interrupted, or whose answer was lost: what they may have created is found, and adopted or named.
 */
import { ConflictError, ConnectionError, InvalidAnswerError } from "../cloud/index";
import type { Context } from "./kind";
import { isNamedByOwner } from "./owner";

/** Whether the cloud may have carried out a request that it gave no usable answer to. */
export function mayBeDone(error: unknown): error is ConnectionError | InvalidAnswerError {
    return error instanceof InvalidAnswerError || (error instanceof ConnectionError && error.executed === "maybe");
}

/**
 * What to do with a possible leftover. A creation knows only the entries of the state that Pulumi has processed before it:
 * not its dependents, not those that `--target` leaves out, and not those that are marked for deletion.
 */
export function ifLeft(id: string): string {
    return (
        `If \`pulumi stack export\` shows ${id}, it is another resource's: leave it alone, and run \`pulumi up --refresh\`, by ` +
        "which the provider learns what the state has. Otherwise an interrupted creation has left it: " +
        `adopt it with adopt: "${id}", or delete it.`
    );
}

/** Creates it. If the answer is lost, goes on with what `find` finds, which must certainly be the same. */
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
        say("the answer to the creation was lost, but it exists: continuing with it");
        return found;
    }
}

/** The only one with a name that was generated for this resource, if the state does not have it. */
export function onlyOf<T extends { id: string; name: string }>(
    { declaration, run }: Context,
    name: string,
    all: readonly T[],
): T | undefined {
    const [only, ...others] = all.filter((candidate) => candidate.name === name && !run.isInState(candidate.id));
    return declaration.autonamed === true && others.length === 0 ? only : undefined;
}

/** A leftover of an interrupted creation, under a name that only one thing can have. */
export interface Left<T> {
    noun: string;
    name: string;
    /** What has the name already. */
    find(): Promise<T | undefined>;
    idOf(found: T): string;
    /** What differs from what would be created; undefined: nothing. */
    differs(found: T): string | undefined;
}

/**
 * Creates it. If the name is taken, and only an earlier creation of this same resource can have used it, what has the name
 * is adopted. If it differs, or if the program chose the name, the error names it.
 */
export async function createdOrLeft<T extends { name: string }>(
    context: Context,
    creating: Promise<T>,
    left: Left<T>,
): Promise<T> {
    try {
        return await creating;
    } catch (error) {
        const found = error instanceof ConflictError ? await left.find() : undefined;
        if (!(error instanceof ConflictError) || found === undefined || isOfAnother(context, left.idOf(found))) {
            throw error;
        }
        if (found.name !== left.name || !isNamedByOwner(context.declaration, left.name)) {
            const id = left.idOf(found);
            throw new Error(`${error.message} It is ${left.noun} ${id}. ${ifLeft(id)}`, { cause: error });
        }
        return takenOver(context, found, left, error.message);
    }
}

/**
 * Whether the state has it for another resource. If this resource replaces one of the same name, that was deleted first:
 * what has the name now is a replacement that is not in the state yet.
 */
function isOfAnother({ run }: Context, id: string): boolean {
    return run.isInState(id) && !run.isReplaced(id);
}

/**
 * Creates it under a name that the program chose and that several may have. If the answer is lost, the error names those
 * with the name that are not in the state. None of them is adopted.
 */
export async function createdOrNamed<T extends { id: string; name: string }>(
    { run }: Context,
    creating: Promise<T>,
    name: string,
    list: () => Promise<readonly T[]>,
): Promise<T> {
    try {
        return await creating;
    } catch (error) {
        const all = mayBeDone(error) ? await list() : [];
        const candidates = all.filter((one) => one.name === name && !run.isInState(one.id)).map(({ id }) => id);
        const [first] = candidates;
        if (first === undefined || !(error instanceof Error)) {
            throw error;
        }
        throw new Error(
            `${error.message} With this name the cloud has ${candidates.join(", ")}. ${ifLeft(first)} Or use another name.`,
            { cause: error },
        );
    }
}

/** Adopts the leftover, or throws an error that says why not. */
export function takenOver<T>(context: Context, found: T, { noun, idOf, differs }: Left<T>, before?: string): T {
    const id = idOf(found);
    const difference = differs(found);
    if (difference !== undefined) {
        const refusal = before === undefined ? `${context.subject}:` : before;
        throw new Error(
            `${refusal} Its name shows that ${noun} ${id} was created as this resource. ` +
                `It is not adopted: ${difference}. Nothing was changed. ${ifLeft(id)}`,
        );
    }
    context.run.take(id);
    context.say(`${noun} ${id} exists already, from a creation that was interrupted: continuing with it`);
    return found;
}
