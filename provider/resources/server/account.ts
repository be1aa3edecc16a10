/**
 * The cloud's own account of an action whose end the status does not tell: a resize that found no host leaves the
 * server ACTIVE at its old flavor, which looks as if it had not begun yet.
 */
import { getInstanceAction, type ServerRecord } from "../../api/index";
import { CloudError, NotFoundError } from "../../cloud/index";
import type { Context } from "../kind";
import { atRest } from "./watch";

/** Milliseconds at rest after which an action that the cloud tells nothing of has failed: nothing will come of it. */
export const UNTOLD = 10_000;

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
        if (told !== "nothing") {
            return told;
        }
        restsSince ??= Date.now();
        return Date.now() - restsSince < UNTOLD
            ? undefined
            : `it stays ${seen.status}, and the cloud does not say why (os-instance-actions tells nothing of this request)`;
    };
}

/**
 * Why an action failed that does not move the server from its rest (an interface, a volume); undefined while the cloud
 * notes no failure. How long such a one takes nobody can tell.
 */
export async function failureOf(
    context: Context,
    id: string,
    requestId: string | undefined,
): Promise<string | undefined> {
    const told = await tell(context, id, requestId);
    return told === "nothing" ? undefined : told;
}

/** What the cloud notes under the request id: a failure, none (yet), or nothing at all. */
async function tell(
    context: Context,
    id: string,
    requestId: string | undefined,
): Promise<string | undefined | "nothing"> {
    if (requestId === undefined) {
        return "nothing";
    }
    try {
        const action = await getInstanceAction(context.compute, id, requestId, { resource: context.subject });
        const failed = action.events.find(({ result }) => result === "Error");
        if (failed === undefined && action.message !== "Error") {
            return undefined;
        }
        const what = failed === undefined ? "it failed" : `its step ${failed.event} failed`;
        return failed?.details ?? `${what}; the cloud tells the reason to administrators only`;
    } catch (error) {
        if (error instanceof NotFoundError || (error instanceof CloudError && TELLS_NOTHING.has(error.status))) {
            return "nothing";
        }
        throw error;
    }
}

/** The operation is not there, or not for this user. */
const TELLS_NOTHING: ReadonlySet<number> = new Set([403, 404]);
