/**
 * The lists by which names are resolved: the flavors, images and networks of a cloud, each requested once per process. If a
 * name is not in its list, the list is requested again, because the thing may have been created since.
 */
import * as z from "zod";
import { group } from "../api/group";
import { getImage, listImages, listNetworks } from "../api/index";
import { identifier } from "../api/values";
import { CloudError, type Compute, UnaddressableError } from "../cloud/index";

/** The id and the name of a thing in the cloud. */
export interface Pin {
    id: string;
    name: string;
}

export type Listed = "flavor" | "image" | "network";

type All = Promise<readonly Pin[]>;

const flavors = group(
    { title: "flavor", path: "/flavors", one: "flavor", many: "flavors", pages: "marker" },
    { id: { key: "id", read: identifier }, name: { key: "name", read: z.string() } },
);

const LISTS: Readonly<Record<Listed, (compute: Compute, resource: string) => All>> = {
    flavor: (compute, resource) => flavors.list(compute, { resource }),
    image: (compute, resource) => listImages(compute, {}, { resource }),
    network: (compute, resource) => listNetworks(compute, { resource }),
};

/**
 * Community images, and for administrators the flavors of other projects, are in no list, but can be used by their id.
 */
const UNLISTED: Readonly<Partial<Record<Listed, (compute: Compute, id: string, resource: string) => Promise<Pin>>>> = {
    flavor: (compute, id, resource) => flavors.get(compute, id, { resource }),
    image: (compute, id, resource) => getImage(compute, id, { resource }),
};

const known = new WeakMap<Compute, Map<Listed, All>>();

/** The latest list. Undefined: there is none yet. */
export function latest(compute: Compute, noun: Listed): All | undefined {
    return known.get(compute)?.get(noun);
}

/** A later list than `than`: one that is requested already, or a new request. */
export function later(compute: Compute, noun: Listed, than: All | undefined, resource: string): All {
    const current = latest(compute, noun);
    return current !== undefined && current !== than ? current : keep(compute, noun, LISTS[noun](compute, resource));
}

/** The list, with the thing that has this id if no list has it. */
export async function withUnlisted(
    compute: Compute,
    noun: Listed,
    list: readonly Pin[],
    id: string,
    resource: string,
): Promise<readonly Pin[]> {
    const get = UNLISTED[noun];
    if (get === undefined) {
        return list;
    }
    try {
        const all = [...list, await get(compute, id, resource)];
        keep(compute, noun, Promise.resolve(all));
        return all;
    } catch (error) {
        // 400, or it does not fit into a path: it cannot be an id.
        if (
            error instanceof UnaddressableError ||
            (error instanceof CloudError && (error.status === 404 || error.status === 400))
        ) {
            return list;
        }
        throw error;
    }
}

/** After this process has changed such a thing itself, the next lookup requests the list again. */
export function forget(compute: Compute, noun: Listed): void {
    known.get(compute)?.delete(noun);
}

function keep(compute: Compute, noun: Listed, list: All): All {
    const lists = known.get(compute) ?? new Map<Listed, All>();
    known.set(compute, lists.set(noun, list));
    list.catch(() => {
        if (lists.get(noun) === list) {
            lists.delete(noun);
        }
    });
    return list;
}
