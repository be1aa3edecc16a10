import { conflict } from "../http/api-error";
import { objectAt, stringAt } from "../http/json";
import type { Call } from "./call";
import { refuseUnlessIn, serverOf } from "./find-server";

/** Sets the administrator's password; Nova waits for the guest before it answers, and heeds no lock. */
export function changePassword(call: Call): undefined {
    const server = serverOf(call);
    refuseUnlessIn(server, "changePassword", { from: ["active"], tasks: [null], mustHaveLaunched: true });
    call.cloud.machine.note(server, "changePassword", call.origin, "compute_set_admin_password");
    if (server.metadata["osreal:fail"]?.split(",").includes("set_admin_password")) {
        server.vmState = "error";
        throw conflict(`Failed to set admin password on ${server.id} because error setting admin password`);
    }
    server.adminPass = stringAt(objectAt(call.body, "changePassword"), "adminPass") ?? server.adminPass;
}
