/** A flavor's extra specs (API reference, "Flavors extra-specs"). Writing is for administrators only. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { metadataMap } from "./values";

const path = "/flavors/{id}/os-extra_specs";
const keyPath = "/flavors/{id}/os-extra_specs/{key}";
const set = z.object({ extra_specs: metadataMap });
/** One spec is not wrapped: `{ "key1": "value1" }`. */
const item = z.record(z.string(), z.string());

export const flavorExtraSpecOperations = {
    list: operation({ title: "List extra specs for a flavor", method: "GET", path, answer: set }),
    create: operation({
        title: "Create extra specs for a flavor",
        method: "POST",
        path,
        answer: set,
        repeatable: true,
    }),
    show: operation({ title: "Show an extra spec for a flavor", method: "GET", path: keyPath, answer: item }),
    update: operation({ title: "Update an extra spec for a flavor", method: "PUT", path: keyPath, answer: item }),
    delete: operation({ title: "Delete an extra spec for a flavor", method: "DELETE", path: keyPath, answer: none }),
};

/** All extra specs of a flavor. Throws NotFoundError when the flavor is not there. */
export async function getExtraSpecs(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<Record<string, string>> {
    const { value } = await invoke(compute, flavorExtraSpecOperations.list, { ...context, path: { id } });
    return value.extra_specs;
}

/** Sets these extra specs and leaves the others alone. At 2.86 and above the cloud checks them; we write at 2.1. */
export async function setExtraSpecs(
    compute: Compute,
    id: string,
    items: Record<string, string>,
    context: CallContext = {},
): Promise<void> {
    const body = { extra_specs: items };
    await invoke(compute, flavorExtraSpecOperations.create, { ...context, path: { id }, body });
}

/** Deletes one extra spec. Throws NotFoundError when the flavor does not have it. */
export async function deleteExtraSpec(
    compute: Compute,
    id: string,
    key: string,
    context: CallContext = {},
): Promise<void> {
    await invoke(compute, flavorExtraSpecOperations.delete, { ...context, path: { id, key } });
}
