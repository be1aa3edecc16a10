/** The power state: the actions that bring a server from any status to the declared one. */
import {
    pauseServer,
    resumeServer,
    type ServerRecord,
    shelveOffloadServer,
    shelveServer,
    startServer,
    stopServer,
    suspendServer,
    unpauseServer,
    unshelveServer,
} from "../../../api/index";
import type { Context } from "../../../lifecycle/kind";
import { WaitFailedError } from "../../../wait/wait";
import { accountOf } from "../account";
import { acting } from "../acting";
import { POWER_STATUS, type PowerState, powerStateOf } from "../power-state";
import type { ServerArguments } from "../server-fields";
import { done, waiting, watch } from "../watch";
import type { Done, Step } from "./step";

interface Move {
    action: typeof startServer;
    /** The statuses in which it has ended. A cloud may offload a shelved server by itself. */
    to: readonly string[];
    doing: string;
    participle: string;
}

const move = (action: Move["action"], doing: string, participle: string, ...to: string[]): Move => ({
    action,
    to,
    doing,
    participle,
});

const toActive: Readonly<Record<string, Move>> = {
    SHUTOFF: move(startServer, "starting", "started", "ACTIVE"),
    PAUSED: move(unpauseServer, "unpausing", "unpaused", "ACTIVE"),
    SUSPENDED: move(resumeServer, "resuming", "resumed", "ACTIVE"),
    SHELVED: move(unshelveServer, "unshelving", "unshelved", "ACTIVE"),
    SHELVED_OFFLOADED: move(unshelveServer, "unshelving", "unshelved", "ACTIVE"),
};

/** From ACTIVE directly, from other statuses through ACTIVE. */
function fromActive(only: Move): Readonly<Record<string, Move>> {
    return { ...toActive, ACTIVE: only };
}

const stop = move(stopServer, "stopping", "stopped", "SHUTOFF");
const shelve = move(shelveServer, "shelving", "shelved", "SHELVED", "SHELVED_OFFLOADED");
const offload = move(shelveOffloadServer, "offloading", "offloaded", "SHELVED_OFFLOADED");
const shelved = { ACTIVE: shelve, SHUTOFF: shelve, PAUSED: shelve, SUSPENDED: shelve };

/** For each power state: the next move from each status. */
const MOVES: Readonly<Record<PowerState, Readonly<Record<string, Move>>>> = {
    active: toActive,
    shutoff: { ...fromActive(stop), ERROR: stop },
    paused: fromActive(move(pauseServer, "pausing", "paused", "PAUSED")),
    suspended: fromActive(move(suspendServer, "suspending", "suspended", "SUSPENDED")),
    shelved,
    shelved_offloaded: { ...shelved, SHELVED: offload },
};

export async function power({ context, id, args, record }: Step): Promise<Done> {
    const { powerState } = args;
    const declared = { powerState };
    return powerState === undefined ? { declared } : { declared, record: await bring(context, id, record, powerState) };
}

/** Brings a server to a power state, move by move. */
export async function bring(
    context: Context,
    id: string,
    found: ServerRecord,
    wanted: NonNullable<ServerArguments["powerState"]>,
    note?: (seen: ServerRecord) => void,
): Promise<ServerRecord> {
    let record = found;
    while (powerStateOf(record.status, wanted) !== wanted) {
        const next = MOVES[wanted][record.status];
        if (next === undefined) {
            throw new WaitFailedError(
                `${context.subject} is ${record.status}. From there it cannot get to powerState "${wanted}" (${POWER_STATUS[wanted]}). Bring it to ACTIVE or SHUTOFF first.`,
            );
        }
        record = await make(context, id, next, note);
    }
    return record;
}

/**
 * Requests one move and waits for it. If the hypervisor fails, the server stays as it was, as if the move had not
 * begun: only os-instance-actions shows the failure.
 */
async function make(
    context: Context,
    id: string,
    { action, to, doing, participle }: Move,
    note?: (seen: ServerRecord) => void,
): Promise<ServerRecord> {
    const { requestId } = await acting(context, id, () => action(context.compute, id, { resource: context.subject }));
    const failureOf = accountOf(context, id, requestId);
    return watch(
        context,
        id,
        doing,
        async (seen) => {
            if (to.includes(seen.status) && seen.taskState === undefined) {
                return done;
            }
            const failure = await failureOf(seen);
            return failure === undefined
                ? waiting(seen)
                : { kind: "failed", reason: `was not ${participle}: ${failure}` };
        },
        requestId,
        note,
    );
}
