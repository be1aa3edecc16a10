/**
 * Asking for an action that the server may not be ready for. While another one is under way the cloud refuses (409):
 * that one is waited for, and the action asked for again. A lock and a status from which it cannot be done are not waited for.
 */
import { getServer, type ServerRecord, unlockServer } from "../../api/index";
import { ConflictError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { WaitFailedError } from "../../wait/wait";
import { atRest, done, GONE, waiting, watch } from "./watch";

/** The task may have begun and ended between two looks: a refusal that names one is tried again as often as this. */
const MOST_TRIES = 8;

/** @throws {LockedError} the server is locked, and not by us. */
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
            await watch(context, id, "waiting for what is under way", (server) =>
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

/** Of a lock, changePassword says only that the server "is in an invalid state". */
function namesState({ cloudMessage }: ConflictError): boolean {
    return /\b(task|vm|power)_state\b/.test(cloudMessage);
}

/** The server is locked by somebody else. Nothing has been changed. */
export class LockedError extends WaitFailedError {
    constructor({ subject }: Context, refusal: ConflictError, { lockedReason }: ServerRecord) {
        const reason = lockedReason === undefined ? "" : ` ("${lockedReason}")`;
        const request = refusal.requestId === undefined ? "" : ` [request id ${refusal.requestId}]`;
        super(
            `${subject} is locked${reason}: ${refusal.cloudMessage} (HTTP 409, ${refusal.operation})${request}. ` +
                "Only whoever locked it, its project's members where the lock is theirs, or an administrator can unlock it: " +
                "`openstack server unlock`. The provider takes off only a lock that the program declared.",
        );
    }
}

/** Takes off the lock that the program declared. */
export async function unlock(context: Context, id: string): Promise<void> {
    await unlockServer(context.compute, id, { resource: context.subject });
}
