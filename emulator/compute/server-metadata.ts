import { badRequest, forbidden, notFound, unexpected } from "../http/api-error";
import { type JsonObject, objectAt, own } from "../http/json";
import type { Schema } from "../http/schema";
import { isUnstorable, sameInDatabase } from "../state/collation";
import type { Server } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseLocked, refuseUnlessIn, serverOf } from "./find-server";
import { always, type Route } from "./route";
import * as type from "./schemas/parameter-types";

const path = "/servers/{server_id}/metadata";
const set = always(type.wrapped("metadata", type.metadata));
const oneItem: Schema = { ...type.metadata, minProperties: 1, maxProperties: 1 };

/** Metadata of a server (API reference 1.8): POST merges, PUT replaces. */
export const serverMetadataRoutes: readonly Route[] = [
    { method: "GET", path, handle: (call) => ({ body: { metadata: { ...serverOf(call).metadata } } }) },
    { method: "POST", path, body: set, handle: (call) => write(call, false) },
    { method: "PUT", path, body: set, handle: (call) => write(call, true) },
    { method: "GET", path: `${path}/{key}`, handle: showItem },
    { method: "PUT", path: `${path}/{key}`, body: always(type.wrapped("meta", oneItem)), handle: writeItem },
    { method: "DELETE", path: `${path}/{key}`, status: 204, handle: deleteItem },
];

function write(call: Call, replaces: boolean): Reply {
    const server = serverOf(call);
    merge(call, server, objectAt(call.body, "metadata"), replaces);
    return { body: { metadata: { ...server.metadata } } };
}

function showItem(call: Call): Reply {
    const key = call.parameter("key");
    return { body: { meta: { [key]: itemOf(serverOf(call), key) } } };
}

function writeItem(call: Call): Reply {
    const server = serverOf(call);
    const given = objectAt(call.body, "meta");
    if (own(given, call.parameter("key")) === undefined) {
        throw badRequest("Request body and URI mismatch");
    }
    merge(call, server, given, false);
    return { body: { meta: given } };
}

function deleteItem(call: Call): undefined {
    const server = serverOf(call);
    const key = call.parameter("key");
    itemOf(server, key);
    refuseNow(call, server, "delete metadata");
    const rest = Object.entries(server.metadata).filter(([other]) => !sameInDatabase(other, key));
    server.metadata = Object.fromEntries(rest);
    server.updated = call.cloud.clock.now();
}

function itemOf(server: Server, key: string): string {
    const value = own(server.metadata, key);
    if (value === undefined) {
        throw notFound("Metadata item was not found");
    }
    return value;
}

function merge(call: Call, server: Server, given: JsonObject, replaces: boolean): void {
    refuseNow(call, server, "update metadata");
    if (Object.values(given).some((value) => isUnstorable(String(value)))) {
        throw unexpected("oslo_db.exception.DBError");
    }
    const pairs = Object.entries(given).map(([key, value]) => [key, String(value)] as const);
    const metadata = { ...(replaces ? {} : server.metadata), ...Object.fromEntries(pairs) };
    const limit = call.state.quotasFor(call.caller).metadata_items;
    if (limit >= 0 && Object.keys(metadata).length > limit) {
        throw forbidden(`Maximum number of metadata items exceeds ${limit}`);
    }
    server.metadata = metadata;
    server.updated = call.cloud.clock.now();
}

function refuseNow(call: Call, server: Server, verb: string): void {
    refuseLocked(call, server);
    refuseUnlessIn(server, verb, {
        from: ["active", "paused", "suspended", "stopped"],
        tasks: "any",
        mustHaveLaunched: true,
    });
}
