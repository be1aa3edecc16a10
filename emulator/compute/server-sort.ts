import { badRequest, forbidden } from "../http/api-error";
import { own } from "../http/json";
import type { Schema } from "../http/schema";
import type { Server } from "../state/model";
import type { Call } from "./call";

/** The sort keys of GET /servers (API reference 1.2.1). Keys without a value here leave the order unchanged. */
const KEYS: Readonly<Record<string, (server: Server) => string | number | null>> = {
    access_ip_v4: (server) => server.accessIpV4,
    access_ip_v6: (server) => server.accessIpV6,
    auto_disk_config: (server) => (server.diskConfig === "AUTO" ? 1 : 0),
    availability_zone: (server) => server.zone,
    config_drive: (server) => server.configDrive,
    created_at: (server) => server.created,
    display_description: (server) => server.description,
    display_name: (server) => server.name,
    host: (server) => server.host,
    hostname: (server) => server.hostname,
    image_ref: (server) => server.imageId,
    instance_type_id: (server) => server.flavor.id,
    kernel_id: () => null,
    key_name: (server) => server.keyName,
    launch_index: (server) => server.launchIndex,
    launched_at: (server) => server.launched,
    locked_by: (server) => server.locked?.by ?? null,
    node: (server) => server.host,
    power_state: (server) => server.powerState,
    progress: () => 0,
    project_id: (server) => server.projectId,
    ramdisk_id: () => null,
    root_device_name: () => null,
    task_state: (server) => server.taskState,
    terminated_at: (server) => server.terminated,
    updated_at: (server) => server.updated,
    user_id: (server) => server.userId,
    uuid: (server) => server.id,
    vm_state: (server) => server.vmState,
};

/** Columns that are accepted but ignored up to 2.74. */
const IGNORED = [
    "architecture",
    "cell_name",
    "cleaned",
    "default_ephemeral_device",
    "default_swap_device",
    "deleted",
    "deleted_at",
    "disable_terminate",
    "ephemeral_gb",
    "ephemeral_key_uuid",
    "id",
    "key_data",
    "launched_on",
    "locked",
    "memory_mb",
    "os_type",
    "reservation_id",
    "root_gb",
    "shutdown_terminate",
    "user_data",
    "vcpus",
    "vm_mode",
];

/** The allowed values of `sort_key`, at 2.1, 2.73 (which sorts by `locked`) and 2.75 (which ignores none). */
export const SORT_KEYS: Readonly<Record<"v1" | "v73" | "v75", Schema>> = {
    v1: keys([...Object.keys(KEYS), ...IGNORED]),
    v73: keys(["locked", ...Object.keys(KEYS), ...IGNORED.filter((key) => key !== "locked")]),
    v75: keys(["locked", ...Object.keys(KEYS)]),
};

function keys(names: readonly string[]): Schema {
    return { type: "array", items: { type: "string", enum: names } };
}

/** The order of a list. Default: newest first. */
export function serverOrder(call: Call): (a: Server, b: Server) => number {
    const asked = call.query.getAll("sort_key");
    const directions = call.query.getAll("sort_dir");
    for (const key of asked) {
        if ((key === "host" || key === "node") && !call.caller.isAdmin) {
            throw forbidden(`Only administrators can sort servers by ${key}`);
        }
    }
    if (directions.some((direction) => direction !== "asc" && direction !== "desc")) {
        throw badRequest("Invalid input received: Unknown sort direction, must be 'desc' or 'asc'");
    }
    const orders = (asked.length === 0 ? ["created_at"] : asked).map((key, index) => {
        const sign = (directions[index] ?? directions[0] ?? "desc") === "desc" ? -1 : 1;
        const of = key === "locked" ? (server: Server) => (server.locked === null ? 0 : 1) : own(KEYS, key);
        return (a: Server, b: Server) => (of === undefined ? 0 : sign * compared(of(a), of(b)));
    });
    return (a, b) => orders.map((order) => order(a, b)).find((result) => result !== 0) ?? b.number - a.number;
}

/** Null sorts first, as in the database. */
function compared(a: string | number | null, b: string | number | null): number {
    if (a === b) {
        return 0;
    }
    return a === null || (b !== null && a < b) ? -1 : 1;
}
