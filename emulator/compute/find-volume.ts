import { badRequest, notFound } from "../http/api-error";
import type { BlockDevice, Server, Volume } from "../state/model";
import type { Call } from "./call";

/** The disk of a server that is this volume. */
export function deviceOf(server: Server, volumeId: string): BlockDevice | undefined {
    return server.blockDevices.find((each) => each.volumeId === volumeId);
}

/** The volume, if the caller may see it. */
export function findVolume(call: Call, id: string): Volume | undefined {
    const volume = call.state.blockStorage.volumes.get(id);
    return call.caller.isAdmin || volume?.projectId === call.caller.projectId ? volume : undefined;
}

export function volumeOf(call: Call, id: string): Volume {
    const volume = findVolume(call, id);
    if (volume === undefined) {
        throw notFound(`Volume ${id} could not be found.`);
    }
    return volume;
}

/** Refuses a volume that another server has, or that does not exist yet. */
export function refuseUnlessFree(call: Call, volume: Volume): void {
    const holders = [...call.state.servers.values()].filter(
        (server) => !server.deleted && deviceOf(server, volume.id) !== undefined,
    );
    if (holders.length > 0) {
        const ids = holders.map(({ id }) => id).join(" ");
        throw badRequest(`Invalid volume: volume ${volume.id} is already attached to instances: ${ids}`);
    }
}

export function refuseUnlessReservable(volume: Volume): void {
    if (volume.status !== "available" && volume.status !== "downloading") {
        throw badRequest(
            `Invalid volume: Invalid input received: Invalid volume: Volume ${volume.id} status must be available or downloading to reserve, but the current status is ${volume.status}. (HTTP 400)`,
        );
    }
}

/** Cinder detaches only a volume that is connected. */
export function beginDetaching(call: Call, volume: Volume): void {
    if (volume.status !== "in-use") {
        throw badRequest(
            "Invalid volume: Invalid input received: Invalid volume: Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach. (HTTP 400)",
        );
    }
    call.state.blockStorage.set(volume, "detaching");
}
