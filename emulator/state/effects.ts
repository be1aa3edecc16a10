import type { CloudState } from "./cloud-state";
import type { Server } from "./model";
import { hostFor, otherHost } from "./placement";
import { connectVolumes, disconnectVolumes, makeVolumes, releaseVolumes } from "./server-volumes";
import type { Effect } from "./transitions";

/** What a step of the state machine does to a server besides changing its states. */
export const EFFECTS: Record<Effect, (state: CloudState, server: Server) => void> = {
    place(state, server) {
        server.host = hostFor(state, server) ?? null;
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
            server.host = otherHost(state, migration.oldHost);
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
