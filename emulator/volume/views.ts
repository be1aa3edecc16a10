import type { JsonObject } from "../http/json";
import type { CloudState } from "../state/cloud-state";
import type { Volume, VolumeType } from "../state/model";

interface Place {
    readonly state: CloudState;
    readonly root: string;
    readonly projectId: string;
}

/** Cinder's times: microseconds, no zone. */
function time(milliseconds: number): string {
    return `${new Date(milliseconds).toISOString().slice(0, 19)}.000000`;
}

function links({ root, projectId }: Place, volume: Volume): JsonObject[] {
    const path = `${projectId}/volumes/${volume.id}`;
    return [
        { rel: "self", href: `${root}/v3/${path}` },
        { rel: "bookmark", href: `${root}/${path}` },
    ];
}

export function volumeSummary(place: Place, volume: Volume): JsonObject {
    return { id: volume.id, name: volume.name, links: links(place, volume) };
}

export function volumeDetail(place: Place, volume: Volume): JsonObject {
    const image = volume.imageId === null ? undefined : place.state.images.get(volume.imageId);
    return {
        id: volume.id,
        status: volume.status,
        size: volume.size,
        availability_zone: volume.zone,
        created_at: time(volume.created),
        updated_at: volume.updated === null ? null : time(volume.updated),
        name: volume.name,
        description: volume.description,
        volume_type: volume.type,
        snapshot_id: null,
        source_volid: null,
        metadata: { ...volume.metadata },
        links: links(place, volume),
        user_id: volume.userId,
        bootable: volume.imageId !== null && volume.status !== "creating" ? "true" : "false",
        encrypted: false,
        replication_status: null,
        consistencygroup_id: null,
        multiattach: false,
        attachments: attachments(volume),
        "os-vol-tenant-attr:tenant_id": volume.projectId,
        ...(image === undefined
            ? {}
            : {
                  volume_image_metadata: {
                      image_id: image.id,
                      image_name: image.name,
                      container_format: "bare",
                      disk_format: "raw",
                      min_disk: String(image.minDisk),
                      min_ram: String(image.minRam),
                      size: String(image.size),
                  },
              }),
    };
}

/** Only connections are shown, not reservations. */
function attachments(volume: Volume): JsonObject[] {
    const { attachment, status } = volume;
    if (attachment === null || (status !== "in-use" && status !== "detaching")) {
        return [];
    }
    return [
        {
            id: volume.id,
            attachment_id: attachment.id,
            volume_id: volume.id,
            server_id: attachment.serverId,
            host_name: null,
            device: attachment.device,
            attached_at: time(attachment.attached),
        },
    ];
}

export function typeView(type: VolumeType): JsonObject {
    return {
        id: type.id,
        name: type.name,
        is_public: type.isPublic,
        description: type.description,
        extra_specs: {},
        "os-volume-type-access:is_public": type.isPublic,
    };
}

export function versionList(root: string): JsonObject {
    return {
        versions: [
            {
                id: "v3.0",
                status: "CURRENT",
                version: "3.0",
                min_version: "3.0",
                updated: "2022-08-31T00:00:00Z",
                links: [
                    { rel: "describedby", type: "text/html", href: "https://docs.openstack.org/" },
                    { rel: "self", href: `${root}/v3/` },
                ],
                "media-types": [{ base: "application/json", type: "application/vnd.openstack.volume+json;version=3" }],
            },
        ],
    };
}
