/** The volumes that a program names: attached and detached in place. Those that others attached stay. */
import { attachVolume, detachVolume, getVolume, listServerVolumes, updateServerVolume } from "../../../api/index";
import { CloudError } from "../../../cloud/index";
import type { Verdict } from "../../../wait/wait";
import { ifThere } from "../../absent";
import { sameId } from "../../arguments";
import type { Context } from "../../kind";
import { failureOf } from "../account";
import { acting } from "../acting";
import { type BlockDevice, changedVolumes } from "../block-devices";
import { done, watch } from "../watch";
import type { Done, Step } from "./step";

export async function volumes({ context, id, args, state, record }: Step): Promise<Done> {
    const { added, removed, kept } = changedVolumes(state.blockDevices, args.blockDevices);
    const shelved = record.status === "SHELVED_OFFLOADED";
    for (const { volume = "" } of removed) {
        await detach(context, id, volume, shelved);
    }
    const standing = await listServerVolumes(context.compute, id, { resource: context.subject });
    for (const device of added) {
        // An attempt before this one may have attached it already.
        if (!standing.some(({ volumeId }) => sameId(volumeId, device.volume))) {
            await attach(context, id, device, shelved);
        }
    }
    for (const { volume, deleteOnTermination = false } of kept) {
        const change = { volumeId: volume, deleteOnTermination };
        await acting(context, id, () => updateServerVolume(context.compute, id, change, { resource: context.subject }));
    }
    return { declared: { blockDevices: args.blockDevices } };
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
    await watch(
        context,
        id,
        `attaching volume ${volume}`,
        async () => {
            const standing = await listServerVolumes(context.compute, id, { resource: context.subject });
            if (!standing.some(({ volumeId }) => sameId(volumeId, volume))) {
                return refused(`volume ${volume} was not attached`, await failureOf(context, id, requestId));
            }
            const status = await statusOf(context, volume);
            // A shelved server's volume is only reserved until a host has the server again.
            return status === undefined || status === "in-use" || (shelved && status === "reserved")
                ? done
                : { kind: "waiting", because: `the volume is ${status}` };
        },
        requestId,
    );
}

async function detach(context: Context, id: string, volume: string, shelved: boolean): Promise<void> {
    const answer = await ifThere(
        acting(context, id, () => detachVolume(context.compute, id, volume, { resource: context.subject, shelved })),
    ).catch(async (error: unknown) => {
        // An attempt before this one is detaching it.
        if (error instanceof CloudError && error.status === 400 && (await statusOf(context, volume)) === "detaching") {
            return { requestId: undefined };
        }
        throw error;
    });
    if (answer === undefined) {
        return;
    }
    await watch(
        context,
        id,
        `detaching volume ${volume}`,
        async () => {
            const standing = await listServerVolumes(context.compute, id, { resource: context.subject });
            if (!standing.some(({ volumeId }) => sameId(volumeId, volume))) {
                return done;
            }
            const failure = await failureOf(context, id, answer.requestId);
            return failure === undefined
                ? { kind: "waiting", because: "still on" }
                : refused(`volume ${volume} was not detached`, failure);
        },
        answer.requestId,
    );
}

function refused(what: string, why: string | undefined): Verdict {
    return { kind: "failed", reason: `is as before: ${what}: ${why ?? "the cloud gives no reason"}` };
}

/** Undefined where the cloud does not pass volumes on: then the attachment itself is all that can be seen. */
async function statusOf({ compute, subject }: Context, volume: string): Promise<string | undefined> {
    try {
        return (await getVolume(compute, volume, { resource: subject })).status;
    } catch (error) {
        if (error instanceof CloudError && [403, 404].includes(error.status)) {
            return undefined;
        }
        throw error;
    }
}
