/**
 * The status of a server in one spelling. The source documents have several: BUILDING and BUILD, STOPPED and SHUTOFF.
 * HP Cloud adds the task in parentheses (`BUILD(spawning)`).
 */

/** The documents' spellings → Nova's `_STATE_MAP`. An unknown status is kept as it is. */
const SPELLINGS: Readonly<Record<string, string>> = {
    BUILDING: "BUILD",
    STOPPED: "SHUTOFF",
    RESCUED: "RESCUE",
    RESIZED: "RESIZE",
    RESIZING: "RESIZE",
    VERIFY_RESIZED: "VERIFY_RESIZE",
    REBUILDING: "REBUILD",
};

/** Characters of a status that are read. */
const LONGEST = 100;

/** A status, and the task in progress if the cloud wrote it in the same word. */
export interface Status {
    status: string;
    task?: string;
}

/** Reads a status in any spelling and case: `BUILD(spawning)` is BUILD with the task `spawning`. */
export function normaliseStatus(spelled: string): Status {
    const [before = "", within] = spelled.slice(0, LONGEST).split("(");
    const word = before
        .trim()
        .toUpperCase()
        .replaceAll(/[\s-]+/g, "_");
    const task = within?.split(")")[0]?.trim().toLowerCase();
    return { status: SPELLINGS[word] ?? word, ...(task ? { task } : {}) };
}

/** Tasks that can run on a failed server. Any other task in ERROR is the one that failed. */
const DONE_IN_ERROR = /^(rebuild|rescu|reboot|delet|soft-delet)/;

/**
 * The task in progress. In ERROR a cloud may still show the task that failed: HP Cloud's `ERROR(spawning)`, or Nova's
 * task_state after a failed resize. Then nothing is in progress, and there is nothing to wait for.
 */
export function taskUnderWay(status: string, task: string | undefined): string | undefined {
    return status === "ERROR" && task !== undefined && !DONE_IN_ERROR.test(task) ? undefined : task;
}
