/** The schema of a Server's arguments: the schema of each field, and which arguments exclude one another. */
import mapValues from "lodash/mapValues";
import * as z from "zod";
import { needsNetworks } from "./needed-microversion";
import { type ArgumentShape, type ServerArguments, serverFields } from "./server-fields";

/** Shelving creates an image whose name is the server's, with this suffix. */
const LONGEST_SHELVED = 255 - "-shelved".length;

export const serverSchema = z
    .strictObject(mapValues(serverFields, ({ schema }) => schema) as ArgumentShape)
    .superRefine(refuseClashes);

function refuseClashes(args: ServerArguments, context: z.RefinementCtx): void {
    if (args.userData !== undefined && args.userDataBase64 !== undefined) {
        context.addIssue({
            code: "custom",
            path: ["userDataBase64"],
            message: "give either userData or userDataBase64",
            params: { beside: ["userData"] },
        });
    }
    const own = args.bootVolume?.volume !== undefined || args.bootVolume?.snapshot !== undefined;
    const rule = own
        ? args.image !== undefined && "bootVolume already names what to boot from; remove image"
        : args.image === undefined && "required, but missing";
    if (rule !== false) {
        context.addIssue({ code: "custom", path: ["image"], message: rule, params: { beside: ["bootVolume"] } });
    }
    if (args.bootVolume !== undefined && !own && args.bootVolume.size === undefined) {
        context.addIssue({
            code: "custom",
            path: ["bootVolume", "size"],
            message: "required for a volume that is created from an image",
            params: { beside: ["volume", "snapshot"] },
        });
    }
    for (const late of ["hostname", "trustedImageCertificates"] as const) {
        if (args.personality !== undefined && args[late] !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["personality"],
                message: `microversion 2.57 removed personality, and ${late} needs a later one: use user data instead`,
                params: { beside: [late] },
            });
        }
    }
    if (args.trustedImageCertificates !== undefined && args.bootVolume !== undefined) {
        context.addIssue({
            code: "custom",
            path: ["trustedImageCertificates"],
            message: "a server whose root disk is a volume has no image to validate; remove them or bootVolume",
            params: { beside: ["bootVolume"] },
        });
    }
    if (args.powerState?.startsWith("shelved") && (args.name?.length ?? 0) > LONGEST_SHELVED) {
        context.addIssue({
            code: "custom",
            path: ["name"],
            message: `at most ${LONGEST_SHELVED} characters with powerState "${args.powerState}": the cloud creates an image NAME-shelved`,
            params: { beside: ["powerState"] },
        });
    }
    const late = args.networks === undefined ? needsNetworks(args) : undefined;
    if (late !== undefined) {
        context.addIssue({
            code: "custom",
            path: ["networks"],
            message: `required with ${late}: name the networks, or let the cloud choose with "auto"`,
            params: { beside: ["bootVolume", "blockDevices"] },
        });
    }
    if (
        args.securityGroups !== undefined &&
        Array.isArray(args.networks) &&
        args.networks.every((nic) => nic.port !== undefined)
    ) {
        context.addIssue({
            code: "custom",
            path: ["securityGroups"],
            message: "every interface is an existing port, which has its own security groups; set them on the port",
            params: { beside: ["networks"] },
        });
    }
    if (args.securityGroups !== undefined && args.networks === "none") {
        context.addIssue({
            code: "custom",
            path: ["securityGroups"],
            message: 'a server with networks "none" has no interface for security groups',
            params: { beside: ["networks"] },
        });
    }
}
