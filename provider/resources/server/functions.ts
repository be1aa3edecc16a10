/** Servers that are not managed here (API reference, "List details for servers"). */
import * as z from "zod";
import { getServer, listServers, type ServerRecord } from "../../api/index";
import { filter, lookups } from "../../lifecycle/lookup";
import { firstAddress, fixedAddresses } from "./addresses";
import { outputFields } from "./server-fields";

const text = (what: string) => z.string().min(1, { error: "must not be empty" }).optional().describe(what);
const bag = z.record(z.string(), z.string());

const shape = {
    id: z.string().describe("The id of the server."),
    name: z.string().describe("The name."),
    status: outputFields.status.schema,
    flavorName: z.string().optional().describe("The name of its flavor, where the cloud tells it."),
    flavorId: z.string().optional().describe("The id of its flavor: up to microversion 2.46."),
    imageId: outputFields.imageId.schema,
    keyName: z.string().optional().describe("The name of its keypair."),
    metadata: bag.describe("Its metadata."),
    tags: z.array(z.string()).optional().describe("Its tags (microversion 2.26)."),
    securityGroups: z.array(z.string()).optional().describe("The names of its security groups."),
    addresses: outputFields.addresses.schema,
    ipV4: outputFields.ipV4.schema,
    ipV6: outputFields.ipV6.schema,
    availabilityZone: z.string().optional().describe("Its availability zone."),
    hostId: outputFields.hostId.schema,
    description: z.string().optional().describe("Its description (microversion 2.19)."),
    hostname: z.string().optional().describe("The host name that the guest is told (microversion 2.90)."),
    locked: z.boolean().optional().describe("Whether it is locked (microversion 2.9)."),
    created: z.string().optional().describe("When it was created (ISO 8601, UTC)."),
    updated: z.string().optional().describe("When it was last changed (ISO 8601, UTC)."),
    fault: outputFields.fault.schema,
};

type Found = z.output<z.ZodObject<typeof shape>>;

/** A filter that only the cloud can apply. */
const asked = (what: string, key: string) =>
    filter(
        text(what),
        () => true,
        (value: string) => ({ [key]: value }),
    );

export const serverFunctions = lookups({
    noun: "server",
    names: ["getServer", "getServers"],
    property: "servers",
    examples: [
        `const bastion = await compute.getServer({ name: "bastion" });
export const address = bastion.ipV4;`,
        `const { servers } = await compute.getServers({ status: "ERROR" });
export const broken = servers.map(({ name }) => name);`,
    ],
    shape,
    filters: {
        status: filter(
            text("The status: `ACTIVE`, `SHUTOFF`, `ERROR`..."),
            (server: Found, status: string) => server.status === status.toUpperCase(),
            (status: string) => ({ status: status.toUpperCase() }),
        ),
        flavor: asked("The id of its flavor.", "flavor"),
        image: asked("The id of its image.", "image"),
        host: asked("The host that it runs on. For administrators.", "host"),
        reservationId: asked("The reservation with which it was created.", "reservation_id"),
        changesSince: asked(
            "When it was changed, at the earliest (ISO 8601). Then deleted servers are among them, with the status `DELETED`.",
            "changes-since",
        ),
        metadata: filter(
            bag.optional().describe("Metadata that it has, at least these keys with these values."),
            (server: Found, metadata: Record<string, string>) =>
                Object.entries(metadata).every(
                    ([key, value]) => Object.hasOwn(server.metadata, key) && server.metadata[key] === value,
                ),
        ),
        tags: filter(
            z.array(z.string()).optional().describe("Tags, all of which it has (microversion 2.26)."),
            (server: Found, tags: string[]) => tags.every((tag) => server.tags?.includes(tag) === true),
        ),
        allProjects: filter(
            z.boolean({ error: "expected true or false" }).optional().describe("In all projects. For administrators."),
            () => true,
            (all: boolean): Record<string, string> => (all ? { all_tenants: "1" } : {}),
        ),
    },
    age: ({ created }) => created,
    list: async (compute, context, query) =>
        (
            await listServers(
                compute,
                {
                    status: query.status,
                    flavor: query.flavor,
                    image: query.image,
                    host: query.host,
                    reservationId: query.reservation_id,
                    changesSince: query["changes-since"],
                    allProjects: query.all_tenants !== undefined,
                },
                context,
            )
        ).map(shown),
    get: async (compute, id, context) => shown(await getServer(compute, id, context)),
});

function shown(record: ServerRecord): Found {
    const { flavor, fault, accessIpV4, accessIpV6 } = record;
    return {
        ...record,
        flavorName: flavor.name,
        flavorId: flavor.id,
        addresses: fixedAddresses(record),
        ipV4: accessIpV4 ?? firstAddress(record, 4),
        ipV6: accessIpV6 ?? firstAddress(record, 6),
        fault: fault === undefined ? undefined : { code: fault.code, message: fault.message },
    };
}
