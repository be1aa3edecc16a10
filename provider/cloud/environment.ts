/** The cloud that OS_* variables describe, as a clouds.yaml entry. */

import type { Mapping } from "./clouds-yaml";

/** These choose a cloud or a file, and do not describe a cloud. */
const SELECTORS = new Set([
    "OS_CLOUD",
    "OS_CLOUD_NAME",
    "OS_REGION_NAME",
    "OS_CLIENT_CONFIG_FILE",
    "OS_CLIENT_SECURE_FILE",
]);

/** One of these makes the environment a cloud. OS_CACERT or OS_INSECURE alone do not. */
const DESCRIBES =
    /^OS_(AUTH_URL|TOKEN|AUTH_TOKEN|USERNAME|USER_ID|PASSWORD|PROJECT_(NAME|ID)|TENANT_(NAME|ID)|APPLICATION_CREDENTIAL_.+)$/;

/** The entry from the variables; undefined if they describe no cloud. */
export function environmentEntry(environment: NodeJS.ProcessEnv): Mapping | undefined {
    const set = Object.entries(environment).filter(
        (variable): variable is [string, string] =>
            variable[0].startsWith("OS_") && variable[1] !== undefined && variable[1] !== "",
    );
    if (!set.some(([name]) => DESCRIBES.test(name))) {
        return undefined;
    }
    return Object.fromEntries(
        set
            .filter(([name]) => !SELECTORS.has(name))
            .map(([name, value]) => [name.slice("OS_".length).toLowerCase(), value]),
    );
}

/** openstacksdk's name for the environment's cloud. */
export function environmentName(environment: NodeJS.ProcessEnv): string {
    return environment.OS_CLOUD_NAME || "envvars";
}

/** HTTP_PROXY and similar variables in either case. The lower-case one wins, as for curl. */
export function proxyVariable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
    return environment[name.toLowerCase()] || environment[name.toUpperCase()] || undefined;
}
