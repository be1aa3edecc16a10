import type { CloudState } from "./cloud-state";
import type { Server } from "./model";
import { HOSTS } from "./seed";
import { connectVolumes, disconnectVolumes, makeVolumes, releaseVolumes } from "./server-volumes";
import type { Effect } from "./transitions";

/** What a step of the state machine does to a server besides its states. */
export const EFFECTS: Record<Effect, (state: CloudState, server: Server) => void> = {
    place(state, server) {
        server.host = leastLoaded(state, undefined);
    },
    plug(state, server) {
        state.plug(server);
    },
    makeVolumes,
    connectVolumes,
    disconnectVolumes,
    takeNewFlavor(state, server) {
        const migration = server.migration;
        if (migration !== null) {
            server.flavor = migration.newFlavor;
            server.host = leastLoaded(state, migration.oldHost ?? undefined);
        }
    },
    finishResize(_state, server) {
        if (server.migration !== null) {
            server.migration.status = "finished";
        }
    },
    confirmFlavor(_state, server) {
        if (server.migration !== null) {
            server.migration.status = "confirmed";
        }
    },
    returnToOldFlavor(_state, server) {
        const migration = server.migration;
        if (migration !== null) {
            migration.status = "reverted";
            server.flavor = migration.oldFlavor;
            server.host = migration.oldHost;
        }
    },
    offload(state, server) {
        disconnectVolumes(state, server);
        server.host = null;
    },
    remove(state, server) {
        state.unplug(server.id);
        releaseVolumes(state, server);
        server.deleted = true;
        server.terminated = state.clock.now();
    },
};

function leastLoaded(state: CloudState, except: string | undefined): string {
    const load = (host: string) =>
        [...state.servers.values()].filter((server) => !server.deleted && server.host === host).length;
    const candidates = HOSTS.filter((host) => host !== except);
    const [first] = candidates.sort((a, b) => load(a) - load(b));
    return first ?? HOSTS[0];
}
