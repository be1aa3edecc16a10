import type { JsonObject } from "../http/json";
import { HOSTS, ZONE } from "../state/seed";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import { databaseTime } from "./views/times";

/** Availability zones (API reference 1.25): hosts are for administrators. */
export const availabilityZoneRoutes: readonly Route[] = [
    {
        method: "GET",
        path: "/os-availability-zone",
        handle: () => ({ body: { availabilityZoneInfo: [zone(ZONE, null)] } }),
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

function showHosts(call: Call): Reply {
    const service = { available: true, active: true, updated_at: databaseTime(call.cloud.clock.now()) };
    const computes = Object.fromEntries(HOSTS.map((host) => [host, { "nova-compute": { ...service } }]));
    const controller = { "nova-conductor": { ...service }, "nova-scheduler": { ...service } };
    return { body: { availabilityZoneInfo: [zone("internal", { controller }), zone(ZONE, computes)] } };
}
