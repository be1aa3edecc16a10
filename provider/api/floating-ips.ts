/** Floating IPs and their pools (API reference, "Floating IPs", "Floating IP pools"): served up to 2.35. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, eachOnce, filledText, optionalIdentifier } from "./values";

export interface FloatingIpRecord {
    id: string;
    address: string;
    /** Missing in HP Cloud, and in the reference's example of a list. */
    pool?: string;
    /** The server it is associated with. */
    serverId?: string;
    /** The server's address that it is associated with. */
    fixedIp?: string;
}

const floatingIp = z
    .object({
        id: assignedId,
        ip: z.string(),
        pool: filledText,
        instance_id: optionalIdentifier,
        fixed_ip: filledText,
    })
    .transform(
        (body): FloatingIpRecord => ({
            id: body.id,
            address: body.ip,
            pool: body.pool,
            serverId: body.instance_id,
            fixedIp: body.fixed_ip,
        }),
    );

/** The reference shows the network service's form as the answer of the list: other keys, no pool, no server. */
const networkFloatingIp = z
    .object({ id: assignedId, floating_ip_address: z.string(), fixed_ip_address: filledText })
    .transform(
        (body): FloatingIpRecord => ({
            id: body.id,
            address: body.floating_ip_address,
            fixedIp: body.fixed_ip_address,
        }),
    );

const list = z.union([
    z.object({ floating_ips: eachOnce(floatingIp) }).transform((body) => body.floating_ips),
    z.object({ floatingips: eachOnce(networkFloatingIp) }).transform((body) => body.floatingips),
]);

const microversions = { max: "2.35" };
const path = "/os-floating-ips";
const idPath = "/os-floating-ips/{id}";
const one = z.object({ floating_ip: floatingIp });

export const floatingIpOperations = {
    list: operation({ title: "List floating IP addresses", method: "GET", path, microversions, answer: list }),
    create: operation({ title: "Create floating IP address", method: "POST", path, microversions, answer: one }),
    show: operation({
        title: "Show floating IP address details",
        method: "GET",
        path: idPath,
        microversions,
        answer: one,
    }),
    delete: operation({
        title: "Delete floating IP address",
        method: "DELETE",
        path: idPath,
        microversions,
        answer: none,
    }),
    listPools: operation({
        title: "List floating IP pools",
        method: "GET",
        path: "/os-floating-ip-pools",
        microversions,
        answer: z
            .object({ floating_ip_pools: z.array(z.object({ name: z.string() })) })
            .transform((body) => body.floating_ip_pools.map((pool) => pool.name)),
    }),
};

/**
 * Allocates an address to the project, from the cloud's default pool if none is named. Not safe to repeat. Throws
 * ForbiddenError if the quota is used up, NotFoundError for an unknown or empty pool.
 */
export async function allocateFloatingIp(
    compute: Compute,
    pool?: string,
    context: CallContext = {},
): Promise<FloatingIpRecord> {
    const body = pool === undefined ? {} : { pool };
    const { value } = await invoke(compute, floatingIpOperations.create, { ...context, body });
    return value.floating_ip;
}

/** Reads a floating IP by its id. Throws NotFoundError if it does not exist. */
export async function getFloatingIp(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<FloatingIpRecord> {
    const { value } = await invoke(compute, floatingIpOperations.show, { ...context, path: { id } });
    return value.floating_ip;
}

/** All floating IPs of the project. */
export async function listFloatingIps(compute: Compute, context: CallContext = {}): Promise<FloatingIpRecord[]> {
    const { value } = await invoke(compute, floatingIpOperations.list, context);
    return value;
}

/** Releases the address to its pool and disassociates it from its server. Throws NotFoundError if it does not exist. */
export async function releaseFloatingIp(compute: Compute, id: string, context: CallContext = {}): Promise<void> {
    await invoke(compute, floatingIpOperations.delete, { ...context, path: { id } });
}

/** The names of the pools. */
export async function listFloatingIpPools(compute: Compute, context: CallContext = {}): Promise<string[]> {
    const { value } = await invoke(compute, floatingIpOperations.listPools, context);
    return value;
}
