/** Images as Compute shows them (API reference, "Images"): served up to 2.35. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { listAll, page } from "./paging";
import { filledText, identifier, optionalMetadata, optionalQuantity, optionalText } from "./values";

export interface ImageRecord {
    id: string;
    /** Empty if the image has none. */
    name: string;
    /** `ACTIVE`, `SAVING`, `DELETED`, `ERROR`, `UNKNOWN`. */
    status: string;
    /** GiB. */
    minDisk?: number;
    /** MiB. */
    minRam?: number;
    metadata: Record<string, string>;
    created?: string;
    updated?: string;
}

const image = z
    .object({
        id: identifier,
        name: optionalText,
        status: z.string(),
        minDisk: optionalQuantity,
        minRam: optionalQuantity,
        metadata: optionalMetadata,
        created: filledText,
        updated: filledText,
    })
    .transform((body): ImageRecord => ({ ...body, name: body.name ?? "", status: body.status.toUpperCase() }));

const microversions = { max: "2.35" };

export const imageOperations = {
    list: operation({
        title: "List images",
        method: "GET",
        path: "/images",
        microversions,
        answer: page("images", z.object({ id: identifier, name: optionalText })),
    }),
    listDetails: operation({
        title: "List images details",
        method: "GET",
        path: "/images/detail",
        microversions,
        answer: page("images", image),
    }),
    show: operation({
        title: "Show image details",
        method: "GET",
        path: "/images/{id}",
        microversions,
        answer: z.object({ image }),
    }),
    delete: operation({ title: "Delete image", method: "DELETE", path: "/images/{id}", microversions, answer: none }),
};

/** All images that the project may use, all pages; names are not unique. */
export async function listImages(
    compute: Compute,
    { name }: { name?: string } = {},
    context: CallContext = {},
): Promise<ImageRecord[]> {
    return listAll(compute, imageOperations.listDetails, ({ id }) => id, { ...context, query: { name } });
}

/** Reads an image by its id. Throws NotFoundError if it does not exist. */
export async function getImage(compute: Compute, id: string, context: CallContext = {}): Promise<ImageRecord> {
    const { value } = await invoke(compute, imageOperations.show, { ...context, path: { id } });
    return value.image;
}
