import { badRequest, forbidden } from "../http/api-error";
import { hasPattern, parseTime, pattern } from "../http/formats";
import { own } from "../http/json";
import { repr } from "../http/python";
import type { Schema } from "../http/schema";
import type { Server } from "../state/model";
import { statesOf } from "../state/status";
import type { Call } from "./call";
import type { Versioned } from "./route";
import * as type from "./schemas/parameter-types";
import { SORT_KEYS, serverOrder } from "./server-sort";

const text = type.many(type.text);
const regex = type.many({ type: "string", format: "regex" });
const time = type.many({ type: "string", format: "date-time" });

interface Filter {
    readonly schema: Schema;
    /** The value that the filter compares. Without it, the filter needs code of its own. */
    readonly of?: (server: Server) => string | number | boolean | null;
    /** The pattern may match anywhere, like the database's REGEXP. Otherwise the value must be equal. */
    readonly loose?: boolean;
    /** The microversion since which members may use it. Undefined: never. */
    readonly members?: number;
}

/** The filters of GET /servers (API reference 1.2.1, and Nova's own). */
const FILTERS: Readonly<Record<string, Filter>> = {
    name: { schema: regex, of: (server) => server.name, loose: true, members: 1 },
    display_name: { schema: regex, of: (server) => server.name, loose: true },
    status: { schema: text, members: 1 },
    image: { schema: text, of: (server) => server.imageId, members: 1 },
    image_ref: { schema: text, of: (server) => server.imageId },
    flavor: { schema: text, of: (server) => server.flavor.id, members: 1 },
    reservation_id: { schema: regex, of: (server) => server.reservationId, members: 1 },
    ip: { schema: regex, members: 1 },
    ip6: { schema: regex, members: 5 },
    "changes-since": { schema: time, members: 1 },
    all_tenants: { schema: text, members: 1 },
    uuid: { schema: text, of: (server) => server.id },
    user_id: { schema: text, of: (server) => server.userId, members: 83 },
    project_id: { schema: text, of: (server) => server.projectId },
    tenant_id: { schema: text, of: (server) => server.projectId },
    host: { schema: text, of: (server) => server.host },
    hostname: { schema: regex, of: (server) => server.hostname, loose: true, members: 90 },
    node: { schema: text, of: (server) => server.host },
    availability_zone: { schema: regex, of: (server) => server.zone ?? "nova", loose: true, members: 83 },
    config_drive: { schema: regex, of: (server) => server.configDrive, loose: true, members: 83 },
    key_name: { schema: regex, of: (server) => server.keyName, loose: true, members: 83 },
    created_at: { schema: regex, members: 83 },
    launched_at: { schema: regex, members: 83 },
    terminated_at: { schema: regex, members: 83 },
    power_state: { schema: regex, of: (server) => server.powerState, members: 83 },
    task_state: { schema: regex, of: (server) => server.taskState, loose: true, members: 83 },
    vm_state: { schema: regex, of: (server) => server.vmState, members: 83 },
    progress: { schema: regex, members: 83 },
    description: { schema: regex, of: (server) => server.description, loose: true },
    display_description: { schema: regex, of: (server) => server.description, loose: true },
    deleted: { schema: text },
    soft_deleted: { schema: text },
    launch_index: { schema: text, of: (server) => server.launchIndex },
    kernel_id: { schema: regex },
    ramdisk_id: { schema: regex },
    locked_by: { schema: regex, of: (server) => server.locked?.by ?? null },
    root_device_name: { schema: regex },
    access_ip_v4: { schema: regex, of: (server) => server.accessIpV4 },
    access_ip_v6: { schema: regex, of: (server) => server.accessIpV6 },
    auto_disk_config: { schema: regex },
    sort_key: { schema: SORT_KEYS.v1 },
    sort_dir: { schema: text },
};
const TAG_FILTERS: Readonly<Record<string, (server: Server, tags: readonly string[]) => boolean>> = {
    tags: (server, tags) => tags.every((tag) => server.tags.includes(tag)),
    "tags-any": (server, tags) => tags.some((tag) => server.tags.includes(tag)),
    "not-tags": (server, tags) => !tags.every((tag) => server.tags.includes(tag)),
    "not-tags-any": (server, tags) => !tags.some((tag) => server.tags.includes(tag)),
};

/** The database's own column names pass the schema and are refused later. */
const INTERNAL: Schema = { patternProperties: { "^_": text } };

export const serverQuery: Versioned<Schema> = queries();

function queries(): Versioned<Schema> {
    const v1: Record<string, Schema> = { ...type.pagination };
    for (const [name, filter] of Object.entries(FILTERS)) {
        v1[name] = filter.schema;
    }
    const v26 = { ...v1, ...Object.fromEntries(Object.keys(TAG_FILTERS).map((name) => [name, regex])) };
    const v66 = { ...v26, "changes-before": time };
    const v73 = { ...v66, sort_key: SORT_KEYS.v73, locked: text };
    const v75 = { ...v73, sort_key: SORT_KEYS.v75 };
    return [
        [1, { ...INTERNAL, ...type.query(v1, true) }],
        [26, { ...INTERNAL, ...type.query(v26, true) }],
        [66, { ...INTERNAL, ...type.query(v66, true) }],
        [73, { ...INTERNAL, ...type.query(v73, true) }],
        [75, { ...INTERNAL, ...type.query(v75, false) }],
    ];
}

/** The servers of a list, newest first. */
export function listedServers(call: Call, detailed: boolean): Server[] {
    const tests = [ownership(call, detailed), presence(call), ...plainTests(call)];
    const status = statusTest(call);
    if (status === "none") {
        return [];
    }
    return [...call.state.servers.values()]
        .filter((server) => tests.every((test) => test(server)) && (status === undefined || status(server)))
        .sort(serverOrder(call));
}

type Test = (server: Server) => boolean;

function ownership(call: Call, detailed: boolean): Test {
    const asked = call.query.get("all_tenants");
    const all = asked !== null && (asked === "" || strictBoolean(asked));
    if (!all) {
        return (server) => server.projectId === call.caller.projectId;
    }
    call.require(`os_compute_api:servers:${detailed ? "detail" : "index"}:get_all_tenants`);
    const project = call.query.get("tenant_id") ?? call.query.get("project_id");
    return (server) => project === null || server.projectId === project;
}

/** A boolean as oslo.utils reads it in strict mode. */
function strictBoolean(value: string): boolean {
    const word = value.trim().toLowerCase();
    if (["1", "t", "true", "on", "y", "yes"].includes(word)) {
        return true;
    }
    if (["0", "f", "false", "off", "n", "no"].includes(word)) {
        return false;
    }
    throw badRequest(
        `Unrecognized value ${repr(value)}, acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'`,
    );
}

/** Deleted servers are shown if the list asks for changes, or if an administrator asks for them. */
function presence(call: Call): Test {
    const since = timeOf(call, "changes-since");
    const before = call.since(66) ? timeOf(call, "changes-before") : undefined;
    if (since !== undefined && before !== undefined && before < since) {
        throw badRequest("The value of changes-since must be less than or equal to changes-before.");
    }
    const changes = since !== undefined || before !== undefined;
    const deleted = call.caller.isAdmin ? call.query.get("deleted") : null;
    return (server) =>
        (deleted !== null ? server.deleted === type.isTrue(deleted) : changes || !server.deleted) &&
        (since === undefined || wholeSecond(server.updated) >= wholeSecond(since)) &&
        (before === undefined || server.updated <= before);
}

/** Nova's database stores whole seconds. */
function wholeSecond(milliseconds: number): number {
    return Math.floor(milliseconds / 1000);
}

function timeOf(call: Call, name: string): number | undefined {
    const asked = call.query.get(name);
    return asked === null ? undefined : parseTime(asked);
}

function statusTest(call: Call): Test | "none" | undefined {
    const asked = call.query.getAll("status");
    if (asked.length === 0) {
        return undefined;
    }
    const { vm, tasks } = statesOf(asked);
    if (vm.length === 0) {
        if (call.since(38)) {
            throw badRequest("Invalid status value");
        }
        return "none";
    }
    if (vm.length === 1 && vm[0] === "deleted" && !call.caller.isAdmin) {
        throw forbidden("Only administrators may list deleted instances");
    }
    return (server) => vm.includes(server.vmState) && (tasks?.includes(server.taskState ?? "") ?? true);
}

function plainTests(call: Call): Test[] {
    return [...new Set(call.query.keys())].flatMap((name) => {
        const value = call.query.get(name) ?? "";
        const tagged = call.since(26) ? own(TAG_FILTERS, name) : undefined;
        if (tagged !== undefined) {
            return [(server: Server) => tagged(server, value.split(","))];
        }
        if (name === "ip" || (name === "ip6" && call.since(5))) {
            return [addressTest(call, value)];
        }
        if (name === "locked" && call.since(73)) {
            const locked = strictBoolean(value);
            return [(server: Server) => (server.locked !== null) === locked];
        }
        return filterTest(call, name, value);
    });
}

function filterTest(call: Call, name: string, value: string): Test[] {
    const filter = own(FILTERS, name);
    const usable = call.caller.isAdmin || (filter?.members !== undefined && call.since(filter.members));
    // A project can be chosen only together with all_tenants.
    if (filter?.of === undefined || !usable || name === "tenant_id" || name === "project_id") {
        return [];
    }
    const { of } = filter;
    const expression = filter.loose ? pattern(value) : undefined;
    const loose = expression && new RegExp(expression.source, "i");
    return [(server) => (loose ? hasPattern(String(of(server) ?? ""), loose) : String(of(server) ?? "") === value)];
}

function addressTest(call: Call, value: string): Test {
    const expression = pattern(value);
    return (server) =>
        expression !== undefined &&
        call.state.portsOf(server.id).some(({ address }) => hasPattern(address, expression));
}
