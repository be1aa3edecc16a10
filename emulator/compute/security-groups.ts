import { badRequest, forbidden, notFound, unexpected } from "../http/api-error";
import { isObject, type Json, type JsonObject } from "../http/json";
import { isUnstorable } from "../state/collation";
import { isUuidLike, newUuid } from "../state/identifiers";
import type { SecurityGroup } from "../state/model";
import type { Call, Reply } from "./call";
import { serverOf } from "./find-server";
import { PROXIES_UNTIL, type Route } from "./route";
import * as type from "./schemas/parameter-types";
import { groupView } from "./views/security-group";

const proxied = { until: PROXIES_UNTIL } as const;
const listQuery = [
    [
        1,
        type.query(
            {
                limit: type.many(type.nonNegativeInteger),
                offset: type.many(type.nonNegativeInteger),
                all_tenants: type.many(type.text),
            },
            true,
        ),
    ],
] as const;

/** Security groups (API reference 1.45), up to 2.35. A server's own list has no upper limit. */
export const securityGroupRoutes: readonly Route[] = [
    { ...proxied, method: "GET", path: "/os-security-groups", query: listQuery, handle: listGroups },
    { ...proxied, method: "POST", path: "/os-security-groups", handle: createGroup },
    { ...proxied, method: "GET", path: "/os-security-groups/{id}", handle: showGroup },
    { ...proxied, method: "PUT", path: "/os-security-groups/{id}", handle: updateGroup },
    { ...proxied, method: "DELETE", path: "/os-security-groups/{id}", status: 202, handle: deleteGroup },
    { method: "GET", path: "/servers/{server_id}/os-security-groups", handle: listServerGroups },
];

function listGroups(call: Call): Reply {
    const all = call.caller.isAdmin && call.query.has("all_tenants");
    const groups = [...call.state.securityGroups.values()].filter(
        ({ projectId }) => all || projectId === call.caller.projectId,
    );
    const offset = Number(call.query.get("offset") ?? 0);
    const limit = Math.min(Number(call.query.get("limit") ?? 0) || call.cloud.pageLimit, call.cloud.pageLimit);
    return { body: { security_groups: sorted(call, groups.slice(offset, offset + limit)) } };
}

function listServerGroups(call: Call): Reply {
    const ids = call.state.portsOf(serverOf(call).id).flatMap((port) => port.securityGroupIds);
    const groups = ids.flatMap((id) => call.state.securityGroups.get(id) ?? []);
    return { body: { security_groups: sorted(call, groups) } };
}

function sorted(call: Call, groups: readonly SecurityGroup[]): JsonObject[] {
    const key = (group: SecurityGroup) => `${group.projectId} ${group.name}`;
    return groups.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map((group) => groupView(call.state, group));
}

/** The group of an id, if the caller may see it. */
export function groupOf(call: Call, id: Json | undefined): SecurityGroup {
    if (typeof id !== "string" || !isUuidLike(id)) {
        throw badRequest("Security group id should be uuid");
    }
    const group = call.state.securityGroups.get(id);
    if (group === undefined || (!call.caller.isAdmin && group.projectId !== call.caller.projectId)) {
        throw notFound(`Security group ${id} does not exist`);
    }
    return group;
}

function showGroup(call: Call): Reply {
    return { body: { security_group: groupView(call.state, groupOf(call, call.parameter("id"))) } };
}

function createGroup(call: Call): Reply {
    const { name, description } = described(call);
    const own = call.state.groupsOf(call.caller.projectId);
    const limit = call.state.networkQuotas.securityGroups;
    if (limit >= 0 && own.length >= limit) {
        throw forbidden("Quota exceeded for resources: ['security_group'].");
    }
    refuseDefault(name);
    const group: SecurityGroup = { id: newUuid(), projectId: call.caller.projectId, name, description, rules: [] };
    call.state.securityGroups.set(group.id, group);
    return { body: { security_group: groupView(call.state, group) } };
}

function updateGroup(call: Call): Reply {
    const group = groupOf(call, call.parameter("id"));
    const { name, description } = described(call);
    if (group.name === "default" || name.toLowerCase() === "default") {
        // Nova does not expect this conflict of Neutron's.
        throw unexpected("neutronclient.common.exceptions.Conflict");
    }
    group.name = name;
    group.description = description;
    return { body: { security_group: groupView(call.state, group) } };
}

function deleteGroup(call: Call): undefined {
    const group = groupOf(call, call.parameter("id"));
    if (group.name === "default" && !call.caller.isAdmin) {
        throw badRequest("Removing default security group not allowed.");
    }
    if ([...call.state.ports.values()].some((port) => port.securityGroupIds.includes(group.id))) {
        throw badRequest(`Security Group ${group.id} in use.`);
    }
    call.state.securityGroups.delete(group.id);
    for (const other of call.state.securityGroups.values()) {
        other.rules = other.rules.filter((rule) => rule.groupId !== group.id);
    }
}

function described(call: Call): { name: string; description: string } {
    const given = insideOf(call.body, "security_group");
    const [name, description] = [checked(given.name, "name"), checked(given.description, "description")];
    if (isUnstorable(name) || isUnstorable(description)) {
        throw unexpected("neutronclient.common.exceptions.InternalServerError");
    }
    return { name, description };
}

/** The object in a body of the network proxies, which have no schemas. */
export function insideOf(body: Json, key: string): JsonObject {
    if (!isObject(body) || Object.keys(body).length === 0) {
        throw badRequest("The request body can't be empty");
    }
    const given = body[key];
    if (!given) {
        throw badRequest(`Missing parameter ${key}`);
    }
    if (!isObject(given)) {
        throw unexpected("AttributeError");
    }
    return given;
}

function checked(value: Json | undefined, name: string): string {
    if (typeof value !== "string") {
        throw badRequest(`${name} is not a string or unicode`);
    }
    if (value.length > 255) {
        throw badRequest(`${name} has ${value.length} characters, more than 255.`);
    }
    return value;
}

/** Nova reports every conflict of Neutron's as a limit. */
function refuseDefault(name: string): void {
    if (name.toLowerCase() === "default") {
        throw forbidden("Default security group already exists.");
    }
}
