import type { CloudState } from "./cloud-state";
import { newUuid } from "./identifiers";
import type { BlockDevice, Server, Volume } from "./model";

/** What happens to the disks of a server when it is built, rebuilt, shelved and deleted. */

/** The root disk of a server. */
export const ROOT_DEVICE = "/dev/vda";

/** A disk with default values. */
export function blockDevice(given: Pick<BlockDevice, "source" | "destination"> & Partial<BlockDevice>): BlockDevice {
    return {
        id: newUuid(),
        bootIndex: null,
        imageId: null,
        snapshotId: null,
        size: null,
        volumeType: null,
        guestFormat: null,
        tag: null,
        deleteOnTermination: false,
        deviceName: null,
        volumeId: null,
        attachmentId: null,
        ...given,
    };
}

export function rootDevice(server: Server): BlockDevice | undefined {
    return server.blockDevices.find(({ bootIndex }) => bootIndex === 0);
}

/** Whether the root disk is a volume. Then the server needs no image of its own, and its host has no disk of it. */
export function isVolumeBacked(server: Server): boolean {
    return rootDevice(server)?.destination === "volume";
}

/** The devices that are volumes, if the volumes exist. */
export function attachedVolumes(state: CloudState, server: Server): { device: BlockDevice; volume: Volume }[] {
    return server.blockDevices.flatMap((device) => {
        const volume = device.volumeId === null ? undefined : state.blockStorage.volumes.get(device.volumeId);
        return volume === undefined ? [] : [{ device, volume }];
    });
}

/** The next free name after the used ones: `/dev/vdb`. Only the letter counts, whatever the prefix is. */
export function nextDeviceName(devices: readonly BlockDevice[]): string {
    const taken = new Set(devices.map(({ deviceName }) => deviceName));
    const free = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `/dev/vd${letter}`).find((name) => !taken.has(name));
    if (free === undefined) {
        throw new Error("a server has more disks than the alphabet letters");
    }
    return free;
}

/** Names the devices, and creates the server's new volumes. */
export function makeVolumes(state: CloudState, server: Server): void {
    nameDevices(server);
    for (const device of server.blockDevices) {
        if (device.destination === "volume" && device.volumeId === null) {
            device.volumeId = state.blockStorage.create({
                projectId: server.projectId,
                userId: server.userId,
                size: device.size ?? 1,
                type: device.volumeType,
                name: device.source === "blank" ? `${server.id}-blank-vol` : "",
                description: "",
                imageId: device.imageId,
            }).id;
        }
    }
    for (const { volume } of attachedVolumes(state, server)) {
        if (volume.status === "reserved") {
            state.blockStorage.set(volume, "attaching");
        }
    }
}

function nameDevices(server: Server): void {
    for (const device of inOrderOfNames(server.blockDevices)) {
        device.deviceName ??= device.bootIndex === 0 ? ROOT_DEVICE : nextDeviceName(server.blockDevices);
    }
}

/** The root first, then the local disks, then the volumes. */
function inOrderOfNames(devices: readonly BlockDevice[]): BlockDevice[] {
    const rank = ({ bootIndex, destination }: BlockDevice) => (bootIndex === 0 ? 0 : destination === "local" ? 1 : 2);
    return devices.toSorted((a, b) => rank(a) - rank(b));
}

/** The host connects all volumes of the server. */
export function connectVolumes(state: CloudState, server: Server): void {
    nameDevices(server);
    for (const { device, volume } of attachedVolumes(state, server)) {
        if (volume.attachment?.serverId !== server.id) {
            device.attachmentId = state.blockStorage.reserve(volume, server.id);
        }
        state.blockStorage.connect(volume, device.deviceName);
    }
}

/** The host disconnects all volumes. They still belong to the server. */
export function disconnectVolumes(state: CloudState, server: Server): void {
    for (const { device, volume } of attachedVolumes(state, server)) {
        device.attachmentId = state.blockStorage.reserve(volume, server.id);
    }
}

/** Detaches the volumes. Those that are deleted with the server are deleted. */
export function releaseVolumes(state: CloudState, server: Server): void {
    for (const { device, volume } of attachedVolumes(state, server)) {
        if (volume.attachment?.serverId === server.id || volume.attachment === null) {
            state.blockStorage.release(volume);
            if (device.deleteOnTermination) {
                state.blockStorage.remove(volume);
            }
        }
    }
}
