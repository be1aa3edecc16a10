import { badRequest, forbidden, notFound } from "../http/api-error";
import { type JsonObject, objectAt, own } from "../http/json";
import type { Schema } from "../http/schema";
import type { Image } from "../state/model";
import type { Call, Reply } from "./call";
import { imageOf } from "./images";
import { always, type Route } from "./route";
import * as type from "./schemas/parameter-types";

const path = "/images/{id}/metadata";
/** Image metadata is served three microversions longer than images. */
const proxied = { until: 38 } as const;
const set = always(type.wrapped("metadata", type.metadata));
const oneItem: Schema = { ...type.metadata, minProperties: 1, maxProperties: 1 };

/** Metadata of an image (API reference 1.20). POST merges, PUT replaces. Only the image's own project may change it. */
export const imageMetadataRoutes: readonly Route[] = [
    { ...proxied, method: "GET", path, handle: (call) => ({ body: { metadata: { ...imageOf(call).metadata } } }) },
    { ...proxied, method: "POST", path, body: set, handle: (call) => write(call, imageOf(call).metadata) },
    { ...proxied, method: "PUT", path, body: set, handle: (call) => write(call, {}) },
    { ...proxied, method: "GET", path: `${path}/{key}`, handle: showItem },
    { ...proxied, method: "PUT", path: `${path}/{key}`, body: always(type.wrapped("meta", oneItem)), handle: setItem },
    { ...proxied, method: "DELETE", path: `${path}/{key}`, status: 204, handle: deleteItem },
];

type Metadata = Image["metadata"];

function write(call: Call, before: Metadata): Reply {
    const metadata = { ...before, ...texts(objectAt(call.body, "metadata")) };
    change(call, metadata);
    return { body: { metadata } };
}

function showItem(call: Call): Reply {
    const key = call.parameter("key");
    const value = own(imageOf(call).metadata, key);
    if (value === undefined) {
        throw notFound();
    }
    return { body: { meta: { [key]: value } } };
}

function setItem(call: Call): Reply {
    const meta = objectAt(call.body, "meta");
    if (own(meta, call.parameter("key")) === undefined) {
        throw badRequest("Request body and URI mismatch");
    }
    change(call, { ...imageOf(call).metadata, ...texts(meta) });
    return { body: { meta } };
}

function deleteItem(call: Call): undefined {
    const { metadata } = imageOf(call);
    const key = call.parameter("key");
    if (own(metadata, key) === undefined) {
        throw notFound("Invalid metadata key");
    }
    const { [key]: _removed, ...rest } = metadata;
    change(call, rest);
}

function texts(given: JsonObject): Record<string, string> {
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)]));
}

/** The image service is asked only for changes, so without a difference it forbids nothing. */
function change(call: Call, metadata: Metadata): void {
    const image = imageOf(call);
    const limit = call.state.quotasFor(call.caller).metadata_items;
    if (limit >= 0 && Object.keys(metadata).length > limit) {
        throw forbidden("Image metadata limit exceeded");
    }
    const keys = [...new Set([...Object.keys(image.metadata), ...Object.keys(metadata)])];
    const differs = keys.some((key) => own(image.metadata, key) !== own(metadata, key));
    if (differs && !call.caller.isAdmin && image.projectId !== call.caller.projectId) {
        throw forbidden(`Not authorized for image ${image.id}.`);
    }
    image.metadata = metadata;
}
