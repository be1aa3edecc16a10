/**
 * String maps that belong to something: the extra specs of a flavor, the metadata of an image. Users choose the keys.
 */
import * as z from "zod";
import type { ActedOn } from "./group";
import { invoke, none, type Operation, operation } from "./operation";
import { metadataMap } from "./values";

type BagOperation = "list" | "create" | "show" | "update" | "delete";

/** Where a map is, and the names of its operations in the API reference. */
export interface BagPlace {
    /** `/flavors/{id}/os-extra_specs`. */
    readonly path: string;
    /** The key around it: `extra_specs`. */
    readonly key: string;
    readonly titles: Readonly<Record<BagOperation, string>>;
}

export interface Bag {
    readonly operations: Readonly<Record<BagOperation, Operation>>;
    /** Throws NotFoundError if its owner does not exist. */
    read(on: ActedOn): Promise<Record<string, string>>;
    /** Writes these keys and leaves the others unchanged. */
    write(on: ActedOn, items: Readonly<Record<string, string>>): Promise<unknown>;
    /** Throws NotFoundError if the key does not exist. */
    remove(on: ActedOn, key: string): Promise<unknown>;
}

export function bag({ path, key, titles }: BagPlace): Bag {
    const whole = z.object({ [key]: metadataMap }).transform((body) => body[key] as Record<string, string>);
    /** A single entry is not wrapped: `{ "key1": "value1" }`. */
    const entry = z.record(z.string(), z.string());
    const keyPath = `${path}/{key}`;
    const list = operation({ title: titles.list, method: "GET", path, answer: whole });
    const create = operation({ title: titles.create, method: "POST", path, answer: whole, repeatable: true });
    const remove = operation({ title: titles.delete, method: "DELETE", path: keyPath, answer: none });
    return {
        operations: {
            list,
            create,
            show: operation({ title: titles.show, method: "GET", path: keyPath, answer: entry }),
            update: operation({ title: titles.update, method: "PUT", path: keyPath, answer: entry }),
            delete: remove,
        },
        read: async ({ compute, id, ...asked }) => (await invoke(compute, list, { ...asked, path: { id } })).value,
        write: ({ compute, id, ...asked }, items) =>
            invoke(compute, create, { ...asked, path: { id }, body: { [key]: items } }),
        remove: ({ compute, id, ...asked }, name) => invoke(compute, remove, { ...asked, path: { id, key: name } }),
    };
}
