import { badRequest, forbidden } from "../http/api-error";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../http/json";
import type { BlockDevice, Flavor, Image } from "../state/model";
import { ROOT_DEVICE } from "../state/server-volumes";
import { bootImage } from "./block-devices";
import type { Call } from "./call";
import { groupHint } from "./scheduler-hints";

interface Parts {
    readonly imageId: string;
    readonly flavor: Flavor;
    readonly devices: readonly BlockDevice[];
    readonly max: number;
}

/** Checks everything that the server refers to except its flavor and networks. Returns its security groups. */
export function refuseUnusable(call: Call, given: JsonObject, { imageId, flavor, devices, max }: Parts): string[] {
    const image = imageId === "" ? undefined : call.state.images.get(imageId);
    if (imageId !== "" && (image === undefined || image.status === "deleted")) {
        throw badRequest("Can not find requested image");
    }
    if (imageId === "" && Array.isArray(given.trusted_image_certificates)) {
        throw badRequest("Image certificate validation is not supported when booting from volume");
    }
    const booted = bootImage(call, devices, imageId);
    if (image !== undefined && image.status !== "active") {
        throw badRequest(`Image ${imageId} is not active.`);
    }
    if (given.hostname !== undefined && max > 1) {
        throw badRequest("Unable to allocate a single hostname to multiple instances");
    }
    const groups = securityGroups(call, given.security_groups);
    const keyName = stringAt(given, "key_name");
    if (keyName !== undefined && !call.state.keypairs.has(`${call.caller.userId}/${keyName}`)) {
        throw badRequest("Invalid key_name provided.");
    }
    if (
        imageId !== "" &&
        devices.some(({ destination, deviceName }) => destination === "volume" && deviceName === ROOT_DEVICE)
    ) {
        throw badRequest("The volume cannot be assigned the same device name as the root device vda");
    }
    refuseTooMuch(call, given);
    refuseTooSmall(call, flavor, devices, booted);
    refuseUnknownGroup(call);
    return groups;
}

/** The group in the hints must exist. */
function refuseUnknownGroup(call: Call): void {
    const group = groupHint(call);
    if (group !== undefined && call.state.serverGroups.get(group)?.projectId !== call.caller.projectId) {
        throw badRequest(`Instance group ${group} could not be found.`);
    }
}

const GIB = 1024 ** 3;

/** The image must fit on the boot disk: the flavor's, or a volume. */
function refuseTooSmall(call: Call, flavor: Flavor, devices: readonly BlockDevice[], image: Image | undefined): void {
    if (image !== undefined && flavor.ram < image.minRam) {
        throw badRequest("Flavor's memory is too small for requested image.");
    }
    const root = devices.find(({ bootIndex }) => bootIndex === 0);
    if (root?.destination === "volume") {
        if (image !== undefined && root.size !== null && image.minDisk > root.size) {
            throw badRequest(
                `Volume is smaller than the minimum size specified in image metadata. Volume size is ${root.size * GIB} bytes, minimum size is ${image.minDisk * GIB} bytes.`,
            );
        }
        return;
    }
    if (image !== undefined && flavor.disk > 0 && flavor.disk * GIB < image.size) {
        throw badRequest(
            `Flavor's disk is too small for requested image. Flavor disk is ${flavor.disk * GIB} bytes, image is ${image.size} bytes.`,
        );
    }
    if (flavor.disk === 0 && !call.may("os_compute_api:servers:create:zero_disk_flavor")) {
        throw forbidden("Only volume-backed servers are allowed for flavors with zero disk.");
    }
}

/** Metadata and injected files have their own quotas. */
export function refuseTooMuch(call: Call, given: JsonObject): void {
    const limits = call.state.quotasFor(call.caller);
    if (exceeds(Object.keys(objectAt(given, "metadata")).length, limits.metadata_items)) {
        throw forbidden(`Maximum number of metadata items exceeds ${limits.metadata_items}`);
    }
    const files = entries(given.personality);
    if (exceeds(files.length, limits.injected_files)) {
        throw forbidden("Personality file limit exceeded");
    }
    for (const file of files) {
        if (exceeds((stringAt(file, "path") ?? "").length, limits.injected_file_path_bytes)) {
            throw forbidden(`Personality file path exceeds maximum ${limits.injected_file_path_bytes}`);
        }
        const { length } = Buffer.from(stringAt(file, "contents") ?? "", "base64");
        if (exceeds(length, limits.injected_file_content_bytes)) {
            throw forbidden(`Personality file content exceeds maximum ${limits.injected_file_content_bytes}`);
        }
    }
}

function exceeds(count: number, limit: number): boolean {
    return limit >= 0 && count > limit;
}

function securityGroups(call: Call, asked: Json | undefined): string[] {
    const names = entries(asked).flatMap((entry) => stringAt(entry, "name") ?? []);
    const ids = [...new Set(names.length === 0 ? ["default"] : names)].map((name) => {
        const [group, ...more] = call.state.groupsNamed(call.caller.projectId, name);
        if (group === undefined) {
            throw badRequest(`Unable to find security_group with name or id '${name}'`);
        }
        if (more.length > 0) {
            throw conflictOfNames(name);
        }
        return group.id;
    });
    return ids;
}

function conflictOfNames(name: string): Error {
    return badRequest(`Multiple security_group matches found for name '${name}', use an ID to be more specific.`);
}

function entries(list: Json | undefined): JsonObject[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}
