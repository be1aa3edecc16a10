import { badRequest } from "../http/api-error";
import { objectAt } from "../http/json";
import type { Server } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseLocked, serverOf } from "./find-server";
import type { Route } from "./route";
import * as schemas from "./schemas/servers";
import { createServer } from "./server-create";
import { listedServers, serverQuery } from "./server-filters";
import { nextPage, pageSize } from "./views/links";
import { serverSummary, serverView, shownByGet, shownByList, shownByUpdate } from "./views/server";

/** Servers (API reference 1.2). */
export const serverRoutes: readonly Route[] = [
    { method: "GET", path: "/servers", query: serverQuery, handle: listServers },
    { method: "GET", path: "/servers/detail", query: serverQuery, handle: listServers },
    { method: "POST", path: "/servers", status: 202, body: schemas.createServer, handle: createServer },
    { method: "GET", path: "/servers/{server_id}", handle: showServer },
    { method: "PUT", path: "/servers/{server_id}", body: schemas.updateServer, handle: updateServer },
    { method: "DELETE", path: "/servers/{server_id}", status: 204, handle: deleteServer },
];

function listServers(call: Call): Reply {
    const detailed = call.parameters.detail !== undefined;
    const all = listedServers(call, detailed);
    const marker = call.query.get("marker");
    const after = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1;
    if (marker !== null && after === 0) {
        throw badRequest(`marker [${marker}] not found`);
    }
    const page = all.slice(after, after + pageSize(call));
    const view = (server: Server) => (detailed ? serverView(call, server, shownByList()) : serverSummary(call, server));
    const ids = page.map(({ id }) => id);
    return {
        body: {
            servers: page.map(view),
            ...nextPage(call, "servers_links", detailed ? "servers/detail" : "servers", ids),
        },
    };
}

function showServer(call: Call): Reply {
    return { body: { server: serverView(call, serverOf(call), shownByGet(call)) } };
}

function updateServer(call: Call): Reply {
    const server = serverOf(call);
    const { name, description, hostname, accessIPv4, accessIPv6, ...rest } = objectAt(call.body, "server");
    if (typeof name === "string") {
        server.name = name.trim();
    }
    if (description !== undefined) {
        server.description = typeof description === "string" ? description : null;
    }
    if (typeof hostname === "string") {
        server.hostname = hostname;
    }
    if (typeof accessIPv4 === "string") {
        server.accessIpV4 = accessIPv4;
    }
    if (typeof accessIPv6 === "string") {
        server.accessIpV6 = accessIPv6;
    }
    const diskConfig = rest["OS-DCF:diskConfig"];
    if (diskConfig === "AUTO" || diskConfig === "MANUAL") {
        server.diskConfig = diskConfig;
    }
    server.updated = call.cloud.clock.now();
    return { body: { server: serverView(call, server, shownByUpdate(call)) } };
}

export function deleteServer(call: Call): undefined {
    const server = serverOf(call);
    refuseLocked(call, server);
    if (server.taskState === "deleting" || server.vmState === "deleted") {
        return;
    }
    if (server.host === null && server.vmState !== "shelved_offloaded") {
        call.cloud.machine.removeNow(server, call.origin);
    } else {
        call.cloud.machine.start(server, "delete", call.origin);
    }
}
