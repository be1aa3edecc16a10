import { badRequest, forbidden } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import { hasTwins, isUnstorable } from "../state/collation";
import { newPassword, newReservationId, newUuid } from "../state/identifiers";
import type { BlockDevice, Flavor, NetworkRequest, Server } from "../state/model";
import { demandOf, excess, usageOf } from "../state/quota-usage";
import { HOSTS, ZONE } from "../state/seed";
import { attachedVolumes } from "../state/server-volumes";
import { asksForDevices, flavorDevices, refuseUnusableDevices, requestedDevices } from "./block-devices";
import type { Call, Reply } from "./call";
import { refuseUnlessReservable } from "./find-volume";
import { requestedNetworks } from "./requested-networks";
import { groupHint, hintsOf } from "./scheduler-hints";
import { isTrue } from "./schemas/parameter-types";
import { refuseUnusable } from "./server-create-refusals";
import { minimumDisk } from "./server-resize";
import { selfLink } from "./views/links";
import { createdView } from "./views/server";

/** POST /servers (API reference 1.2.2). All refusals come first, in Nova's order, before anything is created. */
export function createServer(call: Call): Reply {
    const given = objectAt(call.body, "server");
    const { min, max } = counts(given);
    const zone = zoneOf(call, given);
    refuseUnknownHost(call, given);
    const imageId = imageOf(given);
    const devices = requestedDevices(given, imageId);
    const networks = requestedNetworks(call, given.networks, max);
    const flavor = flavorOf(call, given);
    const securityGroupIds = refuseUnusable(call, given, { imageId, flavor, devices, max });
    refuseOverQuota(call, flavor, min, max);
    refuseUnusableDevices(call, devices, flavor, max);
    const servers = Array.from({ length: max }, (_, index) =>
        newServer(call, given, { index, max, zone, devices, imageId, networks, flavor, securityGroupIds }),
    );
    for (const server of servers) {
        reserveVolumes(call, server);
        call.state.servers.set(server.id, server);
        if (isStorable(server)) {
            call.cloud.machine.start(server, "create", call.origin);
        }
    }
    const [first] = servers;
    if (first === undefined) {
        throw new Error("a create made no server");
    }
    return isTrue(given.return_reservation_id)
        ? { body: { reservation_id: first.reservationId } }
        : { body: { server: createdView(call, first) }, headers: { Location: selfLink(call, "servers", first.id) } };
}

/** If its database cannot store a text, Nova fails after its answer, and the server stays in BUILD forever. */
function isStorable({ metadata, tags }: Server): boolean {
    return ![...Object.values(metadata), ...tags].some(isUnstorable) && !hasTwins(tags);
}

function counts(given: JsonObject): { min: number; max: number } {
    const min = Number(given.min_count ?? 1);
    const max = Number(given.max_count ?? min);
    if (min > max) {
        throw badRequest("min_count must be <= max_count");
    }
    return { min, max };
}

/** With `zone:host:node` an administrator names a host. An unknown zone is refused. */
function zoneOf(call: Call, given: JsonObject): string | null {
    const asked = stringAt(given, "availability_zone");
    if (asked === undefined) {
        return null;
    }
    const [zone = "", ...hosts] = asked.split(":");
    if (hosts.length > 2) {
        throw badRequest("Invalid input received: Unable to parse availability_zone");
    }
    if (hosts.length > 0) {
        call.require("os_compute_api:servers:create:forced_host");
    } else if (zone !== "" && zone !== ZONE) {
        throw badRequest("The requested availability zone is not available");
    }
    return zone === "" ? null : zone;
}

/** Since 2.74 an administrator may name the host, which bypasses the scheduler. */
function refuseUnknownHost(call: Call, given: JsonObject): void {
    for (const key of ["host", "hypervisor_hostname"]) {
        const host = stringAt(given, key);
        if (host !== undefined) {
            call.require("compute:servers:create:requested_destination");
            if (!HOSTS.some((known) => known === host)) {
                throw badRequest(`Compute host ${host} could not be found.`);
            }
        }
    }
}

function imageOf(given: JsonObject): string {
    const asked = stringAt(given, "imageRef") ?? "";
    if (asked === "" && !asksForDevices(given)) {
        throw badRequest("Missing imageRef attribute");
    }
    return asked;
}

/** From the moment a server requests a volume, no other server can have it. */
function reserveVolumes(call: Call, server: Server): void {
    const volumes = attachedVolumes(call.state, server);
    for (const { volume } of volumes) {
        refuseUnlessReservable(volume);
    }
    for (const { device, volume } of volumes) {
        device.attachmentId = call.state.blockStorage.reserve(volume, server.id);
    }
}

function flavorOf(call: Call, given: JsonObject): Flavor {
    const id =
        String(given.flavorRef)
            .replace(/[?#].*$/, "")
            .split("/")
            .at(-1) ?? "";
    const flavor = call.state.visibleFlavor(id, call.caller);
    if (flavor === undefined) {
        throw badRequest(`Flavor ${id} could not be found.`);
    }
    return flavor;
}

/** Creates as many servers as the quota allows, if that is at least min_count. Otherwise Nova refuses. */
function refuseOverQuota(call: Call, flavor: Flavor, min: number, max: number): void {
    const { projectId, userId } = call.caller;
    const limits = call.state.quotasOf(projectId);
    const ownLimits = call.state.quotasFor(call.caller);
    const over = (count: number) =>
        excess(limits, usageOf(call.state, projectId), demandOf(flavor, count)) ??
        excess(ownLimits, usageOf(call.state, projectId, userId), demandOf(flavor, count));
    const sentence = over(max) ?? over(min);
    if (sentence !== undefined) {
        throw forbidden(sentence);
    }
}

interface Drawn {
    readonly index: number;
    readonly max: number;
    readonly zone: string | null;
    readonly devices: readonly BlockDevice[];
    readonly imageId: string;
    readonly networks: readonly NetworkRequest[];
    readonly flavor: Flavor;
    readonly securityGroupIds: readonly string[];
}

function newServer(call: Call, given: JsonObject, drawn: Drawn): Server {
    const now = call.cloud.clock.now();
    const base = (stringAt(given, "name") ?? "").trim();
    const name = drawn.max > 1 ? `${base}-${drawn.index + 1}` : base;
    const id = newUuid();
    const metadata = Object.entries(objectAt(given, "metadata")).map(([key, value]) => [key, String(value)] as const);
    const tags = Array.isArray(given.tags) ? [...new Set(given.tags.map(String))] : [];
    const certificates = given.trusted_image_certificates;
    const group = groupHint(call);
    return {
        id,
        number: call.state.nextNumber(),
        projectId: call.caller.projectId,
        userId: call.caller.userId,
        reservationId: newReservationId(),
        launchIndex: drawn.index,
        created: now,
        updated: now,
        configDrive: isTrue(given.config_drive) ? "True" : "",
        schedulerHints: hintsOf(call),
        requestedNetworks: drawn.networks,
        blockDevices: [...drawn.devices, ...flavorDevices(drawn.devices, drawn.flavor)].map((device) => ({
            ...device,
            id: newUuid(),
        })),
        zone: drawn.zone,
        requestedHost: requestedHost(given),
        name,
        hostname: stringAt(given, "hostname") ?? hostnameOf(name, id),
        // Before 2.19 a server's description is its name.
        description: call.since(19) ? (stringAt(given, "description") ?? null) : name,
        imageId: drawn.imageId,
        flavor: drawn.flavor,
        minDisk: minimumDisk(call.state.images.get(drawn.imageId), drawn.flavor),
        keyName: stringAt(given, "key_name") ?? null,
        userData: stringAt(given, "user_data") ?? null,
        adminPass: stringAt(given, "adminPass") ?? newPassword(),
        metadata: Object.fromEntries(metadata),
        tags,
        securityGroupIds: [...drawn.securityGroupIds],
        accessIpV4: stringAt(given, "accessIPv4") ?? null,
        accessIpV6: stringAt(given, "accessIPv6") ?? null,
        diskConfig: given["OS-DCF:diskConfig"] === "AUTO" ? "AUTO" : "MANUAL",
        trustedImageCertificates: Array.isArray(certificates) ? certificates.map(String) : null,
        serverGroups: group === undefined ? [] : [group],
        locked: null,
        vmState: "building",
        taskState: "scheduling",
        powerState: 0,
        host: null,
        launched: null,
        terminated: null,
        deleted: false,
        fault: null,
        migration: null,
        actions: [],
    };
}

/** In `host` since 2.74, or in the zone: `nova:compute1`. */
function requestedHost(given: JsonObject): string | null {
    const forced = stringAt(given, "availability_zone")?.split(":")[1];
    return stringAt(given, "host") ?? stringAt(given, "hypervisor_hostname") ?? (forced || null);
}

/** A host name that is valid in DNS, as Nova derives it from a server's name. */
export function hostnameOf(name: string, id: string): string {
    const clean = name
        .slice(0, 63)
        .replace(/[ _.]/g, "-")
        .replace(/[^\w.-]+/g, "")
        .toLowerCase()
        .replace(/^[.-]+|[.-]+$/g, "");
    return clean === "" ? `server-${id}` : clean;
}
