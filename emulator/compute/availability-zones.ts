import type { JsonObject } from "../http/json";
import { zonesOf } from "../state/zones";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import { databaseTime } from "./views/times";

/** Availability zones (API reference 1.25). Hosts are shown to administrators only. */
export const availabilityZoneRoutes: readonly Route[] = [
    {
        method: "GET",
        path: "/os-availability-zone",
        handle: list,
    },
    {
        method: "GET",
        path: "/os-availability-zone/detail",
        policy: "os_compute_api:os-availability-zone:detail",
        handle: showHosts,
    },
];

function zone(zoneName: string, hosts: JsonObject | null): JsonObject {
    return { zoneName, zoneState: { available: true }, hosts };
}

function list(call: Call): Reply {
    return { body: { availabilityZoneInfo: [...zonesOf(call.state).keys()].map((name) => zone(name, null)) } };
}

function showHosts(call: Call): Reply {
    const service = { available: true, active: true, updated_at: databaseTime(call.cloud.clock.now()) };
    const controller = { "nova-conductor": { ...service }, "nova-scheduler": { ...service } };
    const zones = [...zonesOf(call.state)].map(([name, hosts]) =>
        zone(name, Object.fromEntries(hosts.map((host) => [host, { "nova-compute": { ...service } }]))),
    );
    return { body: { availabilityZoneInfo: [zone("internal", { controller }), ...zones] } };
}
