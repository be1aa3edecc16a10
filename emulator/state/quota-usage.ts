/** What of a project's quotas is used, and what a request would exceed. */
import type { CloudState } from "./cloud-state";
import type { Flavor, Server } from "./model";
import type { Quotas } from "./quotas";

type Counted = "cores" | "instances" | "ram";
export type Usage = Readonly<Record<Counted, number>>;

/** Of a project, or of one user in it. */
export function usageOf(state: CloudState, projectId: string, userId?: string): Usage {
    const usage = { cores: 0, instances: 0, ram: 0 };
    for (const server of state.servers.values()) {
        const isTheirs = server.projectId === projectId && (userId ?? server.userId) === server.userId;
        if (!server.deleted && isTheirs) {
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
