/** The lowest microversion that carries what a request says of a server. */
import { compareMicroversions } from "../../cloud/index";
import type { Context } from "../../lifecycle/kind";
import type { Plan } from "../../plan/plan";
import type { ServerArguments } from "./arguments";
import { sinceOfHostname } from "./hostname";

interface Since {
    microversion: string;
    /** The last that still has it. */
    until?: string;
    argument: string;
}

const PERSONALITY: Since = { microversion: "2.1", until: "2.56", argument: "personality" };

/** What a creation carries, by when it came. */
const CREATION: readonly (Since & { used(args: Partial<ServerArguments>): boolean })[] = [
    { ...PERSONALITY, used: ({ personality }) => personality !== undefined },
    { microversion: "2.19", argument: "description", used: ({ description }) => description !== undefined },
    {
        microversion: "2.37",
        argument: 'networks "auto" or "none"',
        used: ({ networks }) => typeof networks === "string",
    },
    {
        microversion: "2.42",
        argument: "a tag of an interface",
        used: ({ networks }) => Array.isArray(networks) && networks.some(({ tag }) => tag !== undefined),
    },
    {
        microversion: "2.42",
        argument: "a tag of a disk",
        used: ({ bootVolume, blockDevices }) =>
            bootVolume?.tag !== undefined || (blockDevices ?? []).some(({ tag }) => tag !== undefined),
    },
    {
        microversion: "2.67",
        argument: "the type of a volume",
        used: ({ bootVolume, blockDevices }) =>
            bootVolume?.type !== undefined || (blockDevices ?? []).some(({ type }) => type !== undefined),
    },
    {
        microversion: "2.63",
        argument: "trustedImageCertificates",
        used: ({ trustedImageCertificates }) => trustedImageCertificates !== undefined,
    },
    { microversion: "2.90", argument: "hostname", used: ({ hostname }) => hostname !== undefined },
    {
        microversion: "2.94",
        argument: "a hostname with more than letters, digits and hyphens",
        used: ({ hostname }) => hostname !== undefined && sinceOfHostname(hostname) === "2.94",
    },
];

/** From it on a request must say what to connect to: the project's only network is no default any more. */
const NETWORKS_REQUIRED = "2.37";

/** What a creation carries that came later than that; undefined: nothing. */
export function needsNetworks(args: Partial<ServerArguments>): string | undefined {
    return CREATION.find((row) => row.used(args) && latest(row.microversion, NETWORKS_REQUIRED) === row.microversion)
        ?.argument;
}

/** The lowest microversion that carries all that a creation says. */
export function microversionOfCreation(context: Context, args: Partial<ServerArguments>): string {
    return lowest(
        context,
        CREATION.filter((row) => row.used(args)),
    );
}

/** The lowest microversion that carries these changes, and the files that go along with every rebuild. */
export function microversionOfChanges(context: Context, changes: Plan, files: boolean): string {
    const late = changes.flatMap(({ property, change: { microversion } }) =>
        microversion === undefined ? [] : [{ argument: property, microversion }],
    );
    return lowest(context, [...late, ...(files ? [PERSONALITY] : [])]);
}

function lowest({ compute, subject }: Context, used: readonly Since[]): string {
    for (const { microversion, argument } of used) {
        compute.need(microversion, argument, subject);
    }
    const needed = used.reduce((so, { microversion }) => latest(so, microversion), "2.1");
    const ended = used.find(({ until }) => until !== undefined && latest(until, needed) !== until);
    if (ended !== undefined) {
        const late = used.find(({ microversion }) => microversion === needed)?.argument ?? "";
        throw new Error(
            `${subject}: ${ended.argument} is carried up to microversion ${ended.until}, and ${late} from ${needed} on: one request cannot have both. Nothing was changed.`,
        );
    }
    return needed;
}

/** The later of two microversions. */
export function latest(one: string, other: string): string {
    return compareMicroversions(one, other) > 0 ? one : other;
}
