/** Requests that the cloud refuses because of a quota: which quota it is, how much of it is used, and its limit. */
import snakeCase from "lodash/snakeCase";
import { getLimits } from "../api/index";
import { CloudError, ForbiddenError } from "../cloud/index";
import type { Quota, Quotas } from "../plan/quota-declaration";
import type { Context } from "./kind";

/**
 * How Nova and Neutron say what was exceeded: `Quota exceeded for cores, ram: Requested …`, `Quota exceeded for
 * resources: ['security_group'].`, `Quota exceeded, too many server groups.`, `Maximum number of key pairs exceeded`,
 * `Resource servers is over limit of 10 …`. The rest of a message names no quota.
 */
const PHRASES: readonly RegExp[] = [
    /^Quota exceeded for (?:resources: )?\[?([^:\].]+)/gi,
    /^Quota exceeded, too many ([^.]+)/gi,
    /^Maximum number of (.+?) exceed(?:ed|s)\b/gi,
    /\bResource (\S+) is over limit\b/gi,
    /^(Personality file) .*exceed/gi,
    /^(IP allocation) over quota\b/gi,
];

/** The quotas that a refusal names as exceeded. */
export function exceeded(refusal: string, quotas: Quotas): Quota[] {
    const things = PHRASES.flatMap((phrase) => [...refusal.matchAll(phrase)])
        .flatMap(([, list = ""]) => list.split(","))
        .map((thing) => thing.replace(/^['"\s]+|['"\s]+$/g, "").toLowerCase());
    return Object.entries(quotas)
        .filter(([key, { name, called = [] }]) =>
            [name.toLowerCase(), snakeCase(key), ...called].some((word) => things.includes(word)),
        )
        .map(([, quota]) => quota);
}

/** Adds the limits and their use to an error if the cloud refuses the request because of a quota. */
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

/** `ram 3072 of 51200 MiB, instances 10 of 10`. Undefined: the cloud does not show its limits. */
async function use({ compute, subject, deadline, quotas }: Context, refusal: string): Promise<string | undefined> {
    const meant = exceeded(refusal, quotas);
    if (meant.length === 0) {
        return undefined;
    }
    // This only explains the refusal. If it fails too, the user must see the refusal.
    const limits = await getLimits(compute, { resource: subject, deadline, brief: true }).catch(() => undefined);
    const absolute = limits?.absolute ?? {};
    const told = meant.flatMap(({ name, unit = "", limit, used }) => {
        const most = limit === undefined ? undefined : absolute[limit];
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
