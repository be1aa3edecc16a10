import { badRequest, conflict, notFound } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import type { Schema } from "../http/schema";
import type { BlockDevice, Server, Volume } from "../state/model";
import { blockDevice, nextDeviceName, ROOT_DEVICE } from "../state/server-volumes";
import type { Transition } from "../state/transitions";
import type { Call, Reply } from "./call";
import { invalidState, refuseLocked, refuseUnlessIn, serverOf } from "./find-server";
import { beginDetaching, deviceOf, refuseUnlessFree, refuseUnlessReservable, volumeOf } from "./find-volume";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { updateAttachment } from "./volume-update";

const path = "/servers/{server_id}/os-volume_attachments";
const one = `${path}/{volume_id}`;
const query = { limit: type.many(type.nonNegativeInteger), offset: type.many(type.nonNegativeInteger) };
const device: Schema = { type: ["string", "null"], pattern: "(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$" };
const swapped = { volumeId: type.uuid };
const tagged = { ...swapped, device, tag: type.tag };
const kept = { ...tagged, delete_on_termination: type.boolean };
const body = (properties: Record<string, Schema>) =>
    type.wrapped("volumeAttachment", type.object(properties, ["volumeId"]));

/** Volumes on servers (API reference, "Servers with volume attachments"). The volume's id is the attachment's. */
export const volumeAttachmentRoutes: readonly Route[] = [
    {
        method: "GET",
        path,
        query: [
            [1, type.query(query, true)],
            [75, type.query(query, false)],
        ],
        handle: list,
    },
    { method: "GET", path: one, handle: show },
    {
        method: "POST",
        path,
        body: [
            [1, body({ ...swapped, device })],
            [49, body(tagged)],
            [79, body(kept)],
        ],
        handle: attach,
    },
    {
        method: "PUT",
        path: one,
        status: 202,
        body: [
            [1, body(swapped)],
            [85, body({ ...kept, serverId: type.uuid, id: type.uuid })],
        ],
        handle: updateAttachment,
    },
    { method: "DELETE", path: one, status: 202, handle: detach },
];

const CHANGEABLE: Pick<Transition, "from" | "tasks" | "mustHaveLaunched"> = {
    tasks: [null],
    mustHaveLaunched: true,
    from: ["active", "paused", "stopped", "resized", "soft-delete", "shelved", "shelved_offloaded"],
};

/** Up to 2.88 an attachment has the volume's id; since 2.89 it has Cinder's and Nova's ids. */
function attachmentView(call: Call, server: Server, given: BlockDevice): JsonObject {
    return {
        ...(call.since(89) ? {} : { id: given.volumeId }),
        volumeId: given.volumeId,
        serverId: server.id,
        ...(given.deviceName === null ? {} : { device: given.deviceName }),
        ...(call.since(70) ? { tag: given.tag } : {}),
        ...(call.since(79) ? { delete_on_termination: given.deleteOnTermination } : {}),
        ...(call.since(89) ? { attachment_id: given.attachmentId, bdm_uuid: given.id } : {}),
    };
}

function list(call: Call): Reply {
    const server = serverOf(call);
    // Nova pages over all disks, and only then selects the volumes.
    const offset = Number(call.query.get("offset") ?? 0);
    const limit = Number(call.query.get("limit") ?? call.cloud.pageLimit);
    const page = server.blockDevices.slice(offset, limit === 0 ? undefined : offset + limit);
    const volumes = page.filter(({ volumeId }) => volumeId !== null);
    return { body: { volumeAttachments: volumes.map((each) => attachmentView(call, server, each)) } };
}

function attachedTo(server: Server, volumeId: string): BlockDevice {
    const found = deviceOf(server, volumeId);
    if (found === undefined) {
        throw notFound(`Instance ${server.id} is not attached to volume ${volumeId}`);
    }
    return found;
}

function show(call: Call): Reply {
    const server = serverOf(call);
    const found = attachedTo(server, call.parameter("volume_id"));
    return { body: { volumeAttachment: attachmentView(call, server, found) } };
}

/** Shelved servers can attach and detach volumes since 2.20. */
function refuseShelvedBefore20(call: Call, server: Server, verb: string): void {
    if ((server.vmState === "shelved" || server.vmState === "shelved_offloaded") && !call.since(20)) {
        throw invalidState(server, verb, "vm_state", server.vmState);
    }
}

function attach(call: Call): Reply {
    const server = serverOf(call);
    const given = objectAt(call.body, "volumeAttachment");
    const tag = stringAt(given, "tag") ?? null;
    const deleteOnTermination = type.isTrue(given.delete_on_termination);
    refuseShelvedBefore20(call, server, "attach_volume");
    refuseLocked(call, server);
    refuseUnlessIn(server, "attach_volume", CHANGEABLE);
    const volume = volumeOf(call, stringAt(given, "volumeId") ?? "");
    refuseUnlessFree(call, volume);
    if (server.vmState === "shelved_offloaded" && tag !== null) {
        throw badRequest("Tagged volume attachment is not supported for shelved-offloaded instances.");
    }
    // Without a host, the device name is unknown.
    const deviceName =
        server.vmState === "shelved_offloaded"
            ? (stringAt(given, "device") ?? null)
            : freeName(server, stringAt(given, "device"));
    refuseUnlessReservable(volume);
    const attached = blockDevice({
        source: "volume",
        destination: "volume",
        size: volume.size,
        volumeId: volume.id,
        attachmentId: call.state.blockStorage.reserve(volume, server.id),
        deviceName,
        tag,
        deleteOnTermination,
    });
    server.blockDevices.push(attached);
    connect(call, server, attached, volume);
    return {
        body: {
            volumeAttachment: {
                id: volume.id,
                serverId: server.id,
                volumeId: volume.id,
                device: deviceName,
                ...(call.since(70) ? { tag } : {}),
                ...(call.since(79) ? { delete_on_termination: deleteOnTermination } : {}),
            },
        },
    };
}

/** The requested letter, or the next free one. The hypervisor chooses the prefix. */
function freeName(server: Server, asked: string | undefined): string {
    if (!asked) {
        return nextDeviceName(server.blockDevices);
    }
    const letter = /([a-z])\d*$/.exec(asked)?.[1] ?? "";
    const name = ROOT_DEVICE.replace(/a$/, letter);
    if (server.blockDevices.some(({ deviceName }) => deviceName === name)) {
        throw conflict(`The supplied device path (${asked}) is in use.`);
    }
    return name;
}

function connect(call: Call, server: Server, attached: BlockDevice, volume: Volume): void {
    const { blockStorage } = call.state;
    if (server.vmState === "shelved_offloaded") {
        blockStorage.connect(volume, attached.deviceName);
        call.cloud.machine.note(server, "attach_volume", call.origin, "api_attach_volume");
        return;
    }
    const close = call.cloud.machine.open(server, "attach_volume", call.origin, "compute_attach_volume");
    blockStorage.beginAttaching(volume, () => {
        call.cloud.machine.onHost(server, "attach_volume", (failure) => {
            if (volume.status !== "attaching" || volume.attachment?.serverId !== server.id) {
                return;
            }
            if (failure === undefined) {
                blockStorage.connect(volume, attached.deviceName);
            } else {
                forget(server, attached);
                blockStorage.release(volume);
            }
            close(failure);
        });
    });
}

function forget(server: Server, gone: BlockDevice): void {
    server.blockDevices = server.blockDevices.filter((each) => each !== gone);
}

function detach(call: Call): undefined {
    const server = serverOf(call);
    refuseShelvedBefore20(call, server, "detach_volume");
    const volume = volumeOf(call, call.parameter("volume_id"));
    const attached = attachedTo(server, volume.id);
    if (attached.bootIndex === 0) {
        throw badRequest("Cannot detach a root device volume");
    }
    refuseLocked(call, server);
    refuseUnlessIn(server, "detach_volume", CHANGEABLE);
    if (server.vmState === "shelved_offloaded") {
        call.state.blockStorage.release(volume);
        giveBack(call, server, attached, volume);
        call.cloud.machine.note(server, "detach_volume", call.origin, "api_detach_volume");
        return;
    }
    beginDetaching(call, volume);
    const close = call.cloud.machine.open(server, "detach_volume", call.origin, "compute_detach_volume");
    call.cloud.machine.onHost(server, "detach_volume", (failure) => {
        if (volume.status !== "detaching") {
            return;
        }
        if (failure === undefined) {
            call.state.blockStorage.release(volume);
            giveBack(call, server, attached, volume);
        } else {
            call.state.blockStorage.set(volume, "in-use");
        }
        close(failure);
    });
}

/** A volume that is deleted with its server is also deleted when it is detached. */
function giveBack(call: Call, server: Server, attached: BlockDevice, volume: Volume): void {
    forget(server, attached);
    if (attached.deleteOnTermination) {
        call.state.blockStorage.remove(volume);
    }
}
