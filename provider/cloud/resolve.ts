/** Resolves the cloud and its settings from the program's reference, clouds.yaml and the environment. */

import type { CloudSettings } from "./cloud-settings";
import { type File, type Files, isMapping, type Mapping, merge, normalizeKeys, readFiles } from "./clouds-yaml";
import type { CloudReference } from "./compute";
import { readEntry } from "./entry";
import { environmentEntry, environmentName, proxyVariable } from "./environment";
import { ConfigurationError } from "./errors";

/** An entry, merged from all its sources, and its name for messages. */
interface Chosen {
    name: string;
    origin: string;
    entry: Mapping;
    /** OS_REGION_NAME belongs to a cloud that the environment chose, not to one that the program names. */
    region: string | undefined;
}

/**
 * The settings of the first of these: the cloud that `reference` names, the one that OS_CLOUD names, the one that OS_*
 * variables describe, the only one in clouds.yaml. A named cloud takes nothing from OS_* variables.
 *
 * @throws ConfigurationError that lists the files and clouds that were found, or names the wrong file and key.
 */
export function resolveCloud(
    reference: CloudReference,
    environment: NodeJS.ProcessEnv = process.env,
    cwd: string = process.cwd(),
): CloudSettings {
    const files = readFiles(environment, cwd);
    const chosen = choose(reference, environment, files);
    const settings = readEntry({
        name: chosen.name,
        origin: chosen.origin,
        entry: chosen.entry,
        region: reference.region ?? chosen.region,
    });
    const http = proxyVariable(environment, "HTTP_PROXY");
    const https = proxyVariable(environment, "HTTPS_PROXY");
    const none = proxyVariable(environment, "NO_PROXY");
    const log = environment.OPENSTACK_COMPUTE_LOG;
    return {
        ...settings,
        proxies: { ...(http && { http }), ...(https && { https }), ...(none && { none }) },
        ...(log && { log }),
    };
}

function choose(reference: CloudReference, environment: NodeJS.ProcessEnv, files: Files): Chosen {
    const variables = environmentEntry(environment);
    const region = environment.OS_REGION_NAME || undefined;
    const named = reference.cloud ?? (environment.OS_CLOUD || undefined);
    const known = entriesOf(files.clouds, files.secure);
    if (named !== undefined) {
        if (!Object.hasOwn(known, named) && named === environmentName(environment) && variables !== undefined) {
            return environmentCloud(variables, region);
        }
        return { ...fromFile(named, known, files), region: reference.cloud === undefined ? region : undefined };
    }
    if (variables !== undefined) {
        return environmentCloud(variables, region);
    }
    const [only, ...others] = Object.keys(known);
    if (only !== undefined && others.length === 0) {
        return { ...fromFile(only, known, files), region };
    }
    throw new ConfigurationError(
        only === undefined
            ? `No cloud is configured: no cloud is named, no OS_* variables describe one, and there is no clouds.yaml. ${lookedAt(files)} ` +
                  "Create a clouds.yaml, or set OS_AUTH_URL and the other OS_* variables."
            : `No cloud is named. ${files.clouds?.path ?? "clouds.yaml"} has ${listed(known)}: ` +
                  "set openstack-compute:cloud, the cloud argument, or OS_CLOUD.",
    );
}

function environmentCloud(entry: Mapping, region: string | undefined): Chosen {
    return { name: "environment", origin: "the OS_* variables", entry, region };
}

function fromFile(name: string, known: Record<string, Mapping>, files: Files): Omit<Chosen, "region"> {
    const entry = Object.hasOwn(known, name) ? known[name] : undefined;
    if (entry === undefined) {
        throw new ConfigurationError(
            files.clouds === undefined
                ? `The cloud "${name}" was not found, because there is no clouds.yaml. ${lookedAt(files)}`
                : `${files.clouds.path} has no cloud "${name}"; it has ${listed(known)}.`,
        );
    }
    const origin = [files.clouds, files.secure]
        .flatMap((file) => (file === undefined ? [] : [file.path]))
        .join(" and ");
    return { name, origin, entry: withProfile(name, entry, files) };
}

/** The clouds of clouds.yaml, with secure.yaml merged over them. */
function entriesOf(clouds: File | undefined, secure: File | undefined): Record<string, Mapping> {
    const merged = merge(cloudsOf(clouds, "clouds"), cloudsOf(secure, "clouds"));
    return Object.fromEntries(
        Object.entries(merged).map(([name, entry]) => {
            if (!isMapping(entry)) {
                throw new ConfigurationError(`${(clouds ?? secure)?.path}: clouds.${name} is not a mapping.`);
            }
            return [name, entry];
        }),
    );
}

function cloudsOf(file: File | undefined, key: string): Mapping {
    const clouds = file?.content[key];
    if (clouds === undefined || clouds === "") {
        return {};
    }
    if (!isMapping(clouds)) {
        throw new ConfigurationError(`${file?.path}: ${key} is not a mapping of names to clouds.`);
    }
    return Object.fromEntries(
        Object.entries(clouds).map(([name, entry]) => [name, isMapping(entry) ? normalizeKeys(entry) : entry]),
    );
}

/** `profile` (formerly `cloud`) names an entry of clouds-public.yaml, over which this entry is merged. */
function withProfile(name: string, entry: Mapping, files: Files): Mapping {
    const profile = entry.profile ?? entry.cloud;
    if (typeof profile !== "string" || profile === "") {
        return entry;
    }
    const known = cloudsOf(files.publicClouds, "public-clouds");
    const beneath = Object.hasOwn(known, profile) ? known[profile] : undefined;
    if (isMapping(beneath)) {
        return merge(beneath, entry);
    }
    const auth = entry.auth;
    if (isMapping(auth) && auth.auth_url !== undefined) {
        return entry;
    }
    throw new ConfigurationError(
        `The cloud "${name}" in ${files.clouds?.path} has the profile "${profile}", which ` +
            (files.publicClouds === undefined
                ? "no clouds-public.yaml describes"
                : `${files.publicClouds.path} does not have (it has ${listed(known)})`) +
            ": the profiles that are built into openstacksdk are not available here. Add auth_url to the cloud's auth.",
    );
}

function listed(known: Mapping | Record<string, unknown>): string {
    const names = Object.keys(known);
    return names.length === 0 ? "no clouds" : names.map((name) => `"${name}"`).join(", ");
}

function lookedAt(files: Files): string {
    return `Looked for ${files.lookedAt.join(", ")}.`;
}
