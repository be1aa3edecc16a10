/** Microversions: how to compare them, which ones this package knows, and which OpenStack release introduced each. */

import { coerce, compare } from "semver";

/** All clouds serve it: v2.1 without a microversion, v2 and v1.1. */
export const BASE_MICROVERSION = "2.1";

/** The highest microversion whose bodies this package can read. */
export const KNOWN_MAXIMUM = "2.104";

/** The last microversion of each OpenStack release (Nova's "REST API Version History"). */
const RELEASES: readonly (readonly [last: string, release: string])[] = [
    ["2.3", "Kilo"],
    ["2.12", "Liberty"],
    ["2.25", "Mitaka"],
    ["2.38", "Newton"],
    ["2.42", "Ocata"],
    ["2.53", "Pike"],
    ["2.60", "Queens"],
    ["2.65", "Rocky"],
    ["2.72", "Stein"],
    ["2.79", "Train"],
    ["2.87", "Ussuri"],
    ["2.88", "Wallaby"],
    ["2.90", "Xena"],
    ["2.93", "Zed"],
    ["2.95", "2023.1 Antelope"],
    ["2.96", "2024.1 Caracal"],
    ["2.100", "2025.1 Epoxy"],
    ["2.103", "2026.1 Gazpacho"],
    ["2.104", "2026.2 Hibiscus"],
];

/** Negative, zero or positive, as for a sort. "2.9" is lower than "2.10". */
export function compareMicroversions(left: string, right: string): number {
    return compare(parse(left), parse(right));
}

/** Whether a text is a microversion. v2 and v1.1 announce an empty one. */
export function isMicroversion(text: unknown): text is string {
    return typeof text === "string" && /^\d{1,9}\.\d{1,9}$/.test(text);
}

/** The lowest of several microversions. Undefined ones are ignored. */
export function lowest(first: string, ...others: (string | undefined)[]): string {
    return others.reduce<string>(
        (least, other) => (other !== undefined && compareMicroversions(other, least) < 0 ? other : least),
        first,
    );
}

/**
 * The OpenStack release that introduced a microversion, for example "Mitaka"; "a later release" if this package does
 * not know it.
 */
export function releaseOf(microversion: string): string {
    const row = RELEASES.find(([last]) => compareMicroversions(microversion, last) <= 0);
    return row === undefined ? "a later release" : row[1];
}

function parse(microversion: string) {
    const version = isMicroversion(microversion) ? coerce(microversion) : null;
    if (version === null) {
        throw new TypeError(`"${microversion}" is not a microversion such as "2.19"`);
    }
    return version;
}
