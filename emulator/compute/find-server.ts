import { conflict, notFound } from "../http/api-error";
import type { Server } from "../state/model";
import { TRANSITIONS, type Transition, type TransitionName } from "../state/transitions";
import type { Call } from "./call";

/** The server of the route, if the caller may see it. Another project's server is not found. */
export function serverOf(call: Call, parameter = "server_id"): Server {
    const id = call.parameter(parameter);
    const server = findServer(call, id);
    if (server === undefined || server.deleted) {
        throw notFound(`Instance ${id} could not be found.`);
    }
    return server;
}

/** Since 2.21 the actions of a deleted server can still be read. */
export function serverOrDeleted(call: Call, parameter = "server_id"): Server {
    const id = call.parameter(parameter);
    const server = findServer(call, id);
    return server?.deleted && call.since(21) ? server : serverOf(call, parameter);
}

function findServer(call: Call, id: string): Server | undefined {
    const server = call.state.servers.get(id);
    const visible = call.caller.isAdmin || server?.projectId === call.caller.projectId;
    return visible ? server : undefined;
}

/** Refuses a member's change to a locked server. */
export function refuseLocked(call: Call, server: Server, message = `Instance ${server.id} is locked`): void {
    if (server.locked !== null && !call.caller.isAdmin) {
        throw conflict(message);
    }
}

/** Nova's sentence for a server in a wrong state. */
export function invalidState(server: Server, verb: string, attribute: string, state: string | null): Error {
    // For a state that is empty (no launch time), the sentence omits it.
    return conflict(
        state === null
            ? `Instance ${server.id} is in an invalid state for '${verb}'`
            : `Cannot '${verb}' instance ${server.id} while it is in ${attribute} ${state}`,
    );
}

/** Refuses an action that the table of transitions does not allow in the server's state. */
export function refuseUnlessAllowed(server: Server, name: TransitionName, verb: string): void {
    const transition: Transition = TRANSITIONS[name];
    refuseUnlessIn(server, verb, transition);
}

export function refuseUnlessIn(
    server: Server,
    verb: string,
    allowed: Pick<Transition, "from" | "tasks" | "mustHaveLaunched">,
): void {
    if (allowed.from !== "any" && !allowed.from.includes(server.vmState)) {
        throw invalidState(server, verb, "vm_state", server.vmState);
    }
    if (allowed.tasks !== "any" && !allowed.tasks.includes(server.taskState)) {
        throw invalidState(server, verb, "task_state", server.taskState);
    }
    if (allowed.mustHaveLaunched && server.launched === null) {
        throw invalidState(server, verb, "launched_at", null);
    }
}
