/**
 * The SecurityGroup: a named set of rules for incoming traffic. The rules are inline, in any order. An update adds and
 * removes single rules and never touches an unchanged one.
 */
import partition from "lodash/partition";
import uniqBy from "lodash/uniqBy";
import * as z from "zod";
import { getSecurityGroup, listSecurityGroups, type SecurityGroupRecord, type SecurityGroupRule } from "../api/index";
import { rule, securityGroupOperations } from "../api/security-groups";
import { generatedName, textArgument } from "../arguments/argument-types";
import { completed, declared } from "../lifecycle/declared";
import { lookups } from "../lifecycle/lookup";
import { argument, own, untold, updates } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";
import {
    addRule,
    asArguments,
    declaredKey,
    moveRules,
    type NamedGroups,
    type RuleArguments,
    resolveGroups,
    rules,
    sameRules,
    spelled,
    spelledMoves,
    standingKey,
} from "./security-group-rules";

const DEFAULT_DESCRIPTION = "Managed by Pulumi";

interface Kept {
    groups?: NamedGroups;
}

function groupsIn(bag: object): NamedGroups {
    return (bag as { __state?: Kept }).__state?.groups ?? {};
}

export const securityGroupQuotas = {
    securityGroupRules: {
        name: "rules of a security group",
        of: "rules of a security group",
        called: ["security group rules", "security_group_rule", "security groups or rules"],
        limit: "maxSecurityGroupRules",
        until: "2.35",
    },
    securityGroups: {
        name: "security groups",
        of: "security groups",
        called: ["security_group", "security groups or rules"],
        limit: "maxSecurityGroups",
        used: "totalSecurityGroupsUsed",
        until: "2.35",
    },
} satisfies Quotas;

/** API reference, "Security groups" and "Rules for security group". */
const named = declared({
    kind: "SecurityGroup",
    noun: "security group",
    about: "A security group with its rules. A change adds and removes single rules and never touches an unchanged one.",
    example: `const web = new compute.SecurityGroup("web", {
    rules: [
        { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
        { protocol: "tcp", fromPort: 1, toPort: 65535, group: "self" },
    ],
});`,
    place: {
        path: "/os-security-groups",
        one: "security_group",
        many: "security_groups",
        microversions: { max: "2.35" },
        updatedSince: "2.1",
        wholeUpdates: true,
    },
    isHeldByUse: true,
    quotas: securityGroupQuotas,
    operations: {
        securityGroups: securityGroupOperations,
    },
    fields: {
        name: argument(
            generatedName("The group's name.")
                .refine((name) => name.toLowerCase() !== "default", { error: '"default" is the project\'s own group' })
                .optional(),
            updates({ removed: "unmanaged" }),
        ),
        description: argument(textArgument("A description.").optional(), updates({ shows: "nothing" }), {
            read: z
                .string()
                .nullish()
                .transform((text) => text ?? ""),
            otherwise: DEFAULT_DESCRIPTION,
            always: true,
            isOthersWhenOmitted: true,
        }),
        rules: argument(
            rules.optional(),
            own({
                effect: "single rules are added and removed in place",
                removed: "unmanaged",
                summary: spelledMoves,
                same: (old, wanted, state) => Array.isArray(old) && sameRules(old, wanted, groupsIn(state)),
            }),
            { read: untold },
        ),
    },
    also: { standing: { key: "rules", read: z.array(rule).nullish() } },
    prepare: async (context, args) => ({ groups: await resolveGroups(context, args.rules) }),
    differs: (found, { rules: wanted = [] }, { groups = {} }: Kept) => {
        const record = asRecord(found);
        const keys = new Set(wanted.map((one) => declaredKey(one, record, groups)));
        return record.rules.every((one) => keys.has(standingKey(one)))
            ? undefined
            : "it has rules that are not in the program";
    },
    more: (found, { rules: wanted }, { groups = {} }: Kept, isSeen) =>
        wanted === undefined && !isSeen
            ? {}
            : { rules: spelled(asRecord(found), (wanted ?? []) as readonly RuleArguments[], groups) },
});

export const securityGroup = completed(named, {
    async create(context, args) {
        const { id, state, record } = await named.create(context, args);
        if (args.rules !== undefined) {
            const group = asRecord(record);
            const groups = groupsIn(state);
            const standing = new Set(group.rules.map(standingKey));
            const [there, missing] = partition(args.rules, (one) => standing.has(declaredKey(one, group, groups)));
            context.record(id, { rules: there });
            for (const one of missing) {
                await addRule(context, id, one, groups);
                there.push(one);
                context.record(id, { rules: [...there] });
            }
        }
        return { id, state, record };
    },

    async update(context, id, before, args, plan) {
        const others = plan.filter(({ property }) => property !== "rules");
        const state = await named.updateOthers(context, id, before, { ...args, rules: before.rules }, others);
        if (args.rules === undefined || others.length === plan.length) {
            return { ...state, ...args, name: state.name };
        }
        const groups = await resolveGroups(context, args.rules);
        // Until the rules are as declared, the state may still name the old groups.
        const both = { ...groupsIn(state), ...groups };
        context.record(id, { ...state, __state: { ...state.__state, groups: both } });
        await moveRules(context, id, args.rules, both);
        const done = { ...state, ...args, name: state.name, __state: { ...state.__state, groups } };
        context.record(id, done);
        return done;
    },
});

/** The API's record, from what was read of the group. */
function asRecord(found: Readonly<Record<string, unknown>>): SecurityGroupRecord {
    const { id, name, description, standing } = found;
    return {
        id: String(id),
        name: String(name),
        description: String(description),
        rules: uniqBy((standing ?? []) as SecurityGroupRule[], (one) => one.id),
    };
}

const ruleShape = z
    .object({
        protocol: z.string().optional(),
        port: z.number().optional(),
        fromPort: z.number().optional(),
        toPort: z.number().optional(),
        icmpType: z.number().optional(),
        icmpCode: z.number().optional(),
        cidr: z.string().optional(),
        group: z.string().optional().describe("The name of a group, or `self`."),
    })
    .meta({ title: "GetSecurityGroupRule", description: "A rule, spelled as in the argument `rules`." });

export const securityGroupFunctions = lookups({
    noun: "security group",
    names: ["getSecurityGroup", "getSecurityGroups"],
    property: "securityGroups",
    examples: [
        `const web = await compute.getSecurityGroup({ name: "web" });
const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", securityGroups: [web.id] });`,
        `const { ids } = await compute.getSecurityGroups({ nameRegex: "^prod-" });`,
    ],
    shape: {
        id: z.string().describe("The id."),
        name: z
            .string()
            .describe("The name. With the network service behind Compute, several groups may have the same one."),
        description: z.string().describe("The description."),
        rules: z.array(ruleShape).describe("The rules for incoming traffic."),
    },
    list: async (compute, asked) => (await listSecurityGroups(compute, asked)).map(shown),
    get: async (compute, id, asked) => shown(await getSecurityGroup(compute, id, asked)),
});

function shown(record: SecurityGroupRecord) {
    const { id, name, description } = record;
    return { id, name, description, rules: record.rules.map((rule) => ({ ...asArguments(rule, record) })) };
}
