/**
 * A server as the cloud returns it (API reference, "Show server details"), in every shape of the source documents and
 * of microversions 2.1 to 2.104.
 */
import uniq from "lodash/uniq";
import * as z from "zod";
import { addressesByLabel, type ServerAddress } from "./server-addresses";
import { type ServerFlavor, serverFlavor } from "./server-flavor";
import { normaliseStatus, taskUnderWay } from "./status";
import {
    assignedId,
    filledText,
    flag,
    identifier,
    optionalFlag,
    optionalIdentifier,
    optionalMetadata,
    optionalQuantity,
    optionalText,
    quantity,
    scalar,
} from "./values";

export interface ServerFault {
    code: number;
    message: string;
    details?: string;
}

export interface ServerRecord {
    id: string;
    /** Empty in a partial record. */
    name: string;
    /** Normalised by status.ts. */
    status: string;
    vmState?: string;
    taskState?: string;
    powerState?: number;
    /** Percent. 100 does not mean that a server is done, and 0 does not mean that it is busy. */
    progress?: number;
    flavor: ServerFlavor;
    /** Undefined if the server was booted from a volume. */
    imageId?: string;
    metadata: Record<string, string>;
    /** By network label. Empty while a server is built, and if the cloud hides addresses. */
    addresses: Record<string, ServerAddress[]>;
    accessIpV4?: string;
    accessIpV6?: string;
    keyName?: string;
    configDrive: boolean;
    availabilityZone?: string;
    /** Whether moves keep it in its zone. Undefined below 2.96. */
    pinnedToZone?: boolean;
    /** `AUTO` or `MANUAL`. */
    diskConfig?: string;
    /** Names, each once. Undefined if the cloud does not return them (a partial record, no ports). */
    securityGroups?: string[];
    /** Undefined below 2.26. */
    tags?: string[];
    /** Undefined below 2.19, and if there is none. */
    description?: string;
    /** 2.90 (2.3 for administrators). */
    hostname?: string;
    /** 2.9. */
    locked?: boolean;
    /** 2.73. */
    lockedReason?: string;
    /** Since 2.63. Undefined if there are none. */
    trustedImageCertificates?: string[];
    /** The ids of the server's groups. Since 2.71, and not in lists. */
    serverGroups?: string[];
    hostId?: string;
    tenantId?: string;
    userId?: string;
    /** Times as the cloud writes them: some with a zone, some without, which means UTC. */
    created?: string;
    updated?: string;
    launchedAt?: string;
    terminatedAt?: string;
    fault?: ServerFault;
    /** `deleteOnTermination`: 2.3. */
    volumesAttached: { id: string; deleteOnTermination?: boolean }[];
    /** The record of a server in a cell that is down (2.69): only what the API's own database contains. */
    partial: boolean;
}

const fault = z
    .object({
        code: quantity,
        message: z.string().nullish(),
        details: filledText,
    })
    .nullish()
    .transform((body): ServerFault | undefined =>
        body ? { code: body.code, message: body.message ?? "", details: body.details } : undefined,
    );

/** The column that Nova keeps these words in. */
const LONGEST = 255;

const word = z
    .string()
    .max(LONGEST)
    .nullish()
    .transform((text) => text || undefined);

const texts = z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? undefined);

/** An answer with one server. */
export const server = z
    .object({
        id: assignedId,
        name: optionalText,
        status: z.string().max(LONGEST),
        "OS-EXT-STS:vm_state": word,
        "OS-EXT-STS:task_state": word,
        "OS-EXT-STS:power_state": optionalQuantity,
        progress: optionalQuantity,
        flavor: serverFlavor,
        image: z
            .union([z.literal(""), z.object({ id: identifier })])
            .nullish()
            .transform((image) => (image ? image.id : undefined)),
        metadata: optionalMetadata,
        addresses: addressesByLabel,
        accessIPv4: filledText,
        accessIPv6: filledText,
        key_name: filledText,
        config_drive: flag.nullish().transform((value) => value ?? false),
        "OS-EXT-AZ:availability_zone": filledText,
        pinned_availability_zone: z.string().nullish(),
        "OS-DCF:diskConfig": filledText,
        security_groups: z
            .array(z.object({ name: scalar }))
            .nullish()
            .transform((groups) => (groups ? uniq(groups.map((group) => group.name)) : undefined)),
        tags: texts,
        description: optionalText,
        "OS-EXT-SRV-ATTR:hostname": filledText,
        locked: optionalFlag,
        locked_reason: filledText,
        trusted_image_certificates: texts,
        server_groups: texts,
        hostId: filledText,
        tenant_id: optionalIdentifier,
        user_id: optionalIdentifier,
        created: filledText,
        updated: filledText,
        "OS-SRV-USG:launched_at": filledText,
        "OS-SRV-USG:terminated_at": filledText,
        fault,
        "os-extended-volumes:volumes_attached": z
            .array(z.object({ id: assignedId, delete_on_termination: optionalFlag }))
            .nullish()
            .transform((volumes) =>
                (volumes ?? []).map(({ id, delete_on_termination: deleteOnTermination }) => ({
                    id,
                    ...(deleteOnTermination === undefined ? {} : { deleteOnTermination }),
                })),
            ),
    })
    .transform((body): ServerRecord => {
        const { status, task } = normaliseStatus(body.status);
        const partial = status === "UNKNOWN" && body.name === undefined;
        return {
            id: body.id,
            name: body.name ?? "",
            status,
            vmState: body["OS-EXT-STS:vm_state"],
            taskState: taskUnderWay(status, body["OS-EXT-STS:task_state"] ?? task),
            powerState: body["OS-EXT-STS:power_state"],
            progress: body.progress,
            flavor: body.flavor,
            imageId: body.image,
            metadata: body.metadata,
            addresses: body.addresses,
            accessIpV4: body.accessIPv4,
            accessIpV6: body.accessIPv6,
            keyName: body.key_name,
            configDrive: body.config_drive,
            // It is "UNKNOWN" in a cell that is down.
            availabilityZone: partial ? undefined : body["OS-EXT-AZ:availability_zone"],
            pinnedToZone:
                body.pinned_availability_zone === undefined ? undefined : body.pinned_availability_zone !== null,
            diskConfig: body["OS-DCF:diskConfig"],
            securityGroups: body.security_groups,
            tags: body.tags,
            description: body.description,
            hostname: body["OS-EXT-SRV-ATTR:hostname"],
            locked: body.locked,
            lockedReason: body.locked_reason,
            trustedImageCertificates: body.trusted_image_certificates,
            serverGroups: body.server_groups,
            hostId: body.hostId,
            tenantId: body.tenant_id,
            userId: body.user_id,
            created: body.created,
            updated: body.updated,
            launchedAt: body["OS-SRV-USG:launched_at"],
            terminatedAt: body["OS-SRV-USG:terminated_at"],
            fault: body.fault,
            volumesAttached: body["os-extended-volumes:volumes_attached"],
            partial,
        };
    });
