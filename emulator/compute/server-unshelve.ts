import { badRequest, conflict } from "../http/api-error";
import { type Json, objectAt, stringAt } from "../http/json";
import { HOSTS, ZONE } from "../state/seed";
import type { Call } from "./call";
import { refuseLocked, refuseUnlessAllowed, serverOf } from "./find-server";

/** Nova also accepts the zone of its own services. */
const ZONES: readonly string[] = [ZONE, "internal"];

/** Unshelves a server; to a zone since 2.77, and to a host or out of its zone since 2.91. */
export function unshelve(call: Call): undefined {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, "unshelve", "unshelve");
    const given = objectAt(call.body, "unshelve");
    const zone = call.since(77) ? given.availability_zone : undefined;
    const host = call.since(91) ? stringAt(given, "host") : undefined;
    if ((zone !== undefined || host !== undefined) && server.vmState !== "shelved_offloaded") {
        throw conflict(
            `Specifying an availability zone or a host when unshelving server "${server.id}" with status "${server.vmState}" is not supported. The server status must be SHELVED_OFFLOADED.`,
        );
    }
    if (typeof zone === "string" && !ZONES.includes(zone)) {
        throw badRequest("The requested availability zone is not available");
    }
    if (host !== undefined) {
        refuseHost(call, host, zone === undefined ? server.zone : zone);
    }
    server.zone = zone === undefined ? server.zone : typeof zone === "string" ? zone : null;
    server.requestedHost = host ?? null;
    call.cloud.machine.start(server, "unshelve", call.origin);
}

function refuseHost(call: Call, host: string, zone: Json): void {
    call.require("os_compute_api:os-shelve:unshelve_to_host");
    if (!HOSTS.some((known) => known === host)) {
        throw badRequest(`Compute host ${host} could not be found.`);
    }
    if (zone !== null && zone !== ZONE) {
        throw conflict(`Host "${host}" is not in the availability zone "${String(zone)}".`);
    }
}
