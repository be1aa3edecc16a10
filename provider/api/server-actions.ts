/**
 * Actions on servers (API reference, "Servers actions"). All have one path; the key of the body distinguishes them. The
 * answer comes before the action is done. os-instance-actions has the result under the request id.
 */
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, type Operation } from "./operation";
import { type ServerAction, serverActionOperations, serverActions } from "./server-action-table";

export { type ServerAction, serverActionOperations, serverActions } from "./server-action-table";

/** The answer to an action: the id under which os-instance-actions lists it. */
export interface ActionAnswer {
    requestId?: string;
}

async function act(
    compute: Compute,
    name: ServerAction,
    id: string,
    argument: unknown,
    { resource, deadline }: CallContext,
    microversion?: string,
): Promise<ActionAnswer> {
    const body = { [serverActions[name].key]: argument };
    const target: Operation = serverActionOperations[name];
    const { requestId } = await invoke(compute, target, { resource, deadline, path: { id }, body, microversion });
    return { requestId };
}

/** An action without arguments. Its body is `{"<key>": null}`. */
function plain(name: ServerAction) {
    return (compute: Compute, id: string, context: CallContext = {}): Promise<ActionAnswer> =>
        act(compute, name, id, null, context);
}

/** An action with an argument. */
function told<Argument>(name: ServerAction, argumentOf: (argument: Argument) => unknown) {
    return (compute: Compute, id: string, argument: Argument, context: CallContext = {}): Promise<ActionAnswer> =>
        act(compute, name, id, argumentOf(argument), context);
}

/** Starts a resize, ACTIVE or SHUTOFF → VERIFY_RESIZE. Throws ConflictError in other states. */
export const resizeServer = told("resize", ({ flavorId, diskConfig }: { flavorId: string; diskConfig?: string }) => ({
    flavorRef: flavorId,
    ...(diskConfig === undefined ? {} : { "OS-DCF:diskConfig": diskConfig }),
}));

/** Confirms a resize, VERIFY_RESIZE → ACTIVE or SHUTOFF. Throws ConflictError if there is none. */
export const confirmResize = plain("confirmResize");

/** Reverts a resize, VERIFY_RESIZE → REVERT_RESIZE → ACTIVE or SHUTOFF. Throws ConflictError if there is none. */
export const revertResize = plain("revertResize");

/**
 * Rebuilds the server from an image. The root disk is lost. The other keys are the API's own. Only this answer contains
 * the password. Throws ConflictError if the server's state does not allow it.
 */
export async function rebuildServer(
    compute: Compute,
    id: string,
    { imageId, microversion, ...rest }: { imageId: string; microversion?: string } & Record<string, unknown>,
    context: CallContext = {},
): Promise<ActionAnswer & { adminPass?: string }> {
    const { value, requestId } = await invoke(compute, serverActionOperations.rebuild, {
        ...context,
        path: { id },
        body: { rebuild: { ...rest, imageRef: imageId } },
        microversion,
    });
    return { adminPass: value?.server.adminPass, requestId };
}

/** SHUTOFF → ACTIVE. Throws ConflictError in other states. */
export const startServer = plain("start");

/** ACTIVE or ERROR → SHUTOFF. Throws ConflictError in other states. */
export const stopServer = plain("stop");

/** Restarts the server, `SOFT` or `HARD`. */
export const rebootServer = told("reboot", (type: "SOFT" | "HARD") => ({ type }));

/** ACTIVE → PAUSED. */
export const pauseServer = plain("pause");

/** PAUSED → ACTIVE. */
export const unpauseServer = plain("unpause");

/** ACTIVE → SUSPENDED. */
export const suspendServer = plain("suspend");

/** SUSPENDED → ACTIVE. */
export const resumeServer = plain("resume");

/** ACTIVE, SHUTOFF, PAUSED or SUSPENDED → SHELVED, and then SHELVED_OFFLOADED if the cloud does so. */
export const shelveServer = plain("shelve");

/** SHELVED → SHELVED_OFFLOADED. */
export const shelveOffloadServer = plain("shelveOffload");

/** Where to unshelve a server to: a zone (2.77; null: any, 2.91), a host (2.91, administrators only). */
export interface UnshelveTarget {
    availabilityZone?: string | null;
    host?: string;
}

/**
 * SHELVED or SHELVED_OFFLOADED → ACTIVE. A target needs SHELVED_OFFLOADED; otherwise ConflictError. Throws CloudError
 * 400 for an unknown zone or host.
 */
export async function unshelveServer(
    compute: Compute,
    id: string,
    context: CallContext & UnshelveTarget = {},
): Promise<ActionAnswer> {
    const { availabilityZone, host } = context;
    const argument = {
        ...(availabilityZone === undefined ? {} : { availability_zone: availabilityZone }),
        ...(host === undefined ? {} : { host }),
    };
    if (Object.keys(argument).length === 0) {
        return act(compute, "unshelve", id, null, context);
    }
    const microversion = host === undefined && availabilityZone !== null ? "2.77" : "2.91";
    compute.need(microversion, "a place to unshelve a server to", context.resource);
    return act(compute, "unshelve", id, argument, context, microversion);
}

/** Locks a server. Then only administrators can change it, or {@link unlockServer}. A reason needs 2.73. */
export async function lockServer(
    compute: Compute,
    id: string,
    context: CallContext & { reason?: string } = {},
): Promise<ActionAnswer> {
    const { reason } = context;
    if (reason !== undefined) {
        compute.need("2.73", "a reason for the lock", context.resource);
    }
    const argument = reason === undefined ? null : { locked_reason: reason };
    const microversion = reason === undefined ? undefined : "2.73";
    return act(compute, "lock", id, argument, context, microversion);
}

/** Unlocks a server. */
export const unlockServer = plain("unlock");

/**
 * Sets the administrator's password. Throws ConflictError if the server does not run, CloudError 501 if it is not
 * supported.
 */
export const changePassword = told("changePassword", (adminPass: string) => ({ adminPass }));

/** Adds the server's ports to a security group, by the group's name. */
export const addSecurityGroup = told("addSecurityGroup", (name: string) => ({ name }));

/** Removes the server's ports from a security group, by the group's name. */
export const removeSecurityGroup = told("removeSecurityGroup", (name: string) => ({ name }));

/**
 * Associates a floating IP of the project with the server. `fixedAddress` chooses one of the server's addresses. Up to
 * 2.43.
 */
export const addFloatingIp = told(
    "addFloatingIp",
    ({ address, fixedAddress }: { address: string; fixedAddress?: string }) => ({
        address,
        ...(fixedAddress === undefined ? {} : { fixed_address: fixedAddress }),
    }),
);

/** Disassociates a floating IP from the server. The project keeps it. Up to 2.43. */
export const removeFloatingIp = told("removeFloatingIp", (address: string) => ({ address }));

/** Deletes a server at once, even if it is SOFT_DELETED. */
export const forceDeleteServer = plain("forceDelete");
