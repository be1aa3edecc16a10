/** The Flavor: a size of servers. Only administrators may create one, by the API's default policy. */
import uniq from "lodash/uniq";
import * as z from "zod";
import { bag } from "../api/bag";
import { recordAction } from "../api/group";
import { invoke, operation } from "../api/operation";
import { identifier, metadataMap, size, sizeOrZero } from "../api/values";
import { countArgument, extraSpecsArgument } from "../arguments/argument-types";
import { refusing, unprintable, unstorable } from "../arguments/characters";
import { ifThere } from "../lifecycle/absent";
import { declared } from "../lifecycle/declared";
import { lookupsOf } from "../lifecycle/declared-lookups";
import { filter } from "../lifecycle/lookup";
import { argument, keys, members, nameField, replaces, updates } from "../plan/fields";

const path = "/flavors";
const access = z
    .object({ flavor_access: z.array(z.object({ tenant_id: identifier })) })
    .transform(({ flavor_access: entries }) => uniq(entries.map(({ tenant_id: project }) => project)));
export const listAccess = operation({
    title: "List flavor access information",
    method: "GET",
    path: `${path}/{id}/os-flavor-access`,
    answer: access,
});
export const addAccess = recordAction("Add flavor access to tenant", path, "addTenantAccess");
export const removeAccess = recordAction("Remove flavor access from tenant", path, "removeTenantAccess");
export const extraSpecs = bag({
    path: `${path}/{id}/os-extra_specs`,
    key: "extra_specs",
    titles: {
        list: "List extra specs for a flavor",
        create: "Create extra specs for a flavor",
        show: "Show an extra spec for a flavor",
        update: "Update an extra spec for a flavor",
        delete: "Delete an extra spec for a flavor",
    },
});

const MOST = 2_147_483_647;
/** Whether a flavor is public by default. */
const PUBLIC = true;
/** The range of a single-precision number: the database stores one, and the API shows six of its digits. */
const FACTOR = { least: 1.175_49e-38, most: 3.402_82e38, digits: 6 };
const NO_FACTOR = "expected a number above 0, from 1.17549e-38 to 3.40282e+38";

const fixed = replaces("the API cannot change it");
const disk = (what: string, key?: string) =>
    [countArgument(what, 0, MOST).optional(), fixed, { key, read: sizeOrZero, otherwise: 0 }] as const;

/** API reference, "Flavors", "Flavors access" and "Flavors extra-specs". */
export const flavor = declared({
    kind: "Flavor",
    noun: "flavor",
    about: "A size of servers: memory, processors and disks. Only administrators may create one, by the API's default policy.",
    example: `const large = new compute.Flavor("build", {
    ram: 16384, vcpus: 8, disk: 40, extraSpecs: { "hw:cpu_policy": "dedicated" },
});
const server = new compute.Server("ci", { flavor: large.name, image: "debian-12" });`,
    place: {
        path,
        listPath: `${path}/detail`,
        // For administrators: also the flavors that are not public.
        listQuery: { is_public: "None" },
        one: "flavor",
        many: "flavors",
        pages: "marker",
        updatedSince: "2.55",
        titles: { update: "Update flavor description" },
    },
    operations: {
        flavorAccess: { list: listAccess, add: addAccess.operation, remove: removeAccess.operation },
        flavorExtraSpecs: extraSpecs.operations,
    },
    unique: true,
    chosenId: "flavorId",
    referredTo: "flavor",
    fields: {
        name: nameField("The flavor's name.", fixed),
        flavorId: argument(
            z
                .string()
                .regex(/^(?! )[a-zA-Z0-9. _-]{1,255}(?<! )$/, { error: "1 to 255 letters, digits, spaces and . - _" })
                .optional()
                .describe("The flavor's id. Default: the cloud generates a UUID."),
            // Declaring the id that the cloud generated is no change.
            replaces("the API cannot change it", {
                removed: "unmanaged",
                same: (_old, wanted, state) => wanted === state.id,
            }),
            { key: "id", read: identifier },
        ),
        ram: argument(countArgument("Memory, in MiB.", 1, MOST), fixed, { read: size }),
        vcpus: argument(countArgument("Virtual processors.", 1, MOST), fixed, { read: size }),
        disk: argument(
            countArgument("The root disk, in GiB. 0 makes it as large as the image.", 0, MOST).optional(),
            fixed,
            {
                read: size,
                otherwise: 0,
                always: true,
            },
        ),
        ephemeral: argument(...disk("The ephemeral disk, in GiB.", "OS-FLV-EXT-DATA:ephemeral")),
        swap: argument(...disk("The swap disk, in MiB.")),
        rxtxFactor: argument(
            z
                .number({ error: "expected a number" })
                .positive({ error: "must be greater than 0", abort: true })
                .min(FACTOR.least, { error: NO_FACTOR })
                .max(FACTOR.most, { error: NO_FACTOR })
                .optional()
                .describe("A factor for the network's bandwidth. Nova 26 and older refuse a factor below 1."),
            fixed,
            { otherwise: 1, normal: (factor) => Math.fround(factor).toPrecision(FACTOR.digits) },
        ),
        isPublic: argument(
            z.boolean({ error: "expected true or false" }).optional().describe("Whether every project may use it."),
            fixed,
            { key: "os-flavor-access:is_public", otherwise: PUBLIC },
        ),
        description: argument(
            z
                .string()
                .refine((text) => Buffer.byteLength(text) <= 65_535, { error: "at most 65535 bytes", abort: true })
                .superRefine(refusing(unprintable))
                .optional()
                .describe("A description."),
            updates({ shows: "nothing" }),
            {
                since: "2.55",
                read: z
                    .string()
                    .nullish()
                    .transform((text) => text ?? ""),
            },
        ),
        extraSpecs: argument(
            extraSpecsArgument(
                "Extra specs, for example `hw:cpu_policy`. Only the keys named here are managed.",
            ).optional(),
            keys(
                {
                    // From 2.61 on, the flavor's own record has them, if policy allows.
                    read: extraSpecs.read,
                    write: extraSpecs.write,
                    remove: extraSpecs.remove,
                },
                { effect: "only these keys are written; servers see them at their next resize" },
            ),
            { read: metadataMap.nullish().transform((specs) => specs ?? undefined) },
        ),
        projects: argument(
            z
                .array(
                    z
                        .string()
                        .min(1, { error: "must not be empty" })
                        .max(255, { error: "at most 255 characters", abort: true })
                        .superRefine(refusing(unstorable)),
                )
                .refine((ids) => new Set(ids).size === ids.length, { error: "a project is named twice" })
                .optional()
                .describe("The ids of the projects that may use the flavor, if it is not public: exactly these."),
            members(
                {
                    list: async ({ compute, id, ...asked }) =>
                        (await ifThere(invoke(compute, listAccess, { ...asked, path: { id } })))?.value,
                    add: (target, tenant) => addAccess(target, { tenant }),
                    remove: (target, tenant) => removeAccess(target, { tenant }),
                },
                { effect: "access is granted and revoked in place" },
            ),
        ),
    },
    clashes: ({ isPublic, projects }) =>
        projects === undefined || isPublic === false
            ? []
            : [{ argument: "projects", problem: "only for a flavor with isPublic: false", beside: ["isPublic"] }],
});

const least = (what: string, property: "ram" | "vcpus" | "disk") =>
    filter(
        z.number({ error: "expected a number" }).optional().describe(what),
        (found: Readonly<Record<string, unknown>>, amount: number) => Number(found[property]) >= amount,
    );

export const flavorFunctions = lookupsOf(flavor, {
    names: ["getFlavor", "getFlavors"],
    property: "flavors",
    examples: [
        `const small = await compute.getFlavor({ name: "m1.small" });
const server = new compute.Server("web", { flavor: small.id, image: "debian-12" });`,
        `const { flavors } = await compute.getFlavors({ minRam: 4096, isPublic: true });`,
    ],
    // Only administrators may list the access. The id is an output of its own.
    untold: ["flavorId", "projects"],
    filters: {
        minRam: least("At least this much memory, in MiB.", "ram"),
        minVcpus: least("At least this many virtual processors.", "vcpus"),
        minDisk: least("A root disk of at least this size, in GiB.", "disk"),
        isPublic: filter(
            z.boolean({ error: "expected true or false" }).optional().describe("Whether every project may use it."),
            (found: Readonly<Record<string, unknown>>, isPublic: boolean) => (found.isPublic ?? PUBLIC) === isPublic,
        ),
    },
});
