/**
 * Whether another server of this stack has a port, an address or a volume, according to its owner metadata. If so, a
 * later step of the same update may release it, although nothing is known of that step yet.
 */
import { getVolume, listInterfaces, listServers, type ServerRecord } from "../../api/index";
import { sameAddress, sameId } from "../../arguments/argument-types";
import { CloudError } from "../../cloud/index";
import { ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";
import { sameStack } from "../../lifecycle/owner";
import type { NetworkArgument } from "./device-arguments";

export async function onOwnServer(context: Context, id: string, nic: NetworkArgument): Promise<"yes" | "no"> {
    return (await isOnOwnServer(context, id, nic)) ? "yes" : "no";
}

async function isOnOwnServer(context: Context, id: string, nic: NetworkArgument): Promise<boolean> {
    const servers = await ownServers(context, id);
    if (nic.port === undefined) {
        return servers.some(({ addresses }) =>
            Object.values(addresses)
                .flat()
                .some(({ address }) => sameAddress(address, nic.fixedIp)),
        );
    }
    for (const server of servers) {
        const ports = await ifThere(listInterfaces(context.compute, server.id, { resource: context.subject }));
        if (ports?.some(({ portId }) => sameId(portId, nic.port)) === true) {
            return true;
        }
    }
    return false;
}

export async function volumeOnOwnServer(context: Context, id: string, volume: string): Promise<"yes" | "no"> {
    return (await isVolumeOnOwnServer(context, id, volume)) ? "yes" : "no";
}

async function isVolumeOnOwnServer(context: Context, id: string, volume: string): Promise<boolean> {
    try {
        const { serverIds } = await getVolume(context.compute, volume, { resource: context.subject });
        return (await ownServers(context, id)).some((server) => serverIds.includes(server.id));
    } catch (error) {
        // Not every cloud serves os-volumes.
        if (error instanceof CloudError && [403, 404].includes(error.status)) {
            return false;
        }
        throw error;
    }
}

/** The other servers of this server's stack. */
async function ownServers({ compute, subject }: Context, id: string): Promise<ServerRecord[]> {
    const all = await listServers(compute, {}, { resource: subject });
    const self = all.find((server) => server.id === id);
    return all.filter((server) => server.id !== id && self !== undefined && sameStack(server.metadata, self.metadata));
}
