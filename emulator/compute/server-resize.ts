import { badRequest, forbidden } from "../http/api-error";
import { objectAt } from "../http/json";
import type { Flavor, Image, Server } from "../state/model";
import { excess, usageOf } from "../state/quota-usage";
import type { Call } from "./call";
import { refuseLocked, refuseUnlessAllowed, serverOf } from "./find-server";

/** Starts a resize (API reference 1.4.19). The server waits in VERIFY_RESIZE for a confirmation. */
export function resize(call: Call): undefined {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, "resize", "resize");
    const flavor = newFlavor(call, server);
    server.diskConfig = objectAt(call.body, "resize")["OS-DCF:diskConfig"] === "AUTO" ? "AUTO" : "MANUAL";
    server.migration = {
        status: "migrating",
        oldFlavor: server.flavor,
        newFlavor: flavor,
        oldHost: server.host,
        oldVmState: server.vmState,
        oldPowerState: server.powerState,
    };
    call.cloud.machine.start(server, "resize", call.origin);
}

function newFlavor(call: Call, server: Server): Flavor {
    const asked = objectAt(call.body, "resize");
    const id = String(asked.flavorRef);
    const flavor = call.state.flavors.get(id);
    if (flavor === undefined) {
        throw badRequest(`Flavor ${id} could not be found.`);
    }
    if (flavor.disk === 0 && server.flavor.disk !== 0 && server.imageId !== "") {
        throw badRequest("Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.");
    }
    if (flavor.id === server.flavor.id) {
        throw badRequest("When resizing, instances must change flavor!");
    }
    const more = { cores: flavor.vcpus - server.flavor.vcpus, ram: flavor.ram - server.flavor.ram };
    const sentence = excess(call.state.quotasOf(server.projectId), usageOf(call.state, server.projectId), more);
    if (sentence !== undefined) {
        throw forbidden(sentence);
    }
    if (flavor.disk !== 0 && flavor.disk < server.minDisk) {
        throw badRequest(
            "Flavor's disk is smaller than the minimum size specified in image metadata. " +
                `Flavor disk is ${flavor.disk * GIB} bytes, minimum size is ${server.minDisk * GIB} bytes.`,
        );
    }
    return flavor;
}

const GIB = 1024 ** 3;

/** Nova stores with a server the larger of its image's minimum and its flavor's disk, in GiB. */
export function minimumDisk(image: Image | undefined, flavor: Flavor): number {
    return Math.max(image?.minDisk ?? 0, flavor.disk);
}

export function confirmResize(call: Call): undefined {
    const server = resizedServer(call, "confirmResize");
    server.migration.status = "confirming";
    call.cloud.machine.start(server, "confirmResize", call.origin);
}

export function revertResize(call: Call): undefined {
    const server = resizedServer(call, "revertResize");
    server.migration.status = "reverting";
    call.cloud.machine.start(server, "revertResize", call.origin);
}

function resizedServer(
    call: Call,
    transition: "confirmResize" | "revertResize",
): Server & { migration: NonNullable<Server["migration"]> } {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, transition, transition);
    const { migration } = server;
    // During a confirmation the server still shows VERIFY_RESIZE, but a second confirmation is refused.
    if (migration?.status !== "finished") {
        throw badRequest("Instance has not been resized.");
    }
    return Object.assign(server, { migration });
}
