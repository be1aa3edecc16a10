/**
 * A server's status, spelled once. The source documents spell it in several ways: BUILDING beside BUILD, STOPPED beside
 * SHUTOFF, and HP Cloud adds the task in parentheses (`BUILD(spawning)`).
 */

/** The documents' spellings → what Nova's `_STATE_MAP` says. A status that is not here is kept as it is. */
const SPELLINGS: Readonly<Record<string, string>> = {
    BUILDING: "BUILD",
    STOPPED: "SHUTOFF",
    RESCUED: "RESCUE",
    RESIZED: "RESIZE",
    RESIZING: "RESIZE",
    VERIFY_RESIZED: "VERIFY_RESIZE",
    REBUILDING: "REBUILD",
};

/** A status and, where the cloud told it in the same word, the task under way. */
export interface Status {
    status: string;
    task?: string;
}

/** Reads a status in any spelling and any case: `BUILD(spawning)` is BUILD with the task `spawning`. */
export function normaliseStatus(spelled: string): Status {
    const match = /^\s*([^(]*?)\s*(?:\(([^)]*)\))?\s*$/.exec(spelled);
    const word = (match?.[1] ?? spelled)
        .trim()
        .toUpperCase()
        .replaceAll(/[\s-]+/g, "_");
    const task = match?.[2]?.trim().toLowerCase();
    const status = SPELLINGS[word] ?? word;
    return task ? { status, task } : { status };
}
