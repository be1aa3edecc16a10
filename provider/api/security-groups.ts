/**
 * Security groups and their rules (API reference, "Security groups", "Rules for security group"): served up to 2.35;
 * the list of a server's groups has no such limit. Rules are read through their group.
 */
import uniqBy from "lodash/uniqBy";
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, eachOnce, optionalIdentifier, optionalQuantity, optionalText, scalar } from "./values";

export interface SecurityGroupRule {
    id: string;
    /** `tcp`, `udp`, `icmp`…; undefined: all. */
    protocol?: string;
    /** For icmp the type; -1 means all. */
    fromPort?: number;
    /** For icmp the code; -1 means all. */
    toPort?: number;
    cidr?: string;
    /** Instead of a CIDR: the members of a group. The cloud returns its name. */
    group?: { name: string; tenantId?: string };
}

export interface SecurityGroupRecord {
    id: string;
    name: string;
    description: string;
    tenantId?: string;
    rules: SecurityGroupRule[];
}

export const rule = z
    .object({
        id: assignedId,
        ip_protocol: scalar.nullish(),
        from_port: optionalQuantity,
        to_port: optionalQuantity,
        ip_range: z.object({ cidr: optionalText }).nullish(),
        group: z.object({ name: optionalIdentifier, tenant_id: optionalIdentifier }).nullish(),
    })
    .transform((body): SecurityGroupRule => {
        const { name, tenant_id: tenantId } = body.group ?? {};
        return {
            id: body.id,
            protocol: body.ip_protocol?.toLowerCase() || undefined,
            fromPort: body.from_port,
            toPort: body.to_port,
            cidr: body.ip_range?.cidr || undefined,
            group: name === undefined ? undefined : { name, tenantId },
        };
    });

const group = z
    .object({
        id: assignedId,
        name: z.string(),
        description: optionalText,
        tenant_id: optionalIdentifier,
        rules: z.array(rule).nullish(),
    })
    .transform(
        (body): SecurityGroupRecord => ({
            id: body.id,
            name: body.name,
            description: body.description ?? "",
            tenantId: body.tenant_id,
            rules: uniqBy(body.rules ?? [], ({ id }) => id),
        }),
    );

const microversions = { max: "2.35" };
const path = "/os-security-groups";
const idPath = "/os-security-groups/{id}";
const one = z.object({ security_group: group });
const many = z.object({ security_groups: eachOnce(group) });

export const securityGroupOperations = {
    list: operation({ title: "List security groups", method: "GET", path, microversions, answer: many }),
    show: operation({ title: "Show security group details", method: "GET", path: idPath, microversions, answer: one }),
    listOfServer: operation({
        title: "List security groups by server",
        method: "GET",
        path: "/servers/{id}/os-security-groups",
        answer: many,
    }),
    createRule: operation({
        title: "Create security group rule",
        method: "POST",
        path: "/os-security-group-rules",
        microversions,
        answer: z.object({ security_group_rule: rule }),
    }),
    deleteRule: operation({
        title: "Delete security group rule",
        method: "DELETE",
        path: "/os-security-group-rules/{id}",
        microversions,
        answer: none,
    }),
};

/** Reads a group with its rules. Throws NotFoundError if it does not exist. */
export async function getSecurityGroup(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<SecurityGroupRecord> {
    const { value } = await invoke(compute, securityGroupOperations.show, { ...context, path: { id } });
    return value.security_group;
}

/** All groups of the project, with their rules. */
export async function listSecurityGroups(compute: Compute, context: CallContext = {}): Promise<SecurityGroupRecord[]> {
    const { value } = await invoke(compute, securityGroupOperations.list, context);
    return value.security_groups;
}

/** A rule for incoming traffic: from a CIDR, or from the members of a group. */
export interface RuleRequest {
    /** The id of the group that gets the rule. */
    parentGroupId: string;
    protocol?: string;
    fromPort?: number;
    toPort?: number;
    cidr?: string;
    /** The id of the group whose members are allowed in. */
    groupId?: string;
}

/** Adds a rule to a group. Throws CloudError 400 if it exists already, ForbiddenError if the quota is used up. */
export async function createRule(
    compute: Compute,
    request: RuleRequest,
    context: CallContext = {},
): Promise<SecurityGroupRule> {
    const { parentGroupId, protocol, fromPort, toPort, cidr, groupId } = request;
    const body = {
        security_group_rule: {
            parent_group_id: parentGroupId,
            ...(protocol === undefined ? {} : { ip_protocol: protocol }),
            ...(fromPort === undefined ? {} : { from_port: fromPort }),
            ...(toPort === undefined ? {} : { to_port: toPort }),
            ...(cidr === undefined ? {} : { cidr }),
            ...(groupId === undefined ? {} : { group_id: groupId }),
        },
    };
    const { value } = await invoke(compute, securityGroupOperations.createRule, { ...context, body });
    return value.security_group_rule;
}

/** Deletes a rule by its id. Throws NotFoundError if it does not exist. */
export async function deleteRule(compute: Compute, id: string, context: CallContext = {}): Promise<void> {
    await invoke(compute, securityGroupOperations.deleteRule, { ...context, path: { id } });
}

/** The groups of a server's ports. Throws NotFoundError if the server does not exist. */
export async function listServerSecurityGroups(
    compute: Compute,
    serverId: string,
    context: CallContext = {},
): Promise<{ id: string; name: string }[]> {
    const path = { id: serverId };
    const { value } = await invoke(compute, securityGroupOperations.listOfServer, { ...context, path });
    // Some clouds list a group once for each port of the server. Duplicates are removed.
    return uniqBy(
        value.security_groups.map(({ id, name }) => ({ id, name })),
        "id",
    );
}
