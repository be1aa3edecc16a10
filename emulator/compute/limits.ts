import type { JsonObject } from "../http/json";
import { usageOf } from "../state/quota-usage";
import type { Quotas } from "../state/quotas";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";

const query = { tenant_id: type.many(type.text) };

/** Limits of a project (API reference 1.18). */
export const limitRoutes: readonly Route[] = [
    {
        method: "GET",
        path: "/limits",
        query: [
            [1, type.query(query, true)],
            [75, type.query(query, false)],
        ],
        handle: showLimits,
    },
];

/** The name of each limit, and the last microversion that shows it. */
const LIMITS: readonly (readonly [name: string, quota: keyof Quotas, until: number])[] = [
    ["maxServerMeta", "metadata_items", 999],
    ["maxImageMeta", "metadata_items", 38],
    ["maxPersonality", "injected_files", 56],
    ["maxPersonalitySize", "injected_file_content_bytes", 56],
    ["maxTotalInstances", "instances", 999],
    ["maxTotalCores", "cores", 999],
    ["maxTotalRAMSize", "ram", 999],
    ["maxTotalKeypairs", "key_pairs", 999],
    ["maxServerGroups", "server_groups", 999],
    ["maxServerGroupMembers", "server_group_members", 999],
    ["maxTotalFloatingIps", "floating_ips", 35],
    ["maxSecurityGroups", "security_groups", 35],
    ["maxSecurityGroupRules", "security_group_rules", 35],
];

function showLimits(call: Call): Reply {
    const asked = call.query.get("tenant_id");
    if (asked !== null) {
        call.require("os_compute_api:limits:other_project");
    }
    const project = asked ?? call.caller.projectId;
    const quotas = call.state.quotasOf(project);
    const used = usageOf(call.state, project);
    const absolute: JsonObject = {};
    for (const [name, quota, until] of LIMITS) {
        if (call.version <= until) {
            absolute[name] = quotas[quota];
        }
    }
    Object.assign(absolute, {
        totalRAMUsed: used.ram,
        totalCoresUsed: used.cores,
        totalInstancesUsed: used.instances,
        totalServerGroupsUsed: [...call.state.serverGroups.values()].filter((each) => each.projectId === project)
            .length,
        // The network service counts these. Nova always shows 0 for them.
        ...(call.version <= 35 ? { totalFloatingIpsUsed: 0, totalSecurityGroupsUsed: 0 } : {}),
    });
    return { body: { limits: { rate: [], absolute } } };
}
