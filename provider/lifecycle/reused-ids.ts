/**
 * Ids that people choose: a keypair's name, a flavor's id. What has such an id may be another thing than the one that the
 * state tells of, deleted and made again by others: it is not deleted with this resource.
 */
import type { Context } from "./kind";

/** Kept in `__state`, once a read has found another thing under the id: what this resource made was, in one text. */
export interface Foreign {
    foreign?: string;
}

/** What to note of what a read has found: `own` and `found` are the one and the other thing in one text. */
export function noteForeign({ foreign }: Foreign, own: string, found: string): Foreign {
    const original = foreign ?? own;
    return original === found ? {} : { foreign: original };
}

/**
 * Whether what is under the id may be deleted; says so where not. Another thing may be only where a refresh has shown it
 * and a preview has said that it is replaced.
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

/** How a preview says that what goes is another thing. */
export function foreignEffect(
    state: Readonly<Record<string, unknown>>,
    effect: string,
    what: string,
): { effect: string } {
    const { foreign } = (state.__state ?? {}) as Foreign;
    return { effect: foreign === undefined ? effect : `${effect}; ${what} under this id now, and is deleted` };
}
