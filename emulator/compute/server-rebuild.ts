import { badRequest, forbidden } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import { newPassword } from "../state/identifiers";
import type { Server } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseLocked, refuseUnlessAllowed, serverOf } from "./find-server";
import { minimumDisk } from "./server-resize";
import { selfLink } from "./views/links";
import { serverView, shownByRebuild } from "./views/server";

/** Rebuilds a server from an image (API reference 1.4.14), with what may change together with it. */
export function rebuild(call: Call): Reply {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, "rebuild", "rebuild");
    const given = objectAt(call.body, "rebuild");
    const imageId = refuseUnusable(call, server, given);
    change(call, server, given);
    if (server.imageId !== "") {
        server.imageId = imageId;
        server.minDisk = minimumDisk(call.state.images.get(imageId), server.flavor);
    }
    server.adminPass = stringAt(given, "adminPass") ?? newPassword();
    server.fault = null;
    call.cloud.machine.start(server, "rebuild", call.origin);
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
    // Before 2.93 a server on a volume could be rebuilt with its own image only.
    if (server.imageId === "" && !call.since(93)) {
        throw badRequest("Unable to rebuild with a different image for a volume-backed server.");
    }
    const limit = call.state.quotasOf(server.projectId).metadata_items;
    if (Object.keys(objectAt(given, "metadata")).length > limit) {
        throw forbidden(`Maximum number of metadata items exceeds ${limit}`);
    }
    return imageId;
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
    const diskConfig = given["OS-DCF:diskConfig"];
    if (diskConfig === "AUTO" || diskConfig === "MANUAL") {
        server.diskConfig = diskConfig;
    }
}
