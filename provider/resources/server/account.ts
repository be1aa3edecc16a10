/**
 * The cloud's own account of an action whose end the status does not tell: a resize that found no host leaves the
 * server ACTIVE at its old flavor, which looks as if it had not begun yet; and what somebody else does to the server in
 * the meantime leads to a status that is not waited for.
 */
import { getInstanceAction, type InstanceAction, listInstanceActions, type ServerRecord } from "../../api/index";
import { CloudError, NotFoundError } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import { atRest } from "./watch";

/** Milliseconds at rest after which an action that the cloud tells nothing of has failed: nothing will come of it. */
export const UNTOLD = 10_000;

/** Milliseconds that a status may lag behind an action that has ended well; and where something came after it. */
export const LAG = 30_000;
export const OVERTAKEN = 2_000;

/** Asked at each look at a server that is not yet as it is to be: why it will not be, or undefined while it may. */
export type Account = (seen: ServerRecord) => Promise<string | undefined>;

/** The account of the action of this request id. Begin it where the action was asked for. */
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
            return `it stays ${seen.status}, and the cloud does not say why (os-instance-actions tells nothing of this request)`;
        }
        if (told.kind === "done" && rests >= OVERTAKEN) {
            const after = await overtaking(context, id, requestId);
            if (after !== undefined) {
                return `it is ${seen.status} after somebody else's ${after.action} [request id ${after.requestId}]`;
            }
            if (rests >= LAG) {
                return `it stays ${seen.status}, though the cloud says that the action has ended well`;
            }
        }
        return undefined;
    };
}

/** What became of an action that does not move the server from its rest: an interface, a volume. */
export type Outcome = { kind: "failed"; why: string } | { kind: "done" | "under way" | "nothing" };

/** What the cloud notes under the request id. */
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
            why: failed?.details ?? `${what}; the cloud tells the reason to administrators only`,
        };
    } catch (error) {
        if (tellsNothing(error)) {
            return { kind: "nothing" };
        }
        throw error;
    }
}

/**
 * The account of an action on something of the server's: how long one takes nobody can tell, but when it has ended, or
 * the cloud tells nothing of it, what is waited for comes soon or never.
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
            ...(late ? { failure: "the cloud says that the action has ended well; somebody else has undone it" } : {}),
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

/** The latest of the actions that came after ours. */
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

/** The operation is not there, or not for this user. */
function tellsNothing(error: unknown): boolean {
    return error instanceof NotFoundError || (error instanceof CloudError && [403, 404].includes(error.status));
}
