/** Functions that find servers (API reference, "List details for servers"). */
import * as z from "zod";
import { getServer, listServers, type ServerFilters, type ServerRecord } from "../../api/index";
import { filter, lookups } from "../../lifecycle/lookup";
import { firstAddress, fixedAddresses } from "./addresses";
import { outputFields } from "./server-fields";

const text = (what: string) => z.string().min(1, { error: "must not be empty" }).optional().describe(what);
const bag = z.record(z.string(), z.string());

const shape = {
    id: z.string().describe("The id of the server."),
    name: z.string().describe("The name."),
    status: outputFields.status.schema,
    flavorName: z.string().optional().describe("The name of its flavor, if the cloud returns it."),
    flavorId: z.string().optional().describe("The id of its flavor. Up to microversion 2.46."),
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
    hostname: z.string().optional().describe("The host name in the guest's metadata (microversion 2.90)."),
    locked: z.boolean().optional().describe("Whether it is locked (microversion 2.9)."),
    created: z.string().optional().describe("When it was created (ISO 8601, UTC)."),
    updated: z.string().optional().describe("When it was last changed (ISO 8601, UTC)."),
    fault: outputFields.fault.schema,
};

type Found = z.output<z.ZodObject<typeof shape>>;

/** A filter that only the cloud can apply, as `listServers` calls it. */
const asked = <Value = string>(key: keyof ServerFilters, schema: z.ZodType<Value | undefined>) =>
    filter(
        schema,
        () => true,
        (value: Value) => ({ [key]: value }),
    );

const tagsOf = (what: string) =>
    z
        .array(z.string().regex(/^[^,/]{1,60}$/, { error: "a tag: up to 60 characters, no comma and no slash" }))
        .min(1, { error: "must not be empty" })
        .optional()
        .describe(`${what} (microversion 2.26).`);

const flag = (what: string) => z.boolean({ error: "expected true or false" }).optional().describe(what);

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
        flavor: asked("flavor", text("The id of its flavor.")),
        image: asked("image", text("The id of its image.")),
        ip: asked("ip", text("A regular expression that one of its IPv4 addresses matches: `^10\\.0\\.0\\.`.")),
        ip6: asked("ip6", text("A regular expression that one of its IPv6 addresses matches (microversion 2.5).")),
        host: asked("host", text("The host that it runs on. Administrators only.")),
        reservationId: asked("reservationId", text("The id of the reservation that it was created with.")),
        changesSince: asked(
            "changesSince",
            text(
                "Only servers that changed at this time or later (ISO 8601). The result includes deleted servers (`DELETED`).",
            ),
        ),
        tags: asked("tags", tagsOf("Only servers that have all of these tags")),
        tagsAny: asked("tagsAny", tagsOf("Only servers that have at least one of these tags")),
        notTags: asked("notTags", tagsOf("Only servers that lack at least one of these tags")),
        notTagsAny: asked("notTagsAny", tagsOf("Only servers that have none of these tags")),
        deleted: asked("deleted", flag("Whether to return deleted servers instead. Administrators only.")),
        allProjects: asked("allProjects", flag("Whether to search all projects. Administrators only.")),
        metadata: filter(
            bag.optional().describe("Only servers that have all of these metadata keys with these values."),
            (server: Found, metadata: Record<string, string>) =>
                Object.entries(metadata).every(
                    ([key, value]) => Object.hasOwn(server.metadata, key) && server.metadata[key] === value,
                ),
        ),
    },
    age: ({ created }) => created,
    list: async (compute, context, query) => (await listServers(compute, query as ServerFilters, context)).map(shown),
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
