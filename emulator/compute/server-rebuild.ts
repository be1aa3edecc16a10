import { badRequest } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import { newPassword } from "../state/identifiers";
import type { Server } from "../state/model";
import { attachedVolumes, isVolumeBacked } from "../state/server-volumes";
import type { Call, Reply } from "./call";
import { refuseLocked, refuseUnlessAllowed, serverOf } from "./find-server";
import { isTrue } from "./schemas/parameter-types";
import { refuseTooMuch } from "./server-create-refusals";
import { minimumDisk } from "./server-resize";
import { selfLink } from "./views/links";
import { serverView, shownByRebuild } from "./views/server";

/** Rebuilds a server from an image (API reference 1.4.14), with the other changes of the request. */
export function rebuild(call: Call): Reply {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, "rebuild", "rebuild");
    const given = objectAt(call.body, "rebuild");
    const imageId = refuseUnusable(call, server, given);
    change(call, server, given);
    if (!isVolumeBacked(server)) {
        server.imageId = imageId;
        server.minDisk = minimumDisk(call.state.images.get(imageId), server.flavor);
    }
    server.adminPass = stringAt(given, "adminPass") ?? newPassword();
    server.fault = null;
    call.cloud.machine.start(server, "rebuild", call.origin, { unsupported: unsupported(call, given) });
    if (isVolumeBacked(server) && call.since(93)) {
        reimage(call, server, imageId);
    }
    return {
        body: {
            server: {
                ...serverView(call, server, shownByRebuild(call)),
                adminPass: server.adminPass,
                ...(call.since(57) ? { user_data: server.userData } : {}),
            },
        },
        headers: { Location: selfLink(call, "servers", server.id) },
    };
}

function refuseUnusable(call: Call, server: Server, given: JsonObject): string {
    const keyName = stringAt(given, "key_name");
    if (keyName !== undefined && !call.state.keypairs.has(`${call.caller.userId}/${keyName}`)) {
        throw badRequest("Invalid key_name provided.");
    }
    const imageId = stringAt(given, "imageRef") ?? "";
    const image = call.state.images.get(imageId);
    if (image === undefined || image.status === "deleted") {
        throw badRequest("Cannot find image for rebuild");
    }
    if (image.status !== "active") {
        throw badRequest(`Image ${imageId} is not active.`);
    }
    if (isVolumeBacked(server)) {
        refuseForVolume(call, server, given, imageId);
    }
    refuseTooMuch(call, given);
    return imageId;
}

function refuseForVolume(call: Call, server: Server, given: JsonObject, imageId: string): void {
    if (Array.isArray(given.trusted_image_certificates)) {
        throw badRequest("Image certificate validation is not supported for volume-backed servers.");
    }
    const volumes = attachedVolumes(call.state, server);
    const root = volumes.find(({ device }) => device.bootIndex === 0)?.volume;
    // Before 2.93 a server on a volume could be rebuilt only with its own image.
    if (root?.imageId !== imageId && !call.since(93)) {
        throw badRequest(
            `Image ${imageId} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
        );
    }
    for (const { volume } of volumes) {
        if (volume.status !== "in-use") {
            throw badRequest(
                `Invalid volume: volume '${volume.id}' status must be 'in-use'. Currently in '${volume.status}' status`,
            );
        }
    }
}

/** Only bare metal keeps ephemeral disks. Any other host fails after Nova has answered. */
function unsupported(call: Call, given: JsonObject): string | undefined {
    return isTrue(given.preserve_ephemeral) && !call.cloud.preservesEphemeral
        ? "The current driver does not support preserving ephemeral partitions."
        : undefined;
}

/** Since 2.93 the image is written over the content of the volume. */
function reimage(call: Call, server: Server, imageId: string): void {
    for (const { device, volume } of attachedVolumes(call.state, server)) {
        if (device.bootIndex === 0) {
            volume.imageId = imageId;
            call.state.blockStorage.set(volume, "downloading");
        }
    }
}

function change(call: Call, server: Server, given: JsonObject): void {
    const { name, description, hostname, metadata, accessIPv4, accessIPv6 } = given;
    server.name = typeof name === "string" ? name.trim() : server.name;
    server.hostname = typeof hostname === "string" ? hostname : server.hostname;
    server.accessIpV4 = typeof accessIPv4 === "string" ? accessIPv4 : server.accessIpV4;
    server.accessIpV6 = typeof accessIPv6 === "string" ? accessIPv6 : server.accessIpV6;
    if (description !== undefined) {
        server.description = typeof description === "string" ? description : null;
    }
    if (metadata !== undefined) {
        const pairs = Object.entries(objectAt(given, "metadata")).map(([key, value]) => [key, String(value)] as const);
        server.metadata = Object.fromEntries(pairs);
    }
    if (call.since(54) && given.key_name !== undefined) {
        server.keyName = stringAt(given, "key_name") ?? null;
    }
    if (call.since(57) && given.user_data !== undefined) {
        server.userData = stringAt(given, "user_data") ?? null;
    }
    const certificates = given.trusted_image_certificates;
    if (certificates !== undefined) {
        server.trustedImageCertificates = Array.isArray(certificates) ? certificates.map(String) : null;
    }
    // Omitted values come from the image, and no image here has AUTO.
    server.diskConfig = given["OS-DCF:diskConfig"] === "AUTO" ? "AUTO" : "MANUAL";
}
