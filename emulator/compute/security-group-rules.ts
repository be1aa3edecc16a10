import { isIP, isIPv6 } from "node:net";
import { badRequest, forbidden, notFound } from "../http/api-error";
import type { Json, JsonObject } from "../http/json";
import { str } from "../http/python";
import { spelledIPv6 } from "../state/addresses";
import { isUuidLike, newUuid } from "../state/identifiers";
import type { SecurityGroup, SecurityGroupRule } from "../state/model";
import type { Call, Reply } from "./call";
import { PROXIES_UNTIL, type Route } from "./route";
import { groupOf, insideOf } from "./security-groups";
import { ruleView } from "./views/security-group";

const proxied = { until: PROXIES_UNTIL } as const;

/** Rules of security groups (API reference 1.47), up to 2.35. */
export const securityGroupRuleRoutes: readonly Route[] = [
    { ...proxied, method: "POST", path: "/os-security-group-rules", handle: createRule },
    { ...proxied, method: "DELETE", path: "/os-security-group-rules/{id}", status: 202, handle: deleteRule },
];

function createRule(call: Call): Reply {
    const given = insideOf(call.body, "security_group_rule");
    const parent = groupOf(call, given.parent_group_id);
    const source = given.group_id === undefined || given.group_id === null ? undefined : groupOf(call, given.group_id);
    const rule = ruleOf(given, source);
    const twin = parent.rules.find((other) => isSame(other, rule));
    if (twin !== undefined) {
        throw isShownSo(call, parent, twin, given)
            ? badRequest(`This rule already exists in group ${parent.id}`)
            : forbidden(`Security group rule already exists. Rule id is ${twin.id}.`);
    }
    const count = call.state.groupsOf(parent.projectId).reduce((sum, group) => sum + group.rules.length, 0);
    const limit = call.state.networkQuotas.securityGroupRules;
    if (limit >= 0 && count >= limit) {
        throw forbidden("Quota exceeded for resources: ['security_group_rule'].");
    }
    parent.rules.push(rule);
    return { body: { security_group_rule: ruleView(call.state, parent, rule) } };
}

function ruleOf(given: JsonObject, source: SecurityGroup | undefined): SecurityGroupRule {
    const cidr = source === undefined ? cidrOf(given.cidr) : null;
    const ethertype = cidr !== null && isIPv6(cidr.split("/")[0] ?? "") ? "IPv6" : "IPv4";
    const protocol = given.ip_protocol ? str(given.ip_protocol) : null;
    const { from, to } = portsOf(given, protocol, source !== undefined);
    if (protocol === null || from === null || to === null) {
        if (source === undefined) {
            throw badRequest("Not enough parameters to build a valid rule.");
        }
        const all = { protocol: null, fromPort: null, toPort: null };
        return { id: newUuid(), ...all, cidr: null, groupId: source.id, ethertype };
    }
    refuseBadPorts(protocol, from, to);
    return {
        id: newUuid(),
        protocol: keptProtocol(protocol.toLowerCase(), ethertype),
        // Neutron does not store -1. Without ports, Nova shows -1 again.
        fromPort: from === -1 ? null : from,
        toPort: to === -1 ? null : to,
        cidr,
        groupId: source?.id ?? null,
        ethertype,
    };
}

/** Neutron stores ICMP for IPv6 under another name. */
function keptProtocol(protocol: string, ethertype: SecurityGroupRule["ethertype"]): string {
    return protocol === "icmp" && ethertype === "IPv6" ? "ipv6-icmp" : protocol;
}

function cidrOf(given: Json | undefined): string {
    if (given === undefined || given === null || given === "") {
        return "0.0.0.0/0";
    }
    const cidr = unquoted(str(given));
    const [address = "", prefix] = cidr.split("/");
    const bits = isIP(address) === 6 ? 128 : 32;
    if (
        isIP(address) === 0 ||
        address.includes("%") ||
        prefix === undefined ||
        !/^\d+$/.test(prefix) ||
        Number(prefix) > bits
    ) {
        throw badRequest(`${cidr} is not a valid IP network.`);
    }
    if (Number(prefix) === 0 && !/^[0.:]+$/.test(address)) {
        throw badRequest(`Bad prefix for network in cidr ${cidr}`);
    }
    // The host bits stay.
    return `${bits === 32 ? address : spelledIPv6(address)}/${Number(prefix)}`;
}

/** Like Python's `unquote`: what is not a percent-encoding stays unchanged. */
function unquoted(text: string): string {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
        Buffer.from(encoded.replaceAll("%", ""), "hex").toString("utf8"),
    );
}

/** A source group without ports means all ports. */
function portsOf(
    given: JsonObject,
    protocol: string | null,
    fromGroup: boolean,
): { from: number | null; to: number | null } {
    const kind = protocol?.toUpperCase() ?? "";
    const { from_port: from = null, to_port: to = null } = given;
    if (fromGroup && from === null && to === null) {
        if (kind === "ICMP") {
            return { from: -1, to: -1 };
        }
        if (kind === "TCP" || kind === "UDP") {
            return { from: 1, to: 65_535 };
        }
    }
    if (from === null || to === null) {
        return { from: null, to: null };
    }
    if (!isInteger(from) || !isInteger(to)) {
        throw badRequest(
            kind === "ICMP"
                ? "Invalid input received: Type and Code must be integers for ICMP protocol type"
                : "Invalid input received: To and From ports must be integers",
        );
    }
    return { from: Number(from), to: Number(to) };
}

function isInteger(value: Json): boolean {
    return /^-?\d+$/.test(String(value).trim());
}

function refuseBadPorts(protocol: string, from: number, to: number): void {
    const kind = protocol.toUpperCase();
    const bad = (reason: string) => badRequest(`Invalid port range ${from}:${to}. ${reason}`);
    switch (kind) {
        case "TCP":
        case "UDP":
            if (from > to) {
                throw bad("Former value cannot be greater than the later");
            }
            if (from < 1 || to > 65_535) {
                throw bad(`Valid ${kind} ports should be between 1-65535`);
            }
            return;
        case "ICMP":
            if (Math.min(from, to) < -1 || Math.max(from, to) > 255) {
                throw bad("For ICMP, the type:code must be valid");
            }
            if (from === -1 && to !== -1) {
                throw badRequest(
                    `ICMP code (port-range-max) ${to} is provided but ICMP type (port-range-min) is missing.`,
                );
            }
            return;
        default:
            throw badRequest(`Invalid IP protocol ${protocol}.`);
    }
}

/** Nova compares the shown rule with the requested one as text. Neutron refuses the duplicates that Nova misses. */
function isShownSo(call: Call, parent: SecurityGroup, twin: SecurityGroupRule, given: JsonObject): boolean {
    const shown = ruleView(call.state, parent, twin);
    return (
        twin.groupId === null &&
        shown.ip_protocol === given.ip_protocol &&
        String(shown.from_port) === String(given.from_port) &&
        String(shown.to_port) === String(given.to_port) &&
        twin.cidr === (given.cidr || "0.0.0.0/0")
    );
}

function isSame(a: SecurityGroupRule, b: SecurityGroupRule): boolean {
    return (
        a.protocol === b.protocol &&
        a.fromPort === b.fromPort &&
        a.toPort === b.toPort &&
        a.cidr === b.cidr &&
        a.groupId === b.groupId
    );
}

function deleteRule(call: Call): undefined {
    const id = call.parameter("id");
    if (!isUuidLike(id)) {
        throw badRequest("Security group id should be uuid");
    }
    const visible = [...call.state.securityGroups.values()].filter(
        ({ projectId }) => call.caller.isAdmin || projectId === call.caller.projectId,
    );
    const group = visible.find(({ rules }) => rules.some((rule) => rule.id === id));
    if (group === undefined) {
        throw notFound(`Security group rule ${id} does not exist`);
    }
    group.rules = group.rules.filter((rule) => rule.id !== id);
}
