/** What the server is: its name, its size, what it boots from, its disks. */
import * as z from "zod";
import { generatedName, referenceArgument, spellReference } from "../../../arguments/argument-types";
import { names } from "../../../lifecycle/references";
import {
    blockDevicesEffect,
    remainingBlockDevices,
    sameBlockDevices,
    sameBootVolume,
    spellBlockDevices,
} from "../block-devices";
import { blockDevice, bootVolume, sinceOfDisk } from "../device-arguments";
import { argument, attribute, LOSS, lastingAttribute, rebuild, replace } from "./server-field";
import { sorted } from "./spelling";

/** Below 2.93 the cloud refuses another image for a root disk that is a volume. */
const VOLUME_BACKED = {
    microversion: "2.93",
    effect: "rebuild in place (microversion 2.93), what is on the root volume is lost; id and addresses stay",
} as const;

export const machineFields = {
    name: argument(
        generatedName("The server's name.").optional(),
        { ...attribute, removed: "unmanaged" },
        { key: "name", told: ({ name }) => name, shown: z.string().describe("The name in the cloud.") },
    ),
    flavor: argument(
        referenceArgument("The flavor. A change resizes in place.", "flavor"),
        {
            by: "resize",
            level: "restart",
            effect: "resize in place, the server restarts",
            spell: spellReference,
            same: (_old, wanted, { __state }) => names(wanted, __state?.pins?.flavor),
            ways: {
                resize: {},
                replace: { ...replace, effect: 'replace (`onChange.flavor` is "replace")' },
            },
        },
        { key: "flavorRef", write: (_flavor, { flavor }) => flavor?.id },
    ),
    image: argument(
        referenceArgument(
            "The image to boot from; required unless `bootVolume` names a volume or snapshot. A change rebuilds in place: the root disk is lost.",
            "image",
        ).optional(),
        {
            ...rebuild,
            effect: `rebuild in place, ${LOSS}`,
            according: (_old, _wanted, state) => (state.bootVolume === undefined ? {} : VOLUME_BACKED),
            spell: spellReference,
            same: (_old, wanted, { __state }) => names(wanted, __state?.pins?.image),
            ways: {
                rebuild: {},
                "rebuild-preserve-ephemeral": {
                    effect: "rebuild in place, the root disk is lost and the ephemeral disk is kept; id and addresses stay",
                },
                replace: { ...replace, effect: 'replace (`onChange.image` is "replace")' },
            },
        },
        { key: "imageRef", write: (_image, { image }) => image?.id },
    ),
    bootVolume: argument(
        bootVolume.optional().describe("A volume as the root disk. Default: a disk on the host, of the flavor's size."),
        { ...replace, effect: "replace: the root disk is created with the server", same: sameBootVolume },
        { sinceOf: sinceOfDisk },
    ),
    blockDevices: argument(
        z
            .array(blockDevice)
            .refine(
                (devices) => {
                    const ids = devices.flatMap(({ volume }) => volume ?? []);
                    return new Set(ids).size === ids.length;
                },
                { error: "a volume is named twice" },
            )
            .optional()
            .describe(
                "More disks: existing volumes, which are attached and detached in place, and disks that are created with the server. Volumes that others attach are left alone.",
            ),
        {
            by: "volumes",
            level: "restart",
            effect: "volumes are attached and detached in place",
            spell: spellBlockDevices,
            same: (old, wanted, { __state }) => sameBlockDevices(old, wanted, __state?.pins?.images ?? []),
            according: (old, wanted, { __state }) => blockDevicesEffect(old, wanted, __state?.pins?.images ?? []),
        },
        {
            sinceOf: (devices) => devices.flatMap(sinceOfDisk),
            told: ({ volumesAttached }, wanted) => remainingBlockDevices(wanted, volumesAttached),
        },
    ),
    diskConfig: argument(
        z
            .enum(["AUTO", "MANUAL"], { error: 'expected "AUTO" or "MANUAL"' })
            .optional()
            .describe(
                "How the root disk is partitioned: `AUTO` (one partition that fills it) or `MANUAL` (as in the image). Default: what the image asks for.",
            ),
        lastingAttribute,
        { key: "OS-DCF:diskConfig", told: ({ diskConfig }) => (diskConfig === "MANUAL" ? "MANUAL" : "AUTO") },
    ),
    trustedImageCertificates: argument(
        z
            .array(z.string().min(1, { error: "must not be empty" }))
            .min(1, { error: "must not be empty" })
            .max(50, { error: "at most 50 certificates" })
            .refine((ids) => new Set(ids).size === ids.length, { error: "a certificate is named twice" })
            .optional()
            .describe("The ids of the certificates that validate the image's signature."),
        { ...rebuild, effect: `rebuild in place with these certificates, ${LOSS}` },
        {
            key: "trusted_image_certificates",
            since: "2.63",
            normal: sorted,
            told: ({ trustedImageCertificates }, wanted) => wanted ?? trustedImageCertificates,
        },
    ),
};
