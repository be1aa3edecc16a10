/** A refusal for want of quota: which quota it is, how much of it is used, and how much there is, as the cloud tells. */
import { getLimits } from "../api/index";
import { CloudError, ForbiddenError } from "../cloud/index";
import type { Context } from "./kind";

interface Quota {
    /** As a user reads it. */
    name: string;
    /** How a refusal speaks of it. */
    called: RegExp;
    unit?: string;
    /** The API's names of the limit, and of its use; some clouds do not tell the use. */
    limit: string;
    used?: string;
}

const QUOTAS: readonly Quota[] = [
    {
        name: "instances",
        called: /\b(instances?|servers?)\b/i,
        limit: "maxTotalInstances",
        used: "totalInstancesUsed",
    },
    { name: "cores", called: /\b(v?cpus?|cores?)\b/i, limit: "maxTotalCores", used: "totalCoresUsed" },
    { name: "ram", called: /\b(ram|memory)\b/i, unit: " MiB", limit: "maxTotalRAMSize", used: "totalRAMUsed" },
    { name: "key pairs", called: /\bkey ?pairs?\b/i, limit: "maxTotalKeypairs" },
    {
        name: "floating IPs",
        called: /\b(floating.?ips?|IP allocation|address(es)?)\b/i,
        limit: "maxTotalFloatingIps",
        used: "totalFloatingIpsUsed",
    },
    { name: "rules of a security group", called: /\bsecurity.?group.?rules?\b/i, limit: "maxSecurityGroupRules" },
    {
        name: "security groups",
        called: /\bsecurity.?groups?\b/i,
        limit: "maxSecurityGroups",
        used: "totalSecurityGroupsUsed",
    },
    { name: "metadata items", called: /\bmetadata\b/i, limit: "maxServerMeta" },
    { name: "files", called: /\bpersonality|injected\b/i, limit: "maxPersonality" },
];

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
        (status === 403 || status === 413) && /\bquota\b|limit exceeded|exceeds|maximum number of/i.test(cloudMessage)
    );
}

/** `ram 3072 of 51200 MiB, instances 10 of 10`; undefined where the cloud does not tell its limits. */
async function use({ compute, subject, deadline }: Context, refusal: string): Promise<string | undefined> {
    const meant = QUOTAS.filter(({ called }) => called.test(refusal));
    if (meant.length === 0) {
        return undefined;
    }
    // Only what explains a refusal: where this fails too, the refusal is what the user is to see.
    const limits = await getLimits(compute, { resource: subject, deadline }).catch(() => undefined);
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
