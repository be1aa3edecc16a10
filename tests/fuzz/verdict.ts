/** What an error of a case means: the cloud's own matter, or somebody's mistake. */
import type { Bag } from "./from-schema";

export interface Failure {
    step: string;
    message: string;
    /** Of the cloud's refusal. */
    status: number | undefined;
}

/** `check` takes the bag for wrong, and says why. */
export class Refused extends Error {
    override readonly name = "Refused";
}

/** What no `check` can know: what the cloud has, how much of it is left, and what is in use. */
const CLOUDS: readonly RegExp[] = [
    /availability zone is not available/,
    /No such host/,
    /already in use|already allocated|already associated/i,
    /quota|limit exceeded|exceeds maximum/i,
    /must be (?:greater|less) than or equal to/,
    /already in availability zone|contain instances in this zone/,
    /Cannot '\w+' instance/,
    /Instance group .* could not be found/,
    /there is no (?:security group|flavor|image|network) "/,
    /Unable to find security_group/,
    /Invalid key_name provided/,
    /(?:Volume type|Volume|Snapshot|Port|User) .* could not be found/i,
    /Flavor's disk is (?:smaller than|too small)/,
    /does not support preserving ephemeral/,
    /needs microversion 2\.56 or lower/,
    /needs Compute microversion/,
    /is not a valid project/,
    /fixed address not assigned|has no fixed|not associated with instance|No fixed IPs/i,
];

export function isClouds(error: unknown, { powerState, networks }: Bag): error is Error {
    // A server whose power state is no longer declared stays as it is, and not every change can be made to it there.
    const all = [
        ...CLOUDS,
        ...(powerState === undefined ? [/while it is in vm_state/] : []),
        // So is one whose networks are no longer declared, also where it has none.
        ...(networks === undefined ? [/the server has no interface to put security groups on/] : []),
    ];
    // Of a quota set every message speaks of quotas.
    const message = error instanceof Error ? error.message.replace(/^quota set "[^"]*".*?: \w+ quota set: /, "") : "";
    return error instanceof Error && all.some((one) => one.test(message));
}

export function failureOf(step: string, error: unknown): Failure {
    const message = error instanceof Error ? (isOurs(error) ? error.message : (error.stack ?? "")) : String(error);
    const [, status] = /\(HTTP (\d{3})/.exec(message) ?? [];
    return { step, message, status: status === undefined ? undefined : Number(status) };
}

/** Raw errors of the language are shown with where they came from. */
function isOurs(error: Error): boolean {
    return !["TypeError", "RangeError", "SyntaxError", "ReferenceError", "URIError"].includes(error.name);
}
