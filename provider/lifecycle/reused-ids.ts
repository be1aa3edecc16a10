/**
 * Ids that people choose: a keypair's name, a flavor's id. Others may have deleted the thing and created another one with
 * the same id. That one is not deleted with this resource.
 */
import type { Context } from "./kind";

/** Kept in `__state` after a read has found another thing under the id: what this resource had created, as one text. */
export interface Foreign {
    foreign?: string;
}

/** What to note after a read: `own` and `found` are the identities of the resource's own and of the found thing. */
export function noteForeign({ foreign }: Foreign, own: string, found: string): Foreign {
    const original = foreign ?? own;
    return original === found ? {} : { foreign: original };
}

/**
 * Whether the thing with the id may be deleted; prints a line if not. Another thing may only be deleted if a refresh has
 * shown it and a preview has announced its replacement.
 */
export function isToDelete(
    { run, say }: Context,
    id: string,
    { foreign }: Foreign,
    own: string,
    found: string,
    what: string,
): boolean {
    const isShown = own === found && (foreign === undefined || run.isToBeReplaced(id));
    if (!isShown) {
        say(`is not deleted, because ${what} under this id now: only this entry is removed from the state`);
    }
    return isShown;
}

/** How a preview says that the thing to delete is another one. */
export function foreignEffect(
    state: Readonly<Record<string, unknown>>,
    effect: string,
    what: string,
): { effect: string } {
    const { foreign } = (state.__state ?? {}) as Foreign;
    return { effect: foreign === undefined ? effect : `${effect}; ${what} under this id now, and is deleted` };
}
