/** The volumes on a server (API reference, "Servers with volume attachments"). An attachment is known by its volume's id. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { compareMicroversions } from "../cloud/microversions";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, filledText, optionalFlag, optionalIdentifier, optionalText } from "./values";

export interface ServerVolume {
    volumeId: string;
    /** Where the server has it: `/dev/vdb`. Undefined until a host has the server. */
    device?: string;
    /** 2.70. */
    tag?: string;
    /** Does the volume go with the server? 2.79. */
    deleteOnTermination?: boolean;
    /** Cinder's id of the attachment. 2.89. */
    attachmentId?: string;
}

const attachment = z
    .object({
        volumeId: assignedId,
        device: filledText,
        tag: optionalText,
        delete_on_termination: optionalFlag,
        attachment_id: optionalIdentifier,
    })
    .transform(
        (body): ServerVolume => ({
            volumeId: body.volumeId,
            device: body.device,
            tag: body.tag,
            deleteOnTermination: body.delete_on_termination,
            attachmentId: body.attachment_id,
        }),
    );

const path = "/servers/{id}/os-volume_attachments";
const volumePath = "/servers/{id}/os-volume_attachments/{volumeId}";
const one = z.object({ volumeAttachment: attachment });

export const serverVolumeOperations = {
    list: operation({
        title: "List volume attachments for an instance",
        method: "GET",
        path,
        answer: z.object({ volumeAttachments: z.array(attachment) }),
    }),
    attach: operation({ title: "Attach a volume to an instance", method: "POST", path, answer: one }),
    show: operation({ title: "Show a detail of a volume attachment", method: "GET", path: volumePath, answer: one }),
    update: operation({ title: "Update a volume attachment", method: "PUT", path: volumePath, answer: none }),
    detach: operation({
        title: "Detach a volume from an instance",
        method: "DELETE",
        path: volumePath,
        answer: none,
    }),
};

/** The volumes on a server, in the order in which it got them. Throws NotFoundError when the server is not there. */
export async function listServerVolumes(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<ServerVolume[]> {
    const { value } = await invoke(compute, serverVolumeOperations.list, {
        ...context,
        path: { id },
        microversion: compute.readLevel(),
    });
    return value.volumeAttachments;
}

/** Reads one attachment. Throws NotFoundError when the server does not have the volume. */
export async function getServerVolume(
    compute: Compute,
    id: string,
    volumeId: string,
    context: CallContext = {},
): Promise<ServerVolume> {
    const { value } = await invoke(compute, serverVolumeOperations.show, {
        ...context,
        path: { id, volumeId },
        microversion: compute.readLevel(),
    });
    return value.volumeAttachment;
}

/** What to attach, and how. */
export interface VolumeAttachmentRequest {
    volumeId: string;
    /** Where the server is to have it. Most hypervisors choose themselves. */
    device?: string;
    /** 2.49. */
    tag?: string;
    /** 2.79. */
    deleteOnTermination?: boolean;
    /** A shelved server takes volumes from 2.20 on. */
    shelved?: boolean;
}

/**
 * Asks for a volume to be attached; it is attached when its own status is `in-use`, and was not when
 * {@link listServerVolumes} no longer has it. Not safe to repeat. Throws NotFoundError for a volume that is not there,
 * CloudError 400 for one that is in use, ConflictError in other states of the server, and where the device is taken.
 */
export async function attachVolume(
    compute: Compute,
    id: string,
    request: VolumeAttachmentRequest,
    context: CallContext = {},
): Promise<ServerVolume & { requestId?: string }> {
    const { volumeId, device, tag, deleteOnTermination } = request;
    const volumeAttachment = {
        volumeId,
        ...(device === undefined ? {} : { device }),
        ...(tag === undefined ? {} : { tag }),
        ...(deleteOnTermination === undefined ? {} : { delete_on_termination: deleteOnTermination }),
    };
    const microversion = highest([
        request.shelved === true && "2.20",
        tag !== undefined && "2.49",
        deleteOnTermination !== undefined && "2.79",
    ]);
    if (microversion !== undefined) {
        compute.need(microversion, "an argument of the volume's attachment", context.resource);
    }
    const { value, requestId } = await invoke(compute, serverVolumeOperations.attach, {
        ...context,
        path: { id },
        body: { volumeAttachment },
        microversion,
    });
    return { ...value.volumeAttachment, requestId };
}

function highest(microversions: readonly (string | false)[]): string | undefined {
    return microversions
        .filter((each) => each !== false)
        .sort(compareMicroversions)
        .at(-1);
}

/** Changes whether an attached volume goes with its server; 2.85. Throws NotFoundError when the server does not have it. */
export async function updateServerVolume(
    compute: Compute,
    id: string,
    { volumeId, deleteOnTermination }: { volumeId: string; deleteOnTermination: boolean },
    context: CallContext = {},
): Promise<void> {
    compute.need("2.85", "a change to deleteOnTermination of an attached volume", context.resource);
    await invoke(compute, serverVolumeOperations.update, {
        ...context,
        path: { id, volumeId },
        body: { volumeAttachment: { volumeId, delete_on_termination: deleteOnTermination } },
        microversion: "2.85",
    });
}

/**
 * Puts another volume in an attached one's place; for administrators only, on most clouds. Throws ForbiddenError for
 * others, CloudError 400 where the new one is smaller or in use.
 */
export async function swapServerVolume(
    compute: Compute,
    id: string,
    { volumeId, newVolumeId }: { volumeId: string; newVolumeId: string },
    context: CallContext = {},
): Promise<void> {
    await invoke(compute, serverVolumeOperations.update, {
        ...context,
        path: { id, volumeId },
        body: { volumeAttachment: { volumeId: newVolumeId } },
    });
}

/**
 * Asks for a volume to be taken off; it is off when {@link listServerVolumes} does not have it. A shelved server gives
 * volumes from 2.20 on (`shelved`). Throws NotFoundError when the server does not have it, CloudError 400 for its root.
 */
export async function detachVolume(
    compute: Compute,
    id: string,
    volumeId: string,
    context: CallContext & { shelved?: boolean } = {},
): Promise<{ requestId?: string }> {
    const { shelved, ...rest } = context;
    const { requestId } = await invoke(compute, serverVolumeOperations.detach, {
        ...rest,
        path: { id, volumeId },
        microversion: shelved ? "2.20" : undefined,
    });
    return { requestId };
}
