import { createHash } from "node:crypto";
import { type JsonObject, objectAt } from "../../http/json";
import { spelledIPv6 } from "../../state/addresses";
import type { Server } from "../../state/model";
import { ZONE } from "../../state/seed";
import { rootDevice } from "../../state/server-volumes";
import { statusOf } from "../../state/status";
import type { Call } from "../call";
import { addressesView } from "./addresses";
import { embeddedFlavor } from "./flavor";
import { bookmark, links } from "./links";
import { databaseTime, isoTime } from "./times";

/** Which of a server's keys an answer contains. GET has all. PUT and rebuild have all only since 2.75. */
export interface Shown {
    readonly extended: boolean;
    readonly keyName: boolean;
    readonly serverGroups: boolean;
    readonly userData: boolean;
}

export function shownByGet(call: Call): Shown {
    return { extended: true, keyName: true, serverGroups: call.since(71), userData: true };
}

/** A list omits the server groups, because each would need a query. */
export function shownByList(): Shown {
    return { extended: true, keyName: true, serverGroups: false, userData: true };
}

export function shownByUpdate(call: Call): Shown {
    const all = call.since(75);
    return { extended: all, keyName: all, serverGroups: call.since(71), userData: all };
}

/** A rebuild shows the key since 2.54, because it can change it. It adds the user data itself. */
export function shownByRebuild(call: Call): Shown {
    return { ...shownByUpdate(call), keyName: call.since(54), userData: false };
}

export function serverSummary(call: Call, server: Server): JsonObject {
    return { id: server.id, name: server.name, links: links(call, "servers", server.id) };
}

/** The answer to a create request: only what the caller needs to find the server. */
export function createdView(call: Call, server: Server): JsonObject {
    const asked = objectAt(call.body, "server").security_groups;
    return {
        id: server.id,
        links: links(call, "servers", server.id),
        "OS-DCF:diskConfig": server.diskConfig,
        security_groups: asked ?? [{ name: "default" }],
        adminPass: server.adminPass,
    };
}

const WITH_FAULT = ["ERROR", "DELETED"];
const WITH_PROGRESS = ["ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING"];

/** A complete server, with the keys of the call's microversion that the caller may see. */
export function serverView(call: Call, row: Server, shown: Shown): JsonObject {
    const server = leftOf(row);
    const status = server.deleted ? "DELETED" : statusOf(server.vmState, server.taskState);
    const attributes = shown.extended && call.may("os_compute_api:os-extended-server-attributes");
    return {
        id: server.id,
        name: server.name,
        status,
        tenant_id: server.projectId,
        user_id: server.userId,
        metadata: { ...server.metadata },
        hostId: hostId(server.projectId, server.host),
        image: imageView(call, server),
        flavor: call.since(47) ? embeddedFlavor(server.flavor) : flavorLink(call, server),
        created: isoTime(server.created),
        updated: isoTime(server.updated),
        addresses: server.vmState === "building" ? {} : addressesView(call.state, server, shown.extended),
        accessIPv4: server.accessIpV4 ?? "",
        accessIPv6: server.accessIpV6 === null ? "" : spelledIPv6(server.accessIpV6),
        links: links(call, "servers", server.id),
        "OS-DCF:diskConfig": server.diskConfig,
        ...(WITH_FAULT.includes(status) && server.fault !== null ? { fault: faultView(call, server) } : {}),
        ...(WITH_PROGRESS.includes(status) ? { progress: 0 } : {}),
        ...(shown.extended ? { "OS-EXT-AZ:availability_zone": zoneOf(server), config_drive: server.configDrive } : {}),
        ...(shown.keyName ? { key_name: server.keyName } : {}),
        ...(shown.extended ? extendedView(call, server) : {}),
        ...(attributes ? attributesView(call, server, shown.userData) : {}),
        ...versionedView(call, server, shown, attributes),
    };
}

/** A deleted server has lost what Nova stores in separate tables (nova/db/main/api.py, `instance_destroy`). */
function leftOf(server: Server): Server {
    return server.deleted ? { ...server, metadata: {}, tags: [], fault: null } : server;
}

function versionedView(call: Call, server: Server, shown: Shown, attributes: boolean): JsonObject {
    return {
        ...(call.since(16) && shown.extended && call.may("os_compute_api:servers:show:host_status")
            ? { host_status: server.host === null || server.deleted ? "" : "UP" }
            : {}),
        ...(call.since(9) ? { locked: server.locked !== null } : {}),
        ...(call.since(73) ? { locked_reason: server.locked?.reason ?? null } : {}),
        ...(call.since(19) ? { description: server.description } : {}),
        ...(call.since(26) ? { tags: [...server.tags] } : {}),
        ...(call.since(63) ? { trusted_image_certificates: server.trustedImageCertificates } : {}),
        ...(call.since(90) && !attributes ? { "OS-EXT-SRV-ATTR:hostname": server.hostname } : {}),
        ...(shown.serverGroups ? { server_groups: [...server.serverGroups] } : {}),
    };
}

function extendedView(call: Call, server: Server): JsonObject {
    const groups = groupNames(call, server);
    return {
        "OS-SRV-USG:launched_at": server.launched === null ? null : databaseTime(server.launched),
        "OS-SRV-USG:terminated_at": server.terminated === null ? null : databaseTime(server.terminated),
        ...(groups.length > 0 ? { security_groups: groups.map((name) => ({ name })) } : {}),
        "OS-EXT-STS:task_state": server.taskState,
        "OS-EXT-STS:vm_state": server.vmState,
        "OS-EXT-STS:power_state": server.powerState,
        "os-extended-volumes:volumes_attached": server.blockDevices.flatMap(({ volumeId, deleteOnTermination }) =>
            volumeId === null
                ? []
                : [{ id: volumeId, ...(call.since(3) ? { delete_on_termination: deleteOnTermination } : {}) }],
        ),
    };
}

function attributesView(call: Call, server: Server, userData: boolean): JsonObject {
    return {
        "OS-EXT-SRV-ATTR:host": server.host,
        "OS-EXT-SRV-ATTR:instance_name": `instance-${server.number.toString(16).padStart(8, "0")}`,
        "OS-EXT-SRV-ATTR:hypervisor_hostname": server.host,
        ...(call.since(3)
            ? {
                  "OS-EXT-SRV-ATTR:reservation_id": server.reservationId,
                  "OS-EXT-SRV-ATTR:launch_index": server.launchIndex,
                  "OS-EXT-SRV-ATTR:hostname": server.hostname,
                  "OS-EXT-SRV-ATTR:kernel_id": "",
                  "OS-EXT-SRV-ATTR:ramdisk_id": "",
                  "OS-EXT-SRV-ATTR:root_device_name": rootDevice(server)?.deviceName ?? null,
                  ...(userData ? { "OS-EXT-SRV-ATTR:user_data": server.userData } : {}),
              }
            : {}),
    };
}

/** A group is listed once for each port that has it, as in Nova. */
function groupNames(call: Call, server: Server): string[] {
    return call.state
        .portsOf(server.id)
        .flatMap((port) => port.securityGroupIds)
        .flatMap((id) => call.state.securityGroups.get(id)?.name ?? []);
}

function imageView(call: Call, server: Server): JsonObject | string {
    return server.imageId === ""
        ? ""
        : { id: server.imageId, links: [{ rel: "bookmark", href: bookmark(call, "images", server.imageId) }] };
}

function flavorLink(call: Call, server: Server): JsonObject {
    const { id } = server.flavor;
    return { id, links: [{ rel: "bookmark", href: bookmark(call, "flavors", id) }] };
}

function faultView(call: Call, server: Server): JsonObject {
    const fault = server.fault;
    if (fault === null) {
        return {};
    }
    const { code, message, details } = fault;
    // Details of an internal error are shown to administrators only.
    const told = details !== "" && (call.caller.isAdmin || code !== 500);
    return { code, created: isoTime(fault.created), message, ...(told ? { details } : {}) };
}

function zoneOf(server: Server): string {
    return server.host === null ? (server.zone ?? "") : ZONE;
}

/** Equal for all servers of a project on one host, and different for all others. */
export function hostId(projectId: string, host: string | null): string {
    return host === null
        ? ""
        : createHash("sha224")
              .update(projectId + host)
              .digest("hex");
}
