/**
 * The volumes of a server (API reference, "Servers with volume attachments"). The volume's id identifies an attachment.
 */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { compareMicroversions } from "../cloud/microversions";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, filledText, optionalFlag, optionalIdentifier, optionalText } from "./values";

export interface ServerVolume {
    volumeId: string;
    /** The device in the server: `/dev/vdb`. Undefined until the server has a host. */
    device?: string;
    /** Since 2.70. */
    tag?: string;
    /** Whether the volume is deleted with the server. Since 2.79. */
    deleteOnTermination?: boolean;
    /** Cinder's id of the attachment. Since 2.89. */
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

/** The volumes of a server, in the order of their attachment. Throws NotFoundError if the server does not exist. */
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

/** Reads one attachment. Throws NotFoundError if the server does not have the volume. */
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
    /** The device in the server. Most hypervisors choose it themselves. */
    device?: string;
    /** 2.49. */
    tag?: string;
    /** 2.79. */
    deleteOnTermination?: boolean;
    /** A shelved server accepts volumes since 2.20. */
    shelved?: boolean;
}

/**
 * Requests to attach a volume. It is attached when its own status is `in-use`; the attachment failed if {@link
 * listServerVolumes} does not contain it any more. Not safe to repeat. Throws NotFoundError for an unknown volume,
 * CloudError 400 for one in use, ConflictError in other states of the server, or if the device is taken.
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

/**
 * Changes whether an attached volume is deleted with its server. Since 2.85. Throws NotFoundError if the server does
 * not have it.
 */
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
 * Replaces an attached volume by another one. For administrators only on most clouds. Throws ForbiddenError for others,
 * CloudError 400 if the new volume is smaller or in use.
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
 * Requests to detach a volume. It is detached when {@link listServerVolumes} does not contain it any more. A shelved
 * server (`shelved`) allows it since 2.20. Throws NotFoundError if the server does not have it, CloudError 400 for its
 * root volume.
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
