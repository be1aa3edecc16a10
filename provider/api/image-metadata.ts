/** An image's metadata (API reference, "Image metadata"): served up to 2.38. */
import * as z from "zod";
import { none, operation } from "./operation";
import { metadataMap } from "./values";

const path = "/images/{id}/metadata";
const itemPath = "/images/{id}/metadata/{key}";
const microversions = { max: "2.38" };
const set = z.object({ metadata: metadataMap });

/** The reference for v2 shows an item under `metadata` too, as if it were a set. */
const item = z.union([
    z.object({ meta: metadataMap }).transform(({ meta }) => meta),
    z.object({ metadata: metadataMap }).transform(({ metadata }) => metadata),
]);

export const imageMetadataOperations = {
    list: operation({ title: "Show image metadata", method: "GET", path, microversions, answer: set }),
    replace: operation({ title: "Create or replace image metadata", method: "PUT", path, microversions, answer: set }),
    merge: operation({
        title: "Update image metadata items",
        method: "POST",
        path,
        microversions,
        answer: set,
        repeatable: true,
    }),
    showItem: operation({
        title: "Show image metadata item details",
        method: "GET",
        path: itemPath,
        microversions,
        answer: item,
    }),
    setItem: operation({
        title: "Create or update image metadata item",
        method: "PUT",
        path: itemPath,
        microversions,
        answer: item,
    }),
    deleteItem: operation({
        title: "Delete image metadata item",
        method: "DELETE",
        path: itemPath,
        microversions,
        answer: none,
    }),
};
