/** A server's metadata (API reference, "Server metadata"): the set under `metadata`, one item under `meta`. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { metadataMap } from "./values";

const path = "/servers/{id}/metadata";
const itemPath = "/servers/{id}/metadata/{key}";
const set = z.object({ metadata: metadataMap });

/** The reference for v2 shows an item under `metadata` too, as if it were a set. */
const item = z.union([
    z.object({ meta: metadataMap }).transform(({ meta }) => meta),
    z.object({ metadata: metadataMap }).transform(({ metadata }) => metadata),
]);

export const serverMetadataOperations = {
    list: operation({ title: "List all metadata", method: "GET", path, answer: set }),
    replace: operation({ title: "Create or replace metadata items", method: "PUT", path, answer: set }),
    merge: operation({ title: "Update metadata items", method: "POST", path, answer: set, repeatable: true }),
    showItem: operation({ title: "Show metadata item details", method: "GET", path: itemPath, answer: item }),
    setItem: operation({ title: "Create or update metadata item", method: "PUT", path: itemPath, answer: item }),
    deleteItem: operation({ title: "Delete metadata item", method: "DELETE", path: itemPath, answer: none }),
};

/** All metadata of a server. Throws NotFoundError if the server does not exist. */
export async function getMetadata(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<Record<string, string>> {
    const { value } = await invoke(compute, serverMetadataOperations.list, { ...context, path: { id } });
    return value.metadata;
}

/**
 * Sets these items and leaves the others unchanged. Throws ForbiddenError (413 on old clouds) if the quota is used up,
 * ConflictError while the server is being built.
 */
export async function mergeMetadata(
    compute: Compute,
    id: string,
    items: Record<string, string>,
    context: CallContext = {},
): Promise<void> {
    const body = { metadata: items };
    await invoke(compute, serverMetadataOperations.merge, { ...context, path: { id }, body });
}

/** Deletes one item. Throws NotFoundError if it (or the server) does not exist. */
export async function deleteMetadataKey(
    compute: Compute,
    id: string,
    key: string,
    context: CallContext = {},
): Promise<void> {
    await invoke(compute, serverMetadataOperations.deleteItem, { ...context, path: { id, key } });
}
