/**
 * The SecurityGroup: a named set of rules for what may come in. The rules stand inline, in any order; an update adds
 * and removes single rules and never touches one that did not change.
 */
import partition from "lodash/partition";
import * as z from "zod";
import {
    createSecurityGroup,
    deleteSecurityGroup,
    getSecurityGroup,
    listSecurityGroups,
    type SecurityGroupRecord,
    updateSecurityGroup,
} from "../api/index";
import { nameArgument, textArgument } from "../arguments/argument-types";
import { CloudError, ConflictError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import { createdOrFound, createdOrNamed, onlyOf, takenOver } from "../lifecycle/interrupted-creations";
import type { Context, Created, ResourceKind } from "../lifecycle/kind";
import { lookups } from "../lifecycle/lookup";
import { isNamedByOwner } from "../lifecycle/owner";
import { withinQuota } from "../lifecycle/quota";
import type { ChangeTable } from "../plan/change-table";
import type { Plan } from "../plan/plan";
import { LAST_LOOK, WaitTimeoutError, waitFor } from "../wait/wait";
import {
    addRule,
    asArguments,
    declaredKey,
    moveRules,
    type NamedGroups,
    resolveGroups,
    rules,
    sameRules,
    spelled,
    spelledMoves,
    standingKey,
} from "./security-group-rules";

const DEFAULT_DESCRIPTION = "Managed by Pulumi";

export const securityGroupArguments = z.strictObject({
    name: nameArgument("The group's name. Left out: made from the resource's name and a random suffix.")
        .refine((name) => name.toLowerCase() !== "default", { error: '"default" is the project\'s own group' })
        .optional(),
    description: textArgument(`A description. Default: "${DEFAULT_DESCRIPTION}".`).optional(),
    rules: rules.optional(),
});

export type SecurityGroupArguments = z.output<typeof securityGroupArguments>;

interface KeptOfGroup {
    groups?: NamedGroups;
}

type SecurityGroupState = SecurityGroupArguments & { __state: KeptOfGroup };

export const securityGroupChanges: ChangeTable = {
    name: { by: "attributes", level: "none", effect: "updated in place", removed: "unmanaged", shows: "values" },
    description: { by: "attributes", level: "none", effect: "updated in place", removed: "default", shows: "nothing" },
    rules: {
        by: "rules",
        level: "none",
        effect: "single rules are added and removed in place",
        removed: "unmanaged",
        shows: spelledMoves,
        same: (old, wanted, state) => Array.isArray(old) && sameRules(old, wanted, groupsIn(state)),
    },
};

function groupsIn(state: Readonly<Record<string, unknown>>): NamedGroups {
    return (state.__state as KeptOfGroup | undefined)?.groups ?? {};
}

const MINUTE = 60_000;

export const securityGroup: ResourceKind<SecurityGroupArguments, SecurityGroupState> = {
    kind: "SecurityGroup",
    noun: "security group",
    about: "A security group with its rules. A change adds and removes single rules; one that did not change is never touched.",
    example: `const web = new compute.SecurityGroup("web", {
    rules: [
        { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
        { protocol: "tcp", fromPort: 1, toPort: 65535, group: "self" },
    ],
});`,
    outputs: { name: z.string().describe("The name in the cloud: what a server's `securityGroups` takes.") },
    schema: securityGroupArguments,
    changes: securityGroupChanges,
    timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: MINUTE },
    nameLength: 255,
    exclusive: () => undefined,
    called: async ({ compute, subject: resource }, name) =>
        (await listSecurityGroups(compute, { resource })).filter((group) => group.name === name).map(({ id }) => id),
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
    groups: NamedGroups,
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

/** A group in use cannot be deleted; the ports of servers deleted just before may take a moment to let go of it. */
async function remove({ compute, subject, deadline, progress }: Context, id: string): Promise<void> {
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
        progress: (state) => progress(`deleting: ${state}`),
    }).catch((error: unknown) => {
        throw error instanceof WaitTimeoutError ? (refusal ?? error) : error;
    });
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
    .meta({ title: "GetSecurityGroupRule", description: "A rule, as the argument `rules` would have it." });

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
        name: z.string().describe("The name. With the network service behind Compute, several groups may have one."),
        description: z.string().describe("The description."),
        rules: z.array(ruleShape).describe("The rules for what may come in."),
    },
    list: async (compute, asked) => (await listSecurityGroups(compute, asked)).map(shown),
    get: async (compute, id, asked) => shown(await getSecurityGroup(compute, id, asked)),
});

function shown(record: SecurityGroupRecord) {
    const { id, name, description } = record;
    return { id, name, description, rules: record.rules.map((rule) => ({ ...asArguments(rule, record) })) };
}
