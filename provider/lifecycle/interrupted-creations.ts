/** A creation whose answer was lost, or that died: what was asked for may be there, and nothing that is there is forgotten. */
import { ConflictError, ConnectionError, InvalidAnswerError } from "../cloud/index";
import type { Context } from "./kind";
import { isNamedByOwner } from "./owner";

/** Whether the cloud may have carried out what it gave no usable answer to. */
export function mayBeDone(error: unknown): error is ConnectionError | InvalidAnswerError {
    return error instanceof InvalidAnswerError || (error instanceof ConnectionError && error.executed === "maybe");
}

/**
 * What to do with what may be left over. A creation knows only those entries of the state that Pulumi has come to: not
 * those that depend on it, that a target leaves out, or that a Pulumi killed in a replacement keeps as one to delete.
 */
export function ifLeft(id: string): string {
    return (
        `If \`pulumi stack export\` shows ${id}, it is another resource's: leave it alone, and run \`pulumi up --refresh\`, by ` +
        "which the provider learns what the state has. Otherwise an interrupted creation has left it: " +
        `take it over with adopt: "${id}", or delete it.`
    );
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

/** The only one of a name that was made for this resource alone, and that the state does not have. */
export function onlyOf<T extends { id: string; name: string }>(
    { declaration, run }: Context,
    name: string,
    all: readonly T[],
): T | undefined {
    const [only, ...others] = all.filter((candidate) => candidate.name === name && !run.isInState(candidate.id));
    return declaration.autonamed === true && others.length === 0 ? only : undefined;
}

/** Where a name can be had once only: what may stand under it from a creation of this resource that died. */
export interface Left<T> {
    noun: string;
    name: string;
    /** What stands in the way. */
    find(): Promise<T | undefined>;
    idOf(found: T): string;
    /** What differs from what would be created; undefined: nothing. */
    differs(found: T): string | undefined;
}

/**
 * Creates, or, where the name is taken and only this resource's own creation can have given it, takes over what stands
 * under it. What differs is only named, and so is what stands under a name of the program's.
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
 * Whether the state has it for another resource. What this one replaces under the same name was deleted first: what
 * stands there now is a replacement that the state has not heard of.
 */
function isOfAnother({ run }: Context, id: string): boolean {
    return run.isInState(id) && !run.isReplaced(id);
}

/**
 * Creates under a name of the program's that several may have. Where the answer is lost, those of the name that the state
 * does not have are named, and none is taken.
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
            `${error.message} Of this name there is ${candidates.join(", ")}. ${ifLeft(first)} Or use another name.`,
            { cause: error },
        );
    }
}

/** Notes it as this resource's, or says why it is not. */
export function takenOver<T>(context: Context, found: T, { noun, idOf, differs }: Left<T>, before?: string): T {
    const id = idOf(found);
    const difference = differs(found);
    if (difference !== undefined) {
        const refusal = before === undefined ? `${context.subject}:` : before;
        throw new Error(
            `${refusal} By its name ${noun} ${id} was created as this resource. ` +
                `It is not taken over: ${difference}. Nothing was changed. ${ifLeft(id)}`,
        );
    }
    context.run.take(id);
    context.say(`${noun} ${id} is there already, from a creation that was interrupted: going on with it`);
    return found;
}
