/** The Flavor: sizes that servers come in. For administrators, as the API's default policy has it. */
import isEqual from "lodash/isEqual";
import omit from "lodash/omit";
import omitBy from "lodash/omitBy";
import pick from "lodash/pick";
import * as z from "zod";
import {
    addFlavorAccess,
    createFlavor,
    deleteExtraSpec,
    deleteFlavor,
    type FlavorRecord,
    getExtraSpecs,
    getFlavor,
    type ListedFlavor,
    listFlavorAccess,
    listFlavors,
    removeFlavorAccess,
    setExtraSpecs,
    updateFlavorDescription,
} from "../api/index";
import { countArgument, extraSpecsArgument, nameArgument } from "../arguments/argument-types";
import { refusing, unprintable, unstorable } from "../arguments/characters";
import { keyChanges, pickOwn } from "../arguments/own-keys";
import { ConflictError } from "../cloud/index";
import { ifThere, wasThere } from "../lifecycle/absent";
import { createdOrFound, createdOrLeft, onlyOf } from "../lifecycle/interrupted-creations";
import type { Context, Created, ResourceKind } from "../lifecycle/kind";
import { forget } from "../lifecycle/named-lists";
import { type Foreign, foreignEffect, isToDelete, noteForeign } from "../lifecycle/reused-ids";
import type { ChangeTable } from "../plan/change-table";
import type { Plan } from "../plan/plan";

const MOST = 2_147_483_647;

/** What a number in single precision can be: the database has it so. */
const FACTOR = { least: 1.175_49e-38, most: 3.402_82e38 };
const NO_FACTOR = "expected a number above 0, from 1.17549e-38 to 3.40282e+38";

export const flavorArguments = z
    .strictObject({
        name: nameArgument(
            "The flavor's name. Left out: made from the resource's name and a random suffix.",
        ).optional(),
        flavorId: z
            .string()
            .regex(/^(?! )[a-zA-Z0-9. _-]{1,255}(?<! )$/, { error: "1 to 255 letters, digits, spaces and . - _" })
            .optional()
            .describe("The flavor's id. Default: the cloud makes a UUID."),
        ram: countArgument("Memory, in MiB.", 1, MOST),
        vcpus: countArgument("Virtual processors.", 1, MOST),
        disk: countArgument("The root disk, in GiB. Default: 0, as large as the image.", 0, MOST).optional(),
        ephemeral: countArgument("The ephemeral disk, in GiB. Default: 0.", 0, MOST).optional(),
        swap: countArgument("The swap disk, in MiB. Default: 0.", 0, MOST).optional(),
        rxtxFactor: z
            .number({ error: "expected a number" })
            .positive({ error: "must be greater than 0", abort: true })
            .min(FACTOR.least, { error: NO_FACTOR })
            .max(FACTOR.most, { error: NO_FACTOR })
            .optional()
            .describe("A factor for the network's bandwidth. Nova 26 and older refuse one below 1. Default: 1."),
        isPublic: z
            .boolean({ error: "expected true or false" })
            .optional()
            .describe("Whether every project may use it. Default: true."),
        description: z
            .string()
            .refine((text) => Buffer.byteLength(text) <= 65_535, { error: "at most 65535 bytes", abort: true })
            .superRefine(refusing(unprintable))
            .optional()
            .describe("A description (microversion 2.55)."),
        extraSpecs: extraSpecsArgument(
            "Extra specs, as `hw:cpu_policy`. Only the keys named here are managed.",
        ).optional(),
        projects: z
            .array(
                z
                    .string()
                    .min(1, { error: "must not be empty" })
                    .max(255, { error: "at most 255 characters", abort: true })
                    .superRefine(refusing(unstorable)),
            )
            .refine((ids) => new Set(ids).size === ids.length, { error: "a project is named twice" })
            .optional()
            .describe("The ids of the projects that may use a flavor that is not public; no others may."),
    })
    .superRefine(({ isPublic, projects }, context) => {
        if (projects !== undefined && isPublic !== false) {
            context.addIssue({
                code: "custom",
                path: ["projects"],
                message: "only for a flavor with isPublic: false",
                params: { beside: ["isPublic"] },
            });
        }
    });

export type FlavorArguments = z.output<typeof flavorArguments>;

/** `id`: as the host adds it for a diff. */
type FlavorState = FlavorArguments & { id?: string; __state: Foreign };

const fixed = {
    by: "replace",
    level: "replace",
    removed: "default",
    shows: "values",
    effect: "replace: the API cannot change it",
    according: (_old: unknown, _wanted: unknown, state: Readonly<Record<string, unknown>>) =>
        foreignEffect(state, "replace: the API cannot change it", "another flavor is"),
} as const;
const numberOr = (fallback: number) => (old: unknown, wanted: unknown) => (old ?? fallback) === (wanted ?? fallback);

export const flavorChanges: ChangeTable = {
    name: { ...fixed, removed: "unmanaged" },
    // Declaring the id that the cloud made is no change.
    flavorId: { ...fixed, removed: "unmanaged", same: (_old, wanted, state) => wanted === state.id },
    ram: fixed,
    vcpus: fixed,
    disk: { ...fixed, same: numberOr(0) },
    ephemeral: { ...fixed, same: numberOr(0) },
    swap: { ...fixed, same: numberOr(0) },
    rxtxFactor: { ...fixed, same: (old, wanted) => sameFactor(old ?? 1, wanted ?? 1) },
    isPublic: { ...fixed, same: (old, wanted) => (old ?? true) === (wanted ?? true) },
    description: {
        by: "description",
        level: "none",
        removed: "default",
        shows: "nothing",
        effect: "updated in place",
        microversion: "2.55",
    },
    extraSpecs: {
        by: "extraSpecs",
        level: "none",
        removed: "default",
        shows: "keys",
        effect: "only these keys are written; servers see them at their next resize",
        same: (old, wanted) => isEqual(old ?? {}, wanted ?? {}),
    },
    projects: {
        by: "projects",
        level: "none",
        removed: "default",
        shows: "values",
        effect: "access is given and taken in place",
        same: (old, wanted) => sorted(old) === sorted(wanted),
    },
};

/** The database keeps a factor in single precision, and shows six digits of it. */
const SHOWN_DIGITS = 6;

/** The cloud's, as the program writes it. */
function factor(actual: number | undefined, declared: number | undefined): number | undefined {
    return declared !== undefined && sameFactor(actual, declared) ? declared : actual;
}

function sameFactor(one: unknown, other: unknown): boolean {
    return Math.abs(Number(one) - Number(other)) <= Math.abs(Number(other)) * 1e-5;
}

function sorted(value: unknown): string {
    return Array.isArray(value) ? [...value].sort().join() : "";
}

const MINUTE = 60_000;

export const flavor: ResourceKind<FlavorArguments, FlavorState> = {
    kind: "Flavor",
    noun: "flavor",
    schema: flavorArguments,
    changes: flavorChanges,
    timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: 2 * MINUTE },
    nameLength: 255,
    exclusive({ name, flavorId }, state) {
        if (flavorId !== undefined && (flavorId === state.flavorId || flavorId === state.id)) {
            return "a flavor's id is unique";
        }
        return name !== undefined && name === state.name ? "a flavor's name is unique" : undefined;
    },
    called: async ({ compute, subject: resource }, name) =>
        (await listFlavors(compute, { isPublic: "none" }, { resource }))
            .filter((one) => one.name === name)
            .map(({ id }) => id),
    create,
    read,
    update,
    delete: remove,
};

/** The cloud makes an id that nothing else ever has; one that the program chose may be another flavor's by now. */
async function remove(context: Context, id: string, state: FlavorState): Promise<void> {
    const { compute, subject, deadline } = context;
    const options = { resource: subject, deadline };
    if (state.flavorId !== undefined) {
        const found = await ifThere(getFlavor(compute, id, options));
        if (
            found === undefined ||
            !isToDelete(context, id, state.__state, sizesOf(state), sizesOf({ ...state, ...told(found) }), ANOTHER)
        ) {
            return;
        }
    }
    await ifThere(deleteFlavor(compute, id, options));
    forget(compute, "flavor");
}

const ANOTHER = "another flavor is";

/** Some clouds do not tell all of a flavor. */
function told(found: FlavorRecord): Partial<FlavorArguments> {
    return omitBy(found, (value) => value === undefined);
}

/** What no flavor can change, in one text. */
function sizesOf({ name, ram, vcpus, disk, ephemeral, swap, rxtxFactor, isPublic }: Partial<FlavorArguments>): string {
    const factor = Math.fround(rxtxFactor ?? 1).toPrecision(SHOWN_DIGITS);
    return JSON.stringify([name, ram, vcpus, disk ?? 0, ephemeral ?? 0, swap ?? 0, factor, isPublic ?? true]);
}

async function create(context: Context, args: FlavorArguments): Promise<Created<FlavorState>> {
    const { compute, subject: resource, deadline } = context;
    if (args.description !== undefined) {
        compute.need("2.55", "description", resource);
    }
    const name = args.name ?? context.declaration.name;
    const body = {
        name,
        id: args.flavorId,
        ram: args.ram,
        vcpus: args.vcpus,
        disk: args.disk ?? 0,
        "OS-FLV-EXT-DATA:ephemeral": args.ephemeral,
        swap: args.swap,
        rxtx_factor: args.rxtxFactor,
        "os-flavor-access:is_public": args.isPublic,
        description: args.description,
    };
    const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const microversion = args.description === undefined ? undefined : "2.55";
    const all = () => listFlavors(compute, { isPublic: "none" }, { resource });
    const ofThisName = async () => onlyOf(context, name, await all());
    const creating = createFlavor(compute, sent, microversion, { resource, deadline });
    const { id } = await createdOrLeft(context, createdOrFound(context, creating, ofThisName), {
        noun: "flavor",
        name,
        find: async () => (await all()).find((one) => one.name === name || one.id === args.flavorId),
        idOf: (found) => found.id,
        differs: (found) => (isLike(found, args) ? undefined : "it has other sizes, or another id or description"),
    });
    forget(compute, "flavor");
    const state: FlavorState = { ...args, name, __state: {} };
    const standing = { ...state, extraSpecs: undefined, projects: undefined };
    context.record(id, standing);
    if (args.extraSpecs !== undefined && Object.keys(args.extraSpecs).length > 0) {
        await setExtraSpecs(compute, id, args.extraSpecs, { resource });
        context.record(id, { extraSpecs: args.extraSpecs });
    }
    const given: string[] = [];
    for (const project of args.projects ?? []) {
        await giveAccess(context, id, project);
        given.push(project);
        context.record(id, { projects: [...given] });
    }
    return { id, state };
}

/** Whether a flavor that was found is what these arguments make. Access and extra specs follow the creation. */
function isLike(found: ListedFlavor, args: FlavorArguments): boolean {
    const wanted = {
        ram: args.ram,
        vcpus: args.vcpus,
        disk: args.disk ?? 0,
        ephemeral: args.ephemeral ?? 0,
        swap: args.swap ?? 0,
        rxtxFactor: args.rxtxFactor ?? 1,
        isPublic: args.isPublic ?? true,
        description: args.description ?? "",
        id: args.flavorId ?? found.id,
    };
    const { description = "", isPublic = true, ...sizes } = found;
    const rxtxFactor = sameFactor(found.rxtxFactor ?? 1, wanted.rxtxFactor) ? wanted.rxtxFactor : found.rxtxFactor;
    return isEqual(pick({ ...sizes, description, rxtxFactor, isPublic }, Object.keys(wanted)), wanted);
}

/** 409: the project has it already, given by somebody else or by an update that failed further on. */
async function giveAccess({ compute, subject: resource }: Context, id: string, project: string): Promise<void> {
    try {
        await addFlavorAccess(compute, id, project, { resource });
    } catch (error) {
        if (!(error instanceof ConflictError)) {
            throw error;
        }
    }
}

async function read(
    { compute, subject, deadline }: Context,
    id: string,
    state: Partial<FlavorState>,
    args?: FlavorArguments,
): Promise<FlavorState | undefined> {
    const record = await ifThere(getFlavor(compute, id, { resource: subject, deadline }));
    if (record === undefined) {
        return undefined;
    }
    const declared: Partial<FlavorArguments> = args ?? state;
    const seen = state.__state === undefined && args === undefined;
    const specs = declared.extraSpecs === undefined && !seen ? undefined : await extraSpecsOf(compute, record, subject);
    return {
        ...declared,
        name: record.name,
        ram: record.ram,
        vcpus: record.vcpus,
        ...shown("flavorId", id),
        ...shown("disk", record.disk, 0),
        ...shown("ephemeral", record.ephemeral, 0),
        ...shown("swap", record.swap, 0),
        ...shown("rxtxFactor", factor(record.rxtxFactor, declared.rxtxFactor), 1),
        ...shown("isPublic", record.isPublic, true),
        ...(declared.description === undefined && !seen ? {} : { description: record.description ?? "" }),
        ...(specs === undefined
            ? {}
            : { extraSpecs: seen ? specs : pickOwn(specs, Object.keys(declared.extraSpecs ?? {})) }),
        ...(await projects()),
        __state: {
            ...omit(state.__state, "foreign"),
            ...(state.__state === undefined || state.flavorId === undefined
                ? {}
                : noteForeign(state.__state, sizesOf(state), sizesOf({ ...state, ...told(record) }))),
        },
    };

    /** An argument that was left out is at its default, unless the cloud says otherwise. */
    function shown(key: keyof FlavorArguments, actual: unknown, fallback?: unknown): Partial<FlavorArguments> {
        if (
            declared[key] === undefined &&
            !seen &&
            (fallback === undefined || actual === fallback || actual === undefined)
        ) {
            return {};
        }
        return { [key]: actual ?? declared[key] };
    }

    async function projects(): Promise<Partial<FlavorArguments>> {
        if (record === undefined || declared.projects === undefined || record.isPublic) {
            return {};
        }
        const actual = await listFlavorAccess(compute, id, { resource: subject });
        const kept = declared.projects.filter((project) => actual.includes(project));
        return { projects: [...kept, ...actual.filter((project) => !kept.includes(project))] };
    }
}

/** From 2.61 on a flavor shows its extra specs itself, where policy allows. */
async function extraSpecsOf(compute: Context["compute"], record: FlavorRecord, resource: string) {
    return record.extraSpecs ?? (await getExtraSpecs(compute, record.id, { resource }));
}

async function update(
    context: Context,
    id: string,
    before: FlavorState,
    args: FlavorArguments,
    plan: Plan,
): Promise<FlavorState> {
    const { compute, subject: resource } = context;
    let state = before;
    const note = (change: Partial<FlavorArguments>) => {
        state = { ...state, ...change };
        context.record(id, state);
    };
    const planned = new Set(plan.map(({ change }) => change.by));
    if (planned.has("description")) {
        compute.need("2.55", "description", resource);
        await updateFlavorDescription(compute, id, args.description, { resource });
        note({ description: args.description });
    }
    if (planned.has("extraSpecs")) {
        const { written, removed } = keyChanges(before.extraSpecs ?? {}, args.extraSpecs ?? {});
        if (Object.keys(written).length > 0) {
            await setExtraSpecs(compute, id, written, { resource });
        }
        for (const key of removed) {
            await gone(deleteExtraSpec(compute, id, key, { resource }));
        }
        note({ extraSpecs: args.extraSpecs });
    }
    if (planned.has("projects")) {
        const wanted = args.projects ?? [];
        const had = before.projects ?? [];
        for (const project of wanted.filter((candidate) => !had.includes(candidate))) {
            await giveAccess(context, id, project);
        }
        for (const project of had.filter((candidate) => !wanted.includes(candidate))) {
            await gone(removeFlavorAccess(compute, id, project, { resource }));
        }
        note({ projects: args.projects });
    }
    return { ...state, ...args, name: args.name ?? state.name, __state: { ...state.__state, foreign: undefined } };

    /** A 404 may be the flavor's own. */
    async function gone(removing: Promise<unknown>): Promise<void> {
        if (!(await wasThere(removing))) {
            await getFlavor(compute, id, { resource });
        }
    }
}
