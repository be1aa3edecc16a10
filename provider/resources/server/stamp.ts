/**
 * The owner metadata of a server in the state. It is updated when the resource is renamed. If it names another resource
 * by now, the server is not deleted.
 */
import { mergeMetadata, type ServerRecord } from "../../api/index";
import { ConflictError } from "../../cloud/index";
import { ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";
import { hashOfStack, names, renamedMetadata, stampIn, TAKES_METADATA } from "../../lifecycle/owner";
import type { Stamp } from "../../state/stored-state";
import { acting, LockedError } from "./acting";
import { readStamped } from "./looks";
import type { ServerState } from "./state";

/**
 * Updates the owner metadata if it has this stack's identity and another resource's name. A refusal does not fail the
 * update: the state records the difference, and a later update tries again.
 */
export async function follow(
    context: Context,
    id: string,
    record: ServerRecord,
    { ownerMetadata }: { ownerMetadata?: boolean | undefined },
): Promise<ServerRecord> {
    const { compute, declaration, subject, say } = context;
    const { owner } = declaration;
    const stamp = stampIn(record.metadata);
    if (
        owner === undefined ||
        ownerMetadata === false ||
        stamp?.stack !== hashOfStack(owner) ||
        names(stamp, declaration)
    ) {
        return record;
    }
    if (!TAKES_METADATA.has(record.status)) {
        say(`its owner metadata still names ${stamp.resource}: it cannot change while the server is ${record.status}`);
        return record;
    }
    const renamed = renamedMetadata(owner, declaration);
    try {
        await acting(context, id, () => mergeMetadata(compute, id, renamed, { resource: subject }));
    } catch (error) {
        if (error instanceof LockedError || error instanceof ConflictError) {
            say(
                `its owner metadata still names ${stamp.resource}, because the cloud refuses to change it: ${error.message}`,
            );
            return record;
        }
        throw error;
    }
    return { ...record, metadata: { ...record.metadata, ...renamed } };
}

/** A server that will be deleted. */
export interface Doomed {
    record: ServerRecord;
    /** The other resource that its owner metadata names. */
    other?: Stamp;
}

/** Reads the server and its owner before a deletion; undefined if it is already gone. */
export async function doomed(
    context: Context,
    id: string,
    { __state: { stamp: known } }: ServerState,
): Promise<Doomed | undefined> {
    const record = await ifThere(readStamped(context, id));
    if (record === undefined) {
        return undefined;
    }
    const stamp = stampIn(record.metadata);
    const isOwn = stamp === undefined || names(stamp, context.declaration) || stamp.resource === known?.resource;
    return isOwn ? { record } : { record, other: stamp };
}
