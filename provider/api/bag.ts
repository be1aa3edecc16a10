/** A bag of texts that belongs to something: the extra specs of a flavor, the metadata of an image. Its keys are users'. */
import * as z from "zod";
import type { ActedOn } from "./group";
import { invoke, none, operation } from "./operation";
import { metadataMap } from "./values";

/** Where a bag is, and what the API reference calls its operations. */
export interface BagPlace {
    /** `/flavors/{id}/os-extra_specs`. */
    readonly path: string;
    /** The key around it: `extra_specs`. */
    readonly key: string;
    readonly titles: Readonly<Record<"read" | "write" | "remove", string>>;
}

export interface Bag {
    /** Throws NotFoundError where that which it belongs to is not there. */
    read(on: ActedOn): Promise<Record<string, string>>;
    /** Writes these keys, and leaves the others alone. */
    write(on: ActedOn, items: Readonly<Record<string, string>>): Promise<unknown>;
    /** Throws NotFoundError where there is no such key. */
    remove(on: ActedOn, key: string): Promise<unknown>;
}

export function bag({ path, key, titles }: BagPlace): Bag {
    const whole = z.object({ [key]: metadataMap }).transform((body) => body[key] as Record<string, string>);
    const read = operation({ title: titles.read, method: "GET", path, answer: whole });
    const write = operation({ title: titles.write, method: "POST", path, answer: whole, repeatable: true });
    const remove = operation({ title: titles.remove, method: "DELETE", path: `${path}/{key}`, answer: none });
    return {
        read: async ({ compute, id, ...asked }) => (await invoke(compute, read, { ...asked, path: { id } })).value,
        write: ({ compute, id, ...asked }, items) =>
            invoke(compute, write, { ...asked, path: { id }, body: { [key]: items } }),
        remove: ({ compute, id, ...asked }, name) => invoke(compute, remove, { ...asked, path: { id, key: name } }),
    };
}
