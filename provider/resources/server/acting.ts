/**
 * Requests an action for which the server may not be ready. While another action is under way, the cloud refuses (409):
 * then wait for its end and request again. A lock, or a status that does not allow the action, is not waited for.
 */
import { getServer, type ServerRecord, unlockServer } from "../../api/index";
import { ConflictError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { WaitFailedError } from "../../wait/wait";
import { atRest, done, GONE, waiting, watch } from "./watch";

/** A task may begin and end between two looks, so a refusal that names one is retried: at most this often. */
const MOST_TRIES = 8;

/** @throws {LockedError} the server is locked by somebody else. */
export async function acting<T>(context: Context, id: string, ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
        try {
            return await ask();
        } catch (error) {
            if (!(error instanceof ConflictError)) {
                throw error;
            }
            const seen = await getServer(context.compute, id, { resource: context.subject });
            const busy = !atRest(seen) && !GONE.has(seen.status);
            if (namesLock(error) || (seen.locked === true && !busy && !namesState(error))) {
                throw new LockedError(context, error, seen);
            }
            if (tries >= MOST_TRIES || !(busy || namesTask(error))) {
                throw error;
            }
            await watch(context, id, "waiting for another action to end", (server) =>
                atRest(server) ? done : waiting(server),
            );
        }
    }
}

/** `Cannot 'resize' instance … while it is in task_state rebooting`. */
function namesTask({ cloudMessage }: ConflictError): boolean {
    return /\btask_state\b(?! None)/.test(cloudMessage);
}

function namesLock({ cloudMessage }: ConflictError): boolean {
    return /\bis locked\b/i.test(cloudMessage);
}

/** For a locked server, changePassword only says that it "is in an invalid state". */
function namesState({ cloudMessage }: ConflictError): boolean {
    return /\b(task|vm|power)_state\b/.test(cloudMessage);
}

/** The server is locked by somebody else. Nothing was changed. */
export class LockedError extends WaitFailedError {
    constructor({ subject }: Context, refusal: ConflictError, { lockedReason }: ServerRecord) {
        const reason = lockedReason === undefined ? "" : ` ("${lockedReason}")`;
        const request = refusal.requestId === undefined ? "" : ` [request id ${refusal.requestId}]`;
        super(
            `${subject} is locked${reason}: ${refusal.cloudMessage} (HTTP 409, ${refusal.operation})${request}. ` +
                "Unlock it with `openstack server unlock`; if an administrator locked it, only an administrator can. " +
                "The provider removes only a lock that the program declared.",
        );
    }
}

/** Removes the lock that the program declared. */
export async function unlock(context: Context, id: string): Promise<void> {
    await unlockServer(context.compute, id, { resource: context.subject });
}
