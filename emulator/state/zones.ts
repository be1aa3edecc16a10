/** Availability zones. A host is in the zone of its aggregate, or in the default one. */
import type { CloudState } from "./cloud-state";
import { HOSTS, ZONE } from "./seed";

export function zoneOf(state: CloudState, host: string): string {
    for (const { hosts, metadata } of state.aggregates.values()) {
        if (hosts.includes(host) && metadata.availability_zone !== undefined) {
            return metadata.availability_zone;
        }
    }
    return ZONE;
}

/** The zones that have hosts, with their hosts. */
export function zonesOf(state: CloudState): ReadonlyMap<string, readonly string[]> {
    const zones = new Map<string, string[]>();
    for (const host of HOSTS) {
        const zone = zoneOf(state, host);
        zones.set(zone, [...(zones.get(zone) ?? []), host]);
    }
    return zones;
}
