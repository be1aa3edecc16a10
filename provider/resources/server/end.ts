/** A server's end: what the program wants done before it, the request, and the wait until the cloud has it no more. */
import isEmpty from "lodash/isEmpty";
import { deleteServer, forceDeleteServer, getServer, type ServerRecord } from "../../api/index";
import { ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";
import { WaitFailedError, WaitTimeoutError } from "../../wait/wait";
import { acting, unlock } from "./acting";
import { lockOf } from "./locked";
import { lossesOfVolumes } from "./losses";
import { doomed } from "./stamp";
import type { ServerState } from "./state";
import { detachPorts } from "./steps/interfaces";
import { bring } from "./steps/power";
import { type Accept, done, GoneError, waiting, watchToTheEnd } from "./watch";

/** A server whose owner has become another resource of the stack is that one's: it stays. */
export async function remove(context: Context, id: string, state: ServerState): Promise<void> {
    const found = await doomed(context, id, state);
    if (found === undefined) {
        return;
    }
    if (found.other !== undefined) {
        context.say(
            `is not deleted, because its owner metadata names another resource, ${found.other.resource}: only this entry is removed from the state`,
        );
        return;
    }
    for (const loss of lossesOfVolumes(state)) {
        context.say(`deleting: ${loss}`);
    }
    await unlessGone(prepared(context, id, state));
    const destroy = state.forceDelete === true ? forceDeleteServer : deleteServer;
    await unlessGone(acting(context, id, () => destroy(context.compute, id, { resource: context.subject })));
    await ifThere(watchToTheEnd(context, id, "deleting", untilGone(context, id, found.record)));
}

/** Somebody else may be quicker. */
async function unlessGone(ending: Promise<unknown>): Promise<void> {
    try {
        await ifThere(ending);
    } catch (error) {
        if (!(error instanceof GoneError)) {
            throw error;
        }
    }
}

/** What the program wants done before its end: the lock taken off that it declared, the guest shut down, ports taken off. */
async function prepared(context: Context, id: string, state: ServerState): Promise<void> {
    if (lockOf(state.locked) !== undefined) {
        await unlock(context, id);
    }
    if (state.stopBeforeDestroy === true) {
        const record = await getServer(context.compute, id, { resource: context.subject });
        if (record.status === "ACTIVE") {
            await bring(context, id, record, "shutoff");
        }
    }
    const ports = Array.isArray(state.networks) ? state.networks.flatMap(({ port }) => port ?? []) : [];
    if (state.detachPortsBeforeDestroy === true && ports.length > 0) {
        await detachPorts(context, id, ports);
    }
}

/** How long a refresh waits for the end of a deletion that somebody has begun, in milliseconds. */
const LEAVING = 120_000;

/** Whether a deletion is under way: by another command, which may have been killed, or by somebody else. */
export function isLeaving({ taskState }: ServerRecord): boolean {
    return taskState === "deleting" || taskState === "soft-deleting";
}

/** Whether it soon is gone. Where its host does not answer it stays, and the user is told. */
export async function leaves(context: Context, id: string, record: ServerRecord): Promise<boolean> {
    const hurried = { ...context, deadline: Math.min(context.deadline, Date.now() + LEAVING) };
    try {
        await ifThere(watchToTheEnd(hurried, id, "waiting until it is deleted", untilGone(hurried, id, record)));
        return true;
    } catch (error) {
        if (error instanceof WaitTimeoutError || error instanceof WaitFailedError) {
            context.say("is being deleted, and that does not end: it is taken for one that stays");
            return false;
        }
        throw error;
    }
}

/** A server that the cloud shows as DELETED for longer than this (milliseconds) is gone: some clouds do so for days. */
const SHOWN = 30_000;

/** So long (milliseconds) a list that still has its metadata is believed that it is not gone yet. */
const USUAL = 5_000;

/**
 * DELETED is not yet gone: Nova gives back what the server held first, and lists and counts it until then, for a second
 * on a busy host; where that fails the server is in ERROR (nova/compute/manager.py, `_delete_instance`). What is gone is
 * found no more by its id. A list of changes tells of it too, without the metadata that it had: they go with it.
 */
function untilGone({ compute, subject }: Context, id: string, before: ServerRecord): Accept {
    let hadMetadata = !isEmpty(before.metadata);
    let shownSince: number | undefined;
    return async (seen) => {
        if (seen.status === "SOFT_DELETED" || (seen.status === "DELETED" && hadMetadata && isEmpty(seen.metadata))) {
            return done;
        }
        if (seen.status !== "DELETED") {
            hadMetadata ||= !isEmpty(seen.metadata);
            return waiting(seen);
        }
        shownSince ??= Date.now();
        const shown = Date.now() - shownSince;
        if (isEmpty(seen.metadata) || shown >= USUAL) {
            await getServer(compute, id, { resource: subject });
        }
        return shown < SHOWN ? waiting(seen) : done;
    };
}
