import { badRequest } from "../http/api-error";
import { type JsonObject, objectAt } from "../http/json";
import type { Schema } from "../http/schema";
import { usageOf } from "../state/quota-usage";
import { DEFAULT_QUOTAS, type Quotas } from "../state/quotas";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";

const path = "/os-quota-sets/{id}";
const query = [
    [1, type.query({ user_id: type.many(type.text) }, true)],
    [75, type.query({ user_id: type.many(type.text) }, false)],
] as const;

/** The last microversion that shows a quota. */
const UNTIL: Partial<Record<keyof Quotas, number>> = {
    fixed_ips: 35,
    floating_ips: 35,
    security_groups: 35,
    security_group_rules: 35,
    injected_files: 56,
    injected_file_content_bytes: 56,
    injected_file_path_bytes: 56,
};
const NAMES = Object.keys(DEFAULT_QUOTAS) as (keyof Quotas)[];

function namesAt(version: number): (keyof Quotas)[] {
    return NAMES.filter((name) => version <= (UNTIL[name] ?? Number.POSITIVE_INFINITY));
}

const limit: Schema = { type: ["integer", "string"], pattern: "^-?[0-9]+$", minimum: -1, maximum: 0x7fffffff };

function updateBody(version: number): Schema {
    const properties = Object.fromEntries(namesAt(version).map((name) => [name, limit]));
    return type.wrapped("quota_set", type.object({ ...properties, force: type.boolean }));
}

/** Quotas of a project (API reference 1.44). */
export const quotaSetRoutes: readonly Route[] = [
    { method: "GET", path, query, handle: show },
    {
        method: "PUT",
        path,
        query,
        policy: "os_compute_api:os-quota-sets:update",
        body: [
            [1, updateBody(1)],
            [36, updateBody(36)],
            [57, updateBody(57)],
        ],
        handle: update,
    },
    { method: "DELETE", path, query, status: 202, policy: "os_compute_api:os-quota-sets:delete", handle: reset },
    { method: "GET", path: `${path}/detail`, query, handle: showUse },
    { method: "GET", path: `${path}/defaults`, handle: showDefaults },
];

function projectOf(call: Call): string {
    const id = call.parameter("id");
    if (!call.state.projects.some((project) => project.id === id) && call.caller.isAdmin) {
        throw badRequest(`Project ID ${id} is not a valid project.`);
    }
    if (id !== call.caller.projectId) {
        call.require("os_compute_api:os-quota-sets:update");
    }
    return id;
}

function view(call: Call, quotas: Readonly<Quotas>): JsonObject {
    return Object.fromEntries(namesAt(call.version).map((name) => [name, quotas[name]]));
}

function show(call: Call): Reply {
    const id = projectOf(call);
    return { body: { quota_set: { id, ...view(call, call.state.quotasOf(id)) } } };
}

function showUse(call: Call): Reply {
    const id = projectOf(call);
    const used: Partial<Record<string, number>> = usageOf(call.state, id);
    const quotas = call.state.quotasOf(id);
    const uses = namesAt(call.version).map(
        (name) => [name, { limit: quotas[name], in_use: used[name] ?? 0, reserved: 0 }] as const,
    );
    return { body: { quota_set: { id, ...Object.fromEntries(uses) } } };
}

function showDefaults(call: Call): Reply {
    return { body: { quota_set: { id: projectOf(call), ...view(call, DEFAULT_QUOTAS) } } };
}

function update(call: Call): Reply {
    const id = projectOf(call);
    const given = objectAt(call.body, "quota_set");
    const quotas = call.state.quotasOf(id);
    const used: Partial<Record<string, number>> = usageOf(call.state, id);
    for (const name of namesAt(call.version)) {
        const asked = given[name];
        if (asked === undefined) {
            continue;
        }
        const minimum = used[name] ?? 0;
        if (!type.isTrue(given.force) && Number(asked) !== -1 && Number(asked) < minimum) {
            throw badRequest(
                `Quota limit ${asked} for ${name} must be greater than or equal to already used and reserved ${minimum}.`,
            );
        }
        quotas[name] = Number(asked);
    }
    return { body: { quota_set: view(call, quotas) } };
}

function reset(call: Call): undefined {
    call.state.resetQuotas(projectOf(call));
}
