import { badRequest, notAllowed } from "../http/api-error";
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

/** The project that is asked for, which must be the caller's own where the caller is no administrator. */
function ownProjectOf(call: Call): string {
    const id = projectOf(call);
    if (id !== call.caller.projectId && !call.caller.isAdmin) {
        throw notAllowed("os_compute_api:os-quota-sets:show");
    }
    return id;
}

function projectOf(call: Call): string {
    const id = call.parameter("id");
    if (!call.state.projects.some((project) => project.id === id) && call.caller.isAdmin) {
        throw badRequest(`Project ID ${id} is not a valid project.`);
    }
    return id;
}

function view(call: Call, quotas: Readonly<Quotas>): JsonObject {
    return Object.fromEntries(namesAt(call.version).map((name) => [name, quotas[name]]));
}

/** The user whose quotas are asked for; undefined: those of the project. */
function userOf(call: Call): string | undefined {
    return call.query.get("user_id") ?? undefined;
}

/** A user has the project's where it has none of its own. */
function quotasOf(call: Call, project: string): Readonly<Quotas> {
    const user = userOf(call);
    return { ...call.state.quotasOf(project), ...(user === undefined ? {} : call.state.ownQuotasOf(project, user)) };
}

/** What counts against quotas. */
function useOf(call: Call, project: string): Partial<Record<string, number>> {
    const user = userOf(call);
    const groups = [...call.state.serverGroups.values()].filter(
        (group) => group.projectId === project && (user ?? group.userId) === group.userId,
    );
    return { ...usageOf(call.state, project, user), server_groups: groups.length };
}

function show(call: Call): Reply {
    const id = ownProjectOf(call);
    return { body: { quota_set: { id, ...view(call, quotasOf(call, id)) } } };
}

function showUse(call: Call): Reply {
    const id = ownProjectOf(call);
    const used = useOf(call, id);
    const quotas = quotasOf(call, id);
    const uses = namesAt(call.version).map(
        (name) => [name, { limit: quotas[name], in_use: used[name] ?? 0, reserved: 0 }] as const,
    );
    return { body: { quota_set: { id, ...Object.fromEntries(uses) } } };
}

function showDefaults(call: Call): Reply {
    return { body: { quota_set: { id: projectOf(call), ...view(call, DEFAULT_QUOTAS) } } };
}

/** These a project has as a whole. */
const UNDIVIDED: readonly (keyof Quotas)[] = ["fixed_ips", "floating_ips"];

/** All of it, or nothing. */
function update(call: Call): Reply {
    const id = projectOf(call);
    const given = objectAt(call.body, "quota_set");
    const user = userOf(call);
    const asked = namesAt(call.version).flatMap((name) => {
        const value = given[name];
        return value === undefined || value === "" ? [] : [[name, Number(value)] as const];
    });
    for (const [name, limit] of type.isTrue(given.force) ? [] : asked) {
        refuseLimit(call, id, name, limit);
    }
    for (const [name, limit] of asked) {
        const isOwn = user !== undefined && !UNDIVIDED.includes(name);
        const quotas: Partial<Quotas> = isOwn ? call.state.ownQuotasOf(id, user) : call.state.quotasOf(id);
        quotas[name] = limit;
    }
    return { body: { quota_set: view(call, quotasOf(call, id)) } };
}

/** A limit is not below what is used, and a user's not above what others of the project leave. */
function refuseLimit(call: Call, project: string, name: keyof Quotas, limit: number): void {
    const { state } = call;
    const user = userOf(call);
    const whole = state.quotasOf(project)[name];
    const divided = state.sharedOut(project, name);
    const own = user === undefined ? 0 : Math.max(0, state.ownQuotasOf(project, user)[name] ?? 0);
    const minimum = Math.max(useOf(call, project)[name] ?? 0, user === undefined ? divided : 0);
    const maximum = user === undefined || whole === -1 ? Number.POSITIVE_INFINITY : whole - divided + own;
    const value = limit === -1 ? Number.POSITIVE_INFINITY : limit;
    if (value < minimum) {
        throw badRequest(
            `Quota limit ${limit} for ${name} must be greater than or equal to already used and reserved ${minimum}.`,
        );
    }
    if (value > maximum) {
        throw badRequest(`Quota limit ${limit} for ${name} must be less than or equal to ${maximum}.`);
    }
}

function reset(call: Call): undefined {
    call.state.resetQuotas(call.parameter("id"), userOf(call));
}
