import { conflict } from "../http/api-error";
import { objectAt, stringAt } from "../http/json";
import type { Call } from "./call";
import { refuseLocked, refuseUnlessIn, serverOf } from "./find-server";

/** Sets the administrator's password. Nova waits for the guest before it answers, and reports a lock as a state. */
export function changePassword(call: Call): undefined {
    const server = serverOf(call);
    refuseLocked(call, server, `Instance ${server.id} is in an invalid state for 'changePassword'`);
    refuseUnlessIn(server, "changePassword", { from: ["active"], tasks: [null], mustHaveLaunched: true });
    call.cloud.machine.note(server, "changePassword", call.origin, "compute_set_admin_password");
    if (server.metadata["osreal:fail"]?.split(",").includes("set_admin_password")) {
        server.vmState = "error";
        throw conflict(`Failed to set admin password on ${server.id} because error setting admin password`);
    }
    server.adminPass = stringAt(objectAt(call.body, "changePassword"), "adminPass") ?? server.adminPass;
}
