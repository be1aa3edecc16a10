import { badRequest, forbidden, notFound } from "../http/api-error";
import { type Json, type JsonObject, objectAt, stringAt } from "../http/json";
import type { Schema } from "../http/schema";
import { newUuid } from "../state/identifiers";
import type { ServerGroup } from "../state/model";
import { membersOf } from "../state/placement";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";

const HARD = ["anti-affinity", "affinity"];
const ALL = [...HARD, "soft-anti-affinity", "soft-affinity"];
const policies = (words: readonly string[]): Schema => ({
    type: "array",
    items: { type: "string", enum: words },
    uniqueItems: true,
    minItems: 1,
    maxItems: 1,
});
const body = (properties: Record<string, Schema>, required: readonly string[]): Schema =>
    type.wrapped("server_group", type.object({ name: type.name, ...properties }, required));
const query = {
    all_projects: type.many(type.text),
    limit: type.many(type.nonNegativeInteger),
    offset: type.many(type.nonNegativeInteger),
};

/** Server groups (API reference, "Server groups"): servers to place on the same host, or on different ones. */
export const serverGroupRoutes: readonly Route[] = [
    {
        method: "GET",
        path: "/os-server-groups",
        query: [
            [1, type.query(query, true)],
            [75, type.query(query, false)],
        ],
        handle: listGroups,
    },
    { method: "GET", path: "/os-server-groups/{group_id}", handle: showGroup },
    {
        method: "POST",
        path: "/os-server-groups",
        body: [
            [1, body({ policies: policies(HARD) }, ["name", "policies"])],
            [15, body({ policies: policies(ALL) }, ["name", "policies"])],
            [
                64,
                body(
                    {
                        policy: { type: "string", enum: ALL },
                        rules: type.object({ max_server_per_host: type.positiveInteger }),
                    },
                    ["name", "policy"],
                ),
            ],
        ],
        handle: createGroup,
    },
    { method: "DELETE", path: "/os-server-groups/{group_id}", status: 204, handle: deleteGroup },
];

function view(call: Call, group: ServerGroup): JsonObject {
    return {
        id: group.id,
        name: group.name,
        ...(call.since(64)
            ? { policy: group.policy, rules: { ...group.rules } }
            : { policies: [group.policy], metadata: {} }),
        members: membersOf(call.state, group.id).map(({ id }) => id),
        ...(call.since(13) ? { project_id: group.projectId, user_id: group.userId } : {}),
    };
}

function listGroups(call: Call): Reply {
    const everyone = call.query.has("all_projects") && call.caller.isAdmin;
    const offset = Number(call.query.get("offset") ?? 0);
    const limit = Number(call.query.get("limit") ?? call.cloud.pageLimit) || call.cloud.pageLimit;
    const groups = [...call.state.serverGroups.values()].filter(
        ({ projectId }) => everyone || projectId === call.caller.projectId,
    );
    return { body: { server_groups: groups.slice(offset, offset + limit).map((group) => view(call, group)) } };
}

function groupOf(call: Call): ServerGroup {
    const id = call.parameter("group_id");
    const group = call.state.serverGroups.get(id);
    if (group === undefined || (!call.caller.isAdmin && group.projectId !== call.caller.projectId)) {
        throw notFound(`Instance group ${id} could not be found.`);
    }
    return group;
}

function showGroup(call: Call): Reply {
    return { body: { server_group: view(call, groupOf(call)) } };
}

function createGroup(call: Call): Reply {
    const { projectId, userId } = call.caller;
    const own = [...call.state.serverGroups.values()].filter((group) => group.projectId === projectId);
    const quota = call.state.quotasOf(projectId).server_groups;
    if (quota >= 0 && own.length >= quota) {
        throw forbidden("Quota exceeded, too many server groups.");
    }
    const given = objectAt(call.body, "server_group");
    const policy = call.since(64) ? stringAt(given, "policy") : firstOf(given.policies);
    const rules = Object.entries(objectAt(given, "rules")).map(([key, value]) => [key, Number(value)] as const);
    if (policy !== "anti-affinity" && rules.length > 0) {
        throw badRequest("Only anti-affinity policy supports rules.");
    }
    const group: ServerGroup = {
        id: newUuid(),
        name: stringAt(given, "name") ?? "",
        projectId,
        userId,
        policy: policy ?? "",
        rules: Object.fromEntries(rules),
    };
    call.state.serverGroups.set(group.id, group);
    return { body: { server_group: view(call, group) } };
}

function firstOf(list: Json | undefined): string | undefined {
    return Array.isArray(list) && typeof list[0] === "string" ? list[0] : undefined;
}

/** The servers stay, but are in no group any more. */
function deleteGroup(call: Call): undefined {
    const { id } = groupOf(call);
    for (const server of membersOf(call.state, id)) {
        server.serverGroups = server.serverGroups.filter((each) => each !== id);
    }
    call.state.serverGroups.delete(id);
}
