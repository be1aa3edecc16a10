/** Reads a clouds.yaml entry (or the OS_* variables as one): validated, in all spellings that openstacksdk accepts. */

import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type CloudSettings, type Interface, LONGEST_TIMER, type Tls } from "./cloud-settings";
import { isMapping, type Mapping, merge, type Node, normalizeKeys } from "./clouds-yaml";
import { readCredentials, readScope } from "./credentials";
import { ConfigurationError } from "./errors";
import { compareMicroversions, isMicroversion } from "./microversions";

interface Described {
    name: string;
    /** Where the entry is, for messages. */
    origin: string;
    entry: Mapping;
    /** The requested region; undefined: the entry's own. */
    region: string | undefined;
}

const DEFAULT_TIMEOUT = 60_000;

const text = z.string("should be a string").min(1, "is empty");
const bool = z
    .string("should be true or false")
    .regex(/^(true|false|yes|no|1|0)$/i, "should be true or false")
    .transform((value) => /^(true|yes|1)$/i.test(value));
const path = text.transform((value) => (value.startsWith("~/") ? join(homedir(), value.slice(2)) : value));
/**
 * A password in an address would appear in states, logs and messages. A query would end up in the middle of each path.
 */
const url = text
    .refine((value) => URL.canParse(value) && /^https?:/.test(value), {
        error: "should be an http:// or https:// URL",
        abort: true,
    })
    .refine((value) => new URL(value).username === "" && new URL(value).password === "", {
        error: "must not contain a user or a password: write them as username and password",
        abort: true,
    })
    .refine((value) => !/[?#]/.test(value), "must not contain a query or a fragment");
const interfaces = z
    .union([text, z.array(text)], "should be public, internal or admin")
    .transform((value) =>
        (typeof value === "string" ? value.split(",") : value).map((name) => name.trim().replace(/URL$/, "")),
    )
    .pipe(z.array(z.enum(["public", "internal", "admin"], "should be public, internal or admin")).min(1));

const Entry = z.object({
    auth_url: url,
    region_name: text.optional(),
    interface: interfaces.optional(),
    compute_endpoint_override: url.optional(),
    compute_api_version: text.optional(),
    cacert: path.optional(),
    cert: path.optional(),
    key: path.optional(),
    verify: bool.optional(),
    insecure: bool.optional(),
    api_timeout: z
        .string()
        .regex(/^\d+(\.\d+)?$/, "should be a number of seconds")
        .transform(Number)
        .refine((seconds) => seconds > 0, "should be more than 0 seconds")
        .optional(),
});

/** Older and longer spellings. The first one that is present is used. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
    auth_type: ["auth_type", "auth_plugin"],
    region_name: ["compute_region_name", "region_name"],
    interface: ["compute_interface", "compute_endpoint_type", "interface", "endpoint_type"],
    compute_endpoint_override: ["compute_endpoint_override", "compute_endpoint"],
    project_id: ["project_id", "tenant_id"],
    project_name: ["project_name", "tenant_name"],
    username: ["username", "user_name"],
    token: ["token", "auth_token"],
    default_domain_id: ["default_domain_id", "default_domain"],
};

/** Settings from the environment (proxies, log) are left empty. */
export function readEntry(described: Described): CloudSettings {
    const regional = withRegion(described);
    const flat = flatten(regional.entry);
    if (regional.region !== undefined) {
        flat.region_name = regional.region;
    }
    if (typeof flat.auth_url === "string" && typeof flat.region_name === "string") {
        flat.auth_url = flat.auth_url.replaceAll("{region_name}", flat.region_name);
    }
    const place = { name: described.name, origin: described.origin };
    const entry = validated(flat, place);
    const maximumMicroversion = ceiling(entry.compute_api_version);
    const credentials = readCredentials(flat, place);
    return {
        ...place,
        authUrl: entry.auth_url,
        identityVersion: /^v2/.test(textOf(flat.auth_type) ?? "") ? 2 : 3,
        credentials,
        scope: readScope(flat, credentials),
        ...(entry.region_name && { region: entry.region_name }),
        interfaces: entry.interface ?? (["public"] satisfies Interface[]),
        ...(entry.compute_endpoint_override && { computeEndpoint: entry.compute_endpoint_override }),
        ...(maximumMicroversion && { maximumMicroversion }),
        tls: readTls(entry),
        proxies: {},
        timeout:
            entry.api_timeout === undefined
                ? DEFAULT_TIMEOUT
                : Math.min(Math.ceil(entry.api_timeout * 1000), LONGEST_TIMER),
    };
}

/**
 * The region's own values merged over the entry's. `regions:` is a list to choose from; a single region_name is a
 * default.
 */
function withRegion({ name, origin, entry, region }: Described): { entry: Mapping; region: string | undefined } {
    const list = regionsOf(entry);
    const first = list[0];
    if (first === undefined) {
        return { entry, region };
    }
    const chosen = region === undefined ? first : list.find((candidate) => candidate.name === region);
    if (chosen === undefined) {
        throw new ConfigurationError(
            `The cloud "${name}" in ${origin} has no region "${region}"; it has ${list.map((one) => one.name).join(", ")}.`,
        );
    }
    return { entry: merge(entry, chosen.values), region: chosen.name };
}

function regionsOf(entry: Mapping): { name: string; values: Mapping }[] {
    const lone =
        typeof entry.region_name === "string"
            ? entry.region_name.split(",").map((name) => name.trim())
            : entry.region_name;
    const list = Array.isArray(entry.regions) ? entry.regions : Array.isArray(lone) && lone.length > 1 ? lone : [];
    return list.flatMap((region) => {
        if (typeof region === "string") {
            return region === "" ? [] : [{ name: region, values: {} }];
        }
        if (isMapping(region) && typeof region.name === "string") {
            return [{ name: region.name, values: isMapping(region.values) ? normalizeKeys(region.values) : {} }];
        }
        return [];
    });
}

/** The keys of `auth` together with those of the entry, each under one name. Empty values are ignored. */
function flatten(entry: Mapping): Mapping {
    const { auth, ...rest } = entry;
    const all: Mapping = isMapping(auth) ? { ...rest, ...auth } : rest;
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "" && value !== "null"));
    for (const [key, spellings] of Object.entries(SPELLINGS)) {
        const spelling = spellings.find((candidate) => present[candidate] !== undefined);
        const value: Node | undefined = spelling === undefined ? undefined : present[spelling];
        if (value !== undefined) {
            present[key] = value;
        }
    }
    return present;
}

function validated(flat: Mapping, { name, origin }: { name: string; origin: string }) {
    const result = Entry.safeParse(flat);
    if (result.success) {
        return result.data;
    }
    const problems = result.error.issues.map((issue) => {
        const key = String(issue.path[0]);
        return flat[key] === undefined ? `${key} is missing` : `${key} ${issue.message}`;
    });
    throw new ConfigurationError(`The cloud "${name}" in ${origin}: ${problems.join("; ")}.`);
}

function readTls(entry: z.infer<typeof Entry>): Tls {
    return {
        verify: entry.insecure !== true && entry.verify !== false,
        ...(entry.cacert && { caFile: entry.cacert }),
        ...(entry.cert && { certFile: entry.cert }),
        ...(entry.key && { keyFile: entry.key }),
    };
}

/** "2.60" is a maximum; "2", "2.0", "2.1" and "2.latest" only name the API. */
function ceiling(version: string | undefined): string | undefined {
    return isMicroversion(version) && compareMicroversions(version, "2.1") > 0 ? version : undefined;
}

function textOf(node: Node | undefined): string | undefined {
    return typeof node === "string" ? node : undefined;
}
