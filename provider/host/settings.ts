/** What the stack's configuration says (`openstack-compute:…`). */
import type { CloudReference } from "../cloud/index";
import { LEVELS, type Level } from "../resources/changes";
import { MAX_DISRUPTIVE } from "./rolling";

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
