import { ApiError, badRequest } from "../http/api-error";

/** Nova 26 (Zed) serves 2.1 to 2.93. Here a microversion is its minor number. */
export const OLDEST = 1;
export const NEWEST = 93;

/** The microversion of a request; 2.1 if it names none. */
export function requestedMicroversion(headers: Readonly<Record<string, string>>, newest: number): number {
    const asked = headerOf(headers);
    if (asked === undefined) {
        return OLDEST;
    }
    if (asked === "latest") {
        return newest;
    }
    const match = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(asked);
    if (match === null) {
        throw badRequest(`API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`);
    }
    const minor = Number(match[2]);
    if (match[1] !== "2" || minor < OLDEST || minor > newest) {
        throw new ApiError(
            406,
            `Version ${asked} is not supported by the API. Minimum is 2.${OLDEST} and maximum is 2.${newest}.`,
        );
    }
    return minor;
}

/** The newer header takes precedence over Nova's own. It may name several services. */
function headerOf(headers: Readonly<Record<string, string>>): string | undefined {
    const named = (headers["openstack-api-version"] ?? "")
        .split(",")
        .map((part) => part.trim().split(/\s+/))
        .filter(([service]) => service?.toLowerCase() === "compute")
        .at(-1)?.[1];
    return named ?? headers["x-openstack-nova-api-version"]?.trim();
}

/** "2.93" → 93. */
export function minorOf(version: string): number {
    const match = /^2\.([1-9]\d*)$/.exec(version);
    if (match === null) {
        throw new RangeError(`${version} is not a microversion of Compute v2`);
    }
    return Number(match[1]);
}
