/** Servers (API reference, "Servers"): creating, showing, listing, updating and deleting them. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { listAll, page } from "./paging";
import { type ServerRecord, server } from "./server-record";
import { assignedId, optionalText } from "./values";

export type { ServerFlavor } from "./server-flavor";
export type { ServerFault, ServerRecord } from "./server-record";

const reference = z.object({ id: assignedId, name: optionalText });

export const serverOperations = {
    list: operation({ title: "List servers", method: "GET", path: "/servers", answer: page("servers", reference) }),
    listDetails: operation({
        title: "List details for servers",
        method: "GET",
        path: "/servers/detail",
        answer: page("servers", server),
    }),
    create: operation({
        title: "Create server",
        method: "POST",
        path: "/servers",
        answer: z.object({ server: z.object({ id: assignedId, adminPass: optionalText }) }),
    }),
    createWithReservation: operation({
        title: "Create multiple servers with reservation ID",
        method: "POST",
        path: "/servers",
        answer: z.object({ reservation_id: z.string() }),
    }),
    show: operation({
        title: "Show server details",
        method: "GET",
        path: "/servers/{id}",
        answer: z.object({ server }),
    }),
    // The answer has fewer keys than Show server details and may be older than the change: it is not worth reading.
    update: operation({
        title: "Update server",
        method: "PUT",
        path: "/servers/{id}",
        answer: z.object({ server: z.object({ id: assignedId }) }),
    }),
    delete: operation({ title: "Delete server", method: "DELETE", path: "/servers/{id}", answer: none }),
};

/** What a list of servers may be narrowed to. The cloud takes `name` as a regular expression: filter again. */
export interface ServerFilters {
    name?: string;
    status?: string;
    /** ISO 8601; deleted servers are listed too (status DELETED). */
    changesSince?: string;
    flavor?: string;
    image?: string;
    host?: string;
    reservationId?: string;
    /** All of them must be on the server; 2.26. */
    tags?: readonly string[];
    /** Administrators only. */
    allProjects?: boolean;
    /** The size of a page. */
    limit?: number;
}

export interface ServerRequest {
    /** What stands in the body under `server`. */
    server: Record<string, unknown>;
    /** What stands beside it under `os:scheduler_hints`. */
    schedulerHints?: Record<string, unknown>;
    /** The lowest that carries what the body says. */
    microversion: string;
}

/**
 * Asks for a server; it is built after the answer (API reference, "Create server"). Not safe to repeat. The password is
 * told here and never again. Throws ForbiddenError over quota, CloudError 400 for an unknown image, group or key.
 */
export async function createServer(
    compute: Compute,
    request: ServerRequest,
    context: CallContext = {},
): Promise<{ id: string; adminPass?: string; requestId?: string }> {
    const { schedulerHints, microversion } = request;
    const hints = schedulerHints === undefined ? {} : { "os:scheduler_hints": schedulerHints };
    const body = { server: request.server, ...hints };
    const { value, requestId } = await invoke(compute, serverOperations.create, { ...context, body, microversion });
    return { id: value.server.id, adminPass: value.server.adminPass, requestId };
}

/** Reads a server (API reference, "Show server details"). Throws NotFoundError when it is not there. */
export async function getServer(compute: Compute, id: string, context: CallContext = {}): Promise<ServerRecord> {
    const { value } = await invoke(compute, serverOperations.show, {
        ...context,
        path: { id },
        microversion: compute.readLevel(),
    });
    return value.server;
}

/** Reads all servers that match, all pages (API reference, "List details for servers"). */
export async function listServers(
    compute: Compute,
    filters: ServerFilters = {},
    context: CallContext = {},
): Promise<ServerRecord[]> {
    if (filters.tags !== undefined) {
        // An older cloud would ignore the filter and list all.
        compute.need("2.26", "tags", context.resource);
    }
    return listAll(compute, serverOperations.listDetails, ({ id }) => id, {
        ...context,
        query: {
            name: filters.name,
            status: filters.status,
            "changes-since": filters.changesSince,
            flavor: filters.flavor,
            image: filters.image,
            host: filters.host,
            reservation_id: filters.reservationId,
            tags: filters.tags?.join(","),
            all_tenants: filters.allProjects ? 1 : undefined,
            limit: filters.limit,
        },
        microversion: compute.readLevel(),
    });
}

/**
 * Changes a server's name, access addresses, disk config, description (2.19), hostname (2.90) or the pin to its
 * zone (2.104); `changes` has the API's own keys, and only those that change (API reference, "Update server").
 */
export async function updateServer(
    compute: Compute,
    id: string,
    changes: Record<string, unknown>,
    microversion?: string,
    context: CallContext = {},
): Promise<{ requestId?: string }> {
    const body = { server: changes };
    const { requestId } = await invoke(compute, serverOperations.update, {
        ...context,
        path: { id },
        body,
        microversion,
    });
    return { requestId };
}

/**
 * Asks for a server's end; it is gone when reading it says so (API reference, "Delete server"). Throws NotFoundError
 * when it is not there, ConflictError when it is locked or in a state in which it cannot be deleted.
 */
export async function deleteServer(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<{ requestId?: string }> {
    const { requestId } = await invoke(compute, serverOperations.delete, { ...context, path: { id } });
    return { requestId };
}
