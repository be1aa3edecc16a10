/**
 * Actions on servers (API reference, "Servers actions"): one path, told apart by the one key of the body. All answer
 * before they are done; what became of one is in os-instance-actions under the request id.
 */
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, type Operation } from "./operation";
import { type ServerAction, serverActionOperations, serverActions } from "./server-action-table";

export { type ServerAction, serverActionOperations, serverActions } from "./server-action-table";

/** What an action answers: the id under which os-instance-actions knows it. */
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

/** An action that needs to be told nothing but the server: its body is `{"<key>": null}`. */
function plain(name: ServerAction) {
    return (compute: Compute, id: string, context: CallContext = {}): Promise<ActionAnswer> =>
        act(compute, name, id, null, context);
}

/** An action that is told something about the server. */
function told<Argument>(name: ServerAction, argumentOf: (argument: Argument) => unknown) {
    return (compute: Compute, id: string, argument: Argument, context: CallContext = {}): Promise<ActionAnswer> =>
        act(compute, name, id, argumentOf(argument), context);
}

/** Starts a resize, ACTIVE or SHUTOFF → VERIFY_RESIZE. Throws ConflictError in other states. */
export const resizeServer = told("resize", ({ flavorId, diskConfig }: { flavorId: string; diskConfig?: string }) => ({
    flavorRef: flavorId,
    ...(diskConfig === undefined ? {} : { "OS-DCF:diskConfig": diskConfig }),
}));

/** Ends a resize at the new flavor, VERIFY_RESIZE → ACTIVE or SHUTOFF. Throws ConflictError when there is none. */
export const confirmResize = plain("confirmResize");

/** Takes a resize back, VERIFY_RESIZE → REVERT_RESIZE → ACTIVE or SHUTOFF. Throws ConflictError when there is none. */
export const revertResize = plain("revertResize");

/**
 * Builds the server again from an image; what is on its root disk is lost. The other keys are the API's own. A password
 * is told here and never again. Throws ConflictError when the server's state does not allow it.
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

/** ACTIVE, SHUTOFF, PAUSED or SUSPENDED → SHELVED, and further to SHELVED_OFFLOADED where the cloud does so. */
export const shelveServer = plain("shelve");

/** SHELVED → SHELVED_OFFLOADED. */
export const shelveOffloadServer = plain("shelveOffload");

/** Where a server is to come back: a zone (2.77; null: any, 2.91), a host (2.91, administrators only). */
export interface UnshelveTarget {
    availabilityZone?: string | null;
    host?: string;
}

/**
 * SHELVED or SHELVED_OFFLOADED → ACTIVE. A target needs SHELVED_OFFLOADED: else ConflictError. Throws CloudError 400 for
 * a zone or a host that is not there.
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

/** Locks a server: only administrators and {@link unlockServer} can then do anything to it. A reason needs 2.73. */
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

/** Takes the lock off. */
export const unlockServer = plain("unlock");

/** Sets the administrator's password. Throws ConflictError when the server does not run, CloudError 501 where unsupported. */
export const changePassword = told("changePassword", (adminPass: string) => ({ adminPass }));

/** Puts the server's ports into a security group, by the group's name. */
export const addSecurityGroup = told("addSecurityGroup", (name: string) => ({ name }));

/** Takes the server's ports out of a security group, by the group's name. */
export const removeSecurityGroup = told("removeSecurityGroup", (name: string) => ({ name }));

/** Associates a floating IP of the project with the server; `fixedAddress` says with which of its addresses. Up to 2.43. */
export const addFloatingIp = told(
    "addFloatingIp",
    ({ address, fixedAddress }: { address: string; fixedAddress?: string }) => ({
        address,
        ...(fixedAddress === undefined ? {} : { fixed_address: fixedAddress }),
    }),
);

/** Takes a floating IP off the server; the project keeps it. Up to 2.43. */
export const removeFloatingIp = told("removeFloatingIp", (address: string) => ({ address }));

/** Deletes a server at once, also one that is SOFT_DELETED. */
export const forceDeleteServer = plain("forceDelete");
