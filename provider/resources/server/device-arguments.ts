/** The parts of a Server's arguments that describe its devices: interfaces, the root disk, other disks. */
import * as z from "zod";
import { countArgument, ipArgument, isUuid, referenceArgument } from "../../arguments/argument-types";
import { refusing, unstorable } from "../../arguments/characters";
import type { Since } from "../../plan/fields";

export const tag = z
    .string()
    .min(1, { error: "a tag must not be empty" })
    .max(60, { error: "a tag has at most 60 characters" })
    .regex(/^[^,/]*$/, { error: "a tag must not contain a comma or a slash" })
    .superRefine(refusing(unstorable));

const network = z
    .strictObject({
        network: referenceArgument("The network to connect to.", "network").optional(),
        port: z
            .string()
            .min(1, { error: "must not be empty", abort: true })
            .refine(isUuid, { error: "not the id of a port: expected a UUID" })
            .optional()
            .describe("The id of an existing port. It is kept when the server is deleted."),
        fixedIp: ipArgument("The address on that network. Default: the cloud chooses one.").optional(),
        tag: tag
            .optional()
            .describe("A tag that the guest finds in its metadata (microversion 2.42; when attaching, 2.49)."),
    })
    .superRefine(({ network, port, fixedIp }, context) => {
        if ((network === undefined) === (port === undefined)) {
            context.addIssue({ code: "custom", message: "give either network or port" });
        } else if (port !== undefined && fixedIp !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["fixedIp"],
                message: "a port already has its addresses; remove fixedIp",
                params: { beside: ["port"] },
            });
        }
    })
    .meta({
        title: "ServerNetwork",
        description: "One interface of a server: on a network, or an existing port.",
    });

export const networks = z.union(
    [
        z.enum(["auto", "none"]),
        z.array(network).min(1, { error: 'must not be empty; "none" creates a server without a network' }),
    ],
    { error: 'expected "auto", "none", or a list of { network, fixedIp } and { port }' },
);

export type NetworkArgument = z.output<typeof network>;
export type NetworksArgument = z.output<typeof networks>;

/** The microversions that an interface needs. */
export function sinceOfNetworks(declared: NetworksArgument): readonly Since[] {
    if (typeof declared === "string") {
        return [{ microversion: "2.37", what: 'networks "auto" or "none"' }];
    }
    const isTagged = declared.some(({ tag: one }) => one !== undefined);
    return isTagged ? [{ microversion: "2.42", what: "a tag of an interface" }] : [];
}

const volumeId = z.string().regex(/^[a-zA-Z0-9._-]{1,255}$/, { error: "not an id: letters, digits and - _ . only" });
const word = z
    .string()
    .min(1, { error: "must not be empty" })
    .max(255, { error: "at most 255 characters", abort: true })
    .superRefine(refusing(unstorable));
const deviceName = z.string().regex(/^[a-zA-Z0-9._/-]{1,255}$/, { error: "not a device name such as /dev/vdb" });
const gibibytes = countArgument("In GiB.", 1, 2_147_483_647);

export const bootVolume = z
    .strictObject({
        volume: volumeId.optional().describe("The id of an existing bootable volume. Omit `image` then."),
        snapshot: volumeId.optional().describe("The id of a snapshot to create the volume from. Omit `image` then."),
        size: gibibytes.optional().describe("In GiB; required with an image. Default: the size of the snapshot."),
        type: word.optional().describe("The volume type (microversion 2.67). Default: the cloud's default type."),
        deleteOnTermination: z
            .boolean()
            .optional()
            .describe(
                "Whether the volume is deleted with the server. Default: true for a volume that is created with it, false for an existing one.",
            ),
        tag: tag.optional().describe("A tag that the guest finds in its metadata (microversion 2.42)."),
    })
    .superRefine(({ volume, snapshot, size, type }, context) => {
        const wrong = (path: string, message: string, beside: string) =>
            context.addIssue({ code: "custom", path: [path], message, params: { beside: [beside] } });
        if (volume !== undefined && snapshot !== undefined) {
            wrong("snapshot", "give either volume or snapshot", "volume");
        }
        if (volume !== undefined && size !== undefined) {
            wrong("size", "an existing volume already has a size", "volume");
        }
        if (volume !== undefined && type !== undefined) {
            wrong("type", "an existing volume already has a type", "volume");
        }
    })
    .meta({ title: "ServerBootVolume", description: "A volume as a server's root disk." });

export const blockDevice = z
    .strictObject({
        volume: volumeId.optional().describe("The id of an existing volume."),
        snapshot: volumeId.optional().describe("The id of a snapshot: a volume is created from it with the server."),
        image: referenceArgument("An image: a volume is created from it with the server.", "image").optional(),
        local: z
            .enum(["ephemeral", "swap"], { error: 'expected "ephemeral" or "swap"' })
            .optional()
            .describe("A disk on the host, within the flavor's ephemeral or swap size."),
        size: gibibytes
            .optional()
            .describe(
                "In GiB (`swap`: MiB). Without a source, an empty volume of this size is created with the server.",
            ),
        type: word
            .optional()
            .describe("The type of the new volume (microversion 2.67). Default: the cloud's default type."),
        format: word
            .optional()
            .describe("The file system of an ephemeral disk, for example `ext4`. Default: the cloud's."),
        device: deviceName
            .optional()
            .describe("The device name in the guest, for example `/dev/vdb`. Most hypervisors choose it themselves."),
        deleteOnTermination: z
            .boolean()
            .optional()
            .describe(
                "Whether it is deleted with the server. Default: true for a disk that is created with it, false for an existing volume.",
            ),
        tag: tag
            .optional()
            .describe("A tag that the guest finds in its metadata (microversion 2.42; when attaching, 2.49)."),
    })
    .superRefine((device, context) => {
        const sources = ["volume", "snapshot", "image", "local"] as const;
        const [source, ...others] = sources.filter((name) => device[name] !== undefined);
        const wrong = (path: string, message: string) =>
            context.addIssue({ code: "custom", path: [path], message, params: { beside: [...sources] } });
        if (others.length > 0) {
            wrong(others[0] ?? "", "give only one of volume, snapshot, image and local");
        } else if (source === "volume" && device.size !== undefined) {
            wrong("size", "an existing volume already has a size");
        } else if (device.size === undefined && (source === undefined || source === "image" || source === "local")) {
            wrong("size", "required, but missing");
        }
        if (device.type !== undefined && (source === "volume" || source === "local")) {
            wrong("type", "only for a volume that is created with the server");
        }
        if (device.format !== undefined && device.local !== "ephemeral") {
            wrong("format", 'only for local "ephemeral"');
        }
    })
    .meta({ title: "ServerBlockDevice", description: "A disk of a server besides its root." });

export type BootVolume = z.output<typeof bootVolume>;
export type BlockDevice = z.output<typeof blockDevice>;

/** The microversions that a disk needs. */
export function sinceOfDisk({ tag: declared, type }: Pick<BlockDevice, "tag" | "type">): readonly Since[] {
    return [
        ...(declared === undefined ? [] : [{ microversion: "2.42", what: "a tag of a disk" }]),
        ...(type === undefined ? [] : [{ microversion: "2.67", what: "the type of a volume" }]),
    ];
}
