/** What the stack's configuration says (`openstack-compute:…`). */
import { distance } from "fastest-levenshtein";
import minBy from "lodash/minBy";
import type { CloudReference } from "../cloud/index";
import { LEVELS, type Level } from "../plan/change-table";
import { NAMESPACE, SETTINGS } from "./configuration-keys";
import { MAX_DISRUPTIVE } from "./rolling-limit";

export interface Settings extends CloudReference {
    /** The ceiling on disruption; as written, so that `check` can say when it is none of the levels. */
    allow?: string;
    /** The rolling limit, as written. */
    maxDisruptive?: string;
}

export const ALLOW = "openstack-compute:allow";

export function settingsFrom(get: (key: string) => string | undefined): Settings {
    return {
        cloud: get("openstack-compute:cloud"),
        region: get("openstack-compute:region"),
        allow: get(ALLOW),
        maxDisruptive: get(MAX_DISRUPTIVE),
    };
}

/** Further apart than this, and it is no misspelling. */
const NEAR = 2;

/** What is wrong with a key of the configuration, or with its value, which is not shown. */
export function complaintOf(key: string): string {
    const setting = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (setting !== undefined) {
        return `config ${NAMESPACE}${key}: ${setting.expected}`;
    }
    const known = Object.keys(SETTINGS);
    const apart = (name: string) => distance(name.toLowerCase(), key.toLowerCase());
    const nearest = minBy(known, apart);
    const hint =
        nearest !== undefined && apart(nearest) <= NEAR
            ? `; did you mean "${nearest}"?`
            : `; there are ${known.join(", ")}`;
    return `config ${NAMESPACE}${key}: there is no such key${hint}`;
}

/** The ceiling, or what is wrong with it. */
export function ceiling({ allow }: Settings): { level: Level } | { complaint: string } {
    const level = allow === undefined ? "replace" : LEVELS.find((known) => known === allow);
    return level === undefined ? { complaint: `config ${ALLOW}: expected one of ${LEVELS.join(", ")}` } : { level };
}

/** An argument names the cloud before the configuration does; another cloud's region is not taken from it. */
export function reference(args: CloudReference, settings: Settings): CloudReference {
    return {
        cloud: args.cloud ?? settings.cloud,
        region:
            args.region ?? (args.cloud === undefined || args.cloud === settings.cloud ? settings.region : undefined),
    };
}
