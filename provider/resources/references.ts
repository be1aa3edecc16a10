/**
 * From what a user wrote (a name or an id) to what is meant. A name is pinned when it is resolved: the state keeps id
 * and name, and only an edited program resolves again.
 */
import { getFlavor, getImage, listFlavors, listImages, listNetworks } from "../api/index";
import { CloudError, type Compute } from "../cloud/index";
import type { Reference } from "./arguments";
import type { Context } from "./kind";

/** Something in the cloud, under both of its names. */
export interface Pin {
    id: string;
    name: string;
}

/** A flavor, image or network was named that does not exist, or not once. Nothing has been changed. */
export class ReferenceError_ extends Error {
    override readonly name = "ReferenceError";
}

export async function resolveFlavor(context: Context, reference: Reference): Promise<Pin> {
    const { compute, subject: resource } = context;
    const listed = await listFlavors(compute, {}, { resource });
    const all = await withUnlisted(listed, reference, (id) => getFlavor(compute, id, { resource }));
    return pick(context, "flavor", reference, all);
}

export async function resolveImage(context: Context, reference: Reference): Promise<Pin> {
    const { compute, subject: resource } = context;
    const listed = await listImages(compute, {}, { resource });
    const all = await withUnlisted(listed, reference, (id) => getImage(compute, id, { resource }));
    return pick(context, "image", reference, all);
}

/** Community images, and to an administrator the flavors of other projects, stand in no list, but serve by their id. */
async function withUnlisted(
    listed: readonly Pin[],
    reference: Reference,
    get: (id: string) => Promise<Pin>,
): Promise<readonly Pin[]> {
    const id = typeof reference === "string" ? reference : "id" in reference ? reference.id : undefined;
    if (id === undefined || listed.some((candidate) => candidate.id === id || candidate.name === id)) {
        return listed;
    }
    try {
        return [...listed, await get(id)];
    } catch (error) {
        // 400: what stands there cannot be an id.
        if (error instanceof CloudError && (error.status === 404 || error.status === 400)) {
            return listed;
        }
        throw error;
    }
}

export async function resolveNetwork(context: Context, reference: Reference): Promise<Pin> {
    return pick(context, "network", reference, await networks(context.compute, context.subject));
}

async function networks(compute: Compute, resource: string): Promise<Pin[]> {
    return (await listNetworks(compute, { resource })).map(({ id, name }) => ({ id, name }));
}

/** An id that fits exactly wins over a name; two names that fit are an error. */
function pick(context: Context, noun: string, reference: Reference, all: readonly Pin[]): Pin {
    const id = typeof reference === "string" ? reference : "id" in reference ? reference.id : undefined;
    const name = typeof reference === "string" ? reference : "name" in reference ? reference.name : undefined;
    const byId = all.find((candidate) => candidate.id === id);
    const found = byId === undefined ? all.filter((candidate) => candidate.name === name) : [byId];
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) {
        return { id: only.id, name: only.name };
    }
    const wanted = `${noun} "${id ?? name ?? ""}"`;
    if (only !== undefined) {
        const ids = found.map((candidate) => candidate.id).join(", ");
        throw new ReferenceError_(
            `${context.subject}: ${wanted} is the name of ${found.length} ${noun}s (${ids}). Name one by { id }. Nothing was changed.`,
        );
    }
    const names = all
        .map((candidate) => candidate.name)
        .sort()
        .slice(0, 20)
        .join(", ");
    throw new ReferenceError_(
        `${context.subject}: there is no ${wanted} in cloud "${context.compute.name}" for this project. ` +
            `It has: ${names === "" ? "none" : names}. Nothing was changed.`,
    );
}

/** Whether an argument names the pinned thing, by whichever of its names. */
export function names(reference: unknown, pin: Partial<Pin> | undefined): boolean {
    if (pin === undefined || reference === undefined || reference === null) {
        return false;
    }
    if (typeof reference === "string") {
        return reference === pin.id || reference === pin.name;
    }
    const { id, name } = reference as { id?: unknown; name?: unknown };
    return id === undefined ? name === pin.name : id === pin.id;
}

/** Another thing, written as the user wrote the former one. */
export function spellLike(former: Reference | undefined, formerPin: Partial<Pin> | undefined, pin: Pin): Reference {
    if (former === undefined || typeof former === "string") {
        return former !== undefined && former === formerPin?.id && former !== formerPin.name ? pin.id : pin.name;
    }
    return "id" in former ? { id: pin.id } : { name: pin.name };
}
