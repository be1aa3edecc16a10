/** The arguments of a Server: the source of validation, of the types in the SDK and of the reference in the docs. */
import * as z from "zod";
import {
    ipV4Argument,
    ipV6Argument,
    metadataArgument,
    nameArgument,
    referenceArgument,
} from "../../arguments/argument-types";
import { colliding, refusing, unprintable, unstorable } from "../../arguments/characters";
import { isOwnerKey, OWNER_KEYS } from "../../lifecycle/owner";
import { refuseClashes } from "./clashes";
import { blockDevice, bootVolume, network, tag } from "./device-arguments";
import { hints } from "./hint-arguments";
import { POWER_STATES } from "./power-state";

/** What Nova takes as user data, in base64: 64 KiB less one character; and the most bytes that this holds. */
const MOST_USER_DATA = 65_535;
const MOST_USER_DATA_BYTES = Math.floor(MOST_USER_DATA / 4) * 3;

const networksForm = { error: 'expected "auto", "none", or a list of { network, fixedIp } and { port }' };

const file = z
    .strictObject({
        path: z
            .string()
            .min(1, { error: "must not be empty" })
            .refine((path) => Buffer.byteLength(path) <= 255, { error: "at most 255 bytes" })
            .describe("Where it is put in the guest."),
        contents: z
            .string()
            .refine((text) => !isBinary(text), {
                error: "not text: read the file as base64 and give it as contentsBase64",
            })
            .optional()
            .describe("Its text. A secret."),
        contentsBase64: z
            .string()
            .refine(isBase64, { error: "not base64" })
            .optional()
            .describe("What is in it, in base64. A secret."),
    })
    .superRefine(({ contents, contentsBase64 }, context) => {
        if ((contents === undefined) === (contentsBase64 === undefined)) {
            context.addIssue({ code: "custom", message: "give either contents or contentsBase64" });
        }
    })
    .meta({ title: "ServerFile", description: "A file written into a server before its first boot." });

/** `"a", "b" or "c"`. */
function oneOf(words: readonly string[]): string {
    return words
        .map((word) => `"${word}"`)
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1");
}

function choice<const Words extends [string, ...string[]]>(words: Words, what: string) {
    return z
        .enum(words, { error: `expected ${oneOf(words)}` })
        .optional()
        .describe(what);
}

export const serverArguments = z
    .strictObject({
        name: nameArgument(
            "The server's name. Left out: made from the resource's name and a random suffix.",
        ).optional(),
        flavor: referenceArgument("The flavor. A change resizes in place.", "flavor"),
        image: referenceArgument(
            "The image to boot from; required where `bootVolume` names no volume or snapshot. A change rebuilds in place: the root disk is lost.",
            "image",
        ).optional(),
        bootVolume: bootVolume
            .optional()
            .describe(
                "A volume as the root disk. Left out: the root disk is on the host, as large as the flavor says.",
            ),
        blockDevices: z
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
                "More disks: volumes that exist, which are attached and detached in place, and such as are made with the server. Volumes that others attach are left alone.",
            ),
        keyName: nameArgument("The name of the keypair whose public key the server gets at its first boot.").optional(),
        securityGroups: z
            .array(nameArgument("A group."))
            .min(1, { error: 'must not be empty; left out, the server has the group "default"' })
            .refine((groups) => new Set(groups).size === groups.length, { error: "a group is named twice" })
            .optional()
            .describe("The security groups, by name or id, in any order. Default: the project's group `default`."),
        networks: z
            .union(
                [
                    z.enum(["auto", "none"]),
                    z.array(network).min(1, { error: 'must not be empty; "none" makes a server without a network' }),
                ],
                networksForm,
            )
            .optional()
            .describe(
                'What to connect to: `"auto"` (the cloud chooses or makes a network; microversion 2.37), `"none"` (2.37), or networks and ports in the order of the server\'s interfaces. Default: the project\'s only network.',
            ),
        metadata: metadataArgument(
            "Metadata. Only the keys named here are managed; those that others write are left alone.",
        )
            .refine((metadata) => !Object.keys(metadata).some(isOwnerKey), {
                error: `${Object.values(OWNER_KEYS).join(", ")} are this provider's own; ownerMetadata: false leaves them out`,
            })
            .optional(),
        ownerMetadata: z
            .boolean()
            .optional()
            .describe(
                "Whether a server that is created carries in its metadata which stack and resource it is of, so that it is found again when its creation is interrupted. Default: true, or what the stack's config `openstack-compute:owner` says.",
            ),
        tags: z
            .array(tag)
            .max(50, { error: "at most 50 tags" })
            .refine((tags) => new Set(tags).size === tags.length, { error: "a tag is named twice", abort: true })
            .refine((tags) => colliding(tags) === undefined, {
                error: "two tags are one to the cloud: its database knows neither case nor accents nor spaces at the end",
            })
            .optional()
            .describe("Tags (microversion 2.26). Only those named here are managed."),
        userData: z
            .string()
            .refine((text) => !isBinary(text), {
                error: "not text (compressed, perhaps): read the file as base64 and give it as userDataBase64",
                abort: true,
            })
            .refine((text) => Buffer.byteLength(text) <= MOST_USER_DATA_BYTES, {
                error: `at most ${MOST_USER_DATA_BYTES} bytes: Nova takes ${MOST_USER_DATA} characters of base64`,
            })
            .optional()
            .describe("User data for cloud-init, as text; sent in base64. A secret; the outputs keep only its hash."),
        userDataBase64: z
            .string()
            .refine((text) => unwrapped(text).length <= MOST_USER_DATA, {
                error: `at most ${MOST_USER_DATA} characters of base64`,
            })
            .refine(isBase64, { error: "not base64" })
            .optional()
            .describe(
                "User data that is in base64 already (a compressed or multi-part one), with or without line breaks. The same bytes as `userData` are no change.",
            ),
        configDrive: z
            .boolean()
            .optional()
            .describe(
                "Whether metadata and user data come on a drive too. Default: false, or what the image asks for.",
            ),
        availabilityZone: nameArgument("The availability zone. Default: the cloud chooses.")
            .refine((zone) => zone.split(":").length <= 3, {
                error: 'a zone, and for administrators "zone:host" or "zone:host:node"',
                abort: true,
            })
            // Nova takes such a zone for any, also one that it does not have.
            .refine((zone) => !/^[^:]*::?$/.test(zone), { error: "names no host after its colon" })
            .optional(),
        pinnedToZone: z
            .boolean()
            .optional()
            .describe(
                "Whether the server stays in its availability zone when it is moved (microversion 2.104). Default: not managed; the cloud pins those that were created in a zone by name.",
            ),
        accessIpV4: ipV4Argument(
            "The IPv4 address at which others should reach the server; Nova only notes it.",
        ).optional(),
        accessIpV6: ipV6Argument(
            "The IPv6 address at which others should reach the server; Nova only notes it.",
        ).optional(),
        adminPass: z
            .string()
            .min(1, { error: "must not be empty" })
            .max(255, { error: "at most 255 characters" })
            .optional()
            .describe(
                "The administrator's password. A secret. Default: the cloud makes one; see the output `adminPass`.",
            ),
        description: z
            .string()
            .max(255, { error: "at most 255 characters", abort: true })
            .superRefine(refusing(unprintable))
            .optional()
            .describe("A description (microversion 2.19)."),
        diskConfig: z
            .enum(["AUTO", "MANUAL"], { error: 'expected "AUTO" or "MANUAL"' })
            .optional()
            .describe(
                "How the root disk is partitioned: `AUTO` (one partition that fills it) or `MANUAL` (as in the image). Default: what the image asks for.",
            ),
        hostname: z
            .string()
            .max(255, { error: "at most 255 characters" })
            .regex(/^[a-zA-Z0-9-_]+([a-zA-Z0-9-_.]*[a-zA-Z0-9-_])?$/, {
                error: "a host name has letters, digits, - _ and . only",
            })
            .optional()
            .describe(
                "The host name that the guest is told (microversion 2.90; a domain name: 2.94). Default: made from the server's first name.",
            ),
        personality: z
            .array(file)
            .min(1, { error: "must not be empty" })
            .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, {
                error: "a path is named twice",
            })
            .optional()
            .describe(
                "Files written into the root disk before the first boot (up to microversion 2.56, and only where the hypervisor can). Secret; the state keeps only hashes. User data does the same on every cloud.",
            ),
        trustedImageCertificates: z
            .array(z.string().min(1, { error: "must not be empty" }))
            .min(1, { error: "must not be empty" })
            .max(50, { error: "at most 50 certificates" })
            .refine((ids) => new Set(ids).size === ids.length, { error: "a certificate is named twice" })
            .optional()
            .describe("The ids of the certificates that the image's signature is checked by (microversion 2.63)."),
        schedulerHints: hints
            .optional()
            .describe(
                "Hints for the choice of a host, as the cloud's scheduler knows them: `group` (the id of a server group), `different_host`, `same_host`, `query`…",
            ),
        powerState: z
            .enum(POWER_STATES, { error: `expected ${oneOf(POWER_STATES)}` })
            .optional()
            .describe(
                "Whether the server runs. `shelved`: clouds take it off its host by themselves, at once or in time. Left out: not managed.",
            ),
        locked: z
            .union(
                [
                    z.boolean(),
                    z
                        .strictObject({
                            reason: z
                                .string()
                                .min(1, { error: "must not be empty" })
                                .max(255, { error: "at most 255 characters", abort: true })
                                .superRefine(refusing(unstorable))
                                .optional()
                                .describe("Why (microversion 2.73)."),
                        })
                        .meta({ title: "ServerLock", description: "A lock with a reason." }),
                ],
                { error: "expected true, false or { reason }" },
            )
            .optional()
            .describe(
                "Whether only administrators may change the server by other means. The provider takes this lock off for its own changes, and puts it on again. Left out: not managed.",
            ),
        onChange: z
            .strictObject({
                flavor: choice(["resize", "replace"], "Default: `resize`."),
                image: choice(
                    ["rebuild", "rebuild-preserve-ephemeral", "replace"],
                    "Default: `rebuild`. An ephemeral disk is kept only where the hypervisor can (bare metal).",
                ),
                keyName: choice(
                    ["ignore", "rebuild", "replace"],
                    "Default: `ignore`, for it matters at the first boot only. `rebuild` needs microversion 2.54.",
                ),
                userData: choice(
                    ["replace", "rebuild", "ignore"],
                    "Also for `userDataBase64`. Default: `replace`. `rebuild` needs microversion 2.57.",
                ),
            })
            .meta({
                title: "ServerOnChange",
                description: "What a change to an argument does, where there is a choice.",
            })
            .optional()
            .describe("What a change does where there is a choice."),
        onError: z
            .strictObject({
                build: choice(
                    ["replace", "keep"],
                    "A server that never ran: there is nothing on it. Default: `replace`.",
                ),
                running: choice(
                    ["keep", "rebuild", "replace"],
                    "A server that has run. Default: `keep`, for there may be something on it.",
                ),
            })
            .meta({ title: "ServerOnError", description: "What the next update does with a server in ERROR." })
            .optional()
            .describe("What the next update does with a server in ERROR."),
        stopBeforeDestroy: z
            .boolean()
            .optional()
            .describe("Whether the guest is shut down in an orderly way before the server is deleted. Default: false."),
        forceDelete: z
            .boolean()
            .optional()
            .describe(
                "Whether it is deleted at once also where the cloud keeps deleted servers for a while (soft delete). Default: false.",
            ),
        detachPortsBeforeDestroy: z
            .boolean()
            .optional()
            .describe(
                "Whether ports made beforehand are taken off before the server is deleted: some clouds are slow to let go of them. Default: false.",
            ),
    })
    .superRefine(refuseClashes);

export type ServerArguments = z.output<typeof serverArguments>;
export type NetworkArgument = Exclude<ServerArguments["networks"], string | undefined>[number];

/** With the line breaks of the command `base64` too. */
function isBase64(text: string): boolean {
    return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(unwrapped(text));
}

function unwrapped(text: string): string {
    return text.replace(/\s+/g, "");
}

/** Bytes that were read as text: what of them is no text has become U+FFFD, or is gone for good. */
function isBinary(text: string): boolean {
    return text.startsWith("\u001f") || /[\0\ufffd]|\p{Surrogate}/u.test(text);
}
