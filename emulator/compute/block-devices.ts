import { badRequest, unexpected } from "../http/api-error";
import { isObject, type Json, type JsonObject, stringAt } from "../http/json";
import type { BlockDevice, Flavor, Image } from "../state/model";
import { blockDevice, ROOT_DEVICE } from "../state/server-volumes";
import type { Call } from "./call";
import { findVolume } from "./find-volume";
import { isTrue } from "./schemas/parameter-types";

/**
 * The disks of a create request: `block_device_mapping_v2`, or the older `block_device_mapping`, as Nova reads them.
 */
export function requestedDevices(given: JsonObject, imageId: string): BlockDevice[] {
    const legacy = entries(given.block_device_mapping);
    const mapped = entries(given.block_device_mapping_v2);
    if (legacy.length > 0 && mapped.length > 0) {
        throw badRequest("Using different block_device_mapping syntaxes is not allowed in the same request.");
    }
    if (legacy.length > 0) {
        return fromLegacy(legacy, imageId);
    }
    if (mapped.length > 0) {
        return mapped.filter((entry) => !isTrue(entry.no_device)).map((entry) => fromMapping(entry, given));
    }
    return imageId === "" ? [] : [imageDisk(imageId)];
}

export function asksForDevices(given: JsonObject): boolean {
    return entries(given.block_device_mapping).length + entries(given.block_device_mapping_v2).length > 0;
}

function entries(list: Json | undefined): JsonObject[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}

const malformed = (details: string) => badRequest(`Block Device Mapping is Invalid: ${details}`);

function imageDisk(imageId: string): BlockDevice {
    return blockDevice({ source: "image", destination: "local", imageId, bootIndex: 0, deleteOnTermination: true });
}

const SOURCES: readonly string[] = ["image", "volume", "snapshot", "blank"];

function fromMapping(entry: JsonObject, given: JsonObject): BlockDevice {
    const source = stringAt(entry, "source_type");
    const uuid = stringAt(entry, "uuid") ?? null;
    const local = entry.destination_type === "local";
    const volumeType = stringAt(entry, "volume_type") || null;
    const bootIndex = indexOf(entry.boot_index);
    if (source === "blank" && uuid !== null) {
        throw malformed("Invalid device UUID.");
    }
    if (source !== "blank" && uuid === null) {
        throw malformed("Missing device UUID.");
    }
    if (!isSource(source)) {
        // Nova uses the missing word as a key.
        throw unexpected("TypeError");
    }
    // Only the disk that imageRef stands for may be given as a local one.
    if (source === "image" && local && !(given.imageRef !== undefined && bootIndex === 0)) {
        throw malformed("Mapping image to local is not supported.");
    }
    if (local && volumeType !== null) {
        throw malformed("Specifying a volume_type with destination_type=local is not supported.");
    }
    if (source === "volume" && volumeType !== null) {
        throw malformed("Specifying volume type to existing volume is not supported.");
    }
    return blockDevice({
        source,
        destination: local ? "local" : "volume",
        bootIndex,
        imageId: source === "image" ? uuid : null,
        volumeId: source === "volume" ? uuid : null,
        snapshotId: source === "snapshot" ? uuid : null,
        size: entry.volume_size === undefined ? null : Number(entry.volume_size),
        volumeType,
        guestFormat: stringAt(entry, "guest_format") ?? null,
        tag: stringAt(entry, "tag") ?? null,
        deleteOnTermination: isTrue(entry.delete_on_termination),
        deviceName: deviceName(stringAt(entry, "device_name")),
    });
}

function isSource(word: string | undefined): word is BlockDevice["source"] {
    return word !== undefined && SOURCES.includes(word);
}

function indexOf(value: Json | undefined): number | null {
    return value === undefined || value === null ? null : Number(value);
}

/** A name gets a `/dev/` in front of it, and the root's prefix. */
function deviceName(asked: string | undefined): string | null {
    const letter = /([a-z])\d*$/.exec(asked ?? "")?.[1];
    return letter === undefined ? null : ROOT_DEVICE.replace(/a$/, letter);
}

/** In the older syntax the disk named vda is booted, otherwise the image. */
function fromLegacy(list: readonly JsonObject[], imageId: string): BlockDevice[] {
    const devices = list.flatMap((entry) => {
        const found = legacyDevice(entry);
        return found === undefined ? [] : [found];
    });
    const boots = devices.some(({ bootIndex }) => bootIndex === 0);
    return boots || imageId === "" ? devices : [imageDisk(imageId), ...devices];
}

function legacyDevice(entry: JsonObject): BlockDevice | undefined {
    const virtual = stringAt(entry, "virtual_name") ?? "";
    const common = {
        deviceName: deviceName(stringAt(entry, "device_name")),
        size: entry.volume_size === undefined ? null : Number(entry.volume_size),
        deleteOnTermination: isTrue(entry.delete_on_termination),
    };
    const bootIndex = common.deviceName === ROOT_DEVICE ? 0 : -1;
    if (/^(swap|ephemeral\d+)$/.test(virtual)) {
        const guestFormat = virtual === "swap" ? "swap" : null;
        return blockDevice({ ...common, source: "blank", destination: "local", bootIndex: -1, guestFormat });
    }
    const snapshotId = stringAt(entry, "snapshot_id");
    if (snapshotId !== undefined) {
        return blockDevice({ ...common, source: "snapshot", destination: "volume", bootIndex, snapshotId });
    }
    const volumeId = stringAt(entry, "volume_id");
    if (volumeId !== undefined) {
        return blockDevice({ ...common, source: "volume", destination: "volume", bootIndex, volumeId });
    }
    if (entry.no_device !== undefined) {
        return undefined;
    }
    throw malformed("Unrecognized legacy format.");
}

/** The image that a server boots: that of imageRef, or the one on its first disk. */
export function bootImage(call: Call, devices: readonly BlockDevice[], imageId: string): Image | undefined {
    if (imageId !== "") {
        return call.state.images.get(imageId);
    }
    const root = devices.find(({ bootIndex }) => bootIndex === 0);
    refuseSnapshot(root);
    if (root?.imageId) {
        return knownImage(call, root.imageId);
    }
    if (root?.volumeId) {
        const volume = findVolume(call, root.volumeId);
        if (volume === undefined) {
            throw malformed(`failed to get volume ${root.volumeId}.`);
        }
        if (volume.imageId === null) {
            throw badRequest(`Block Device ${root.volumeId} is not bootable.`);
        }
        return call.state.images.get(volume.imageId);
    }
    return undefined;
}

function knownImage(call: Call, id: string): Image {
    const image = call.state.images.get(id);
    if (image === undefined || image.status === "deleted") {
        throw malformed(`failed to get image ${id}.`);
    }
    return image;
}

/** This cloud has no snapshots of volumes. */
function refuseSnapshot(device: BlockDevice | undefined): void {
    if (device?.source === "snapshot") {
        throw badRequest(`Snapshot ${device.snapshotId} could not be found.`);
    }
}

/** Refuses impossible disks, together with those of the flavor. */
export function refuseUnusableDevices(
    call: Call,
    devices: readonly BlockDevice[],
    flavor: Flavor,
    count: number,
): void {
    if (count > 1 && devices.some(({ source }) => source === "volume")) {
        throw badRequest("Cannot attach one or more volumes to multiple instances");
    }
    for (const { volumeId } of devices) {
        if (volumeId !== null && findVolume(call, volumeId) === undefined) {
            throw badRequest(`Volume ${volumeId} could not be found.`);
        }
    }
    const boots = devices.flatMap(({ bootIndex }) => (bootIndex !== null && bootIndex >= 0 ? [bootIndex] : []));
    if (boots.length === 0 || boots.toSorted((a, b) => a - b).some((value, index) => value !== index)) {
        throw malformed("Boot sequence for the instance and image/block device mapping combination is not valid.");
    }
    for (const device of devices) {
        refuseUnusable(call, device);
    }
    refuseTooMuchLocal(devices, flavor);
}

function refuseUnusable(call: Call, device: BlockDevice): void {
    const { volumeType, source, destination, size } = device;
    if (volumeType !== null && !call.state.blockStorage.hasType(volumeType)) {
        throw badRequest(`Volume type ${volumeType} could not be found.`);
    }
    refuseSnapshot(device);
    if (source === "image" && device.imageId !== null) {
        knownImage(call, device.imageId);
    }
    if (destination === "volume" && !size && source === "image") {
        throw badRequest("Images with destination_type 'volume' need to have a non-zero size specified");
    }
    if (destination === "volume" && !size && source === "blank") {
        throw badRequest("Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size");
    }
}

const MOST_LOCAL_DISKS = 3;

function refuseTooMuchLocal(devices: readonly BlockDevice[], flavor: Flavor): void {
    const local = devices.filter(({ destination }) => destination === "local");
    const blank = local.filter(({ source }) => source === "blank");
    const swap = blank.filter(({ guestFormat }) => guestFormat === "swap");
    const ephemeral = blank
        .filter(({ guestFormat }) => guestFormat !== "swap")
        .reduce((sum, { size }) => sum + (size ?? flavor.ephemeral), 0);
    if (ephemeral > flavor.ephemeral) {
        throw badRequest(
            "Ephemeral disks requested are larger than the instance type allows. If no size is given in one block device mapping, flavor ephemeral size will be used.",
        );
    }
    if (swap.length > 1) {
        throw malformed("More than one swap drive requested.");
    }
    if ((swap[0]?.size ?? 0) > flavor.swap) {
        throw badRequest("Swap drive requested is larger than instance type allows.");
    }
    if (local.length > MOST_LOCAL_DISKS) {
        throw malformed("You specified more local devices than the limit allows");
    }
}

/** The local disks of the flavor that were not requested. */
export function flavorDevices(devices: readonly BlockDevice[], flavor: Flavor): BlockDevice[] {
    const asked = (swap: boolean) =>
        devices.some(
            ({ source, destination, guestFormat }) =>
                source === "blank" && destination === "local" && (guestFormat === "swap") === swap,
        );
    const disk = (size: number, guestFormat: string | null) =>
        blockDevice({
            source: "blank",
            destination: "local",
            bootIndex: -1,
            size,
            guestFormat,
            deleteOnTermination: true,
        });
    return [
        ...(flavor.ephemeral > 0 && !asked(false) ? [disk(flavor.ephemeral, null)] : []),
        ...(flavor.swap > 0 && !asked(true) ? [disk(flavor.swap, "swap")] : []),
    ];
}
