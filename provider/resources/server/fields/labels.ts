/** What is written on the server: metadata, tags, a description. */
import isEqual from "lodash/isEqual";
import * as z from "zod";
import { metadataArgument } from "../../../arguments/argument-types";
import { colliding, refusing, unprintable } from "../../../arguments/characters";
import { pickOwn } from "../../../arguments/own-keys";
import { isOwnerKey, OWNER_KEYS, withoutOwner } from "../../../lifecycle/owner";
import { tag } from "../device-arguments";
import { argument, attribute, noted } from "./server-field";
import { sorted } from "./spelling";

export const labelFields = {
    metadata: argument(
        metadataArgument("Metadata. Only the keys named here are managed; those that others write are left alone.")
            .refine((metadata) => !Object.keys(metadata).some(isOwnerKey), {
                error: `${Object.values(OWNER_KEYS).join(", ")} are reserved for this provider; ownerMetadata: false omits them`,
            })
            .optional(),
        {
            by: "metadata",
            level: "none",
            effect: "only these keys are written",
            shows: "keys",
            same: (old, wanted) => isEqual(old ?? {}, wanted ?? {}),
        },
        {
            key: "metadata",
            told: ({ metadata }, wanted) =>
                wanted === undefined ? withoutOwner(metadata) : pickOwn(metadata, Object.keys(wanted)),
        },
    ),
    ownerMetadata: argument(
        z
            .boolean()
            .optional()
            .describe(
                "Whether a new server gets metadata that names its stack and resource, so that the next `pulumi up` finds it if its creation is interrupted. Default: true, or what the stack's config `openstack-compute:owner` says.",
            ),
        { ...noted, effect: "recorded only: it is written at creation" },
    ),
    tags: argument(
        z
            .array(tag)
            .max(50, { error: "at most 50 tags" })
            .refine((tags) => new Set(tags).size === tags.length, { error: "a tag is named twice", abort: true })
            .refine((tags) => colliding(tags) === undefined, {
                error: "two tags are the same to the cloud: its database ignores case, accents and trailing spaces",
            })
            .optional()
            .describe("Tags. Only those named here are managed."),
        {
            by: "tags",
            level: "none",
            effect: "only these tags are added and removed",
            same: (old = [], wanted = []) => isEqual(sorted(old), sorted(wanted)),
        },
        {
            key: "tags",
            since: "2.26",
            inCreation: "2.52",
            told: ({ tags }, wanted) =>
                wanted === undefined ? tags : wanted.filter((one) => tags?.includes(one) ?? true),
        },
    ),
    description: argument(
        z
            .string()
            .max(255, { error: "at most 255 characters", abort: true })
            .superRefine(refusing(unprintable))
            .optional()
            .describe("A description."),
        { ...attribute, shows: "nothing" },
        {
            key: "description",
            since: "2.19",
            told: ({ description }, wanted) => description ?? (wanted === undefined ? undefined : ""),
        },
    ),
};
