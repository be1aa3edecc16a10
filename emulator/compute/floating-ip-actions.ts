import { badRequest, conflict, notAllowed, notFound } from "../http/api-error";
import { objectAt, stringAt } from "../http/json";
import type { FloatingIp, Port } from "../state/model";
import type { Call } from "./call";
import { serverOf } from "./find-server";

/** Associates a floating IP with a server (API reference 1.4.2). If another server had it, that one loses it. */
export function addFloatingIp(call: Call): undefined {
    const server = serverOf(call);
    const given = objectAt(call.body, "addFloatingIp");
    const address = stringAt(given, "address") ?? "";
    const ports = call.state.portsOf(server.id);
    if (ports.length === 0) {
        throw badRequest("Instance network is not ready yet");
    }
    const asked = stringAt(given, "fixed_address");
    const port = asked === undefined ? ports[0] : ports.find((candidate) => candidate.address === asked);
    if (port === undefined) {
        throw badRequest("Specified fixed address not assigned to instance");
    }
    const floatingIp = byAddress(call, address);
    if (floatingIp === undefined) {
        throw notFound("floating IP not found");
    }
    refuseSecond(call, floatingIp, port);
    floatingIp.portId = port.id;
    floatingIp.fixedAddress = port.address;
}

/** In Neutron an address has at most one floating IP of each external network. */
function refuseSecond(call: Call, { id, address, networkId }: FloatingIp, port: Port): void {
    const others = [...call.state.floatingIps.values()].filter((other) => other.id !== id);
    if (others.some((other) => other.portId === port.id && other.networkId === networkId)) {
        throw badRequest(
            `Cannot associate floating IP ${address} (${id}) with port ${port.id} using fixed IP ${port.address}, as that fixed IP already has a floating IP on external network ${networkId}.`,
        );
    }
}

/** Disassociates a floating IP from a server (API reference 1.4.18). */
export function removeFloatingIp(call: Call): undefined {
    const address = stringAt(objectAt(call.body, "removeFloatingIp"), "address") ?? "";
    const floatingIp = byAddress(call, address);
    if (floatingIp === undefined) {
        throw notFound(`Floating IP not found for address ${address}.`);
    }
    const id = call.parameter("server_id");
    const port = floatingIp.portId === null ? undefined : call.state.ports.get(floatingIp.portId);
    if (!port?.serverId && !call.caller.isAdmin) {
        // There is no server whose project the policy could check.
        throw notAllowed("os_compute_api:os-floating-ips:remove");
    }
    if (port?.serverId !== id) {
        throw conflict(`Floating IP ${address} is not associated with instance ${id}.`);
    }
    floatingIp.portId = null;
    floatingIp.fixedAddress = null;
}

function byAddress(call: Call, address: string): FloatingIp | undefined {
    return [...call.state.floatingIps.values()].find(
        (floatingIp) =>
            floatingIp.address === address && (call.caller.isAdmin || floatingIp.projectId === call.caller.projectId),
    );
}
