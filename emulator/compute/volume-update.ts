import { badRequest, notFound } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import type { Server } from "../state/model";
import type { Call } from "./call";
import { refuseLocked, refuseUnlessIn, serverOf } from "./find-server";
import { beginDetaching, deviceOf, findVolume, refuseUnlessReservable, volumeOf } from "./find-volume";
import { isTrue } from "./schemas/parameter-types";

const SWAPPABLE = { from: ["active", "paused", "resized"], tasks: [null], mustHaveLaunched: true } as const;

/**
 * Up to 2.84 a PUT replaces the volume by another one. Since 2.85 it also changes whether the volume is deleted with
 * the server.
 */
export function updateAttachment(call: Call): undefined {
    const server = serverOf(call);
    const id = call.parameter("volume_id");
    const given = objectAt(call.body, "volumeAttachment");
    const swaps = !call.since(85) || given.volumeId !== id;
    if (swaps) {
        call.require("os_compute_api:os-volumes-attachments:swap");
    }
    if (call.since(85)) {
        updateDevice(server, id, given);
    }
    if (swaps) {
        swap(call, server, id, stringAt(given, "volumeId") ?? "");
    }
}

function updateDevice(server: Server, id: string, given: JsonObject): void {
    const attached = deviceOf(server, id);
    if (attached === undefined) {
        throw notFound(`No volume Block Device Mapping with id ${id}.`);
    }
    const fixed = { id, serverId: server.id, device: attached.deviceName, tag: attached.tag };
    for (const [key, value] of Object.entries(fixed)) {
        if (given[key] !== undefined && given[key] !== value) {
            throw badRequest(`The ${key} property is not mutable`);
        }
    }
    if (given.delete_on_termination !== undefined) {
        attached.deleteOnTermination = isTrue(given.delete_on_termination);
    }
}

function swap(call: Call, server: Server, oldId: string, newId: string): void {
    const { blockStorage } = call.state;
    const from = volumeOf(call, oldId);
    const to = findVolume(call, newId);
    if (to === undefined) {
        throw badRequest(`Volume ${newId} could not be found.`);
    }
    refuseLocked(call, server);
    refuseUnlessIn(server, "swap_volume", SWAPPABLE);
    const attached = deviceOf(server, oldId);
    if (attached === undefined) {
        throw badRequest("Invalid volume: Old volume is attached to a different instance.");
    }
    if (to.status === "in-use") {
        throw badRequest("Invalid volume: New volume must be detached in order to swap.");
    }
    if (to.size < from.size) {
        throw badRequest("Invalid volume: New volume must be the same size or larger.");
    }
    refuseUnlessReservable(to);
    beginDetaching(call, from);
    const attachmentId = blockStorage.reserve(to, server.id);
    const close = call.cloud.machine.open(server, "swap_volume", call.origin, "compute_swap_volume");
    call.cloud.machine.onHost(server, "attach_volume", (failure) => {
        if (from.status !== "detaching") {
            return;
        }
        if (failure === undefined) {
            blockStorage.connect(to, attached.deviceName);
            blockStorage.release(from);
            Object.assign(attached, { volumeId: to.id, attachmentId });
        } else {
            blockStorage.release(to);
            blockStorage.set(from, "in-use");
        }
        close(failure);
    });
}
