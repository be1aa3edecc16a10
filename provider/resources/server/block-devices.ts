/** A server's disks: how a creation requests them, and what a change to them does. */
import isEqual from "lodash/isEqual";
import pickBy from "lodash/pickBy";
import { bareId, sameId } from "../../arguments/argument-types";
import { names, type Pin } from "../../lifecycle/references";
import type { BlockDevice, BootVolume } from "./device-arguments";
import type { ServerChange } from "./fields/server-field";

type Devices = readonly BlockDevice[] | undefined;

/** The arguments that describe disks. */
export interface Disks {
    readonly bootVolume?: BootVolume | undefined;
    readonly blockDevices?: Devices;
}

/** The value of `block_device_mapping_v2` in a creation; undefined if a root disk on the host is the only disk. */
export function mappingsOf(
    { bootVolume, blockDevices }: Disks,
    imageId: string | undefined,
    images: readonly Pin[],
): Record<string, unknown>[] | undefined {
    if (bootVolume === undefined && (blockDevices ?? []).length === 0) {
        return undefined;
    }
    return [rootOf(bootVolume, imageId), ...(blockDevices ?? []).map((device) => mappingOf(device, images))].map(
        (mapping) => Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined)),
    );
}

function rootOf(bootVolume: BootVolume | undefined, imageId: string | undefined): Record<string, unknown> {
    if (bootVolume === undefined) {
        // With other devices, the request must list the root disk too.
        return {
            boot_index: 0,
            uuid: imageId,
            source_type: "image",
            destination_type: "local",
            delete_on_termination: true,
        };
    }
    const { volume, snapshot, size, type, deleteOnTermination, tag } = bootVolume;
    return {
        boot_index: 0,
        uuid: volume ?? snapshot ?? imageId,
        source_type: volume !== undefined ? "volume" : snapshot !== undefined ? "snapshot" : "image",
        destination_type: "volume",
        volume_size: size,
        volume_type: type,
        delete_on_termination: deleteOnTermination ?? volume === undefined,
        tag,
    };
}

function mappingOf(device: BlockDevice, images: readonly Pin[]): Record<string, unknown> {
    const { volume, snapshot, image, local, size, type, format, device: path, deleteOnTermination, tag } = device;
    const source =
        volume !== undefined ? "volume" : snapshot !== undefined ? "snapshot" : image !== undefined ? "image" : "blank";
    return {
        boot_index: -1,
        uuid: volume ?? snapshot ?? images.find((pin) => names(image, pin))?.id,
        source_type: source,
        destination_type: local === undefined ? "volume" : "local",
        volume_size: size,
        volume_type: type,
        guest_format: local === "swap" ? "swap" : format,
        device_name: path,
        delete_on_termination: deleteOnTermination ?? volume === undefined,
        tag,
    };
}

/** The devices that are existing volumes. */
export function volumesIn(devices: Devices = []): (BlockDevice & { volume: string })[] {
    return devices.filter((device): device is BlockDevice & { volume: string } => device.volume !== undefined);
}

/** The devices, without existing volumes that are no longer attached. */
export function remainingBlockDevices(
    devices: readonly BlockDevice[] | undefined,
    attached: readonly { readonly id: string }[],
): BlockDevice[] | undefined {
    return devices?.filter(({ volume }) => volume === undefined || attached.some(({ id }) => sameId(id, volume)));
}

/** The changes to existing volumes. */
export function changedVolumes(old: Devices, wanted: Devices) {
    const before = new Map(volumesIn(old).map((device) => [bareId(device.volume), device]));
    const after = volumesIn(wanted);
    const formerly = ({ volume }: BlockDevice) => before.get(bareId(volume ?? ""));
    const stays = (device: BlockDevice) => formerly(device) !== undefined && formerly(device)?.tag === device.tag;
    return {
        added: after.filter((device) => !stays(device)),
        removed: [...before.values()].filter(
            (device) => !after.some((one) => sameId(one.volume, device.volume) && stays(one)),
        ),
        kept: after.filter(
            (device) =>
                stays(device) &&
                (formerly(device)?.deleteOnTermination ?? false) !== (device.deleteOnTermination ?? false),
        ),
    };
}

/** Whether the disks are the same, however defaults, ids and images are written. */
export function sameBlockDevices(old: Devices, wanted: Devices, images: readonly Pin[]): boolean {
    const bare = (devices: Devices = []) => devices.map((device) => bareDevice(device, images));
    return isEqual(bare(old), bare(wanted));
}

export function sameBootVolume(old: BootVolume | undefined, wanted: BootVolume | undefined): boolean {
    const bare = (volume: BootVolume | undefined) => (volume === undefined ? undefined : bareDevice(volume, []));
    return isEqual(bare(old), bare(wanted));
}

/** The disks that are created with the server. */
function madeIn(devices: Devices = [], images: readonly Pin[]): object[] {
    return devices.filter(({ volume }) => volume === undefined).map((device) => bareDevice(device, images));
}

function bareDevice(device: BlockDevice, images: readonly Pin[]): object {
    const { volume, snapshot, image, deleteOnTermination = volume === undefined } = device;
    return pickBy(
        {
            ...device,
            volume: bareId(volume),
            snapshot: bareId(snapshot),
            image: images.find((pin) => names(image, pin))?.id ?? image,
            deleteOnTermination,
        },
        (value) => value !== undefined,
    );
}

/** Existing volumes are attached and detached. A change to disks that were created with the server replaces it. */
export function blockDevicesEffect(
    old: Devices,
    wanted: Devices,
    images: readonly Pin[],
): Partial<ServerChange<BlockDevice[] | undefined>> {
    if (!isEqual(madeIn(old, images), madeIn(wanted, images))) {
        return { by: "replace", level: "replace", effect: "replace: these disks are created with the server" };
    }
    const { added, removed, kept } = changedVolumes(old, wanted);
    const told = (devices: readonly BlockDevice[], what: string) =>
        devices.length === 0 ? [] : [`${devices.map(({ volume }) => `volume ${volume ?? ""}`).join(", ")} ${what}`];
    const words = [
        ...told(removed, "detached in place, the guest loses the disk"),
        ...told(added, "attached in place"),
        ...told(kept, "kept or deleted with the server from now on"),
    ];
    return words.length === 0
        ? { by: "record", level: "none", effect: "recorded only" }
        : { level: removed.length === 0 ? "none" : "restart", effect: words.join(", ") };
}

/** `[volume 0f3c…, 10 GiB, swap 512 MiB]`. */
export function spellBlockDevices(devices: Devices): string {
    return devices === undefined ? "(default)" : `[${devices.map(spellDevice).join(", ")}]`;
}

function spellDevice({ volume, snapshot, image, local, size }: BlockDevice): string {
    if (volume !== undefined) {
        return `volume ${volume}`;
    }
    const amount = size === undefined ? "" : ` ${size} ${local === "swap" ? "MiB" : "GiB"}`;
    const what =
        snapshot !== undefined ? "from a snapshot" : image !== undefined ? "from an image" : (local ?? "empty");
    return `${what}${amount}`;
}
