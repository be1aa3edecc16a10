/**
 * The POST that creates a server, exactly once. If an earlier creation was interrupted, or the answer was lost, the
 * server is found by the owner in its metadata and adopted. If that is not certain, an error names the server.
 */
import {
    createServer,
    getLimits,
    listServers,
    type ServerRecord,
    type ServerRequest,
    updateServer,
} from "../../api/index";
import { CloudError } from "../../cloud/index";
import { ifLeft, mayBeDone } from "../../lifecycle/interrupted-creations";
import type { Context } from "../../lifecycle/kind";
import { ownerMetadata, sameArguments, sameOwner } from "../../lifecycle/owner";
import { withinQuota } from "../../lifecycle/quota";
import { serverQuotas } from "./quotas";
import type { ServerArguments } from "./server-fields";
import { GONE } from "./watch";

type Named = ServerArguments & { name: string };
type Metadata = Readonly<Record<string, string>>;

export interface Posted {
    id: string;
    adminPass?: string | undefined;
    requestId?: string | undefined;
}

export async function post(context: Context, args: Named, request: ServerRequest): Promise<Posted> {
    const marks = await marksFor(context, args, request);
    const left = marks === undefined ? undefined : await orphan(context, await everyServer(context), marks);
    if (left !== undefined) {
        return takeOver(context, args, left, "already exists, from a creation that was interrupted");
    }
    const marked = { ...request.server, metadata: { ...args.metadata, ...marks } };
    const began = Date.now();
    try {
        const sent = marks === undefined ? request : { ...request, server: marked };
        const options = { resource: context.subject, deadline: context.deadline };
        return await withinQuota(context, createServer(context.compute, sent, options));
    } catch (error) {
        if (!mayBeDone(error)) {
            throw error;
        }
        const made =
            marks === undefined
                ? await ofThatName(context, args.name, began, error)
                : await orphan(context, await listServers(context.compute, {}, { resource: context.subject }), marks);
        if (made === undefined) {
            throw error;
        }
        return {
            ...(await takeOver(context, args, made, "was created, although the answer to the creation was lost")),
            requestId: error.requestId,
        };
    }
}

/** The owner metadata of the new server; undefined if it gets none. */
async function marksFor(
    context: Context,
    { metadata = {}, ownerMetadata: wanted }: Named,
    { server: { name, ...body }, schedulerHints }: ServerRequest,
): Promise<Metadata | undefined> {
    const { owner, autonamed } = context.declaration;
    if (owner === undefined || wanted === false) {
        return undefined;
    }
    const made = { ...body, schedulerHints };
    const marks = ownerMetadata(owner, context.declaration, autonamed === true ? made : { ...made, name });
    const most = await mostMetadata(context);
    if (Object.keys({ ...metadata, ...marks }).length > most) {
        context.say(
            `the cloud allows ${most} metadata keys, and the program declares ${Object.keys(metadata).length}: the server gets no owner metadata, and cannot be found again if its creation is interrupted`,
        );
        return undefined;
    }
    return marks;
}

function mostMetadata({ compute, run, subject }: Context): Promise<number> {
    return run.once("the most metadata", async () => {
        try {
            const { absolute } = await getLimits(compute, { resource: subject });
            const most = absolute[serverQuotas.metadataItems.limit] ?? -1;
            return most < 0 ? Number.POSITIVE_INFINITY : most;
        } catch (error) {
            // A cloud that does not show its limits enforces them all the same: it then refuses the creation itself.
            if (error instanceof CloudError && error.status < 500) {
                return Number.POSITIVE_INFINITY;
            }
            throw error;
        }
    });
}

/** Requests what {@link post} needs in advance, while names are resolved. */
export async function lookAhead(context: Context, { ownerMetadata: wanted }: ServerArguments): Promise<void> {
    if (context.declaration.owner !== undefined && wanted !== false) {
        await Promise.all([mostMetadata(context), everyServer(context)]);
    }
}

/** All servers before this process created any: one list, however many are created. */
function everyServer({ compute, run, subject }: Context): Promise<ServerRecord[]> {
    return run.once("servers", () => listServers(compute, {}, { resource: subject }));
}

/** The leftover of this resource's creation. Throws if a server may be one, but it is not certain. */
async function orphan(
    context: Context,
    servers: readonly ServerRecord[],
    marks: Metadata,
): Promise<ServerRecord | undefined> {
    const candidates = servers.filter(
        ({ id, status, taskState, metadata }) =>
            sameOwner(metadata, marks) && !GONE.has(status) && taskState !== "deleting" && !context.run.isInState(id),
    );
    const [only, ...others] = candidates;
    if (only === undefined || (others.length === 0 && sameArguments(only.metadata, marks))) {
        return only;
    }
    const ids = candidates.map(({ id }) => id).join(", ");
    const why =
        others.length > 0
            ? "there is more than one"
            : "it was created with other arguments, or under another stack's name";
    throw new Error(
        `${context.subject}: its metadata says that server ${ids} was created as this resource. ` +
            `It is not adopted, because ${why}. Nothing was changed. ${ifLeft(only.id)}`,
    );
}

async function takeOver(
    context: Context,
    { name, adminPass }: Named,
    found: ServerRecord,
    how: string,
): Promise<Posted> {
    const { compute, subject, declaration, run, say } = context;
    run.take(found.id);
    const lost = adminPass === undefined ? " (a password that the cloud generated for it is lost)" : "";
    say(`server ${found.id} ${how}: continuing with it${lost}`);
    if (found.name !== name && declaration.autonamed === true) {
        await updateServer(compute, found.id, { name }, undefined, { resource: subject });
    }
    return { id: found.id };
}

/** The cloud's filter takes a regular expression, so the names are compared here again. */
export async function serversNamed({ compute, subject: resource }: Context, name: string): Promise<ServerRecord[]> {
    const pattern = `^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
    return (await listServers(compute, { name: pattern }, { resource })).filter((server) => server.name === name);
}

/** How far the cloud's clock may differ from ours (milliseconds). */
const SKEW = 60_000;

/**
 * Without owner metadata, a new server is this resource's only if its name was generated. If the user chose the name,
 * an error names the candidates.
 */
async function ofThatName(
    context: Context,
    name: string,
    began: number,
    error: Error,
): Promise<ServerRecord | undefined> {
    const found = await serversNamed(context, name);
    const candidates = found.filter(
        (server) =>
            Date.parse(server.created ?? "") >= began - SKEW &&
            !GONE.has(server.status) &&
            !context.run.isInState(server.id),
    );
    const [candidate, ...others] = candidates;
    if (candidate === undefined || (others.length === 0 && context.declaration.autonamed === true)) {
        return candidate;
    }
    const ids = candidates.map(({ id }) => id).join(", ");
    throw new Error(
        `${error.message} A server with this name has been created since: ${ids}. ${ifLeft(candidate.id)}`,
        {
            cause: error,
        },
    );
}
