/**
 * A server's tags (API reference, "Server tags"): since microversion 2.26, at most 50, 60 characters each, without `/`
 * and `,`.
 */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";

const path = "/servers/{id}/tags";
const tagPath = "/servers/{id}/tags/{tag}";
const microversions = { min: "2.26" };
const tags = z.object({ tags: z.array(z.string()) });

export const serverTagOperations = {
    list: operation({ title: "List tags", method: "GET", path, microversions, answer: tags }),
    replace: operation({ title: "Replace tags", method: "PUT", path, microversions, answer: tags }),
    deleteAll: operation({ title: "Delete all tags", method: "DELETE", path, microversions, answer: none }),
    check: operation({ title: "Check tag existence", method: "GET", path: tagPath, microversions, answer: none }),
    add: operation({ title: "Add a single tag", method: "PUT", path: tagPath, microversions, answer: none }),
    delete: operation({ title: "Delete a single tag", method: "DELETE", path: tagPath, microversions, answer: none }),
};

/** All tags of a server. Throws MicroversionError below 2.26, NotFoundError if the server does not exist. */
export async function listTags(compute: Compute, id: string, context: CallContext = {}): Promise<string[]> {
    const { value } = await invoke(compute, serverTagOperations.list, { ...context, path: { id } });
    return value.tags;
}

/** Adds one tag. An existing tag stays. Throws MicroversionError below 2.26. */
export async function addTag(compute: Compute, id: string, tag: string, context: CallContext = {}): Promise<void> {
    await invoke(compute, serverTagOperations.add, { ...context, path: { id, tag } });
}

/** Removes one tag. Throws MicroversionError below 2.26, NotFoundError if the server does not have it. */
export async function removeTag(compute: Compute, id: string, tag: string, context: CallContext = {}): Promise<void> {
    await invoke(compute, serverTagOperations.delete, { ...context, path: { id, tag } });
}

/** Replaces all tags of the server by these. Throws MicroversionError below 2.26. */
export async function replaceTags(
    compute: Compute,
    id: string,
    tags: readonly string[],
    context: CallContext = {},
): Promise<string[]> {
    const { value } = await invoke(compute, serverTagOperations.replace, { ...context, path: { id }, body: { tags } });
    return value.tags;
}
