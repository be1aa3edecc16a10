/**
 * The SecurityGroup: a named set of rules for what may come in. The rules stand inline, in any order; an update adds
 * and removes single rules and never touches one that did not change.
 */
import isEqual from "lodash/isEqual";
import partition from "lodash/partition";
import * as z from "zod";
import {
    createRule,
    createSecurityGroup,
    deleteRule,
    deleteSecurityGroup,
    getSecurityGroup,
    listSecurityGroups,
    type SecurityGroupRecord,
    type SecurityGroupRule,
    updateSecurityGroup,
} from "../api/index";
import { CloudError, ConflictError } from "../cloud/index";
import { LAST_LOOK, WaitTimeoutError, waitFor } from "../wait/wait";
import { ifThere } from "./absent";
import { bareAddress, cidrArgument, countArgument, nameArgument, textArgument } from "./arguments";
import type { ChangeTable, Plan } from "./changes";
import type { Context, Created, ResourceKind } from "./kind";
import { createdOrFound, createdOrNamed, onlyOf, takenOver } from "./lost";
import { isNamedByOwner } from "./owner";
import { withinQuota } from "./quota";

const DEFAULT_DESCRIPTION = "Managed by Pulumi";

const rule = z
    .strictObject({
        protocol: z
            .enum(["tcp", "udp", "icmp"], { error: 'expected "tcp", "udp" or "icmp"' })
            .describe("`tcp`, `udp` or `icmp`."),
        port: countArgument("The port; short for fromPort and toPort alike.", 1, 65_535).optional(),
        fromPort: countArgument("The first port. Default, with toPort: 1 to 65535.", 1, 65_535).optional(),
        toPort: countArgument("The last port.", 1, 65_535).optional(),
        icmpType: countArgument("The ICMP type; -1: all (default).", -1, 255).optional(),
        icmpCode: countArgument("The ICMP code; -1: all (default).", -1, 255).optional(),
        cidr: cidrArgument("The network that it lets in.").optional(),
        group: z
            .string()
            .min(1, { error: "must not be empty" })
            .optional()
            .describe('The group whose servers it lets in, by name or id; `"self"`: this one.'),
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
        if (args.icmpCode !== undefined && args.icmpType === undefined) {
            complain([], "icmpCode needs icmpType");
        }
    })
    .meta({ title: "SecurityGroupRule", description: "What may come in: a protocol, its ports, and from where." });

export type RuleArguments = z.output<typeof rule>;

export const securityGroupArguments = z.strictObject({
    name: nameArgument("The group's name. Left out: made from the resource's name and a random suffix.")
        .refine((name) => name !== "default", { error: '"default" is the project\'s own group' })
        .optional(),
    description: textArgument(`A description. Default: "${DEFAULT_DESCRIPTION}".`).optional(),
    rules: z
        .array(rule)
        .superRefine((rules, context) => {
            const seen = new Set<string>();
            for (const [index, candidate] of rules.entries()) {
                const key = keyOf(candidate);
                if (seen.has(key)) {
                    context.addIssue({ code: "custom", path: [index], message: `stands twice: ${key}` });
                }
                seen.add(key);
            }
        })
        .optional()
        .describe("What may come in, in any order: exactly these rules. Left out: the rules are not managed."),
});

export type SecurityGroupArguments = z.output<typeof securityGroupArguments>;

interface KeptOfGroup {
    /** The groups that rules name, as written, each by both of its names. */
    groups?: Record<string, { id: string; name: string }>;
}

type SecurityGroupState = SecurityGroupArguments & { __state: KeptOfGroup };

/** A rule in one line, the same for every way to write it: `tcp 443 from 0.0.0.0/0`. */
export function keyOf(args: RuleArguments): string {
    const [from, to] = portsOf(args);
    const range = args.protocol === "icmp" ? `type ${from} code ${to}` : from === to ? `${from}` : `${from}-${to}`;
    return `${args.protocol} ${range} from ${args.cidr === undefined ? `group ${args.group ?? ""}` : bareCidr(args.cidr)}`;
}

/** As clouds write it: an IPv6 network in its shortest form. */
function bareCidr(cidr: string): string {
    const [address, ...prefix] = cidr.split("/");
    return [String(bareAddress(address)).replace(/[[\]]/g, ""), ...prefix.map(Number)].join("/");
}

function portsOf({ protocol, port, fromPort, toPort, icmpType, icmpCode }: RuleArguments): [number, number] {
    if (protocol === "icmp") {
        return [icmpType ?? -1, icmpCode ?? -1];
    }
    return [port ?? fromPort ?? 1, port ?? toPort ?? 65_535];
}

function keysOf(rules: unknown): string[] {
    return Array.isArray(rules) ? rules.map((one) => keyOf(one as RuleArguments)) : [];
}

export const securityGroupChanges: ChangeTable = {
    name: { by: "attributes", level: "none", effect: "updated in place", removed: "unmanaged", shows: "values" },
    description: { by: "attributes", level: "none", effect: "updated in place", removed: "default", shows: "nothing" },
    rules: {
        by: "rules",
        level: "none",
        effect: "single rules are added and removed in place",
        removed: "unmanaged",
        shows: (old, wanted) =>
            [
                ...keysOf(wanted)
                    .filter((key) => !keysOf(old).includes(key))
                    .map((key) => `+ ${key}`),
                ...keysOf(old)
                    .filter((key) => !keysOf(wanted).includes(key))
                    .map((key) => `- ${key}`),
            ].join(", "),
        same: (old, wanted, state) => Array.isArray(old) && sameRules(old, wanted, groupsIn(state)),
    },
};

/** The same rules in any order, though a group may be written by its other name. */
function sameRules(old: unknown, wanted: unknown, groups: NonNullable<KeptOfGroup["groups"]>): boolean {
    const idOf = (text: string) => pinOf(text, groups)?.id ?? text;
    const keys = (rules: unknown) =>
        (Array.isArray(rules) ? (rules as RuleArguments[]) : [])
            .map((one) => keyOf(one.group === undefined ? one : { ...one, group: idOf(one.group) }))
            .sort();
    return isEqual(keys(old), keys(wanted));
}

/** A group that a rule names, by whichever of its names. */
function pinOf(text: string, groups: NonNullable<KeptOfGroup["groups"]>): { id: string; name: string } | undefined {
    return groups[text] ?? Object.values(groups).find(({ id, name }) => text === id || text === name);
}

function groupsIn(state: Readonly<Record<string, unknown>>): NonNullable<KeptOfGroup["groups"]> {
    return (state.__state as KeptOfGroup | undefined)?.groups ?? {};
}

const MINUTE = 60_000;

export const securityGroup: ResourceKind<SecurityGroupArguments, SecurityGroupState> = {
    kind: "SecurityGroup",
    noun: "security group",
    schema: securityGroupArguments,
    changes: securityGroupChanges,
    timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: MINUTE },
    nameLength: 255,
    exclusive: () => undefined,
    create,
    read,
    update,
    delete: remove,
};

async function create(context: Context, args: SecurityGroupArguments): Promise<Created<SecurityGroupState>> {
    const { compute, subject: resource, deadline } = context;
    const name = args.name ?? context.declaration.name;
    const groups = await resolveGroups(context, args.rules);
    const description = args.description ?? DEFAULT_DESCRIPTION;
    const left = await leftBehind(context, { ...args, name, description }, groups);
    const { id } = left ?? (await made());
    const standing = new Set(left?.rules.map(standingKey));
    const [there, missing] = partition(
        args.rules ?? [],
        (wanted) => left !== undefined && standing.has(declaredKey(wanted, left, groups)),
    );
    context.record(id, { ...args, name, ...(args.rules === undefined ? {} : { rules: there }), __state: { groups } });
    for (const wanted of missing) {
        await addRule(context, id, wanted, groups);
        there.push(wanted);
        context.record(id, { rules: [...there] });
    }
    return { id, state: { ...args, name, __state: { groups } } };

    function made(): Promise<SecurityGroupRecord> {
        const creating = withinQuota(
            context,
            createSecurityGroup(compute, { name, description }, { resource, deadline }),
        );
        const all = () => listSecurityGroups(compute, { resource });
        return context.declaration.autonamed === true
            ? createdOrFound(context, creating, async () => onlyOf(context, name, await all()))
            : createdOrNamed(context, creating, name, all);
    }
}

/**
 * What a creation that died has left. Several groups may have one name, so it is looked for beforehand: only this
 * resource's own first creation can have given it the name that was made from its owner.
 */
async function leftBehind(
    context: Context,
    args: SecurityGroupArguments & { name: string },
    groups: Record<string, { id: string; name: string }>,
): Promise<SecurityGroupRecord | undefined> {
    const { compute, subject: resource, run } = context;
    if (!isNamedByOwner(context.declaration, args.name)) {
        return undefined;
    }
    const all = await run.once("security groups", () => listSecurityGroups(compute, { resource }));
    const found = onlyOf(
        context,
        args.name,
        all.filter(({ id }) => !run.isInState(id)),
    );
    return found === undefined
        ? undefined
        : takenOver(context, found, {
              noun: "security group",
              name: args.name,
              find: async () => found,
              idOf: ({ id }) => id,
              differs: ({ description, rules }) => {
                  const wanted = new Set(args.rules?.map((one) => declaredKey(one, found, groups)));
                  return description === args.description && rules.every((one) => wanted.has(standingKey(one)))
                      ? undefined
                      : "it has another description, or rules that are not in the program";
              },
          });
}

/** Groups that rules name: looked up before anything is made. */
async function resolveGroups(
    { compute, subject }: Context,
    rules: readonly RuleArguments[] = [],
): Promise<Record<string, { id: string; name: string }>> {
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

async function addRule(
    { compute, subject: resource, deadline }: Context,
    id: string,
    args: RuleArguments,
    groups: KeptOfGroup["groups"] = {},
): Promise<void> {
    const [fromPort, toPort] = portsOf(args);
    const source =
        args.group === undefined
            ? { cidr: args.cidr }
            : { groupId: args.group === "self" ? id : groups[args.group]?.id };
    await createRule(
        compute,
        { parentGroupId: id, protocol: args.protocol, fromPort, toPort, ...source },
        { resource, deadline },
    );
}

async function read(
    context: Context,
    id: string,
    state: Partial<SecurityGroupState>,
    args?: SecurityGroupArguments,
): Promise<SecurityGroupState | undefined> {
    const { compute, subject: resource, deadline } = context;
    const record = await ifThere(getSecurityGroup(compute, id, { resource, deadline }));
    if (record === undefined) {
        return undefined;
    }
    const declared: SecurityGroupArguments = args ?? state;
    const seen = args === undefined && state.__state === undefined;
    const groups = args === undefined ? state.__state?.groups : await resolveGroups(context, args.rules);
    return {
        ...declared,
        name: record.name,
        ...(declared.description === undefined && !seen ? {} : { description: record.description }),
        ...(declared.rules === undefined && !seen
            ? {}
            : { rules: spelled(record, declared.rules ?? [], groups ?? {}) }),
        __state: { ...state.__state, groups },
    };
}

/** The cloud's rules, as the program writes them where it does; in the program's order, others after them. */
function spelled(
    record: SecurityGroupRecord,
    declared: readonly RuleArguments[],
    groups: Record<string, { id: string; name: string }>,
): RuleArguments[] {
    const actual = new Map(record.rules.map((one) => [standingKey(one), one]));
    const kept = declared.filter((one) => actual.delete(declaredKey(one, record, groups)));
    return [...kept, ...[...actual.values()].map((one) => asArguments(one, record))];
}

/** A rule's key with the group by its name, as the cloud tells it. */
function declaredKey(args: RuleArguments, { name }: SecurityGroupRecord, groups: NonNullable<KeptOfGroup["groups"]>) {
    if (args.group === undefined) {
        return keyOf(args);
    }
    return keyOf({ ...args, group: args.group === "self" ? name : (pinOf(args.group, groups)?.name ?? args.group) });
}

function standingKey(standing: SecurityGroupRule): string {
    return keyOf(asArguments(standing));
}

function asArguments(standing: SecurityGroupRule, own?: SecurityGroupRecord): RuleArguments {
    const protocol = (standing.protocol ?? "any") as RuleArguments["protocol"];
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

async function update(
    context: Context,
    id: string,
    before: SecurityGroupState,
    args: SecurityGroupArguments,
    plan: Plan,
): Promise<SecurityGroupState> {
    const { compute, subject: resource, deadline } = context;
    const planned = new Set(plan.map(({ change }) => change.by));
    let state = before;
    const note = (change: Partial<SecurityGroupState>) => {
        state = { ...state, ...change };
        context.record(id, state);
    };
    if (planned.has("attributes")) {
        const name = args.name ?? before.name ?? context.declaration.name;
        // The API wants both: a description that was never declared stays as others wrote it.
        const managed = args.description !== undefined || before.description !== undefined;
        const description = managed
            ? (args.description ?? DEFAULT_DESCRIPTION)
            : (await getSecurityGroup(compute, id, { resource, deadline })).description;
        await updateSecurityGroup(compute, id, { name, description }, { resource, deadline });
        note({ name, description: args.description });
    }
    if (planned.has("rules") && args.rules !== undefined) {
        const groups = await resolveGroups(context, args.rules);
        note({ __state: { ...state.__state, groups: { ...state.__state.groups, ...groups } } });
        await moveRules(context, id, args.rules, state.__state.groups ?? {});
        note({ rules: args.rules, __state: { ...state.__state, groups } });
    }
    return { ...state, ...args, name: args.name ?? state.name };
}

/** New ones first, so that what stays allowed is never cut; then those that are to go. */
async function moveRules(
    context: Context,
    id: string,
    wanted: readonly RuleArguments[],
    groups: NonNullable<KeptOfGroup["groups"]>,
): Promise<void> {
    const { compute, subject: resource, deadline } = context;
    const record = await getSecurityGroup(compute, id, { resource, deadline });
    const standing = new Set(record.rules.map(standingKey));
    const kept = new Set(wanted.map((one) => declaredKey(one, record, groups)));
    for (const one of wanted.filter((candidate) => !standing.has(declaredKey(candidate, record, groups)))) {
        await addRule(context, id, one, groups);
    }
    // The network service may have a rule twice, for IPv4 and for IPv6, which Compute shows alike: both go.
    for (const one of record.rules.filter((candidate) => !kept.has(standingKey(candidate)))) {
        await ifThere(deleteRule(compute, one.id, { resource, deadline }));
    }
}

/** A group in use cannot be deleted; the ports of servers deleted just before may take a moment to let go of it. */
async function remove({ compute, subject, deadline, say }: Context, id: string): Promise<void> {
    let refusal: unknown;
    await waitFor({
        subject,
        doing: "deleting",
        deadline,
        observe: async () => {
            try {
                await ifThere(deleteSecurityGroup(compute, id, { resource: subject, deadline: deadline + LAST_LOOK }));
                return true;
            } catch (error) {
                if (error instanceof ConflictError || (error instanceof CloudError && error.status === 400)) {
                    refusal = error;
                    return false;
                }
                throw error;
            }
        },
        accept: (deleted) => (deleted ? { kind: "done" } : { kind: "waiting", because: "still in use" }),
        progress: (because) => say(`deleting: ${because}`),
    }).catch((error: unknown) => {
        throw error instanceof WaitTimeoutError ? (refusal ?? error) : error;
    });
}
