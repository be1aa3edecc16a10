import { ApiError, badRequest, conflict, notFound } from "../http/api-error";
import { isObject, objectAt, stringAt } from "../http/json";
import { checkBody, type Schema } from "../http/schema";
import type { Server } from "../state/model";
import { isVolumeBacked } from "../state/server-volumes";
import { TRANSITIONS, type TransitionName } from "../state/transitions";
import type { ActionRow } from "./action-row";
import type { Call, Reply } from "./call";
import { refuseLocked, refuseUnlessAllowed, serverOf } from "./find-server";
import { addFloatingIp, removeFloatingIp } from "./floating-ip-actions";
import { FOREIGN_ACTIONS } from "./foreign-actions";
import { OLDEST } from "./microversion";
import { type Route, type Versioned, versioned } from "./route";
import * as type from "./schemas/parameter-types";
import * as schemas from "./schemas/servers";
import { addSecurityGroup, removeSecurityGroup } from "./security-group-actions";
import { changePassword } from "./server-password";
import { rebuild } from "./server-rebuild";
import { confirmResize, resize, revertResize } from "./server-resize";
import { createImage } from "./server-snapshot";
import { lock, resetState, unlock } from "./server-switches";
import { unshelve } from "./server-unshelve";
import { deleteServer } from "./servers";

const all = (schema: Schema): Versioned<Schema> => [[OLDEST, schema]];
const inside = (key: string, properties: Record<string, Schema>, required: readonly string[]): Versioned<Schema> =>
    all(type.wrapped(key, type.object(properties, required)));
const optional = (schema: Schema): Schema => ({ ...schema, type: ["object", "null"] });
const REBOOTS = ["HARD", "Hard", "hard", "SOFT", "Soft", "soft"];

/** Actions of servers (API reference 1.4 and 1.5). */
const ACTIONS: readonly ActionRow[] = [
    powered("os-start", "start"),
    powered("os-stop", "stop"),
    moved("pause", "pause"),
    moved("unpause", "unpause"),
    moved("suspend", "suspend"),
    moved("resume", "resume"),
    moved("unrescue", "unrescue"),
    { action: "shelve", handle: shelve },
    moved("shelveOffload", "shelveOffload", "os_compute_api:os-shelve:shelve_offload"),
    {
        action: "unshelve",
        handle: unshelve,
        body: [
            [
                77,
                type.wrapped(
                    "unshelve",
                    optional(type.object({ availability_zone: type.name }, ["availability_zone"])),
                ),
            ],
            [
                91,
                type.wrapped("unshelve", {
                    oneOf: [
                        type.object({
                            availability_zone: { oneOf: [{ type: "null" }, type.text] },
                            host: type.text,
                        }),
                        { type: "null" },
                    ],
                }),
            ],
        ],
    },
    {
        action: "reboot",
        body: inside("reboot", { type: { type: "string", enum: REBOOTS } }, ["type"]),
        handle: reboot,
    },
    {
        action: "rescue",
        status: 200,
        body: all(type.wrapped("rescue", optional(type.object({ adminPass: type.text, rescue_image_ref: type.uuid })))),
        handle: rescue,
    },
    {
        action: "resize",
        body: inside("resize", { flavorRef: type.flavorRef, "OS-DCF:diskConfig": type.diskConfig }, ["flavorRef"]),
        handle: resize,
    },
    { action: "confirmResize", status: 204, handle: confirmResize },
    { action: "revertResize", handle: revertResize },
    { action: "rebuild", body: schemas.rebuildServer, handle: rebuild },
    {
        action: "createImage",
        body: inside("createImage", { name: type.name, metadata: type.metadata }, ["name"]),
        handle: createImage,
    },
    {
        action: "changePassword",
        body: inside("changePassword", { adminPass: type.text }, ["adminPass"]),
        handle: changePassword,
    },
    {
        action: "lock",
        body: [
            [
                73,
                type.wrapped(
                    "lock",
                    optional(type.object({ locked_reason: { type: "string", minLength: 1, maxLength: 255 } })),
                ),
            ],
        ],
        handle: lock,
    },
    { action: "unlock", handle: unlock },
    { action: "forceDelete", handle: deleteServer },
    {
        action: "os-resetState",
        body: inside("os-resetState", { state: { type: "string", enum: ["active", "error"] } }, ["state"]),
        handle: resetState,
    },
    { action: "addSecurityGroup", handle: addSecurityGroup },
    { action: "removeSecurityGroup", handle: removeSecurityGroup },
    {
        action: "addFloatingIp",
        until: 43,
        body: inside("addFloatingIp", { address: type.ipAddress, fixed_address: type.ipAddress }, ["address"]),
        handle: addFloatingIp,
    },
    {
        action: "removeFloatingIp",
        until: 43,
        body: inside("removeFloatingIp", { address: type.ipAddress }, ["address"]),
        handle: removeFloatingIp,
    },
    ...FOREIGN_ACTIONS,
];

export const serverActionRoutes: readonly Route[] = [
    { method: "POST", path: "/servers/{server_id}/action", handle: act },
];

function act(call: Call): Reply {
    const [name, ...more] = isObject(call.body) ? Object.keys(call.body) : [];
    if (name === undefined || more.length > 0) {
        throw badRequest("Malformed request body");
    }
    const row = ACTIONS.find(({ action }) => action === name);
    const missing = call.cloud.missingAction(name);
    if (missing === 404) {
        throw notFound();
    }
    if (row === undefined || missing !== undefined) {
        throw badRequest(`There is no such action: ${name}`);
    }
    if (call.version > (row.until ?? Number.POSITIVE_INFINITY)) {
        throw notFound();
    }
    const schema = versioned(row.body, call.version);
    if (schema !== undefined) {
        checkBody(schema, call.body);
    }
    return { status: row.status ?? 202, ...row.handle(call) };
}

/** An action that only starts a transition. */
function moved(action: string, transition: TransitionName, policy?: string): ActionRow {
    return {
        action,
        handle: (call) => {
            const server = serverOf(call);
            if (policy !== undefined) {
                call.require(policy);
            }
            move(call, server, transition);
            return undefined;
        },
    };
}

function move(call: Call, server: Server, transition: TransitionName): void {
    refuseLocked(call, server);
    refuseUnlessAllowed(server, transition, TRANSITIONS[transition].action);
    call.cloud.machine.start(server, transition, call.origin);
}

function shelve(call: Call): undefined {
    const server = serverOf(call);
    move(call, server, isVolumeBacked(server) ? "shelveVolumeBacked" : "shelve");
}

/** Starting and stopping look up the server's host first. */
function powered(action: string, transition: TransitionName): ActionRow {
    const row = moved(action, transition);
    return {
        ...row,
        handle: (call) => {
            const id = call.parameter("server_id");
            const server = call.state.servers.get(id);
            if (server === undefined) {
                throw notFound(`Instance ${id} has no mapping to a cell.`);
            }
            if (serverOf(call).host === null && (call.caller.isAdmin || server.locked === null)) {
                throw conflict(`Instance ${id} is not ready`);
            }
            return row.handle(call);
        },
    };
}

function reboot(call: Call): undefined {
    const kind = String((call.body as { reboot: { type: string } }).reboot.type).toUpperCase();
    const server = serverOf(call);
    refuseLocked(call, server);
    const transition = kind === "HARD" ? "hardReboot" : "softReboot";
    refuseUnlessAllowed(server, transition, "reboot");
    call.cloud.machine.start(server, transition, call.origin);
}

function rescue(call: Call): Reply {
    const server = serverOf(call);
    refuseLocked(call, server);
    refuseUnlessAllowed(server, "rescue", "rescue");
    if (isVolumeBacked(server) && !call.since(87)) {
        throw new ApiError(400, `Instance ${server.id} cannot be rescued: Cannot rescue a volume-backed instance`);
    }
    const imageId = stringAt(objectAt(call.body, "rescue"), "rescue_image_ref");
    if (imageId !== undefined && call.state.images.get(imageId)?.status !== "active") {
        throw badRequest(`Requested rescue image '${imageId}' is not supported`);
    }
    call.cloud.machine.start(server, "rescue", call.origin);
    return { body: { adminPass: server.adminPass } };
}
