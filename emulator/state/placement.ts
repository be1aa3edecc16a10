import type { CloudState } from "./cloud-state";
import type { Server, ServerGroup } from "./model";
import { HOSTS } from "./seed";

/** The least loaded of the allowed hosts for a server; undefined if there is none. */
export function hostFor(state: CloudState, server: Server): string | undefined {
    const allowed = HOSTS.filter(
        (host) =>
            (server.requestedHost ?? host) === host &&
            groupsOf(state, server).every((group) => allows(state, group, server, host)),
    );
    return leastLoaded(state, allowed);
}

/** Another host for a server. */
export function otherHost(state: CloudState, except: string | null): string {
    return leastLoaded(
        state,
        HOSTS.filter((host) => host !== except),
    ) as string;
}

function leastLoaded(state: CloudState, hosts: readonly string[]): string | undefined {
    return hosts.toSorted((a, b) => load(state, a) - load(state, b))[0];
}

function load(state: CloudState, host: string): number {
    return [...state.servers.values()].filter((server) => !server.deleted && server.host === host).length;
}

function groupsOf(state: CloudState, server: Server): ServerGroup[] {
    return server.serverGroups.flatMap((id) => state.serverGroups.get(id) ?? []);
}

/** A soft policy is only a preference. The others are enforced. */
function allows(state: CloudState, group: ServerGroup, server: Server, host: string): boolean {
    const others = membersOf(state, group.id).filter((member) => member !== server && member.host !== null);
    switch (group.policy) {
        case "affinity":
            return others.every((member) => member.host === host);
        case "anti-affinity":
            return others.filter((member) => member.host === host).length < (group.rules.max_server_per_host ?? 1);
        default:
            return true;
    }
}

export function membersOf(state: CloudState, groupId: string): Server[] {
    return [...state.servers.values()].filter((server) => !server.deleted && server.serverGroups.includes(groupId));
}
