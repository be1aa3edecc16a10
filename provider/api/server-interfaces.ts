/**
 * The ports of a server (API reference, "Port interfaces"). An attachment has no id of its own; the port's id
 * identifies it.
 */
import uniqBy from "lodash/uniqBy";
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { assignedId, filledText, identifier, optionalIdentifier, optionalText } from "./values";

export interface ServerInterface {
    portId: string;
    networkId: string;
    mac?: string;
    /** `ACTIVE`, `DOWN`, `BUILD`. */
    state?: string;
    fixedIps: { address: string; subnetId?: string }[];
    /** Since 2.70. */
    tag?: string;
}

const attachment = z
    .object({
        port_id: assignedId,
        net_id: identifier,
        mac_addr: filledText,
        port_state: filledText,
        fixed_ips: z.array(z.object({ ip_address: z.string(), subnet_id: optionalIdentifier })).nullish(),
        tag: optionalText,
    })
    .transform(
        (body): ServerInterface => ({
            portId: body.port_id,
            networkId: body.net_id,
            mac: body.mac_addr,
            state: body.port_state,
            fixedIps: (body.fixed_ips ?? []).map((ip) => ({ address: ip.ip_address, subnetId: ip.subnet_id })),
            tag: body.tag,
        }),
    );

const path = "/servers/{id}/os-interface";
const portPath = "/servers/{id}/os-interface/{portId}";
const one = z.object({ interfaceAttachment: attachment });

export const serverInterfaceOperations = {
    create: operation({ title: "Create interface", method: "POST", path, answer: one }),
    list: operation({
        title: "List port interfaces",
        method: "GET",
        path,
        answer: z.object({ interfaceAttachments: z.array(attachment) }),
    }),
    show: operation({ title: "Show port interface details", method: "GET", path: portPath, answer: one }),
    detach: operation({ title: "Detach interface", method: "DELETE", path: portPath, answer: none }),
};

/** The ports of a server, in no guaranteed order. Throws NotFoundError if the server does not exist. */
export async function listInterfaces(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<ServerInterface[]> {
    const { value } = await invoke(compute, serverInterfaceOperations.list, {
        ...context,
        path: { id },
        microversion: compute.readLevel(),
    });
    return uniqBy(value.interfaceAttachments, ({ portId }) => portId);
}

/** What to attach: an existing port, or a network on which the cloud creates one. A tag needs 2.49. */
export interface InterfaceRequest {
    portId?: string;
    networkId?: string;
    /** With `networkId` only. */
    fixedIp?: string;
    tag?: string;
}

/**
 * Attaches a port. The answer comes when it is attached. Not safe to repeat. Throws CloudError 400 for a port in use.
 */
export async function attachInterface(
    compute: Compute,
    id: string,
    { portId, networkId, fixedIp, tag }: InterfaceRequest,
    context: CallContext = {},
): Promise<ServerInterface> {
    const interfaceAttachment = {
        ...(portId === undefined ? {} : { port_id: portId }),
        ...(networkId === undefined ? {} : { net_id: networkId }),
        ...(fixedIp === undefined ? {} : { fixed_ips: [{ ip_address: fixedIp }] }),
        ...(tag === undefined ? {} : { tag }),
    };
    const { value } = await invoke(compute, serverInterfaceOperations.create, {
        ...context,
        path: { id },
        body: { interfaceAttachment },
        microversion: tag === undefined ? undefined : "2.49",
    });
    return value.interfaceAttachment;
}

/**
 * Requests to detach a port. It is detached when {@link listInterfaces} does not contain it any more. Throws
 * NotFoundError.
 */
export async function detachInterface(
    compute: Compute,
    id: string,
    portId: string,
    context: CallContext = {},
): Promise<{ requestId?: string }> {
    const { requestId } = await invoke(compute, serverInterfaceOperations.detach, { ...context, path: { id, portId } });
    return { requestId };
}
