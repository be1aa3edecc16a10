import { badRequest, notFound } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import { VOLUME_TYPES, whyNotDeleted } from "../state/block-storage";
import type { Volume } from "../state/model";
import type { Call, Reply } from "./call";
import { volumeOf } from "./find-volume";
import { always, PROXIES_UNTIL, type Route } from "./route";
import * as type from "./schemas/parameter-types";
import { databaseTime } from "./views/times";

const until = PROXIES_UNTIL;
const query = always(
    type.query({ limit: type.many(type.nonNegativeInteger), offset: type.many(type.nonNegativeInteger) }, true),
);

/** Volumes, as Nova returns them from the block-storage service, up to 2.35. */
export const volumeRoutes: readonly Route[] = [
    { method: "GET", path: "/os-volumes", until, query, handle: listVolumes },
    { method: "GET", path: "/os-volumes/detail", until, query, handle: listVolumes },
    { method: "GET", path: "/os-volumes/{volume_id}", until, handle: showVolume },
    {
        method: "POST",
        path: "/os-volumes",
        until,
        body: always(
            type.wrapped(
                "volume",
                type.object(
                    {
                        volume_type: type.text,
                        metadata: { type: "object" },
                        snapshot_id: type.text,
                        size: { type: ["integer", "string"], pattern: "^[0-9]+$", minimum: 1 },
                        availability_zone: type.text,
                        display_name: type.text,
                        display_description: type.text,
                    },
                    ["size"],
                ),
            ),
        ),
        handle: createVolume,
    },
    { method: "DELETE", path: "/os-volumes/{volume_id}", until, status: 202, handle: deleteVolume },
];

function view(volume: Volume): JsonObject {
    const { attachment } = volume;
    const shown = volume.status === "in-use" || volume.status === "detaching" ? attachment : null;
    return {
        id: volume.id,
        status: volume.status,
        size: volume.size,
        availabilityZone: volume.zone,
        createdAt: databaseTime(volume.created),
        attachments: [
            shown === null
                ? {}
                : {
                      id: volume.id,
                      volumeId: volume.id,
                      serverId: shown.serverId,
                      ...(shown.device === null ? {} : { device: shown.device }),
                  },
        ],
        displayName: volume.name,
        displayDescription: volume.description,
        volumeType: volume.type,
        snapshotId: null,
        metadata: { ...volume.metadata },
    };
}

function listVolumes(call: Call): Reply {
    const offset = Number(call.query.get("offset") ?? 0);
    const limit = Number(call.query.get("limit") ?? call.cloud.pageLimit);
    const own = [...call.state.blockStorage.volumes.values()].filter(
        ({ projectId }) => projectId === call.caller.projectId,
    );
    const page = own.slice(offset, limit === 0 ? undefined : offset + limit);
    return { body: { volumes: page.map(view) } };
}

function showVolume(call: Call): Reply {
    return { body: { volume: view(volumeOf(call, call.parameter("volume_id"))) } };
}

function createVolume(call: Call): Reply {
    const given = objectAt(call.body, "volume");
    const snapshot = stringAt(given, "snapshot_id");
    if (snapshot !== undefined) {
        throw notFound(`Snapshot ${snapshot} could not be found.`);
    }
    const volume = call.state.blockStorage.create({
        projectId: call.caller.projectId,
        userId: call.caller.userId,
        size: Number(given.size),
        type: volumeTypeOf(stringAt(given, "volume_type")),
        zone: stringAt(given, "availability_zone") ?? null,
        name: stringAt(given, "display_name") ?? null,
        description: stringAt(given, "display_description") ?? null,
        metadata: Object.fromEntries(
            Object.entries(objectAt(given, "metadata")).map(([key, value]) => [key, String(value)]),
        ),
    });
    return { body: { volume: view(volume) } };
}

function volumeTypeOf(asked: string | undefined): string | null {
    const found = VOLUME_TYPES.find(({ id, name }) => id === asked || name === asked);
    if (asked !== undefined && found === undefined) {
        throw notFound(`Volume type with name ${asked} could not be found.`);
    }
    return found?.name ?? null;
}

function deleteVolume(call: Call): undefined {
    const volume = volumeOf(call, call.parameter("volume_id"));
    const problem = whyNotDeleted(volume);
    if (problem !== undefined) {
        throw badRequest(`Invalid input received: ${problem} (HTTP 400)`);
    }
    call.state.blockStorage.remove(volume);
}
