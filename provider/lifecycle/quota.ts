/** A refusal for want of quota: which quota it is, how much of it is used, and how much there is, as the cloud tells. */
import { getLimits } from "../api/index";
import { CloudError, ForbiddenError } from "../cloud/index";
import type { Context } from "./kind";

interface Quota {
    /** As a user reads it. */
    name: string;
    /** What clouds call it where a refusal says what was exceeded, in lower case. */
    called: readonly string[];
    unit?: string;
    /** The API's names of the limit, and of its use; some clouds do not tell the use. */
    limit: string;
    used?: string;
}

const QUOTAS: readonly Quota[] = [
    {
        name: "instances",
        called: ["instances", "servers"],
        limit: "maxTotalInstances",
        used: "totalInstancesUsed",
    },
    { name: "cores", called: ["cores", "class:vcpu"], limit: "maxTotalCores", used: "totalCoresUsed" },
    {
        name: "ram",
        called: ["ram", "class:memory_mb"],
        unit: " MiB",
        limit: "maxTotalRAMSize",
        used: "totalRAMUsed",
    },
    { name: "key pairs", called: ["key pairs", "key_pairs", "server_key_pairs"], limit: "maxTotalKeypairs" },
    {
        name: "floating IPs",
        called: ["floating ips", "floating_ips", "floatingip", "ip allocation"],
        limit: "maxTotalFloatingIps",
        used: "totalFloatingIpsUsed",
    },
    {
        name: "rules of a security group",
        called: ["security group rules", "security_group_rules", "security_group_rule", "security groups or rules"],
        limit: "maxSecurityGroupRules",
    },
    {
        name: "security groups",
        called: ["security groups", "security_groups", "security_group", "security groups or rules"],
        limit: "maxSecurityGroups",
        used: "totalSecurityGroupsUsed",
    },
    {
        name: "server groups",
        called: ["server groups", "server_groups"],
        limit: "maxServerGroups",
        used: "totalServerGroupsUsed",
    },
    {
        name: "servers in a server group",
        called: ["servers in group", "server_group_members"],
        limit: "maxServerGroupMembers",
    },
    {
        name: "metadata items",
        called: ["metadata items", "metadata_items", "server_metadata_items"],
        limit: "maxServerMeta",
    },
    {
        name: "files",
        called: ["personality file", "injected_files", "server_injected_files"],
        limit: "maxPersonality",
    },
];

/**
 * How Nova and Neutron say what was exceeded: `Quota exceeded for cores, ram: Requested …`, `Quota exceeded for
 * resources: ['security_group'].`, `Quota exceeded, too many server groups.`, `Maximum number of key pairs exceeded`,
 * `Resource servers is over limit of 10 …`. Other words of a message name no quota.
 */
const PHRASES: readonly RegExp[] = [
    /^Quota exceeded for (?:resources: )?\[?([^:\].]+)/gi,
    /^Quota exceeded, too many ([^.]+)/gi,
    /^Maximum number of (.+?) exceed(?:ed|s)\b/gi,
    /\bResource (\S+) is over limit\b/gi,
    /^(Personality file) .*exceed/gi,
    /^(IP allocation) over quota\b/gi,
];

/** The quotas that a refusal says were exceeded. */
export function quotasIn(refusal: string): string[] {
    return meantBy(refusal).map(({ name }) => name);
}

function meantBy(refusal: string): Quota[] {
    const things = PHRASES.flatMap((phrase) => [...refusal.matchAll(phrase)])
        .flatMap(([, list = ""]) => list.split(","))
        .map((thing) => thing.replace(/^['"\s]+|['"\s]+$/g, "").toLowerCase());
    return QUOTAS.filter(({ called }) => things.some((thing) => called.includes(thing)));
}

/** Does what may be refused for want of quota. Such a refusal then says what is used of which limit. */
export async function withinQuota<T>(context: Context, asked: Promise<T>): Promise<T> {
    try {
        return await asked;
    } catch (error) {
        if (!(error instanceof CloudError) || !isForQuota(error)) {
            throw error;
        }
        const told = await use(context, error.cloudMessage);
        throw told === undefined ? error : withUse(error, told);
    }
}

/** 403; 413 before the API had microversions. */
function isForQuota({ status, cloudMessage }: CloudError): boolean {
    return (
        (status === 403 || status === 413) &&
        /\bquota\b|limit exceeded|exceeds|maximum number of|over limit/i.test(cloudMessage)
    );
}

/** `ram 3072 of 51200 MiB, instances 10 of 10`; undefined where the cloud does not tell its limits. */
async function use({ compute, subject, deadline }: Context, refusal: string): Promise<string | undefined> {
    const meant = meantBy(refusal);
    if (meant.length === 0) {
        return undefined;
    }
    // Only what explains a refusal: where this fails too, the refusal is what the user is to see.
    const limits = await getLimits(compute, { resource: subject, deadline, brief: true }).catch(() => undefined);
    const absolute = limits?.absolute ?? {};
    const told = meant.flatMap(({ name, unit = "", limit, used }) => {
        const most = absolute[limit];
        const now = used === undefined ? undefined : absolute[used];
        if (most === undefined || most < 0) {
            return [];
        }
        return [now === undefined ? `${name}: at most ${most}${unit}` : `${name}: ${now} of ${most}${unit} used`];
    });
    return told.length === 0 ? undefined : told.join(", ");
}

function withUse(error: CloudError, told: string): CloudError {
    const { operation, resource, status, fault, cloudMessage, requestId } = error;
    const remedy = `This project's quota: ${told}. ${error.remedy ?? ""}`.trimEnd();
    const Kind = error instanceof ForbiddenError ? ForbiddenError : CloudError;
    return new Kind({ operation, resource, status, fault, cloudMessage, requestId, remedy });
}
