/** Deletes a server: the preparations that the program declares, the request, and the wait until it is gone. */
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

/** Deletes a server, unless its owner metadata names another resource of the stack by now. */
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

/** Ignores that somebody else was quicker. */
async function unlessGone(ending: Promise<unknown>): Promise<void> {
    try {
        await ifThere(ending);
    } catch (error) {
        if (!(error instanceof GoneError)) {
            throw error;
        }
    }
}

/** Before the deletion: removes the declared lock and, if declared, shuts the guest down and detaches ports. */
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

/** How long a refresh waits for a deletion under way to end, in milliseconds. */
const LEAVING = 120_000;

/** Whether a deletion is under way: of an earlier command, which may have been killed, or of somebody else. */
export function isLeaving({ taskState }: ServerRecord): boolean {
    return taskState === "deleting" || taskState === "soft-deleting";
}

/** Whether the server is soon gone. If its host does not answer, the server stays, and a message says so. */
export async function leaves(context: Context, id: string, record: ServerRecord): Promise<boolean> {
    const hurried = { ...context, deadline: Math.min(context.deadline, Date.now() + LEAVING) };
    try {
        await ifThere(watchToTheEnd(hurried, id, "waiting until it is deleted", untilGone(hurried, id, record)));
        return true;
    } catch (error) {
        if (error instanceof WaitTimeoutError || error instanceof WaitFailedError) {
            context.say("is being deleted, but the deletion does not end: the state keeps the server");
            return false;
        }
        throw error;
    }
}

/** Milliseconds after which a server that the cloud shows as DELETED is gone: some clouds show it for days. */
const SHOWN = 30_000;

/** Milliseconds for which a DELETED server whose metadata is still listed counts as not gone, without a look by id. */
const USUAL = 5_000;

/**
 * DELETED is not gone yet. Nova first releases what the server held, which takes a second on a busy host. Until then it
 * lists the server and counts it in the quota; if the release fails, the server goes to ERROR
 * (nova/compute/manager.py, `_delete_instance`). A server that is gone is not found by id any more. A list of changes
 * still has it, but without its metadata.
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
