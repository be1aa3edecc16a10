/** Server groups (API reference, "Server groups"): servers to place on the same host, or on different ones. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { eachOnce, filledText, identifier, optionalIdentifier, quantity } from "./values";

export interface ServerGroupRecord {
    id: string;
    name: string;
    /** `affinity`, `anti-affinity`, `soft-affinity` or `soft-anti-affinity`. */
    policy?: string;
    /** How many of them may share a host with `anti-affinity`; since 2.64. */
    maxServerPerHost?: number;
    /** The ids of its servers. */
    members: string[];
    /** 2.13. */
    projectId?: string;
}

const group = z
    .object({
        id: identifier,
        name: z.string(),
        // A string since 2.64, a list with one string before.
        policy: filledText,
        policies: z.array(z.string()).nullish(),
        rules: z.object({ max_server_per_host: quantity.optional() }).nullish(),
        members: z.array(identifier),
        project_id: optionalIdentifier,
    })
    .transform(
        (body): ServerGroupRecord => ({
            id: body.id,
            name: body.name,
            policy: body.policy ?? body.policies?.[0],
            maxServerPerHost: body.rules?.max_server_per_host,
            members: body.members,
            projectId: body.project_id,
        }),
    );

const path = "/os-server-groups";
const idPath = "/os-server-groups/{id}";
const one = z.object({ server_group: group });

export const serverGroupOperations = {
    list: operation({
        title: "List server groups",
        method: "GET",
        path,
        answer: z.object({ server_groups: eachOnce(group) }),
    }),
    create: operation({ title: "Create server group", method: "POST", path, answer: one }),
    show: operation({ title: "Show server group details", method: "GET", path: idPath, answer: one }),
    delete: operation({ title: "Delete server group", method: "DELETE", path: idPath, answer: none }),
};

/** The project's server groups. Names are not unique. */
export async function listServerGroups(compute: Compute, context: CallContext = {}): Promise<ServerGroupRecord[]> {
    const { value } = await invoke(compute, serverGroupOperations.list, {
        ...context,
        microversion: compute.readLevel(),
    });
    return value.server_groups;
}

/** Reads a server group. Throws NotFoundError if it does not exist. */
export async function getServerGroup(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<ServerGroupRecord> {
    const { value } = await invoke(compute, serverGroupOperations.show, {
        ...context,
        path: { id },
        microversion: compute.readLevel(),
    });
    return value.server_group;
}
