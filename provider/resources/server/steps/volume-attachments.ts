/** The existing volumes that a program names: attached and detached in place. Volumes of others stay attached. */
import { attachVolume, detachVolume, listServerVolumes, updateServerVolume } from "../../../api/index";
import { sameId } from "../../../arguments/argument-types";
import { CloudError, ConnectionError, InvalidAnswerError } from "../../../cloud/index";
import { ifThere } from "../../../lifecycle/absent";
import { type Claimed, claim } from "../../../lifecycle/claim";
import { afterDeadline, deferRest, messageOf, worded } from "../../../lifecycle/deferred-updates";
import type { Context } from "../../../lifecycle/kind";
import { type Thing, things } from "../../../lifecycle/resource-exchange";
import type { Verdict } from "../../../wait/wait";
import { accountOfPart, tell, UNTOLD } from "../account";
import { acting } from "../acting";
import { changedVolumes } from "../block-devices";
import type { BlockDevice } from "../device-arguments";
import { volumeOnOwnServer } from "../holders";
import { volumeStatus } from "../volume-status";
import { done, watch } from "../watch";
import { completing, type Done, type Step } from "./step";

export async function volumes(step: Step): Promise<Done> {
    const { context, id, args, state, record, note } = step;
    const { added, removed, kept } = changedVolumes(state.blockDevices, args.blockDevices);
    const shelved = record.status === "SHELVED_OFFLOADED";
    const off: BlockDevice[] = [];
    const on: BlockDevice[] = [];
    const standing = () => withChanges(state.blockDevices ?? [], off, on);
    const tell = () => note({ declared: { blockDevices: standing() } });
    const waiting: Thing[] = [];
    try {
        for (const device of removed) {
            await detach(context, id, device.volume ?? "", shelved);
            off.push(device);
            tell();
        }
        const attached = await listServerVolumes(context.compute, id, { resource: context.subject });
        for (const device of added) {
            // An earlier attempt may have attached it already.
            const isThere = attached.some(({ volumeId }) => sameId(volumeId, device.volume));
            const claimed = isThere ? { taken: undefined } : await claimVolume(step, device, shelved);
            if ("taken" in claimed) {
                on.push(device);
                tell();
            } else {
                waiting.push(...claimed.deferred);
            }
        }
    } catch (error) {
        throw worded(error, await putBack(step, off, shelved, tell));
    }
    for (const { volume, deleteOnTermination = false } of kept) {
        const change = { volumeId: volume, deleteOnTermination };
        await acting(context, id, () => updateServerVolume(context.compute, id, change, { resource: context.subject }));
    }
    if (waiting.length > 0) {
        const lost = await putBack(step, off, shelved, tell);
        const later = afterDeadline(context);
        deferRest(context, {
            wants: waiting,
            has: removed.filter((device) => !off.includes(device)).map(({ volume = "" }) => things.volume(volume)),
            lost,
            letGo: async () => {
                for (const { volume = "" } of removed) {
                    await detach(later, id, volume, shelved);
                }
            },
            complete: () => volumes(completing(step, later)),
        });
        return { declared: { blockDevices: standing() }, deferred: ["blockDevices"] };
    }
    await context.run.exchange.released(off.map(({ volume = "" }) => things.volume(volume)));
    return { declared: { blockDevices: args.blockDevices } };
}

function claimVolume({ context, id, completing }: Step, device: BlockDevice, shelved: boolean): Promise<Claimed<void>> {
    const { volume = "" } = device;
    return claim(context, {
        things: [things.volume(volume)],
        take: () => attach(context, id, device, shelved),
        isHeld,
        mayDefer: completing === true ? undefined : () => volumeOnOwnServer(context, id, volume),
    });
}

/** Nova's words for a volume that another server has, or is detaching. */
function isHeld(error: unknown): error is CloudError {
    return (
        error instanceof CloudError &&
        (error.status === 400 || error.status === 409) &&
        /\balready attached\b|\bin[- ]use\b|\bdetaching\b|\bmust be available\b/i.test(error.cloudMessage)
    );
}

function withChanges(
    devices: readonly BlockDevice[],
    off: readonly BlockDevice[],
    on: readonly BlockDevice[],
): BlockDevice[] {
    return [...devices.filter((device) => !off.includes(device)), ...on];
}

/** Attaches again what was detached for a failed attachment. Returns what it could not, in words. */
async function putBack(
    { context, id }: Step,
    off: BlockDevice[],
    shelved: boolean,
    tell: () => void,
): Promise<string[]> {
    const lost: string[] = [];
    for (const device of [...off]) {
        try {
            await attach(context, id, device, shelved);
            off.splice(off.indexOf(device), 1);
            tell();
        } catch (error) {
            // It may be attached, so it stays in the state: the next update would treat it as somebody else's.
            const isBack = await isAttached(context, id, device);
            if (isBack !== false) {
                off.splice(off.indexOf(device), 1);
                tell();
            }
            if (isBack !== true) {
                lost.push(`Its volume ${device.volume ?? ""} could not be attached again (${messageOf(error)})`);
            }
        }
    }
    return lost;
}

/** Undefined if the cloud does not answer. */
async function isAttached(
    { compute, subject }: Context,
    id: string,
    { volume }: BlockDevice,
): Promise<boolean | undefined> {
    try {
        const standing = await listServerVolumes(compute, id, { resource: subject });
        return standing.some(({ volumeId }) => sameId(volumeId, volume));
    } catch (error) {
        if (error instanceof CloudError || error instanceof ConnectionError || error instanceof InvalidAnswerError) {
            return undefined;
        }
        throw error;
    }
}

async function attach(
    context: Context,
    id: string,
    { volume = "", device, tag, deleteOnTermination }: BlockDevice,
    shelved: boolean,
): Promise<void> {
    const { requestId } = await acting(context, id, () =>
        attachVolume(
            context.compute,
            id,
            { volumeId: volume, device, tag, deleteOnTermination, shelved },
            { resource: context.subject },
        ),
    );
    const account = accountOfPart(context, id, requestId);
    await watch(
        context,
        id,
        `attaching volume ${volume}`,
        async () => {
            const standing = await listServerVolumes(context.compute, id, { resource: context.subject });
            if (!standing.some(({ volumeId }) => sameId(volumeId, volume))) {
                return refused(`volume ${volume} was not attached`, await whyFailed(context, id, requestId));
            }
            const status = await volumeStatus(context, volume);
            // A shelved server's volume is only reserved until the server is on a host again.
            if (status === undefined || status === "in-use" || (shelved && status === "reserved")) {
                return done;
            }
            const { failure, ended } = await account();
            return failure === undefined && !(ended && status.startsWith("error"))
                ? { kind: "waiting", because: `the volume is ${status}` }
                : refused(`volume ${volume} is ${status}`, failure ?? "somebody else has changed its status");
        },
        requestId,
    );
}

async function detach(context: Context, id: string, volume: string, shelved: boolean): Promise<void> {
    const ask = () =>
        acting(context, id, () => detachVolume(context.compute, id, volume, { resource: context.subject, shelved }));
    const answer = await ifThere(ask()).catch(async (error: unknown) => {
        const status =
            error instanceof CloudError && error.status === 400 ? await volumeStatus(context, volume) : undefined;
        // An earlier attempt is still detaching or attaching it.
        if (status === "detaching") {
            return { requestId: undefined };
        }
        if (status === "in-use" || ATTACHING.has(status ?? "")) {
            await attachingEnds(context, id, volume);
            return ifThere(ask());
        }
        throw error;
    });
    if (answer === undefined) {
        return;
    }
    const account = accountOfPart(context, id, answer.requestId);
    let inUseSince: number | undefined;
    await watch(
        context,
        id,
        `detaching volume ${volume}`,
        async () => {
            const standing = await listServerVolumes(context.compute, id, { resource: context.subject });
            if (!standing.some(({ volumeId }) => sameId(volumeId, volume))) {
                return done;
            }
            const { failure } = await account();
            // For a request of an earlier attempt, only the volume's own status shows the result.
            if (answer.requestId === undefined && (await volumeStatus(context, volume)) === "in-use") {
                inUseSince ??= Date.now();
            } else {
                inUseSince = undefined;
            }
            const stays = inUseSince !== undefined && Date.now() - inUseSince >= UNTOLD;
            return failure === undefined && !stays
                ? { kind: "waiting", because: "still attached" }
                : refused(`volume ${volume} was not detached`, failure);
        },
        answer.requestId,
    );
}

/** The statuses of a volume that is being attached. */
const ATTACHING: ReadonlySet<string> = new Set(["reserved", "attaching"]);

async function attachingEnds(context: Context, id: string, volume: string): Promise<void> {
    await watch(
        context,
        id,
        `detaching volume ${volume}`,
        async () =>
            ATTACHING.has((await volumeStatus(context, volume)) ?? "")
                ? { kind: "waiting", because: "still attaching" }
                : done,
        undefined,
    );
}

async function whyFailed(context: Context, id: string, requestId: string | undefined): Promise<string | undefined> {
    const told = await tell(context, id, requestId);
    return told.kind === "failed" ? told.why : undefined;
}

function refused(what: string, why: string | undefined): Verdict {
    return { kind: "failed", reason: `is unchanged: ${what}: ${why ?? "the cloud gives no reason"}` };
}
