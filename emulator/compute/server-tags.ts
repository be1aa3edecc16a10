import { badRequest, notAllowed, notFound, unexpected } from "../http/api-error";
import { objectAt } from "../http/json";
import { repr } from "../http/python";
import { hasTwins, isUnstorable, sameInDatabase } from "../state/collation";
import type { Server } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseUnlessIn } from "./find-server";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { selfLink } from "./views/links";

const path = "/servers/{server_id}/tags";
const tagged = { since: 26 } as const;
const MOST = 50;

/** Tags of a server, since 2.26. */
export const serverTagRoutes: readonly Route[] = [
    { ...tagged, method: "GET", path, handle: (call) => ({ body: { tags: [...taggedServer(call, "index").tags] } }) },
    {
        ...tagged,
        method: "PUT",
        path,
        body: [[26, type.object({ tags: { type: "array", items: type.tag, maxItems: MOST } }, ["tags"])]],
        handle: replaceAll,
    },
    { ...tagged, method: "DELETE", path, status: 204, handle: deleteAll },
    { ...tagged, method: "GET", path: `${path}/{tag}`, status: 204, handle: check },
    { ...tagged, method: "PUT", path: `${path}/{tag}`, body: [[26, { type: "null" }]], handle: add },
    { ...tagged, method: "DELETE", path: `${path}/{tag}`, status: 204, handle: remove },
];

function replaceAll(call: Call): Reply {
    const server = changeable(call, "update_all", "update tags");
    const { tags } = objectAt({ body: call.body }, "body");
    const wanted = Array.isArray(tags) ? [...new Set(tags.map(String))] : [];
    if (wanted.some(isUnstorable)) {
        throw unexpected("oslo_db.exception.DBError");
    }
    if (hasTwins(wanted)) {
        throw unexpected("oslo_db.exception.DBDuplicateEntry");
    }
    server.tags = wanted;
    return { body: { tags: [...server.tags] } };
}

function deleteAll(call: Call): undefined {
    changeable(call, "delete_all", "delete tags").tags = [];
}

function check(call: Call): undefined {
    const server = taggedServer(call, "show");
    const tag = tagInPath(call);
    if (!server.tags.some((other) => sameInDatabase(other, tag))) {
        throw notFound(`Server ${server.id} has no tag '${tag}'`);
    }
}

function add(call: Call): Reply {
    const server = changeable(call, "update", "update tag");
    const tag = tagInPath(call);
    if (tag.length > 60 || /[,/]/.test(tag)) {
        const reason = tag.length > 60 ? `${repr(tag)} is too long` : `${repr(tag)} does not match '^[^,/]*$'`;
        throw badRequest(
            `Tag '${tag}' is invalid. It must be a non empty string without characters '/' and ','. Validation error message: ${reason}`,
        );
    }
    if (server.tags.length >= MOST) {
        throw badRequest(`The number of tags exceeded the per-server limit ${MOST}`);
    }
    if (server.tags.includes(tag)) {
        return { status: 204 };
    }
    // A tag that the database treats as an existing one is not added, but is reported as new.
    if (!server.tags.some((other) => sameInDatabase(other, tag))) {
        server.tags = [...server.tags, tag];
    }
    return { status: 201, headers: { Location: selfLink(call, "servers", server.id, "tags", tag) } };
}

function remove(call: Call): undefined {
    const server = changeable(call, "delete", "delete tag");
    const tag = tagInPath(call);
    const kept = server.tags.filter((other) => !sameInDatabase(other, tag));
    if (kept.length === server.tags.length) {
        throw notFound(`Instance ${server.id} has no tag '${tag}'`);
    }
    server.tags = kept;
}

/** Nova reads a path as Latin-1: "ä" becomes "Ã¤". */
function tagInPath(call: Call): string {
    return Buffer.from(call.parameter("tag")).toString("latin1");
}

function changeable(call: Call, operation: string, verb: string): Server {
    const server = taggedServer(call, operation);
    refuseUnlessIn(server, verb, {
        from: ["active", "paused", "suspended", "stopped"],
        tasks: "any",
        mustHaveLaunched: false,
    });
    return server;
}

/** Nova looks up the cell of the server first, so another project's server is found, but forbidden. */
function taggedServer(call: Call, operation: string): Server {
    const id = call.parameter("server_id");
    const server = call.state.servers.get(id);
    if (server === undefined || server.deleted) {
        throw notFound(`Instance ${id} has no mapping to a cell.`);
    }
    if (!call.caller.isAdmin && server.projectId !== call.caller.projectId) {
        throw notAllowed(`os_compute_api:os-server-tags:${operation}`);
    }
    return server;
}
