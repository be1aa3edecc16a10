/** A SecurityGroup's rules: as a program writes them, as the cloud has them, and the conversion between both. */
import difference from "lodash/difference";
import isEqual from "lodash/isEqual";
import * as z from "zod";
import {
    createRule,
    deleteRule,
    getSecurityGroup,
    listSecurityGroups,
    type SecurityGroupRecord,
    type SecurityGroupRule,
} from "../api/index";
import { bareNetwork, cidrArgument, countArgument } from "../arguments/argument-types";
import { ownValue } from "../arguments/own-keys";
import { CloudError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import type { Context } from "../lifecycle/kind";

const rule = z
    .strictObject({
        protocol: z
            .enum(["tcp", "udp", "icmp"], {
                error: 'expected "tcp", "udp" or "icmp" ("icmp" with an IPv6 cidr is ICMPv6)',
            })
            .describe("`tcp`, `udp` or `icmp`; with an IPv6 `cidr`, `icmp` is ICMPv6."),
        port: countArgument("The port: sets both fromPort and toPort.", 1, 65_535).optional(),
        fromPort: countArgument("The first port. Default: all ports, 1 to 65535.", 1, 65_535).optional(),
        toPort: countArgument("The last port.", 1, 65_535).optional(),
        icmpType: countArgument("The ICMP type; -1: all (default).", -1, 255).optional(),
        icmpCode: countArgument("The ICMP code; -1: all (default).", -1, 255).optional(),
        cidr: cidrArgument("The source network, in CIDR notation.").optional(),
        group: z
            .string()
            .min(1, { error: "must not be empty" })
            .optional()
            .describe(
                'The source security group, by name or id; `"self"` is this group. Traffic from its servers is allowed.',
            ),
    })
    .superRefine((args, context) => {
        const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
        if ((args.cidr === undefined) === (args.group === undefined)) {
            complain([], "give either cidr or group");
        }
        const ports = args.port ?? args.fromPort ?? args.toPort;
        const icmp = args.icmpType ?? args.icmpCode;
        if (args.protocol === "icmp" && ports !== undefined) {
            complain([], "icmp has no ports; give icmpType and icmpCode");
        }
        if (args.protocol !== "icmp" && icmp !== undefined) {
            complain([], `icmpType and icmpCode are for icmp; ${args.protocol} has ports`);
        }
        if (args.port !== undefined && (args.fromPort !== undefined || args.toPort !== undefined)) {
            complain([], "give either port, or fromPort and toPort");
        } else if ((args.fromPort === undefined) !== (args.toPort === undefined)) {
            complain([], "fromPort and toPort go together");
        } else if ((args.fromPort ?? 0) > (args.toPort ?? 0)) {
            complain([], "fromPort must not be above toPort");
        }
        if ((args.icmpCode ?? -1) !== -1 && (args.icmpType ?? -1) === -1) {
            complain([], "icmpCode needs icmpType");
        }
    })
    .meta({
        title: "SecurityGroupRule",
        description: "A rule for incoming traffic: a protocol, its ports, and a source.",
    });

export type RuleArguments = z.output<typeof rule>;

export const rules = z
    .array(rule)
    .superRefine((declared, context) => {
        const seen = new Set<string>();
        for (const [index, candidate] of declared.entries()) {
            const key = keyOf(candidate);
            if (seen.has(key)) {
                context.addIssue({ code: "custom", path: [index], message: `is listed twice: ${key}` });
            }
            seen.add(key);
        }
    })
    .describe("The rules for incoming traffic, in any order: exactly these. Omit to leave the rules unmanaged.");

/** The groups that rules name: id and name, by the text in the program. */
export type NamedGroups = Record<string, { id: string; name: string }>;

/** A rule in one line, the same for every spelling: `tcp 443 from 0.0.0.0/0`. */
export function keyOf(args: RuleArguments): string {
    const [from, to] = portsOf(args);
    const range = args.protocol === "icmp" ? `type ${from} code ${to}` : from === to ? `${from}` : `${from}-${to}`;
    return `${args.protocol} ${range} from ${args.cidr === undefined ? `group ${args.group ?? ""}` : bareNetwork(args.cidr)}`;
}

function portsOf({ protocol, port, fromPort, toPort, icmpType, icmpCode }: RuleArguments): [number, number] {
    if (protocol === "icmp") {
        return [icmpType ?? -1, icmpCode ?? -1];
    }
    return [port ?? fromPort ?? 1, port ?? toPort ?? 65_535];
}

/** What is added and what is removed: `+ tcp 443 from 0.0.0.0/0, - tcp 80 from 0.0.0.0/0`. */
export function spelledMoves(old: unknown, wanted: unknown): string {
    const [before, after] = [keysOf(old), keysOf(wanted)];
    return [
        ...difference(after, before).map((key) => `+ ${key}`),
        ...difference(before, after).map((key) => `- ${key}`),
    ].join(", ");
}

function keysOf(declared: unknown): string[] {
    return Array.isArray(declared) ? declared.map((one) => keyOf(one as RuleArguments)) : [];
}

/** Whether the rules are the same, in any order, and with groups by name or by id. */
export function sameRules(old: unknown, wanted: unknown, groups: NamedGroups): boolean {
    const idOf = (text: string) => pinOf(text, groups)?.id ?? text;
    const keys = (declared: unknown) =>
        (Array.isArray(declared) ? (declared as RuleArguments[]) : [])
            .map((one) => keyOf(one.group === undefined ? one : { ...one, group: idOf(one.group) }))
            .sort();
    return isEqual(keys(old), keys(wanted));
}

/** The group that a rule names, by id or by name. */
function pinOf(text: string, groups: NamedGroups): { id: string; name: string } | undefined {
    return ownValue(groups, text) ?? Object.values(groups).find(({ id, name }) => text === id || text === name);
}

/** Looks up the groups that rules name, before anything is created. */
export async function resolveGroups(
    { compute, subject }: Context,
    rules: readonly RuleArguments[] = [],
): Promise<NamedGroups> {
    const named = [...new Set(rules.flatMap(({ group }) => (group === undefined || group === "self" ? [] : [group])))];
    if (named.length === 0) {
        return {};
    }
    const all = await listSecurityGroups(compute, { resource: subject });
    return Object.fromEntries(
        named.map((text) => {
            const byId = all.filter(({ id }) => id === text);
            const found = byId.length > 0 ? byId : all.filter(({ name }) => name === text);
            const [only, ...others] = found;
            if (only === undefined || others.length > 0) {
                const problem =
                    only === undefined
                        ? `there is no security group "${text}" in cloud "${compute.name}" for this project`
                        : `"${text}" is the name of ${found.length} security groups; name one by its id`;
                throw new Error(`${subject}: ${problem}. Nothing was changed.`);
            }
            return [text, { id: only.id, name: only.name }];
        }),
    );
}

/** Adds a rule. If somebody else has added the same rule in the meantime, that is enough. */
export async function addRule(context: Context, id: string, args: RuleArguments, groups: NamedGroups): Promise<void> {
    const { compute, subject: resource, deadline } = context;
    const [fromPort, toPort] = portsOf(args);
    const source =
        args.group === undefined
            ? { cidr: args.cidr }
            : { groupId: args.group === "self" ? id : pinOf(args.group, groups)?.id };
    try {
        await createRule(
            compute,
            { parentGroupId: id, protocol: args.protocol, fromPort, toPort, ...source },
            { resource, deadline },
        );
    } catch (error) {
        if (!existsAlready(error) || !(await hasRule(context, id, args, groups))) {
            throw error;
        }
    }
}

/** Nova answers 400. Neutron's refusal arrives as 403 or 409. */
function existsAlready(error: unknown): boolean {
    return (
        error instanceof CloudError &&
        [400, 403, 409].includes(error.status) &&
        /\balready exists\b/i.test(error.cloudMessage)
    );
}

async function hasRule(
    { compute, subject: resource, deadline }: Context,
    id: string,
    args: RuleArguments,
    groups: NamedGroups,
): Promise<boolean> {
    const record = await getSecurityGroup(compute, id, { resource, deadline });
    const wanted = declaredKey(args, record, groups);
    return record.rules.some((one) => standingKey(one) === wanted);
}

/** The cloud's rules: first those of the program, in its order and spelling, then the others. */
export function spelled(
    record: SecurityGroupRecord,
    declared: readonly RuleArguments[],
    groups: NamedGroups,
): RuleArguments[] {
    const actual = new Map(record.rules.map((one) => [standingKey(one), one]));
    const kept = declared.filter((one) => actual.delete(declaredKey(one, record, groups)));
    return [...kept, ...[...actual.values()].map((one) => asArguments(one, record))];
}

/** The key of a declared rule with its group by name, as in the cloud's answer. */
export function declaredKey(args: RuleArguments, { name }: SecurityGroupRecord, groups: NamedGroups) {
    if (args.group === undefined) {
        return keyOf(args);
    }
    return keyOf({ ...args, group: args.group === "self" ? name : (pinOf(args.group, groups)?.name ?? args.group) });
}

export function standingKey(standing: SecurityGroupRule): string {
    return keyOf(asArguments(standing));
}

/**
 * Answers have protocols in spellings that Compute does not accept: Neutron stores `icmp` with an IPv6 network as
 * `ipv6-icmp`, and accepts other names and IANA's numbers from its own clients.
 */
const PROTOCOLS: Readonly<Record<string, RuleArguments["protocol"]>> = {
    "1": "icmp",
    "6": "tcp",
    "17": "udp",
    "58": "icmp",
    icmpv6: "icmp",
    "ipv6-icmp": "icmp",
};

function protocolOf({ protocol = "any" }: SecurityGroupRule): string {
    return Object.hasOwn(PROTOCOLS, protocol) ? (PROTOCOLS[protocol] ?? protocol) : protocol;
}

export function asArguments(standing: SecurityGroupRule, own?: SecurityGroupRecord): RuleArguments {
    const protocol = protocolOf(standing) as RuleArguments["protocol"];
    const from = standing.fromPort ?? -1;
    const to = standing.toPort ?? -1;
    const ports =
        protocol === "icmp"
            ? { ...(from === -1 ? {} : { icmpType: from }), ...(to === -1 ? {} : { icmpCode: to }) }
            : from === to && from > 0
              ? { port: from }
              : (from <= 1 && to >= 65_535) || from === -1
                ? {}
                : { fromPort: from, toPort: to };
    const group = standing.group?.name;
    const source =
        group === undefined ? { cidr: standing.cidr ?? "0.0.0.0/0" } : { group: group === own?.name ? "self" : group };
    return { protocol, ...ports, ...source };
}

/** Adds rules before it removes others, so that traffic that stays allowed is never interrupted. */
export async function moveRules(
    context: Context,
    id: string,
    wanted: readonly RuleArguments[],
    groups: NamedGroups,
): Promise<void> {
    const { compute, subject: resource, deadline } = context;
    const record = await getSecurityGroup(compute, id, { resource, deadline });
    const standing = new Set(record.rules.map(standingKey));
    const kept = new Set(wanted.map((one) => declaredKey(one, record, groups)));
    for (const one of wanted.filter((candidate) => !standing.has(declaredKey(candidate, record, groups)))) {
        await addRule(context, id, one, groups);
    }
    // The network service may have a rule for IPv4 and one for IPv6 that Compute shows alike: both are removed.
    for (const one of record.rules.filter((candidate) => !kept.has(standingKey(candidate)))) {
        await ifThere(deleteRule(compute, one.id, { resource, deadline }));
    }
}
