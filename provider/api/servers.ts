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
    // The answer has fewer keys than Show server details and may be older than the change, so it is not read.
    update: operation({
        title: "Update server",
        method: "PUT",
        path: "/servers/{id}",
        answer: z.object({ server: z.object({ id: assignedId }) }),
    }),
    delete: operation({ title: "Delete server", method: "DELETE", path: "/servers/{id}", answer: none }),
};

/** Filters of a list of servers. The cloud reads `name` as a regular expression, so filter the result again. */
export interface ServerFilters {
    name?: string;
    status?: string;
    /** ISO 8601; deleted servers are listed too (status DELETED). */
    changesSince?: string;
    flavor?: string;
    image?: string;
    host?: string;
    reservationId?: string;
    /** A regular expression that one of its IPv4 addresses matches. */
    ip?: string;
    /** A regular expression that one of its IPv6 addresses matches. Since 2.5, for administrators in older clouds. */
    ip6?: string;
    /** Servers that have all of these. Since 2.26. */
    tags?: readonly string[];
    /** Servers that have one of these. Since 2.26. */
    tagsAny?: readonly string[];
    /** Servers that do not have all of these. Since 2.26. */
    notTags?: readonly string[];
    /** Servers that have none of these. Since 2.26. */
    notTagsAny?: readonly string[];
    /** Deleted servers instead. For administrators only. */
    deleted?: boolean;
    /** For administrators only. */
    allProjects?: boolean;
    /** The size of a page. */
    limit?: number;
}

export interface ServerRequest {
    /** The body under `server`. */
    server: Record<string, unknown>;
    /** The body under `os:scheduler_hints`. */
    schedulerHints?: Record<string, unknown>;
    /** The lowest one that supports the body. */
    microversion: string;
}

/**
 * Requests a server. It is built after the answer (API reference, "Create server"). Not safe to repeat. Only this
 * answer contains the password. Throws ForbiddenError if the quota is used up, CloudError 400 for an unknown image,
 * group or key.
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

/** Reads a server (API reference, "Show server details"). Throws NotFoundError if it does not exist. */
export async function getServer(compute: Compute, id: string, context: CallContext = {}): Promise<ServerRecord> {
    const { value } = await invoke(compute, serverOperations.show, {
        ...context,
        path: { id },
        microversion: compute.readLevel(),
    });
    return value.server;
}

/** Reads all matching servers, all pages (API reference, "List details for servers"). */
export async function listServers(
    compute: Compute,
    filters: ServerFilters = {},
    context: CallContext = {},
): Promise<ServerRecord[]> {
    for (const filter of ["tags", "tagsAny", "notTags", "notTagsAny"] as const) {
        if (filters[filter] !== undefined) {
            // An older cloud would ignore the filter and list all.
            compute.need("2.26", filter, context.resource);
        }
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
            ip: filters.ip,
            ip6: filters.ip6,
            tags: filters.tags?.join(","),
            "tags-any": filters.tagsAny?.join(","),
            "not-tags": filters.notTags?.join(","),
            "not-tags-any": filters.notTagsAny?.join(","),
            deleted: filters.deleted ? "true" : undefined,
            all_tenants: filters.allProjects ? 1 : undefined,
            limit: filters.limit,
        },
        microversion: compute.readLevel(),
    });
}

/**
 * Changes a server's name, access addresses, disk config, description (2.19), hostname (2.90) or the pin to its zone
 * (2.104). `changes` has the API's own keys, and only the changed ones (API reference, "Update server").
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
 * Requests to delete a server. It is deleted when a read says so (API reference, "Delete server"). Throws NotFoundError
 * if it does not exist, ConflictError if it is locked or its state does not allow it.
 */
export async function deleteServer(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<{ requestId?: string }> {
    const { requestId } = await invoke(compute, serverOperations.delete, { ...context, path: { id } });
    return { requestId };
}
