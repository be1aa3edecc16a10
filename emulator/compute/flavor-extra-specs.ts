import { badRequest, conflict, notFound, unexpected } from "../http/api-error";
import { isObject, type JsonObject, objectAt, own } from "../http/json";
import type { Schema } from "../http/schema";
import { hasTwins, isUnstorable } from "../state/collation";
import type { Flavor } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseUnknownSpec } from "./extra-spec-rules";
import { flavorOf } from "./flavors";
import { always, type Route } from "./route";
import * as type from "./schemas/parameter-types";

const specs = type.metadataOf({ type: ["string", "number"], maxLength: 255 });
const oneSpec: Schema = { ...specs, minProperties: 1, maxProperties: 1 };
const policy = (operation: string) => `os_compute_api:os-flavor-extra-specs:${operation}`;
const path = "/flavors/{flavor_id}/os-extra_specs";

/** Extra specs of a flavor (API reference 1.15; the statuses are Nova's). */
export const flavorExtraSpecRoutes: readonly Route[] = [
    { method: "GET", path, policy: policy("index"), handle: list },
    { method: "POST", path, policy: policy("create"), body: always(type.wrapped("extra_specs", specs)), handle: add },
    { method: "GET", path: `${path}/{key}`, policy: policy("show"), handle: show },
    { method: "PUT", path: `${path}/{key}`, policy: policy("update"), body: always(oneSpec), handle: update },
    { method: "DELETE", path: `${path}/{key}`, policy: policy("delete"), handle: remove },
];

function list(call: Call): Reply {
    return { body: { extra_specs: { ...flavorOf(call, "flavor_id").extraSpecs } } };
}

function add(call: Call): Reply {
    const given = objectAt(call.body, "extra_specs");
    checkSpecs(call, given);
    merge(flavorOf(call, "flavor_id"), given);
    return { body: call.body };
}

function show(call: Call): Reply {
    const flavor = flavorOf(call, "flavor_id");
    const key = call.parameter("key");
    return { body: { [key]: specOf(flavor, key) } };
}

function update(call: Call): Reply {
    const given = isObject(call.body) ? call.body : {};
    checkSpecs(call, given);
    if (own(given, call.parameter("key")) === undefined) {
        throw badRequest("Request body and URI mismatch");
    }
    merge(flavorOf(call, "flavor_id"), given);
    return { body: call.body };
}

function remove(call: Call): undefined {
    const flavor = flavorOf(call, "flavor_id");
    const key = call.parameter("key");
    specOf(flavor, key);
    const { [key]: _removed, ...rest } = flavor.extraSpecs;
    flavor.extraSpecs = rest;
}

function specOf(flavor: Flavor, key: string): string | number {
    const value = own(flavor.extraSpecs, key);
    if (value === undefined) {
        throw notFound(`Flavor ${flavor.id} has no extra specs with key ${key}.`);
    }
    return value;
}

function merge(flavor: Flavor, given: JsonObject): void {
    // A running server keeps the specs that it was created with, so the record is replaced, not changed.
    const texts = Object.entries(given).map(([key, value]) => [key, String(value)] as const);
    if (texts.some(([, value]) => isUnstorable(value))) {
        throw unexpected("oslo_db.exception.DBError");
    }
    const specs = { ...flavor.extraSpecs, ...Object.fromEntries(texts) };
    if (hasTwins(Object.keys(specs))) {
        throw conflict(`Flavor ${flavor.id} extra spec cannot be updated or created after 10 retries.`);
    }
    flavor.extraSpecs = specs;
}

/** Since 2.86. */
function checkSpecs(call: Call, given: JsonObject): void {
    if (!call.since(86)) {
        return;
    }
    for (const [name, value] of Object.entries(given)) {
        refuseUnknownSpec(name, String(value));
    }
}
