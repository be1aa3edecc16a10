import { BlockList, isIPv4 } from "node:net";
import { ApiError, badRequest, conflict, notFound, unexpected } from "../http/api-error";
import { isObject, objectAt, stringAt } from "../http/json";
import type { Network, Server } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseLocked, refuseUnlessIn, serverOf } from "./find-server";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { interfaceView } from "./server-networks";

const path = "/servers/{server_id}/os-interface";
const attachment = {
    net_id: type.uuid,
    port_id: type.uuid,
    fixed_ips: {
        type: "array",
        minItems: 1,
        maxItems: 1,
        items: type.object({ ip_address: type.ipAddress }, ["ip_address"]),
    },
} as const;

/** Attaches and detaches ports of a server (API reference 1.10). The tag exists since 2.49. */
export const interfaceAttachmentRoutes: readonly Route[] = [
    {
        method: "POST",
        path,
        body: [
            [1, type.object({ interfaceAttachment: type.object(attachment) })],
            [49, type.object({ interfaceAttachment: type.object({ ...attachment, tag: type.tag }) })],
        ],
        handle: attach,
    },
    { method: "DELETE", path: `${path}/{port_id}`, status: 202, handle: detach },
];

const ATTACHABLE = { from: ["active", "paused", "stopped"], tasks: [null], mustHaveLaunched: true } as const;

function attach(call: Call): Reply {
    const given = objectAt(call.body, "interfaceAttachment");
    const networkId = stringAt(given, "net_id");
    const portId = stringAt(given, "port_id");
    const fixed = Array.isArray(given.fixed_ips) && isObject(given.fixed_ips[0]) ? given.fixed_ips[0] : undefined;
    if (networkId !== undefined && portId !== undefined) {
        throw badRequest("Must not input both network_id and port_id");
    }
    if (fixed !== undefined && networkId === undefined) {
        throw badRequest("Must input network_id when request IP address");
    }
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessIn(server, "attach_interface", ATTACHABLE);
    const note = (failure?: string) =>
        call.cloud.machine.note(server, "attach_interface", call.origin, "compute_attach_interface", failure);
    const port = onHost(note, () => {
        const broken = call.cloud.machine.breaks(server, "attach_interface");
        if (broken !== undefined) {
            throw new ApiError(500, `Failed to attach network adapter device to ${server.id}`);
        }
        return portId === undefined
            ? newPort(call, server, networkId, stringAt(fixed, "ip_address"))
            : owned(call, server, portId);
    });
    note();
    return { body: { interfaceAttachment: interfaceView(call, port) } };
}

/** Nova waits for the host after the action has begun, so a refusal of the host is recorded as a failure. */
function onHost<Result>(note: (failure: string) => void, work: () => Result): Result {
    try {
        return work();
    } catch (error) {
        note(error instanceof Error ? error.message : String(error));
        throw error;
    }
}

function owned(call: Call, server: Server, id: string) {
    const port = call.state.ports.get(id);
    if (port === undefined || (!call.caller.isAdmin && port.projectId !== call.caller.projectId)) {
        throw notFound(`Port id ${id} could not be found.`);
    }
    if (port.serverId !== null) {
        throw conflict(`Port ${id} is still in use.`);
    }
    port.serverId = server.id;
    port.tag = stringAt(objectAt(call.body, "interfaceAttachment"), "tag") ?? null;
    return port;
}

function newPort(call: Call, server: Server, networkId: string | undefined, fixedIp: string | undefined) {
    const network = networkOf(call, networkId);
    if (fixedIp !== undefined && !isInside(fixedIp, network)) {
        throw unexpected("nova.exception_Remote.InvalidInput_Remote");
    }
    if (fixedIp !== undefined && call.state.isTaken(fixedIp)) {
        throw conflict(`Fixed IP ${fixedIp} is already in use.`);
    }
    const tag = stringAt(objectAt(call.body, "interfaceAttachment"), "tag") ?? null;
    const request = { networkId: network.id, fixedIp: fixedIp ?? null, portId: null, tag };
    const groups = call.state.groupsNamed(server.projectId, "default").map(({ id }) => id);
    return call.state.addPort(server.projectId, request, server.id, groups);
}

function isInside(address: string, { cidr }: Network): boolean {
    const [network = "", bits] = cidr.split("/");
    const range = new BlockList();
    range.addSubnet(network, Number(bits), isIPv4(network) ? "ipv4" : "ipv6");
    return range.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

function networkOf(call: Call, id: string | undefined): Network {
    const network = call.state.networks.find((each) => (id === undefined ? !each.external : each.id === id));
    if (network === undefined) {
        throw unexpected("oslo_messaging.rpc.client.RemoteError");
    }
    return network;
}

/** Nova answers before it is done. Only the action shows that the server has no such port. */
function detach(call: Call): undefined {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessIn(server, "detach_interface", ATTACHABLE);
    const id = call.parameter("port_id");
    const close = call.cloud.machine.open(server, "detach_interface", call.origin, "compute_detach_interface");
    call.cloud.machine.onHost(server, "detach_interface", (broken) => {
        const port = call.state.portsOf(server.id).find((each) => each.id === id);
        const failure = port === undefined ? `Port id ${id} could not be found.` : broken;
        if (port !== undefined && failure === undefined) {
            call.state.unplugPort(port);
        }
        close(failure);
    });
}
