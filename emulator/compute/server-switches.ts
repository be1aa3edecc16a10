import { unexpected } from "../http/api-error";
import { objectAt, stringAt } from "../http/json";
import { isUnstorable } from "../state/collation";
import type { Call } from "./call";
import { serverOf } from "./find-server";

/** Actions that change something about a server at once. */

export function lock(call: Call): undefined {
    const server = serverOf(call);
    const owner = server.projectId === call.caller.projectId;
    if (server.locked !== null && owner) {
        return;
    }
    const reason = call.since(73) ? (stringAt(objectAt(call.body, "lock"), "locked_reason") ?? null) : null;
    if (reason !== null && isUnstorable(reason)) {
        throw unexpected("oslo_db.exception.DBError");
    }
    server.locked = { by: owner ? "owner" : "admin", reason };
    call.cloud.machine.note(server, "lock", call.origin, "api_lock");
}

/** A member cannot unlock what an administrator of another project has locked. */
export function unlock(call: Call): undefined {
    const server = serverOf(call);
    const side = server.projectId === call.caller.projectId ? "owner" : "admin";
    if (server.locked !== null && server.locked.by !== side) {
        call.require("os_compute_api:os-lock-server:unlock:unlock_override");
    }
    server.locked = null;
    call.cloud.machine.note(server, "unlock", call.origin, "api_unlock");
}

export function resetState(call: Call): undefined {
    const server = serverOf(call);
    call.require("os_compute_api:os-admin-actions:reset_state");
    call.cloud.machine.halt(server);
    server.vmState = stringAt(objectAt(call.body, "os-resetState"), "state") === "active" ? "active" : "error";
    server.taskState = null;
    call.cloud.machine.note(server, "resetState", call.origin);
}
