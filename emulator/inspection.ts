import type { CloudState } from "./state/cloud-state";
import type {
    Aggregate,
    Flavor,
    FloatingIp,
    Image,
    Keypair,
    Network,
    Port,
    Project,
    SecurityGroup,
    Server,
    ServerGroup,
    Volume,
} from "./state/model";
import { statusOf } from "./state/status";

/** A copy of what the cloud contains. Changes to it do not affect the cloud. */
export interface Inspection {
    /** Those that are not deleted, oldest first. */
    readonly servers: readonly (Server & { readonly status: string })[];
    readonly keypairs: readonly Keypair[];
    readonly flavors: readonly Flavor[];
    readonly images: readonly Image[];
    readonly securityGroups: readonly SecurityGroup[];
    readonly floatingIps: readonly FloatingIp[];
    readonly ports: readonly Port[];
    readonly volumes: readonly Volume[];
    readonly aggregates: readonly Aggregate[];
    readonly serverGroups: readonly ServerGroup[];
    readonly networks: readonly Network[];
    readonly projects: readonly Project[];
}

export function inspect(state: CloudState): Inspection {
    const live = [...state.servers.values()].filter((server) => !server.deleted);
    return structuredClone({
        servers: live.map((server) => ({ ...server, status: statusOf(server.vmState, server.taskState) })),
        keypairs: [...state.keypairs.values()],
        flavors: [...state.flavors.values()],
        images: [...state.images.values()],
        securityGroups: [...state.securityGroups.values()],
        floatingIps: [...state.floatingIps.values()],
        ports: [...state.ports.values()],
        volumes: [...state.blockStorage.volumes.values()],
        aggregates: [...state.aggregates.values()],
        serverGroups: [...state.serverGroups.values()],
        networks: [...state.networks],
        projects: [...state.projects],
    });
}
