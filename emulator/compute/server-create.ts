import { badRequest, forbidden } from "../http/api-error";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../http/json";
import { newPassword, newReservationId, newUuid } from "../state/identifiers";
import type { Flavor, NetworkRequest, Server, VolumeAttachment } from "../state/model";
import { demandOf, excess, usageOf } from "../state/quotas";
import { HOSTS, ZONE } from "../state/seed";
import type { Call, Reply } from "./call";
import { requestedNetworks } from "./requested-networks";
import { isTrue } from "./schemas/parameter-types";
import { minimumDisk } from "./server-resize";
import { selfLink } from "./views/links";
import { createdView } from "./views/server";

/** POST /servers (API reference 1.2.2): everything that can be refused is, in Nova's order, before anything is made. */
export function createServer(call: Call): Reply {
    const given = objectAt(call.body, "server");
    const { min, max } = counts(given);
    const zone = zoneOf(call, given);
    refuseUnknownHost(call, given);
    const volumes = volumesOf(given);
    const imageId = imageOf(given, volumes);
    const networks = requestedNetworks(call, given.networks, max);
    const flavor = flavorOf(call, given);
    const securityGroupIds = refuseUnusable(call, given, { imageId, flavor, volumes, max });
    refuseOverQuota(call, flavor, min, max);
    const servers = Array.from({ length: max }, (_, index) =>
        newServer(call, given, { index, max, zone, volumes, imageId, networks, flavor, securityGroupIds }),
    );
    for (const server of servers) {
        call.state.servers.set(server.id, server);
        call.cloud.machine.start(server, "create", call.origin);
    }
    const [first] = servers;
    if (first === undefined) {
        throw new Error("a create made no server");
    }
    return isTrue(given.return_reservation_id)
        ? { body: { reservation_id: first.reservationId } }
        : { body: { server: createdView(call, first) }, headers: { Location: selfLink(call, "servers", first.id) } };
}

function counts(given: JsonObject): { min: number; max: number } {
    const min = Number(given.min_count ?? 1);
    const max = Number(given.max_count ?? min);
    if (min > max) {
        throw badRequest("min_count must be <= max_count");
    }
    return { min, max };
}

/** `zone:host:node` is an administrator's way to name a host; a zone that is not there is refused. */
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

/** From 2.74 on an administrator may name the host by which the scheduler is to pass. */
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

/** What the block device mapping attaches; volumes that the image service would make exist at once. */
function volumesOf(given: JsonObject): (VolumeAttachment & { boots: boolean })[] {
    return entries(given.block_device_mapping_v2)
        .filter((entry) => entry.destination_type === "volume" || entry.source_type === "volume")
        .map((entry) => ({
            id: entry.source_type === "volume" ? uuidOf(entry) : newUuid(),
            deleteOnTermination: isTrue(entry.delete_on_termination),
            boots: Number(entry.boot_index ?? -1) === 0,
        }))
        .concat(
            entries(given.block_device_mapping).map((entry, index) => ({
                id: stringAt(entry, "volume_id") ?? newUuid(),
                deleteOnTermination: isTrue(entry.delete_on_termination),
                boots: index === 0,
            })),
        );
}

function uuidOf(entry: JsonObject): string {
    const uuid = stringAt(entry, "uuid") ?? stringAt(entry, "volume_id");
    if (uuid === undefined) {
        throw badRequest("Block Device Mapping is Invalid: Missing device UUID.");
    }
    return uuid;
}

function entries(list: Json | undefined): JsonObject[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}

function imageOf(given: JsonObject, volumes: readonly { boots: boolean }[]): string {
    const asked = stringAt(given, "imageRef") ?? "";
    const devices = entries(given.block_device_mapping_v2).length + entries(given.block_device_mapping).length;
    if (asked === "" && devices === 0) {
        throw badRequest("Missing imageRef attribute");
    }
    // A server that boots from a volume shows no image.
    return volumes.some(({ boots }) => boots) ? "" : asked;
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

interface Parts {
    readonly imageId: string;
    readonly flavor: Flavor;
    readonly volumes: readonly { boots: boolean }[];
    readonly max: number;
}

/** What the server refers to, beyond its flavor and its networks; gives its groups. */
function refuseUnusable(call: Call, given: JsonObject, { imageId, flavor, volumes, max }: Parts): string[] {
    const image = call.state.images.get(imageId);
    if (imageId !== "" && (image === undefined || image.status === "deleted")) {
        throw badRequest("Can not find requested image");
    }
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
    const group =
        objectAt(call.body, "os:scheduler_hints").group ?? objectAt(call.body, "OS-SCH-HNT:scheduler_hints").group;
    if (typeof group === "string") {
        throw badRequest(`Instance group ${group} could not be found.`);
    }
    refuseTooMuch(call, given);
    if (image !== undefined && flavor.ram < image.minRam) {
        throw badRequest("Flavor's memory is too small for requested image.");
    }
    if (image !== undefined && flavor.disk > 0 && flavor.disk * 1024 ** 3 < image.size) {
        throw badRequest(
            `Flavor's disk is too small for requested image. Flavor disk is ${flavor.disk * 1024 ** 3} bytes, image is ${image.size} bytes.`,
        );
    }
    const onVolume = volumes.some(({ boots }) => boots);
    if (flavor.disk === 0 && !onVolume && !call.may("os_compute_api:servers:create:zero_disk_flavor")) {
        throw forbidden("Only volume-backed servers are allowed for flavors with zero disk.");
    }
    return groups;
}

/** Metadata and injected files have quotas of their own. */
function refuseTooMuch(call: Call, given: JsonObject): void {
    const limits = call.state.quotasOf(call.caller.projectId);
    if (Object.keys(objectAt(given, "metadata")).length > limits.metadata_items) {
        throw forbidden(`Maximum number of metadata items exceeds ${limits.metadata_items}`);
    }
    const files = entries(given.personality);
    if (files.length > limits.injected_files) {
        throw forbidden("Personality file limit exceeded");
    }
    for (const file of files) {
        if ((stringAt(file, "path") ?? "").length > limits.injected_file_path_bytes) {
            throw forbidden(`Personality file path exceeds maximum ${limits.injected_file_path_bytes}`);
        }
        if (Buffer.from(stringAt(file, "contents") ?? "", "base64").length > limits.injected_file_content_bytes) {
            throw forbidden(`Personality file content exceeds maximum ${limits.injected_file_content_bytes}`);
        }
    }
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

/** As many as the quota allows are made, if that is at least min_count; Nova refuses the rest. */
function refuseOverQuota(call: Call, flavor: Flavor, min: number, max: number): void {
    const limits = call.state.quotasOf(call.caller.projectId);
    const used = usageOf(call.state, call.caller.projectId);
    const sentence = excess(limits, used, demandOf(flavor, max)) ?? excess(limits, used, demandOf(flavor, min));
    if (sentence !== undefined) {
        throw forbidden(sentence);
    }
}

interface Drawn {
    readonly index: number;
    readonly max: number;
    readonly zone: string | null;
    readonly volumes: readonly VolumeAttachment[];
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
        schedulerHints: objectAt(call.body, "os:scheduler_hints"),
        requestedNetworks: drawn.networks,
        volumes: drawn.volumes,
        zone: drawn.zone,
        name,
        hostname: stringAt(given, "hostname") ?? hostnameOf(name, id),
        // Before 2.19 a server's description was its name.
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
        serverGroups: [],
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

/** A host name that DNS would take, as Nova makes it of a server's name. */
export function hostnameOf(name: string, id: string): string {
    const clean = name
        .slice(0, 63)
        .replace(/[ _.]/g, "-")
        .replace(/[^\w.-]+/g, "")
        .toLowerCase()
        .replace(/^[.-]+|[.-]+$/g, "");
    return clean === "" ? `server-${id}` : clean;
}
