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

/** Characters of a status that are looked at. */
const LONGEST = 100;

/** A status and, where the cloud told it in the same word, the task under way. */
export interface Status {
    status: string;
    task?: string;
}

/** Reads a status in any spelling and any case: `BUILD(spawning)` is BUILD with the task `spawning`. */
export function normaliseStatus(spelled: string): Status {
    const [before = "", within] = spelled.slice(0, LONGEST).split("(");
    const word = before
        .trim()
        .toUpperCase()
        .replaceAll(/[\s-]+/g, "_");
    const task = within?.split(")")[0]?.trim().toLowerCase();
    return { status: SPELLINGS[word] ?? word, ...(task ? { task } : {}) };
}

/** What is done to a server that failed. Any other task in ERROR is what the server was at when it failed. */
const DONE_IN_ERROR = /^(rebuild|reboot|delet|soft-delet)/;

/**
 * The task that is under way. In ERROR a cloud may go on telling the task that failed: HP Cloud's `ERROR(spawning)`, or
 * Nova's task_state after a resize that broke off. Nothing is under way then, and nothing is to be waited for.
 */
export function taskUnderWay(status: string, task: string | undefined): string | undefined {
    return status === "ERROR" && task !== undefined && !DONE_IN_ERROR.test(task) ? undefined : task;
}
