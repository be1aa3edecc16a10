/** Waits for a server: one loop, and an acceptor for each operation that judges what a look shows. */
import { getServer, type ServerRecord } from "../../api/index";
import { NotFoundError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { LAST_LOOK, type Verdict, WaitFailedError, waitFor } from "../../wait/wait";
import { passes, watcherOf } from "./looks";

export type Accept = (server: ServerRecord) => Verdict | Promise<Verdict>;

export const done: Verdict = { kind: "done" };

/** The status of a server in messages: `BUILD (spawning)`. */
export function standing({ status, taskState, progress }: ServerRecord): string {
    const percent = progress !== undefined && progress > 0 && progress < 100 ? `, ${progress} %` : "";
    return taskState === undefined ? `${status}${percent}` : `${status} (${taskState}${percent})`;
}

export function waiting(server: ServerRecord): Verdict {
    return { kind: "waiting", because: standing(server), state: standing({ ...server, progress: undefined }) };
}

/** The statuses of a deleted server. */
export const GONE: ReadonlySet<string> = new Set(["DELETED", "SOFT_DELETED"]);

/** Whether no task is under way, and the status does not pass by itself. */
export function atRest({ status, taskState }: ServerRecord): boolean {
    return taskState === undefined && !PASSING.has(status);
}

const PASSING: ReadonlySet<string> = new Set([
    "BUILD",
    "REBUILD",
    "RESIZE",
    "REVERT_RESIZE",
    "MIGRATING",
    "REBOOT",
    "HARD_REBOOT",
    "PASSWORD",
    "UNKNOWN",
]);

/**
 * Milliseconds to wait for the fault, which Nova writes after the status. On a cloud without faults, all of it passes.
 */
const FAULT_IS_LATE = 2_000;

/** ERROR ends every wait as soon as the server has its fault; the error has the fault's text. */
export function orError(accept: Accept, doing: string, deadline: number): Accept {
    let inErrorSince: number | undefined;
    return (server) => {
        if (server.status !== "ERROR" || server.taskState !== undefined) {
            return accept(server);
        }
        const now = Date.now();
        inErrorSince ??= now;
        return server.fault === undefined && now < Math.min(inErrorSince + FAULT_IS_LATE, deadline)
            ? waiting(server)
            : { kind: "failed", reason: `went to ERROR while ${doing}: ${faultOf(server)}` };
    };
}

export function faultOf({ fault }: ServerRecord): string {
    return fault === undefined ? "the cloud gives no reason" : fault.message;
}

/** Somebody else deleted the server during a wait. */
export class GoneError extends WaitFailedError {}

/** Waits for a server. If it is deleted in the meantime, the wait ends with {@link GoneError}. */
export async function watch(
    context: Context,
    id: string,
    what: string,
    accept: Accept,
    requestId?: string,
    note?: (seen: ServerRecord) => void,
): Promise<ServerRecord> {
    try {
        return await watchToTheEnd(
            context,
            id,
            what,
            (seen) => {
                if (GONE.has(seen.status)) {
                    throw new GoneError(wasDeleted(context, what));
                }
                return accept(seen);
            },
            requestId,
            note,
        );
    } catch (error) {
        throw error instanceof NotFoundError ? new GoneError(wasDeleted(context, what), { cause: error }) : error;
    }
}

function wasDeleted({ subject }: Context, what: string): string {
    return (
        `${subject} was deleted by somebody else while ${what}. ` +
        "Run `pulumi refresh`; then `pulumi up` creates a new one."
    );
}

/** Waits for a status of a server, or for its deletion. `requestId` is the action's request id, for the error. `note` is called with each observation. */
export async function watchToTheEnd(
    context: Context,
    id: string,
    what: string,
    accept: Accept,
    requestId?: string,
    note?: (seen: ServerRecord) => void,
): Promise<ServerRecord> {
    const accepted = orError(accept, what, context.deadline);
    const deadline = context.deadline + LAST_LOOK;
    const look = () => getServer(context.compute, id, { resource: context.subject, deadline, brief: true });
    try {
        return await watcherOf(context.compute).watching({ id, deadline, look }, ({ observe, rest }) =>
            waitFor({
                subject: context.subject,
                doing: what,
                observe,
                rest,
                accept: (seen) => {
                    note?.(seen);
                    return accepted(seen);
                },
                deadline: context.deadline,
                progress: (state) => context.progress(`${what}: ${state}`),
                bears: passes,
            }),
        );
    } catch (error) {
        if (error instanceof WaitFailedError && !(error instanceof GoneError)) {
            throw new WaitFailedError(`${context.subject} ${error.message}${spellRequest(requestId)}`);
        }
        throw error;
    }
}

export function spellRequest(requestId: string | undefined): string {
    return requestId === undefined ? "" : ` [request id ${requestId}]`;
}
