/** Finding the Compute endpoint in a token's catalog: by type, region and interface. */

import { ConfigurationError } from "./errors";
import type { CloudSettings } from "./settings";
import type { CatalogEndpoint } from "./tokens";

export interface Endpoint {
    /** Without a trailing slash. */
    url: string;
    region: string | undefined;
}

const COMPUTE = "compute";

/**
 * The endpoint that the settings mean. Throws {@link ConfigurationError}: no such region (the message lists those there
 * are), several regions and none named, no Compute service, or none on the interface.
 */
export function findEndpoint(catalog: readonly CatalogEndpoint[], settings: CloudSettings): Endpoint {
    const compute = catalog.filter(({ type, url }) => type === COMPUTE && url !== "");
    if (settings.computeEndpoint !== undefined) {
        return { url: trimmed(settings.computeEndpoint), region: settings.region ?? onlyOne(regionsOf(compute)) };
    }
    if (compute.length === 0) {
        const types = unique(catalog.map(({ type }) => type)).join(", ") || "none";
        throw new ConfigurationError(
            `The catalog of "${settings.name}" has no service of type ${COMPUTE} (it has: ${types}): ` +
                `check the project in ${settings.origin}, or set compute_endpoint_override.`,
        );
    }
    const region = regionOf(compute, settings);
    const inRegion = compute.filter((endpoint) => region === undefined || endpoint.region === region);
    for (const name of settings.interfaces) {
        const found = inRegion.find((endpoint) => interfaceOf(endpoint) === name);
        if (found !== undefined) {
            if (!URL.canParse(found.url)) {
                throw new ConfigurationError(
                    `The catalog of "${settings.name}" has "${found.url}" for ${COMPUTE}, which is no URL.`,
                );
            }
            return { url: trimmed(found.url), region: found.region };
        }
    }
    throw new ConfigurationError(
        `The Compute service of "${settings.name}" has no ${settings.interfaces.join(" or ")} endpoint ` +
            `(it has: ${unique(inRegion.map(interfaceOf)).join(", ")}): check interface in ${settings.origin}.`,
    );
}

function regionOf(compute: readonly CatalogEndpoint[], settings: CloudSettings): string | undefined {
    const regions = regionsOf(compute);
    if (regions.length === 0) {
        return undefined;
    }
    if (settings.region !== undefined) {
        if (regions.includes(settings.region)) {
            return settings.region;
        }
        throw new ConfigurationError(
            `"${settings.name}" has no region "${settings.region}"; its regions: ${regions.join(", ")}. ` +
                "Names of regions are case-sensitive.",
        );
    }
    if (regions.length > 1) {
        throw new ConfigurationError(
            `"${settings.name}" has several regions: ${regions.join(", ")}. ` +
                `Name one: region_name in ${settings.origin}, OS_REGION_NAME, or the region argument.`,
        );
    }
    return regions[0];
}

function regionsOf(compute: readonly CatalogEndpoint[]): string[] {
    return unique(compute.flatMap(({ region }) => (region === undefined ? [] : [region])));
}

function onlyOne(regions: readonly string[]): string | undefined {
    return regions.length === 1 ? regions[0] : undefined;
}

/** v3 says `public`, some catalogs `publicURL`. */
function interfaceOf(endpoint: CatalogEndpoint): string {
    return endpoint.interface.replace(/URL$/, "");
}

function trimmed(url: string): string {
    return url.replace(/\/+$/, "");
}

function unique(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
