/** A server's addresses by themselves (API reference, "Servers IPs"); without their MAC addresses and types. */
import { z } from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { address, addresses, type ServerAddress } from "./server-record";
import { identifier } from "./values";

/** `{ "private": [...] }`; the reference for v2 shows `{ "network": { "id": "private", "ip": [...] } }`. */
const ofNetwork = z.union([
    z.object({ network: z.object({ id: identifier, ip: z.array(address) }) }).transform(({ network }) => network.ip),
    z.record(z.string(), z.array(address)).transform((labels) => Object.values(labels).flat()),
]);

export const serverAddressOperations = {
    list: operation({
        title: "List IPs",
        method: "GET",
        path: "/servers/{id}/ips",
        answer: z.object({ addresses }),
    }),
    show: operation({
        title: "Show IP details",
        method: "GET",
        path: "/servers/{id}/ips/{label}",
        answer: ofNetwork,
    }),
};

/** All addresses of a server, by network label. Throws NotFoundError when the server is not there. */
export async function getServerAddresses(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<Record<string, ServerAddress[]>> {
    const { value } = await invoke(compute, serverAddressOperations.list, { ...context, path: { id } });
    return value.addresses;
}

/** A server's addresses on one network. Throws NotFoundError when the server has none on it. */
export async function getServerAddressesOn(
    compute: Compute,
    id: string,
    label: string,
    context: CallContext = {},
): Promise<ServerAddress[]> {
    const { value } = await invoke(compute, serverAddressOperations.show, { ...context, path: { id, label } });
    return value;
}
