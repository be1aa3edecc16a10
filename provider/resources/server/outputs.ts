/** What a Server is to a program, and what it has besides its arguments. */
import * as z from "zod";

export const ABOUT =
    "A server (an instance of OpenStack Compute). A change to `flavor` resizes it in place and confirms; a change to `image` " +
    "rebuilds it in place, and the root disk is lost. Its creation ends when it is ACTIVE. One that ends in ERROR is kept in " +
    "the state with its fault, and the next `pulumi up` replaces it.";

export const EXAMPLE = `const server = new compute.Server("web", {
    flavor: "m1.small",
    image: "debian-12",
    networks: [{ network: "private" }],
}, { customTimeouts: { create: "10m" } });
export const address = server.ipV4;`;

const serverAddress = z
    .object({
        address: z.string(),
        version: z.union([z.literal(4), z.literal(6)]),
        mac: z.string().optional().describe("The hardware address of the interface, where the cloud tells it."),
    })
    .meta({ title: "ServerAddress", description: "One of a server's own addresses." });

const attachedVolume = z
    .object({
        id: z.string(),
        deleteOnTermination: z
            .boolean()
            .optional()
            .describe(
                "Whether it is deleted with the server. Missing where the cloud does not tell (below microversion 2.3).",
            ),
    })
    .meta({ title: "AttachedVolume", description: "A volume on a server." });

const serverFault = z
    .object({ code: z.number(), message: z.string() })
    .meta({ title: "ServerFault", description: "Why a server is in ERROR, in the cloud's words." });

export const serverOutputs = {
    name: z.string().describe("The name in the cloud."),
    status: z.string().describe("The status that the cloud gives it: `ACTIVE`, `SHUTOFF`, `ERROR`…"),
    addresses: z
        .record(z.string(), z.array(serverAddress))
        .describe("Its own addresses, by network. Floating IPs are outputs of {@link FloatingIp}."),
    ipV4: z.string().optional().describe("`accessIpV4`, or its first IPv4 address."),
    ipV6: z.string().optional().describe("`accessIpV6`, or its first IPv6 address."),
    hostId: z.string().optional().describe("Tells hosts apart within the project; it does not name one."),
    flavorId: z.string().describe("The id of its flavor."),
    imageId: z.string().optional().describe("The id of its image."),
    attachedVolumes: z
        .array(attachedVolume)
        .default([])
        .describe(
            "The volumes that it has: those that were made with it, those that the program names, and those that others attached.",
        ),
    created: z.string().describe("When it was created (ISO 8601, UTC)."),
    updated: z.string().describe("When it was last changed (ISO 8601, UTC)."),
    adminPass: z
        .string()
        .optional()
        .describe("The administrator's password, as declared or as the cloud made it. A secret."),
    fault: serverFault.optional().describe("Why it is in ERROR."),
};
