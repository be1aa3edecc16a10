import { badRequest, conflict, notFound, unexpected } from "../http/api-error";
import { isObject } from "../http/json";
import type { Port, SecurityGroup, Server } from "../state/model";
import type { Call } from "./call";
import { serverOf } from "./find-server";

export function addSecurityGroup(call: Call): undefined {
    const { group, ports } = found(call, "addSecurityGroup");
    if (ports.some((port) => port.securityGroupIds.includes(group.id))) {
        throw badRequest(`Invalid input for security_groups. Reason: Duplicate items in the list: '${group.id}'.`);
    }
    for (const port of ports) {
        port.securityGroupIds = [...port.securityGroupIds, group.id];
    }
}

export function removeSecurityGroup(call: Call): undefined {
    const { server, name, group, ports } = found(call, "removeSecurityGroup");
    if (!ports.some((port) => port.securityGroupIds.includes(group.id))) {
        throw notFound(`Security group ${name} not associated with the instance ${server.id}`);
    }
    for (const port of ports) {
        port.securityGroupIds = port.securityGroupIds.filter((id) => id !== group.id);
    }
}

function found(call: Call, action: string): { server: Server; name: string; group: SecurityGroup; ports: Port[] } {
    const server = serverOf(call);
    const name = nameOf(call, action);
    const [group, ...more] = call.state.groupsNamed(call.caller.projectId, name);
    if (group === undefined) {
        throw notFound(`Security group ${name} is not found for project ${call.caller.projectId}`);
    }
    if (more.length > 0) {
        throw conflict(`Multiple security_group matches found for name '${name}', use an ID to be more specific.`);
    }
    const ports = call.state.portsOf(server.id);
    if (ports.length === 0) {
        throw notFound(`instance_id ${server.id} could not be found as device id on any ports`);
    }
    return { server, name, group, ports };
}

function nameOf(call: Call, action: string): string {
    const given = isObject(call.body) ? call.body[action] : undefined;
    if (!isObject(given)) {
        throw badRequest("Missing parameter dict");
    }
    const { name } = given;
    if (name === undefined) {
        throw badRequest("Security group not specified");
    }
    if (name !== null && typeof name !== "string") {
        throw unexpected("AttributeError");
    }
    if (name === null || name.trim() === "") {
        throw badRequest("Security group name cannot be empty");
    }
    return name;
}
