/** Volumes as Nova returns them from the block-storage service (API reference, "Volume extension"): up to 2.35. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, eachOnce, filledText, identifier, optionalMetadata, optionalText, quantity } from "./values";

export interface VolumeRecord {
    id: string;
    name?: string;
    description?: string;
    /** `creating`, `available`, `reserved`, `attaching`, `in-use`, `detaching`, `deleting`, `error` … */
    status: string;
    /** In GiB. */
    size: number;
    type?: string;
    availabilityZone?: string;
    metadata: Record<string, string>;
    /** The servers that it is attached to. A multi-attach volume can have several. */
    serverIds: string[];
}

const volume = z
    .object({
        id: assignedId,
        displayName: filledText,
        displayDescription: filledText,
        status: z.string(),
        size: quantity,
        volumeType: filledText,
        availabilityZone: optionalText,
        metadata: optionalMetadata,
        // A volume without a server is shown with one empty attachment.
        attachments: z.array(z.object({ serverId: identifier.optional() })).nullish(),
    })
    .transform(
        (body): VolumeRecord => ({
            id: body.id,
            name: body.displayName,
            description: body.displayDescription,
            status: body.status,
            size: body.size,
            type: body.volumeType,
            availabilityZone: body.availabilityZone,
            metadata: body.metadata,
            serverIds: (body.attachments ?? []).flatMap(({ serverId }) => serverId ?? []),
        }),
    );

const microversions = { max: "2.35" };
const path = "/os-volumes";
const idPath = "/os-volumes/{id}";
const one = z.object({ volume });
const many = z.object({ volumes: eachOnce(volume) });

export const volumeOperations = {
    list: operation({ title: "List volumes", method: "GET", path, microversions, answer: many }),
    listDetails: operation({
        title: "List volumes with details",
        method: "GET",
        path: "/os-volumes/detail",
        microversions,
        answer: many,
    }),
    create: operation({ title: "Create volume", method: "POST", path, microversions, answer: one }),
    show: operation({ title: "Show volume details", method: "GET", path: idPath, microversions, answer: one }),
    delete: operation({ title: "Delete volume", method: "DELETE", path: idPath, microversions, answer: none }),
};

/** Reads a volume. Throws NotFoundError if it does not exist, or if the cloud has no block storage. */
export async function getVolume(compute: Compute, id: string, context: CallContext = {}): Promise<VolumeRecord> {
    const { value } = await invoke(compute, volumeOperations.show, { ...context, path: { id } });
    return value.volume;
}

/** The project's volumes. Names are not unique. */
export async function listVolumes(compute: Compute, context: CallContext = {}): Promise<VolumeRecord[]> {
    const { value } = await invoke(compute, volumeOperations.listDetails, context);
    return value.volumes;
}
