import type { CloudState } from "./cloud-state";
import type { Flavor, Server } from "./model";

/** Nova's quotas of a project, with Nova's own defaults. -1 means unlimited. */
export interface Quotas {
    instances: number;
    cores: number;
    ram: number;
    metadata_items: number;
    injected_files: number;
    injected_file_content_bytes: number;
    injected_file_path_bytes: number;
    key_pairs: number;
    server_groups: number;
    server_group_members: number;
    /** The network service counts the following; Nova shows -1 and enforces nothing. */
    fixed_ips: number;
    floating_ips: number;
    security_groups: number;
    security_group_rules: number;
}

export const DEFAULT_QUOTAS: Readonly<Quotas> = {
    instances: 10,
    cores: 20,
    ram: 51_200,
    metadata_items: 128,
    injected_files: 5,
    injected_file_content_bytes: 10_240,
    injected_file_path_bytes: 255,
    key_pairs: 100,
    server_groups: 10,
    server_group_members: 10,
    fixed_ips: -1,
    floating_ips: -1,
    security_groups: -1,
    security_group_rules: -1,
};

/** The network service's own limits. */
export interface NetworkQuotas {
    floatingIps: number;
    securityGroups: number;
    securityGroupRules: number;
}

export const DEFAULT_NETWORK_QUOTAS: Readonly<NetworkQuotas> = {
    floatingIps: 50,
    securityGroups: 10,
    securityGroupRules: 100,
};

type Counted = "cores" | "instances" | "ram";
export type Usage = Readonly<Record<Counted, number>>;

export function usageOf(state: CloudState, projectId: string): Usage {
    const usage = { cores: 0, instances: 0, ram: 0 };
    for (const server of state.servers.values()) {
        if (!server.deleted && server.projectId === projectId) {
            const flavor = heaviest(server);
            usage.instances += 1;
            usage.cores += flavor.cores;
            usage.ram += flavor.ram;
        }
    }
    return usage;
}

function heaviest(server: Server): { cores: number; ram: number } {
    return { cores: server.flavor.vcpus, ram: server.flavor.ram };
}

/** Nova's sentence for what a request would exceed; undefined if it fits. */
export function excess(limits: Quotas, used: Usage, requested: Partial<Usage>): string | undefined {
    const over = (["cores", "instances", "ram"] as const).filter((resource) => {
        const wanted = requested[resource] ?? 0;
        return wanted > 0 && limits[resource] >= 0 && used[resource] + wanted > limits[resource];
    });
    if (over.length === 0) {
        return undefined;
    }
    const list = (of: (resource: Counted) => string | number) => over.map(of).join(", ");
    return (
        `Quota exceeded for ${over.join(", ")}: Requested ${list((name) => requested[name] ?? 0)},` +
        ` but already used ${list((name) => used[name])} of ${list((name) => limits[name])} ${over.join(", ")}`
    );
}

export function demandOf(flavor: Flavor, count: number): Usage {
    return { instances: count, cores: flavor.vcpus * count, ram: flavor.ram * count };
}
