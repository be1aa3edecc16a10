import type { JsonObject } from "../../http/json";
import type { CloudState } from "../../state/cloud-state";
import type { SecurityGroup, SecurityGroupRule } from "../../state/model";

/** A group as Nova shows it: only its rules for incoming traffic. */
export function groupView(state: CloudState, group: SecurityGroup): JsonObject {
    return {
        id: group.id,
        description: group.description,
        name: group.name,
        tenant_id: group.projectId,
        rules: group.rules.map((rule) => ruleView(state, group, rule)),
    };
}

export function ruleView(state: CloudState, parent: SecurityGroup, rule: SecurityGroupRule): JsonObject {
    const source = rule.groupId === null ? undefined : state.securityGroups.get(rule.groupId);
    const { from, to } = shownPorts(rule);
    return {
        id: rule.id,
        parent_group_id: parent.id,
        ip_protocol: rule.protocol,
        from_port: from,
        to_port: to,
        group: source === undefined ? {} : { name: source.name, tenant_id: source.projectId },
        ip_range: source === undefined ? { cidr: rule.cidr ?? "0.0.0.0/0" } : {},
    };
}

/** A protocol without ports means all of them. */
function shownPorts(rule: SecurityGroupRule): { from: number | null; to: number | null } {
    if (rule.protocol === null || rule.fromPort !== null || rule.toPort !== null) {
        return { from: rule.fromPort, to: rule.toPort };
    }
    const ports = ["TCP", "UDP"].includes(rule.protocol.toUpperCase());
    return ports ? { from: 1, to: 65_535 } : { from: -1, to: -1 };
}
