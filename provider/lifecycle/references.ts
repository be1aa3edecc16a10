/**
 * Resolves a name or an id in the program to a thing in the cloud. The result is pinned: the state keeps id and name, and
 * the name is only resolved again if the program changes it.
 */
import { bareId, type Reference, sameId } from "../arguments/argument-types";
import type { Context } from "./kind";
import { type Listed, later, latest, type Pin, withUnlisted } from "./named-lists";

export type { Pin } from "./named-lists";

/** The named flavor, image or network does not exist, or several have the name. Nothing was changed. */
export class NotTheOnlyOneError extends Error {
    override readonly name = "NotTheOnlyOneError";
}

export function resolveFlavor(context: Context, reference: Reference): Promise<Pin> {
    return resolve(context, "flavor", reference);
}

export function resolveImage(context: Context, reference: Reference): Promise<Pin> {
    return resolve(context, "image", reference);
}

export function resolveNetwork(context: Context, reference: Reference): Promise<Pin> {
    return resolve(context, "network", reference);
}

async function resolve(context: Context, noun: Listed, reference: Reference): Promise<Pin> {
    const { compute, subject } = context;
    const wanted = parts(reference);
    const known = latest(compute, noun);
    const [only, ...others] = known === undefined ? [] : fitting(wanted, await known);
    if (only !== undefined && others.length === 0) {
        return only;
    }
    const listed = await later(compute, noun, known, subject);
    const { id } = wanted;
    const all =
        id === undefined || fitting(wanted, listed).length > 0
            ? listed
            : await withUnlisted(compute, noun, listed, id, subject);
    return theOnly(context, noun, wanted, all);
}

/** A text may be an id or a name. */
function parts(reference: Reference): { id?: string; name?: string } {
    if (typeof reference === "string") {
        return { id: bareId(reference), name: reference };
    }
    return "id" in reference ? { id: bareId(reference.id) } : reference;
}

/** A matching id wins over a matching name. */
function fitting({ id, name }: { id?: string; name?: string }, all: readonly Pin[]): Pin[] {
    const byId = id === undefined ? undefined : all.find((candidate) => sameId(candidate.id, id));
    const found = byId === undefined ? all.filter((candidate) => candidate.name === name) : [byId];
    return found.map((pin) => ({ id: pin.id, name: pin.name }));
}

/** Throws if none matches, or more than one. */
function theOnly(context: Context, noun: Listed, wanted: { id?: string; name?: string }, all: readonly Pin[]): Pin {
    const found = fitting(wanted, all);
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) {
        return only;
    }
    const spelled = `${noun} "${wanted.id ?? wanted.name ?? ""}"`;
    if (only !== undefined) {
        const ids = enumerated(found.map((candidate) => candidate.id));
        throw new NotTheOnlyOneError(
            `${context.subject}: ${spelled} is the name of ${found.length} ${noun}s (${ids}). Name one by { id }. Nothing was changed.`,
        );
    }
    const names = enumerated(all.map((candidate) => candidate.name).sort());
    throw new NotTheOnlyOneError(
        `${context.subject}: there is no ${spelled} in cloud "${context.compute.name}" for this project. ` +
            `It has: ${names === "" ? "none" : names}. Nothing was changed.`,
    );
}

const MOST_ENUMERATED = 20;

/** The first ones, and how many more there are. */
export function enumerated(all: readonly string[]): string {
    const more = all.length - MOST_ENUMERATED;
    return `${all.slice(0, MOST_ENUMERATED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether an argument means the pinned thing, by id or by name. */
export function names(reference: unknown, pin: Partial<Pin> | undefined): boolean {
    if (pin === undefined || reference === undefined || reference === null) {
        return false;
    }
    if (typeof reference === "string") {
        return sameId(reference, pin.id) || reference === pin.name;
    }
    const { id, name } = reference as { id?: unknown; name?: unknown };
    return id === undefined ? name === pin.name : sameId(id, pin.id);
}

/** Another thing, written in the form (id or name) in which the user wrote the former one. */
export function spellLike(former: Reference | undefined, formerPin: Partial<Pin> | undefined, pin: Pin): Reference {
    if (former === undefined || typeof former === "string") {
        return former !== undefined && sameId(former, formerPin?.id) && former !== formerPin?.name ? pin.id : pin.name;
    }
    return "id" in former ? { id: pin.id } : { name: pin.name };
}
