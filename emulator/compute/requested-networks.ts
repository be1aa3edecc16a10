import { badRequest, conflict } from "../http/api-error";
import { isObject, type Json, type JsonObject, stringAt } from "../http/json";
import { isUuidLike } from "../state/identifiers";
import type { Network, NetworkRequest } from "../state/model";
import type { Call } from "./call";

/** The networks of a create request: a list, "auto", "none" (both since 2.37), or, before 2.37, nothing. */
export function requestedNetworks(call: Call, asked: Json | undefined, count: number): NetworkRequest[] {
    if (asked === "none") {
        return [];
    }
    if (!Array.isArray(asked) || asked.length === 0) {
        return call.state.networks.filter((network) => !network.external).map((network) => plain(network.id));
    }
    const requests = asked.filter(isObject).map((entry) => requestOf(entry));
    const ports = requests.flatMap(({ portId }) => portId ?? []);
    const twice = ports.find((port, index) => ports.indexOf(port) !== index);
    if (twice !== undefined) {
        throw badRequest(`Port ID '${twice}' was specified twice: you cannot attach a port multiple times.`);
    }
    for (const request of requests) {
        refuseUnusable(call, request, count);
    }
    return requests.map((request) => resolved(call, request));
}

function plain(networkId: string): NetworkRequest {
    return { networkId, fixedIp: null, portId: null, tag: null };
}

function requestOf(entry: JsonObject): NetworkRequest {
    const portId = stringAt(entry, "port") ?? null;
    const fixedIp = stringAt(entry, "fixed_ip") ?? null;
    const tag = stringAt(entry, "tag") ?? null;
    if (portId !== null) {
        if (fixedIp !== null) {
            throw badRequest(
                `Specified Fixed IP '${fixedIp}' cannot be used with port '${portId}': the two cannot be specified together.`,
            );
        }
        return { networkId: "", fixedIp: null, portId, tag };
    }
    const networkId = stringAt(entry, "uuid");
    if (networkId === undefined) {
        throw badRequest("Bad network format: missing 'uuid'");
    }
    if (!isUuidLike(networkId)) {
        throw badRequest(`Bad networks format: network uuid is not in proper format (${networkId})`);
    }
    return { networkId, fixedIp, portId: null, tag };
}

function refuseUnusable(call: Call, request: NetworkRequest, count: number): void {
    if (request.portId !== null) {
        refusePort(call, request.portId, count);
        return;
    }
    const network = call.state.networks.find(({ id }) => id === request.networkId);
    if (network === undefined) {
        throw badRequest(`Network ${request.networkId} could not be found.`);
    }
    if (request.fixedIp !== null) {
        if (count > 1) {
            throw badRequest(
                "Failed to launch instances: max_count cannot be greater than 1 if an fixed_ip is specified.",
            );
        }
        refuseAddress(call, network, request.fixedIp);
    }
}

function refusePort(call: Call, portId: string, count: number): void {
    const port = call.state.ports.get(portId);
    if (port === undefined || (port.projectId !== call.caller.projectId && !call.caller.isAdmin)) {
        throw badRequest(`Port id ${portId} could not be found.`);
    }
    if (port.serverId !== null) {
        throw conflict(`Port ${portId} is still in use.`);
    }
    if (count > 1) {
        throw badRequest(
            "Unable to launch multiple instances with a single configured port ID. Please launch your instance one by one with different ports.",
        );
    }
}

function refuseAddress(call: Call, network: Network, address: string): void {
    if (address.startsWith(network.cidr.replace(/\d+\/\d+$/, "")) && call.state.isTaken(address)) {
        const owner = [...call.state.ports.values()].find((port) => port.address === address)?.serverId ?? "None";
        throw badRequest(`Fixed IP address ${address} is already in use on instance ${owner}.`);
    }
}

function resolved(call: Call, request: NetworkRequest): NetworkRequest {
    const port = request.portId === null ? undefined : call.state.ports.get(request.portId);
    return port === undefined ? request : { ...request, networkId: port.networkId };
}
