/** Finds the Compute endpoint in a token's catalog: by type, region and interface. */

import { encodeSegment, splitAddress, whyNoSegment } from "./address";
import type { CloudSettings } from "./cloud-settings";
import { ConfigurationError } from "./errors";
import type { CatalogEndpoint, Token } from "./tokens";
import { visible } from "./visible";

export interface Endpoint {
    /** Without a trailing slash. */
    url: string;
    region: string | undefined;
}

const COMPUTE = "compute";
/** Characters of an endpoint's address. */
const LONGEST_URL = 2_000;

/**
 * The endpoint that the settings name. Throws {@link ConfigurationError} if the region does not exist (the message
 * lists the regions), if none of several is named, or if there is no Compute service on the interface.
 */
export function findEndpoint(
    { catalog, projectId, userId }: Pick<Token, "catalog" | "projectId" | "userId">,
    settings: CloudSettings,
): Endpoint {
    const compute = catalog.filter(({ type, url }) => type === COMPUTE && url !== "");
    if (settings.computeEndpoint !== undefined) {
        const url = filledIn(settings, { project_id: projectId, tenant_id: projectId, user_id: userId });
        return { url: trimmed(url), region: settings.region ?? onlyOne(regionsOf(compute)) };
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
            const address = found.url.length > LONGEST_URL ? undefined : splitAddress(found.url);
            if (address === undefined) {
                const shown = visible(found.url.slice(0, 100));
                throw new ConfigurationError(
                    `The catalog of "${settings.name}" has "${shown}" for ${COMPUTE}, which is not a URL.`,
                );
            }
            const [path = ""] = address.target.split("?");
            return { url: trimmed(`${address.origin}${path}`), region: found.region };
        }
    }
    throw new ConfigurationError(
        `The Compute service of "${settings.name}" has no ${settings.interfaces.join(" or ")} endpoint ` +
            `(it has: ${unique(inRegion.map(interfaceOf)).join(", ")}): check interface in ${settings.origin}.`,
    );
}

/**
 * Fills in the placeholders of an override, as keystoneauth does: `%(project_id)s`, or `$(project_id)s` as in a
 * catalog.
 */
function filledIn({ computeEndpoint = "", origin }: CloudSettings, values: Record<string, string | undefined>): string {
    return computeEndpoint.replace(/[%$]\((\w+)\)s/g, (placeholder, name: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (value === undefined || whyNoSegment(value) !== undefined) {
            throw new ConfigurationError(
                `compute_endpoint_override in ${origin} contains ${placeholder}, which has no value: ` +
                    `write the full address, or use %(project_id)s, %(tenant_id)s or %(user_id)s.`,
            );
        }
        return encodeSegment(value);
    });
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
                "Region names are case-sensitive.",
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
