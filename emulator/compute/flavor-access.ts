import { badRequest, conflict, notFound } from "../http/api-error";
import { isObject, objectAt, stringAt } from "../http/json";
import { checkBody, type Schema } from "../http/schema";
import type { Flavor } from "../state/model";
import type { Call, Reply } from "./call";
import { flavorOf } from "./flavors";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";

const tenant = (action: string): Schema =>
    type.wrapped(action, type.object({ tenant: { type: "string", minLength: 1, maxLength: 255 } }, ["tenant"]));

/** Who may use a private flavor (API reference 1.14; the paths are Nova's, not the reference's). */
export const flavorAccessRoutes: readonly Route[] = [
    {
        method: "GET",
        path: "/flavors/{flavor_id}/os-flavor-access",
        policy: "os_compute_api:os-flavor-access",
        handle: listAccess,
    },
    { method: "POST", path: "/flavors/{flavor_id}/action", handle: act },
];

function view(flavor: Flavor): Reply {
    return { body: { flavor_access: flavor.projects.map((tenant_id) => ({ flavor_id: flavor.id, tenant_id })) } };
}

function listAccess(call: Call): Reply {
    const flavor = flavorOf(call, "flavor_id");
    if (flavor.isPublic) {
        throw notFound("Access list not available for public flavors.");
    }
    return view(flavor);
}

function act(call: Call): Reply {
    const [action, ...more] = isObject(call.body) ? Object.keys(call.body) : [];
    if (action === undefined || more.length > 0) {
        throw badRequest("Malformed request body");
    }
    switch (action) {
        case "addTenantAccess":
            return add(call, action);
        case "removeTenantAccess":
            return remove(call, action);
        default:
            throw badRequest(`There is no such action: ${action}`);
    }
}

function add(call: Call, action: string): Reply {
    const project = projectOf(call, action, "add_tenant_access");
    if (!call.state.projects.some(({ id }) => id === project)) {
        throw badRequest(`Project ID ${project} is not a valid project.`);
    }
    const flavor = flavorOf(call, "flavor_id");
    if (call.since(7) && flavor.isPublic) {
        throw conflict("Can not add access to a public flavor.");
    }
    if (flavor.projects.includes(project)) {
        throw conflict(`Flavor access already exists for flavor ${flavor.id} and project ${project} combination.`);
    }
    flavor.projects.push(project);
    return view(flavor);
}

function remove(call: Call, action: string): Reply {
    const project = projectOf(call, action, "remove_tenant_access");
    const flavor = flavorOf(call, "flavor_id");
    if (!flavor.projects.includes(project)) {
        throw notFound(`Flavor access not found for ${flavor.id} / ${project} combination.`);
    }
    flavor.projects = flavor.projects.filter((id) => id !== project);
    return view(flavor);
}

function projectOf(call: Call, action: string, policy: string): string {
    checkBody(tenant(action), call.body);
    call.require(`os_compute_api:os-flavor-access:${policy}`);
    return stringAt(objectAt(call.body, action), "tenant") ?? "";
}
