import { forbidden, notFound } from "../http/api-error";
import { isObject, type JsonObject } from "../http/json";
import { newUuid } from "../state/identifiers";
import type { FloatingIp } from "../state/model";
import type { Call, Reply } from "./call";
import { PROXIES_UNTIL, type Route } from "./route";

const proxied = { until: PROXIES_UNTIL } as const;

/** Floating IPs and their pools (API reference 1.34 and 1.35), up to 2.35. A pool is an external network. */
export const floatingIpRoutes: readonly Route[] = [
    { ...proxied, method: "GET", path: "/os-floating-ip-pools", handle: listPools },
    { ...proxied, method: "GET", path: "/os-floating-ips", handle: listFloatingIps },
    { ...proxied, method: "POST", path: "/os-floating-ips", handle: allocate },
    { ...proxied, method: "GET", path: "/os-floating-ips/{id}", handle: showFloatingIp },
    { ...proxied, method: "DELETE", path: "/os-floating-ips/{id}", status: 202, handle: release },
];

function listPools(call: Call): Reply {
    const pools = call.state.networks.filter(({ external }) => external).map(({ name }) => ({ name }));
    return { body: { floating_ip_pools: pools } };
}

/** Only those of the caller's own project, even for an administrator. */
function listFloatingIps(call: Call): Reply {
    const own = [...call.state.floatingIps.values()].filter(({ projectId }) => projectId === call.caller.projectId);
    return { body: { floating_ips: own.map((floatingIp) => view(call, floatingIp)) } };
}

function allocate(call: Call): Reply {
    const pool = isObject(call.body) && typeof call.body.pool === "string" ? call.body.pool : undefined;
    const wanted = pool ?? call.cloud.defaultFloatingPool;
    const network = call.state.networks.find(
        ({ external, name, id }) => external && (name === wanted || id === wanted),
    );
    if (network === undefined) {
        throw notFound("Floating IP pool not found.");
    }
    const own = [...call.state.floatingIps.values()].filter(({ projectId }) => projectId === call.caller.projectId);
    const limit = call.state.networkQuotas.floatingIps;
    if (limit >= 0 && own.length >= limit) {
        throw forbidden(`IP allocation over quota${pool === undefined ? "" : ` in pool ${pool}`}.`);
    }
    if (!call.state.hasFreeAddress(network)) {
        throw notFound(
            pool === undefined ? "No more floating IPs available." : `No more floating IPs in pool ${pool}.`,
        );
    }
    const floatingIp: FloatingIp = {
        id: newUuid(),
        projectId: call.caller.projectId,
        networkId: network.id,
        address: call.state.freeAddress(network),
        portId: null,
        fixedAddress: null,
    };
    call.state.floatingIps.set(floatingIp.id, floatingIp);
    return { body: { floating_ip: view(call, floatingIp) } };
}

function floatingIpOf(call: Call): FloatingIp {
    const id = call.parameter("id");
    const floatingIp = call.state.floatingIps.get(id);
    if (floatingIp === undefined || (!call.caller.isAdmin && floatingIp.projectId !== call.caller.projectId)) {
        throw notFound(`Floating IP not found for ID ${id}`);
    }
    return floatingIp;
}

function showFloatingIp(call: Call): Reply {
    return { body: { floating_ip: view(call, floatingIpOf(call)) } };
}

/** This also disassociates it. */
function release(call: Call): undefined {
    call.state.floatingIps.delete(floatingIpOf(call).id);
}

function view(call: Call, floatingIp: FloatingIp): JsonObject {
    const port = floatingIp.portId === null ? undefined : call.state.ports.get(floatingIp.portId);
    return {
        id: floatingIp.id,
        ip: floatingIp.address,
        pool: call.state.networks.find(({ id }) => id === floatingIp.networkId)?.name ?? floatingIp.networkId,
        fixed_ip: floatingIp.fixedAddress,
        instance_id: port?.serverId ?? null,
    };
}
