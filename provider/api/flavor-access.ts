/**
 * Which projects may use a private flavor (API reference, "Flavors access"). The reference of 2016 prints
 * `/flavors/os-flavor-access/{id}/action`; Nova has always served `/flavors/{id}/action`. Administrators only.
 */
import uniq from "lodash/uniq";
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { identifier } from "./values";

const answer = z
    .object({ flavor_access: z.array(z.object({ flavor_id: identifier, tenant_id: identifier })) })
    .transform(({ flavor_access }) => uniq(flavor_access.map((access) => access.tenant_id)));

export const flavorAccessOperations = {
    list: operation({
        title: "List flavor access information",
        method: "GET",
        path: "/flavors/{id}/os-flavor-access",
        answer,
    }),
    add: operation({ title: "Add flavor access to tenant", method: "POST", path: "/flavors/{id}/action", answer }),
    remove: operation({
        title: "Remove flavor access from tenant",
        method: "POST",
        path: "/flavors/{id}/action",
        answer,
    }),
};

/** The ids of the projects that may use the flavor. Throws NotFoundError for a public flavor. */
export async function listFlavorAccess(compute: Compute, id: string, context: CallContext = {}): Promise<string[]> {
    const { value } = await invoke(compute, flavorAccessOperations.list, { ...context, path: { id } });
    return value;
}

/** Lets a project use the flavor. Throws ConflictError when it may already, or the flavor is public. */
export async function addFlavorAccess(
    compute: Compute,
    id: string,
    projectId: string,
    context: CallContext = {},
): Promise<string[]> {
    const body = { addTenantAccess: { tenant: projectId } };
    const { value } = await invoke(compute, flavorAccessOperations.add, { ...context, path: { id }, body });
    return value;
}

/** Takes the flavor from a project. Throws NotFoundError when it may not use it. */
export async function removeFlavorAccess(
    compute: Compute,
    id: string,
    projectId: string,
    context: CallContext = {},
): Promise<string[]> {
    const body = { removeTenantAccess: { tenant: projectId } };
    const { value } = await invoke(compute, flavorAccessOperations.remove, { ...context, path: { id }, body });
    return value;
}
