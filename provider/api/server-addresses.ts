/** A server's addresses (API reference, "Servers IPs"): inside a server, or alone, without MAC and type. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { identifier, optionalText, quantity } from "./values";

export interface ServerAddress {
    address: string;
    version: number;
    mac?: string;
    type?: "fixed" | "floating";
}

/** One address; `version` is 4 or 6. */
const address = z
    .object({
        addr: z.string(),
        version: quantity,
        "OS-EXT-IPS-MAC:mac_addr": optionalText,
        "OS-EXT-IPS:type": optionalText,
    })
    .transform((body): ServerAddress => {
        const type = body["OS-EXT-IPS:type"];
        return {
            address: body.addr,
            version: body.version,
            mac: body["OS-EXT-IPS-MAC:mac_addr"],
            type: type === "fixed" || type === "floating" ? type : undefined,
        };
    });

/** By network label. Missing in the record of a cell that is down. */
export const addressesByLabel = z
    .record(z.string(), z.array(address))
    .nullish()
    .transform((map) => map ?? {});

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
        answer: z.object({ addresses: z.record(z.string(), z.array(address)) }),
    }),
    show: operation({
        title: "Show IP details",
        method: "GET",
        path: "/servers/{id}/ips/{label}",
        answer: ofNetwork,
    }),
};

/** All addresses of a server, by network label. Throws NotFoundError if the server does not exist. */
export async function getServerAddresses(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<Record<string, ServerAddress[]>> {
    const { value } = await invoke(compute, serverAddressOperations.list, { ...context, path: { id } });
    return value.addresses;
}

/** A server's addresses on one network. Throws NotFoundError if it has none. */
export async function getServerAddressesOn(
    compute: Compute,
    id: string,
    label: string,
    context: CallContext = {},
): Promise<ServerAddress[]> {
    const { value } = await invoke(compute, serverAddressOperations.show, { ...context, path: { id, label } });
    return value;
}
