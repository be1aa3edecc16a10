import type { CloudState } from "./cloud-state";
import { newUuid } from "./identifiers";
import type { BlockDevice, Server, Volume } from "./model";

/** What becomes of the disks of a server as it is built, rebuilt, shelved and deleted. */

/** Where a server has its root disk. */
export const ROOT_DEVICE = "/dev/vda";

/** A disk with nothing said of it. */
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

/** Is the root disk a volume? Then the server's own image need not be known, and its host keeps no disk of it. */
export function isVolumeBacked(server: Server): boolean {
    return rootDevice(server)?.destination === "volume";
}

/** The devices that are volumes, with those volumes that exist. */
export function attachedVolumes(state: CloudState, server: Server): { device: BlockDevice; volume: Volume }[] {
    return server.blockDevices.flatMap((device) => {
        const volume = device.volumeId === null ? undefined : state.blockStorage.volumes.get(device.volumeId);
        return volume === undefined ? [] : [{ device, volume }];
    });
}

/** The first free name after those that are taken: `/dev/vdb`. Names are given by the letter, whatever came before it. */
export function nextDeviceName(devices: readonly BlockDevice[]): string {
    const taken = new Set(devices.map(({ deviceName }) => deviceName));
    const free = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `/dev/vd${letter}`).find((name) => !taken.has(name));
    if (free === undefined) {
        throw new Error("a server has more disks than the alphabet letters");
    }
    return free;
}

/** Names the devices, and asks for the volumes that are to be made for the server. */
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

/** The host connects every volume of the server. */
export function connectVolumes(state: CloudState, server: Server): void {
    nameDevices(server);
    for (const { device, volume } of attachedVolumes(state, server)) {
        if (volume.attachment?.serverId !== server.id) {
            device.attachmentId = state.blockStorage.reserve(volume, server.id);
        }
        state.blockStorage.connect(volume, device.deviceName);
    }
}

/** The host lets go of every volume; they stay the server's. */
export function disconnectVolumes(state: CloudState, server: Server): void {
    for (const { device, volume } of attachedVolumes(state, server)) {
        device.attachmentId = state.blockStorage.reserve(volume, server.id);
    }
}

/** Gives the volumes back; those that are to go with the server go. */
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
