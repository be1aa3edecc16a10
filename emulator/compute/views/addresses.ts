import type { JsonObject } from "../../http/json";
import type { CloudState } from "../../state/cloud-state";
import type { Port, Server } from "../../state/model";

/** A server's addresses by network name: the fixed ones first, then the floating ones. */
export function addressesView(state: CloudState, server: Server, extended: boolean): Record<string, JsonObject[]> {
    const fixed = new Map<string, JsonObject[]>();
    const floating = new Map<string, JsonObject[]>();
    for (const port of state.portsOf(server.id)) {
        const label = labelOf(state, port);
        fixed.set(label, [...(fixed.get(label) ?? []), addressView(port, port.address, "fixed", extended)]);
        for (const { portId, address } of state.floatingIps.values()) {
            if (portId === port.id) {
                floating.set(label, [...(floating.get(label) ?? []), addressView(port, address, "floating", extended)]);
            }
        }
    }
    return Object.fromEntries([...fixed].map(([label, own]) => [label, [...own, ...(floating.get(label) ?? [])]]));
}

function labelOf(state: CloudState, port: Port): string {
    return state.networks.find(({ id }) => id === port.networkId)?.name ?? port.networkId;
}

function addressView(port: Port, address: string, type: "fixed" | "floating", extended: boolean): JsonObject {
    return {
        version: address.includes(":") ? 6 : 4,
        addr: address,
        ...(extended ? { "OS-EXT-IPS:type": type, "OS-EXT-IPS-MAC:mac_addr": port.macAddress } : {}),
    };
}
