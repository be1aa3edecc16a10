/** A server's outputs: what the cloud returns besides its arguments. */
import * as z from "zod";
import { attachedInterface, firstAddress, fixedAddresses, interfacesOf, serverAddress } from "../addresses";
import { output } from "./server-field";

const attachedVolume = z
    .object({
        id: z.string(),
        deleteOnTermination: z
            .boolean()
            .optional()
            .describe(
                "Whether it is deleted with the server. Missing if the cloud does not return it (below microversion 2.3).",
            ),
    })
    .meta({ title: "AttachedVolume", description: "A volume that is attached to a server." });

/** A volume that is attached to a server. */
export type AttachedVolume = z.output<typeof attachedVolume>;

const serverFault = z
    .object({ code: z.number(), message: z.string() })
    .meta({ title: "ServerFault", description: "Why a server is in ERROR, in the cloud's words." });

const packed = { packed: true };

export const outputFields = {
    status: output(z.string().describe("The status: `ACTIVE`, `SHUTOFF`, `ERROR`…"), ({ status }) => status),
    addresses: output(
        z
            .record(z.string(), z.array(serverAddress))
            .describe("Its own addresses, by network. Floating IPs are outputs of {@link FloatingIp}."),
        fixedAddresses,
    ),
    ipV4: output(
        z.string().optional().describe("`accessIpV4`, or its first IPv4 address."),
        (record, { accessIpV4 }) => accessIpV4 ?? firstAddress(record, 4),
    ),
    ipV6: output(
        z.string().optional().describe("`accessIpV6`, or its first IPv6 address."),
        (record, { accessIpV6 }) => accessIpV6 ?? firstAddress(record, 6),
    ),
    interfaces: output(
        z.array(attachedInterface).default([]).describe("Its interfaces, including those that others attached."),
        (record, source) => someOf(interfacesOf(record, source)),
        packed,
    ),
    zone: output(
        z.string().optional().describe("The availability zone that it is in, declared or chosen by the cloud."),
        ({ availabilityZone }, { zone }) => availabilityZone ?? zone,
        packed,
    ),
    hostId: output(
        z
            .string()
            .optional()
            .describe("An opaque id of its host, which is the same for all servers of the project on that host."),
        ({ hostId }) => hostId,
        packed,
    ),
    flavorId: output(
        z.string().describe("The id of its flavor."),
        ({ flavor }, { pins }) => flavor.id ?? pins.flavor?.id,
    ),
    imageId: output(z.string().optional().describe("The id of its image."), ({ imageId }) => imageId),
    attachedVolumes: output(
        z
            .array(attachedVolume)
            .default([])
            .describe(
                "Its volumes: those created with it, those that the program names, and those that others attached.",
            ),
        ({ volumesAttached }) => someOf(volumesAttached),
        packed,
    ),
    created: output(z.string().describe("When it was created (ISO 8601, UTC)."), ({ created }) => created, packed),
    updated: output(z.string().describe("When it was last changed (ISO 8601, UTC)."), ({ updated }) => updated, packed),
    fault: output(serverFault.optional().describe("Why it is in ERROR."), ({ fault }) =>
        fault === undefined ? undefined : { code: fault.code, message: fault.message },
    ),
};

/** The state has no empty lists. */
function someOf<Item>(list: Item[]): Item[] | undefined {
    return list.length === 0 ? undefined : list;
}
