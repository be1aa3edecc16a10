import { notFound } from "../http/api-error";
import { type JsonObject, own } from "../http/json";
import type { Port } from "../state/model";
import type { Call, Reply } from "./call";
import { serverOf } from "./find-server";
import type { Route } from "./route";
import { addressesView } from "./views/addresses";

/** Addresses (API reference 1.7) and port interfaces (1.10) of a server. */
export const serverNetworkRoutes: readonly Route[] = [
    { method: "GET", path: "/servers/{server_id}/ips", handle: listAddresses },
    { method: "GET", path: "/servers/{server_id}/ips/{label}", handle: showAddresses },
    { method: "GET", path: "/servers/{server_id}/os-interface", handle: listInterfaces },
    { method: "GET", path: "/servers/{server_id}/os-interface/{port_id}", handle: showInterface },
];

function listAddresses(call: Call): Reply {
    return { body: { addresses: addressesView(call.state, serverOf(call), false) } };
}

function showAddresses(call: Call): Reply {
    const label = call.parameter("label");
    const addresses = own(addressesView(call.state, serverOf(call), false), label);
    if (addresses === undefined) {
        throw notFound("Instance is not a member of specified network");
    }
    return { body: { [label]: addresses } };
}

function listInterfaces(call: Call): Reply {
    const ports = call.state.portsOf(serverOf(call).id);
    return { body: { interfaceAttachments: ports.map((port) => interfaceView(call, port)) } };
}

function showInterface(call: Call): Reply {
    const server = serverOf(call);
    const id = call.parameter("port_id");
    const port = call.state.ports.get(id);
    if (port === undefined || (!call.caller.isAdmin && port.projectId !== call.caller.projectId)) {
        throw notFound(`Port id ${id} could not be found.`);
    }
    if (port.serverId !== server.id) {
        throw notFound(`Instance ${server.id} does not have a port with id ${id}`);
    }
    return { body: { interfaceAttachment: interfaceView(call, port) } };
}

/** The tag can be read since 2.70. */
export function interfaceView(call: Call, port: Port): JsonObject {
    const subnet = call.state.networks.find(({ id }) => id === port.networkId)?.subnetId ?? "";
    return {
        net_id: port.networkId,
        port_id: port.id,
        mac_addr: port.macAddress,
        port_state: port.serverId === null ? "DOWN" : "ACTIVE",
        fixed_ips: [{ subnet_id: subnet, ip_address: port.address }],
        ...(call.since(70) ? { tag: port.tag } : {}),
    };
}
