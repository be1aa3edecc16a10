/**
 * Flavors (API reference, "Flavors" and "Flavors manage"). The reference of 2016 prints `/flavors/os-flavor-manage` for
 * creating and deleting; Nova has always served `/flavors`.
 */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { listAll, page } from "./paging";
import { filledText, identifier, metadataMap, optionalFlag, optionalQuantity, size, sizeOrZero } from "./values";

/** RAM and swap in MiB, disk and ephemeral in GiB. */
export interface FlavorRecord {
    id: string;
    name: string;
    ram: number;
    vcpus: number;
    disk: number;
    ephemeral: number;
    swap: number;
    /** Undefined where the cloud does not have it (from 2.102, or by policy). */
    rxtxFactor?: number;
    /** True where the cloud does not say. */
    isPublic: boolean;
    disabled?: boolean;
    /** 2.55. */
    description?: string;
    /** 2.61, by policy. */
    extraSpecs?: Record<string, string>;
}

/** What a list has for certain. HP Cloud lists details without the sizes. */
export type ListedFlavor = Omit<FlavorRecord, "ram" | "vcpus" | "disk"> &
    Partial<Pick<FlavorRecord, "ram" | "vcpus" | "disk">>;

const shape = z.object({
    id: identifier,
    name: z.string(),
    ram: size,
    vcpus: size,
    disk: size,
    "OS-FLV-EXT-DATA:ephemeral": sizeOrZero,
    swap: sizeOrZero,
    rxtx_factor: optionalQuantity,
    "os-flavor-access:is_public": optionalFlag,
    "OS-FLV-DISABLED:disabled": optionalFlag,
    description: filledText,
    extra_specs: metadataMap.nullish().transform((specs) => specs ?? undefined),
});

const listed = shape
    .extend({ ram: optionalQuantity, vcpus: optionalQuantity, disk: optionalQuantity })
    .transform((body): ListedFlavor => ({ ...rest(body), ram: body.ram, vcpus: body.vcpus, disk: body.disk }));

const flavor = shape.transform(
    (body): FlavorRecord => ({ ...rest(body), ram: body.ram, vcpus: body.vcpus, disk: body.disk }),
);

function rest(body: Omit<z.output<typeof shape>, "ram" | "vcpus" | "disk">) {
    return {
        id: body.id,
        name: body.name,
        ephemeral: body["OS-FLV-EXT-DATA:ephemeral"],
        swap: body.swap,
        rxtxFactor: body.rxtx_factor,
        isPublic: body["os-flavor-access:is_public"] ?? true,
        disabled: body["OS-FLV-DISABLED:disabled"],
        description: body.description,
        extraSpecs: body.extra_specs,
    };
}

const one = z.object({ flavor });

export const flavorOperations = {
    list: operation({
        title: "List flavors",
        method: "GET",
        path: "/flavors",
        answer: page("flavors", z.object({ id: identifier, name: z.string() })),
    }),
    listDetails: operation({
        title: "List flavors with details",
        method: "GET",
        path: "/flavors/detail",
        answer: page("flavors", listed),
    }),
    show: operation({ title: "Show flavor details", method: "GET", path: "/flavors/{id}", answer: one }),
    create: operation({ title: "Create flavor", method: "POST", path: "/flavors", answer: one }),
    update: operation({
        title: "Update flavor description",
        method: "PUT",
        path: "/flavors/{id}",
        microversions: { min: "2.55" },
        answer: one,
    }),
    delete: operation({ title: "Delete flavor", method: "DELETE", path: "/flavors/{id}", answer: none }),
};

/**
 * All flavors that the project may use; administrators may ask for those of all projects with `isPublic: "none"`, or
 * for only the private ones with `false`.
 */
export async function listFlavors(
    compute: Compute,
    { isPublic }: { isPublic?: boolean | "none" } = {},
    context: CallContext = {},
): Promise<ListedFlavor[]> {
    return listAll(compute, flavorOperations.listDetails, ({ id }) => id, {
        ...context,
        query: { is_public: isPublic === "none" ? "None" : isPublic },
        microversion: compute.readLevel(),
    });
}

/** Reads a flavor by its id. Throws NotFoundError when it is not there, or not for this project. */
export async function getFlavor(compute: Compute, id: string, context: CallContext = {}): Promise<FlavorRecord> {
    const microversion = compute.readLevel();
    const { value } = await invoke(compute, flavorOperations.show, { ...context, path: { id }, microversion });
    return value.flavor;
}

/**
 * Creates a flavor; `body` has the API's own keys, what stands under `flavor`. Administrators only. Throws
 * ConflictError when its id or name is taken.
 */
export async function createFlavor(
    compute: Compute,
    body: Record<string, unknown>,
    microversion?: string,
    context: CallContext = {},
): Promise<FlavorRecord> {
    const { value } = await invoke(compute, flavorOperations.create, {
        ...context,
        body: { flavor: body },
        microversion,
    });
    return value.flavor;
}

/** Sets or (undefined) clears a flavor's description, the only thing that can change. Throws MicroversionError below 2.55. */
export async function updateFlavorDescription(
    compute: Compute,
    id: string,
    description: string | undefined,
    context: CallContext = {},
): Promise<FlavorRecord> {
    const body = { flavor: { description: description ?? null } };
    const { value } = await invoke(compute, flavorOperations.update, { ...context, path: { id }, body });
    return value.flavor;
}

/** Deletes a flavor; servers that have it keep it. Administrators only. Throws NotFoundError when it is not there. */
export async function deleteFlavor(compute: Compute, id: string, context: CallContext = {}): Promise<void> {
    await invoke(compute, flavorOperations.delete, { ...context, path: { id } });
}
