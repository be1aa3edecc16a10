/**
 * The result of an action, from the cloud's list of actions (os-instance-actions). The status alone does not show it:
 * after a resize that found no host, the server is ACTIVE at its old flavor, as if the resize had not begun. And if
 * somebody else changes the server in the meantime, it may never reach the awaited status.
 */
import { getInstanceAction, type InstanceAction, listInstanceActions, type ServerRecord } from "../../api/index";
import { CloudError, NotFoundError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { atRest } from "./watch";

/**
 * Milliseconds: if the cloud shows nothing about an action and the server rests for this long, the action has failed.
 */
export const UNTOLD = 10_000;

/** Milliseconds that the status may lag behind an action that succeeded. */
export const LAG = 30_000;
/** Milliseconds at rest after a successful action, until later actions of others are looked for. */
export const OVERTAKEN = 2_000;

/**
 * Called at each look at a server that is not as wanted yet. Returns why it never will be, or undefined while it may.
 */
export type Account = (seen: ServerRecord) => Promise<string | undefined>;

/** Follows the action of this request id. Call it when the action has been requested. */
export function accountOf(context: Context, id: string, requestId: string | undefined): Account {
    let restsSince: number | undefined;
    return async (seen) => {
        if (!atRest(seen)) {
            restsSince = undefined;
            return undefined;
        }
        const told = await tell(context, id, requestId);
        if (told.kind === "failed") {
            return told.why;
        }
        restsSince ??= Date.now();
        const rests = Date.now() - restsSince;
        if (told.kind === "nothing" && rests >= UNTOLD) {
            return `it stays ${seen.status}, and the cloud does not say why (os-instance-actions does not show this request)`;
        }
        if (told.kind === "done" && rests >= OVERTAKEN) {
            const after = await overtaking(context, id, requestId);
            if (after !== undefined) {
                return `it is ${seen.status} after somebody else requested ${after.action} [request id ${after.requestId}]`;
            }
            if (rests >= LAG) {
                return `it stays ${seen.status}, although the cloud says that the action succeeded`;
            }
        }
        return undefined;
    };
}

/** The result of an action, as the cloud shows it. */
export type Outcome = { kind: "failed"; why: string } | { kind: "done" | "under way" | "nothing" };

/** Reads what os-instance-actions shows about a request. */
export async function tell(context: Context, id: string, requestId: string | undefined): Promise<Outcome> {
    if (requestId === undefined) {
        return { kind: "nothing" };
    }
    try {
        const action = await getInstanceAction(context.compute, id, requestId, { resource: context.subject });
        const failed = action.events.find(({ result }) => result === "Error");
        if (failed === undefined && action.message !== "Error") {
            const ended = action.events.length > 0 && action.events.every(({ result }) => result !== undefined);
            return { kind: ended ? "done" : "under way" };
        }
        const what = failed === undefined ? "it failed" : `its step ${failed.event} failed`;
        return {
            kind: "failed",
            why: failed?.details ?? `${what}; the cloud shows the reason only to administrators`,
        };
    } catch (error) {
        if (tellsNothing(error)) {
            return { kind: "nothing" };
        }
        throw error;
    }
}

/**
 * Follows an action on a part of the server (an interface, a volume) or a confirmation. It may take any time, but once
 * it has succeeded, the awaited change is visible within {@link UNTOLD} milliseconds or never.
 */
export function accountOfPart(context: Context, id: string, requestId: string | undefined) {
    let endedSince: number | undefined;
    return async (): Promise<{ failure?: string; ended: boolean }> => {
        const told = await tell(context, id, requestId);
        if (told.kind === "failed") {
            return { failure: told.why, ended: true };
        }
        endedSince = told.kind === "done" ? (endedSince ?? Date.now()) : undefined;
        const late = endedSince !== undefined && Date.now() - endedSince >= UNTOLD;
        return {
            ...(late ? { failure: "the cloud says that the action succeeded; somebody else has undone it" } : {}),
            ended: told.kind === "done",
        };
    };
}

/** Actions that change the status. */
const MOVING: ReadonlySet<string> = new Set([
    "confirmResize",
    "evacuate",
    "live-migration",
    "migrate",
    "pause",
    "reboot",
    "rebuild",
    "rescue",
    "resize",
    "restore",
    "resume",
    "revertResize",
    "shelve",
    "shelveOffload",
    "softDelete",
    "start",
    "stop",
    "suspend",
    "unpause",
    "unrescue",
    "unshelve",
]);

/** The latest action after ours that changes the status. */
async function overtaking(
    context: Context,
    id: string,
    requestId: string | undefined,
): Promise<InstanceAction | undefined> {
    try {
        const all = await listInstanceActions(context.compute, id, { resource: context.subject });
        const own = all.findIndex((action) => action.requestId === requestId);
        return all.slice(0, Math.max(0, own)).find(({ action }) => MOVING.has(action));
    } catch (error) {
        if (tellsNothing(error)) {
            return undefined;
        }
        throw error;
    }
}

/** Whether the cloud does not have the operation, or refuses it to this user. */
function tellsNothing(error: unknown): boolean {
    return error instanceof NotFoundError || (error instanceof CloudError && [403, 404].includes(error.status));
}
