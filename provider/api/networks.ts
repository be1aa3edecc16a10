/** Networks as Compute shows them (API reference, "Project networks", "Networks"): served up to 2.35. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { CloudError } from "../cloud/errors";
import { type CallContext, invoke, none, operation } from "./operation";
import { eachOnce, filledText, identifier, optionalIdentifier } from "./values";

export interface NetworkRecord {
    id: string;
    /** The API calls it `label`. */
    name: string;
    cidr?: string;
}

const network = z
    .object({ id: identifier, label: optionalIdentifier, name: optionalIdentifier, cidr: filledText })
    .transform((body): NetworkRecord => {
        // With the network service behind it, os-tenant-networks has no CIDR and returns Python's None.
        const cidr = body.cidr === "None" ? undefined : body.cidr;
        return { id: body.id, name: body.label ?? body.name ?? "", cidr };
    });

const microversions = { max: "2.35" };
const one = z.object({ network });
const many = z.object({ networks: eachOnce(network) });

/** The operations that both collections share, by their names in the reference. */
function collection(root: string, noun: string) {
    const act = (title: string) =>
        operation({ title, method: "POST", path: `${root}/{id}/action`, microversions, answer: none });
    return {
        list: operation({ title: `List ${noun}s`, method: "GET", path: root, microversions, answer: many }),
        show: operation({
            title: `Show ${noun} details`,
            method: "GET",
            path: `${root}/{id}`,
            microversions,
            answer: one,
        }),
        create: operation({ title: `Create ${noun}`, method: "POST", path: root, microversions, answer: one }),
        delete: operation({
            title: `Delete ${noun}`,
            method: "DELETE",
            path: `${root}/{id}`,
            microversions,
            answer: none,
        }),
        associateHost: act("Associate host"),
        disassociateHost: act("Disassociate host"),
        disassociateNetwork: act("Disassociate network"),
        disassociateProject: act("Disassociate project"),
    };
}

export const tenantNetworkOperations = collection("/os-tenant-networks", "project network");

export const networkOperations = {
    ...collection("/os-networks", "network"),
    add: operation({ title: "Add network", method: "POST", path: "/os-networks/add", microversions, answer: none }),
};

/**
 * The networks that the project may use. Nova's default policy allows both lists to members. If a cloud does not have
 * or allow os-tenant-networks, os-networks is used.
 */
export async function listNetworks(compute: Compute, context: CallContext = {}): Promise<NetworkRecord[]> {
    try {
        return (await invoke(compute, tenantNetworkOperations.list, context)).value.networks;
    } catch (error) {
        if (error instanceof CloudError && (error.status === 403 || error.status === 404)) {
            return (await invoke(compute, networkOperations.list, context)).value.networks;
        }
        throw error;
    }
}
