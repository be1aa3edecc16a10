import { gone, notFound } from "../http/api-error";
import type { JsonObject } from "../http/json";
import type { Network } from "../state/model";
import type { Call, Reply } from "./call";
import { PROXIES_UNTIL, type Route } from "./route";

const proxied = { until: PROXIES_UNTIL } as const;
const refuse = () => {
    throw gone();
};

/**
 * Networks (API reference 1.42 and 1.51). Nova only knows their names; the operations that changed them were removed.
 */
export const networkRoutes: readonly Route[] = [
    { ...proxied, method: "GET", path: "/os-networks", handle: (call) => list(call, adminView) },
    { ...proxied, method: "GET", path: "/os-networks/{id}", handle: (call) => show(call, adminView) },
    { ...proxied, method: "GET", path: "/os-tenant-networks", handle: (call) => list(call, projectView) },
    { ...proxied, method: "GET", path: "/os-tenant-networks/{id}", handle: (call) => show(call, projectView) },
    { method: "POST", path: "/os-networks", handle: refuse },
    { method: "POST", path: "/os-networks/add", handle: refuse },
    { method: "POST", path: "/os-networks/{id}/action", handle: refuse },
    { method: "DELETE", path: "/os-networks/{id}", handle: refuse },
    { method: "POST", path: "/os-tenant-networks", handle: refuse },
    { method: "DELETE", path: "/os-tenant-networks/{id}", handle: refuse },
];

type View = (call: Call, network: Network) => JsonObject;

function list(call: Call, view: View): Reply {
    return { body: { networks: call.state.networks.map((network) => view(call, network)) } };
}

function show(call: Call, view: View): Reply {
    const network = call.state.networks.find(({ id }) => id === call.parameter("id"));
    if (network === undefined) {
        throw notFound("Network not found");
    }
    return { body: { network: view(call, network) } };
}

const EMPTY = [
    "cidr",
    "netmask",
    "gateway",
    "broadcast",
    "dns1",
    "dns2",
    "cidr_v6",
    "gateway_v6",
    "netmask_v6",
] as const;
const EMPTY_FOR_ADMINS = [
    "created_at",
    "updated_at",
    "deleted_at",
    "deleted",
    "injected",
    "bridge",
    "vlan",
    "vpn_public_address",
    "vpn_public_port",
    "vpn_private_address",
    "dhcp_start",
    "project_id",
    "host",
    "bridge_interface",
    "multi_host",
    "priority",
    "rxtx_base",
    "mtu",
    "dhcp_server",
    "enable_dhcp",
    "share_address",
] as const;

function adminView(call: Call, { id, name }: Network): JsonObject {
    const empty = call.caller.isAdmin ? [...EMPTY, ...EMPTY_FOR_ADMINS] : EMPTY;
    return { id, label: name, ...Object.fromEntries(empty.map((key) => [key, null])) };
}

/** The range really is the word "None": Nova prints a missing value this way. */
function projectView(_call: Call, { id, name }: Network): JsonObject {
    return { id, cidr: "None", label: name };
}
