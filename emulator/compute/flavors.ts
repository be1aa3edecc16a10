import { badRequest, conflict, notFound } from "../http/api-error";
import { type Json, type JsonObject, objectAt, own } from "../http/json";
import type { Schema } from "../http/schema";
import { newUuid } from "../state/identifiers";
import type { Flavor } from "../state/model";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { flavorDetail, flavorSummary } from "./views/flavor";
import { nextPage, pageSize } from "./views/links";

const size = (minimum: number): Schema => ({
    type: ["integer", "string"],
    pattern: "^[0-9]+$",
    minimum,
    maximum: 0x7fffffff,
});
const description: Schema = { ...type.description, maxLength: 65_535 };

const newFlavor: Record<string, Schema> = {
    name: type.name,
    id: {
        type: ["string", "number", "null"],
        minLength: 1,
        maxLength: 255,
        pattern: "^(?! )[a-zA-Z0-9. _-]+(?<! )$",
    },
    ram: size(1),
    vcpus: size(1),
    disk: size(0),
    "OS-FLV-EXT-DATA:ephemeral": size(0),
    swap: size(0),
    rxtx_factor: {
        type: ["number", "string"],
        pattern: "^[0-9]+(\\.[0-9]+)?$",
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 3.40282e38,
    },
    "os-flavor-access:is_public": type.boolean,
};
const required = ["name", "ram", "vcpus", "disk"];

const SORT_KEYS = [
    "created_at",
    "description",
    "disabled",
    "ephemeral_gb",
    "flavorid",
    "id",
    "is_public",
    "memory_mb",
    "name",
    "root_gb",
    "rxtx_factor",
    "swap",
    "updated_at",
    "vcpu_weight",
    "vcpus",
];
const listed: Record<string, Schema> = {
    ...type.pagination,
    is_public: type.many(type.text),
    minRam: type.many(type.text),
    minDisk: type.many(type.text),
    sort_key: type.many({ type: "string", enum: SORT_KEYS }),
    sort_dir: type.many({ type: "string", enum: ["asc", "desc"] }),
};
const listQuery = [
    [1, type.query(listed, true)],
    [75, type.query(listed, false)],
] as const;

/** Flavors (API reference 1.13 and 1.16). The description exists since 2.55. */
export const flavorRoutes: readonly Route[] = [
    { method: "GET", path: "/flavors", query: listQuery, handle: listFlavors },
    { method: "GET", path: "/flavors/detail", query: listQuery, handle: listFlavors },
    { method: "GET", path: "/flavors/{id}", handle: showFlavor },
    {
        method: "POST",
        path: "/flavors",
        policy: "os_compute_api:os-flavor-manage:create",
        body: [
            [1, type.wrapped("flavor", type.object(newFlavor, required))],
            [55, type.wrapped("flavor", type.object({ ...newFlavor, description }, required))],
        ],
        handle: createFlavor,
    },
    {
        method: "PUT",
        path: "/flavors/{id}",
        since: 55,
        policy: "os_compute_api:os-flavor-manage:update",
        body: [[55, type.wrapped("flavor", type.object({ description }, ["description"]))]],
        handle: updateFlavor,
    },
    {
        method: "DELETE",
        path: "/flavors/{id}",
        status: 202,
        policy: "os_compute_api:os-flavor-manage:delete",
        handle: deleteFlavor,
    },
];

/** The flavor of the route, if the caller may see it. */
export function flavorOf(call: Call, parameter: string): Flavor {
    const id = call.parameter(parameter);
    const flavor = call.state.visibleFlavor(id, call.caller);
    if (flavor === undefined) {
        throw notFound(`Flavor ${id} could not be found.`);
    }
    return flavor;
}

function listFlavors(call: Call): Reply {
    const detailed = call.parameters.detail !== undefined;
    const all = filtered(call);
    const marker = call.query.get("marker");
    const after = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1;
    if (marker !== null && after === 0) {
        throw badRequest(`marker [${marker}] not found`);
    }
    const page = all.slice(after, after + pageSize(call));
    const ids = page.map(({ id }) => id);
    return {
        body: {
            flavors: page.map((flavor) => (detailed ? flavorDetail(call, flavor) : flavorSummary(call, flavor))),
            ...nextPage(call, "flavors_links", detailed ? "flavors/detail" : "flavors", ids),
        },
    };
}

function filtered(call: Call): Flavor[] {
    const minRam = filterNumber(call, "minRam");
    const minDisk = filterNumber(call, "minDisk");
    const isPublic = publicFilter(call);
    const key = own(SORTED_BY, call.query.get("sort_key") ?? "flavorid") ?? ((flavor: Flavor) => flavor.id);
    const direction = call.query.get("sort_dir") === "desc" ? -1 : 1;
    return [...call.state.flavors.values()]
        .filter(
            (flavor) =>
                call.state.visibleFlavor(flavor.id, call.caller) !== undefined &&
                (isPublic === undefined || flavor.isPublic === isPublic || (!call.caller.isAdmin && isPublic)) &&
                flavor.ram >= minRam &&
                flavor.disk >= minDisk,
        )
        .sort((a, b) => (key(a) < key(b) ? -direction : key(a) > key(b) ? direction : 0));
}

const SORTED_BY: Readonly<Record<string, (flavor: Flavor) => string | number>> = {
    name: (flavor) => flavor.name,
    memory_mb: (flavor) => flavor.ram,
    vcpus: (flavor) => flavor.vcpus,
    root_gb: (flavor) => flavor.disk,
};

/** Members see public flavors and their own. Administrators choose; "None" means both kinds. */
function publicFilter(call: Call): boolean | undefined {
    const asked = call.query.get("is_public");
    if (!call.caller.isAdmin || asked === null) {
        return true;
    }
    const value = asked.toLowerCase();
    if (value === "none") {
        return undefined;
    }
    if (["1", "t", "true", "on", "y", "yes"].includes(value)) {
        return true;
    }
    if (["0", "f", "false", "off", "n", "no"].includes(value)) {
        return false;
    }
    throw badRequest(`Invalid is_public filter [${asked}]`);
}

function filterNumber(call: Call, key: string): number {
    const asked = call.query.get(key);
    if (asked !== null && !/^\s*-?\d+\s*$/.test(asked)) {
        throw badRequest(`Invalid ${key} filter [${asked}]`);
    }
    return asked === null ? 0 : Number(asked);
}

function showFlavor(call: Call): Reply {
    return { body: { flavor: flavorDetail(call, flavorOf(call, "id")) } };
}

function createFlavor(call: Call): Reply {
    const given = objectAt(call.body, "flavor");
    const id = idOf(given.id);
    const name = String(given.name).trim();
    const others = [...call.state.flavors.values()];
    if (call.state.flavors.has(id)) {
        throw conflict(`Flavor with ID ${id} already exists.`);
    }
    if (others.some((flavor) => flavor.name === name)) {
        throw conflict(`Flavor with name ${name} already exists.`);
    }
    const flavor: Flavor = {
        id,
        name,
        ram: Number(given.ram),
        vcpus: Number(given.vcpus),
        disk: Number(given.disk),
        ephemeral: Number(given["OS-FLV-EXT-DATA:ephemeral"] ?? 0),
        swap: Number(given.swap ?? 0),
        rxtxFactor: Number(given.rxtx_factor ?? 1),
        isPublic: type.isTrue(given["os-flavor-access:is_public"] ?? true),
        description: textOrNull(given, "description"),
        extraSpecs: {},
        projects: [],
    };
    // The answer contains the requested value, the database the stored one.
    call.state.flavors.set(id, { ...flavor, rxtxFactor: kept(flavor.rxtxFactor) });
    return { body: { flavor: flavorDetail(call, flavor) } };
}

/** A number in single precision. MySQL shows six digits of it. */
function kept(factor: number): number {
    return Number(Math.fround(factor).toPrecision(6));
}

function idOf(given: Json | undefined): string {
    return given === undefined || given === null ? newUuid() : String(given);
}

function textOrNull(given: JsonObject, key: string): string | null {
    const value = given[key];
    return typeof value === "string" ? value : null;
}

function updateFlavor(call: Call): Reply {
    const flavor = flavorOf(call, "id");
    flavor.description = textOrNull(objectAt(call.body, "flavor"), "description");
    return { body: { flavor: flavorDetail(call, flavor) } };
}

/** Servers keep the flavor that they were created with. */
function deleteFlavor(call: Call): undefined {
    const flavor = flavorOf(call, "id");
    call.state.flavors.delete(flavor.id);
}
