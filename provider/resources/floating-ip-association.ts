/** The association of a floating IP with a server: made, ended, and restored if a later step fails. */
import { addFloatingIp, removeFloatingIp } from "../api/index";
import { sameAddress, sameId } from "../arguments/argument-types";
import { CloudError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import { messageOf } from "../lifecycle/deferred-updates";
import { ifLeft } from "../lifecycle/interrupted-creations";
import type { Context } from "../lifecycle/kind";
import { LAST_LOOK, waitFor } from "../wait/wait";

/** A floating IP as the cloud shows it. */
export type FoundFloatingIp = Readonly<{
    id: string;
    address: string;
    pool?: string;
    serverId?: string;
    fixedIp?: string;
}>;

/** A floating IP that is to be associated, and how to look at it. */
export interface Associable {
    readonly address: string;
    /** The cloud's record of it. It may be asked for until `patience` milliseconds after the deadline. */
    look(patience?: number): Promise<FoundFloatingIp>;
}

export interface Place {
    readonly serverId: string;
    /** Which of the server's addresses. Undefined: its first. */
    readonly fixedIp?: string | undefined;
}

/** Milliseconds within which the cloud shows an association that it has accepted. */
const UNSEEN = 60_000;

/** Nova learns of the association a moment after the network service. The wait ends when Nova itself shows it. */
export async function associate(
    context: Context,
    { address, look }: Associable,
    { serverId, fixedIp }: Place,
): Promise<void> {
    const { compute, subject, deadline, progress } = context;
    await addFloatingIp(
        compute,
        serverId,
        { address, ...(fixedIp === undefined ? {} : { fixedAddress: fixedIp }) },
        { resource: subject, deadline },
    );
    const began = Date.now();
    await waitFor<FoundFloatingIp>({
        subject,
        doing: `associating with server ${serverId}`,
        deadline,
        observe: () => look(LAST_LOOK),
        accept: (record) => {
            if (sameId(record.serverId, serverId) && (fixedIp === undefined || sameAddress(record.fixedIp, fixedIp))) {
                return { kind: "done" };
            }
            const elsewhere = record.serverId !== undefined && !sameId(record.serverId, serverId);
            const reason = elsewhere
                ? `somebody else has associated it with server ${record.serverId}`
                : `the cloud took the request, and shows no association after ${UNSEEN / 1000} s: somebody else may have removed it`;
            return elsewhere || Date.now() - began >= UNSEEN
                ? { kind: "failed", reason: `${subject} is not associated with server ${serverId}: ${reason}.` }
                : { kind: "waiting", because: `associating with server ${serverId}` };
        },
        progress,
    });
}

/** If the server is gone, its association is gone too, and nothing needs to be done. */
export async function disassociate(
    { compute, subject, deadline }: Context,
    { address, serverId }: { address: string; serverId: string },
): Promise<void> {
    try {
        await ifThere(removeFloatingIp(compute, serverId, address, { resource: subject, deadline }));
    } catch (error) {
        // 422 or 409: it is not associated with this server any more.
        if (!(error instanceof CloudError && (error.status === 422 || error.status === 409))) {
            throw error;
        }
    }
}

/** Restores an association that an update had ended. The answer says what could not be restored. */
export async function restoreAssociation(
    context: Context,
    floatingIp: Associable,
    place: Place | undefined,
): Promise<string[]> {
    if (place === undefined) {
        return [];
    }
    try {
        await associate(context, floatingIp, place);
        return [];
    } catch (error) {
        return [`It could not be associated with server ${place.serverId} again (${messageOf(error)})`];
    }
}

/** Neutron's words, which Nova passes on with 400 or 409: the server's address has a floating IP already. */
export function isPlaceTaken(error: unknown): error is CloudError {
    return (
        error instanceof CloudError &&
        (error.status === 400 || error.status === 409) &&
        /\balready has a floating IP\b|\balready associated\b/i.test(error.cloudMessage)
    );
}

/**
 * A server's address can have one floating IP. If the cloud refuses a second one, the error names the first, unless a
 * resource of this stack has it.
 */
export async function nameOther(
    { run }: Context,
    id: string,
    { serverId, fixedIp }: Place,
    all: () => Promise<readonly FoundFloatingIp[]>,
    error: unknown,
): Promise<never> {
    if (!(error instanceof CloudError) || (error.status !== 400 && error.status !== 409)) {
        throw error;
    }
    const other = (await all()).find(
        (one) =>
            one.id !== id &&
            one.serverId === serverId &&
            (fixedIp === undefined || sameAddress(one.fixedIp, fixedIp)) &&
            !run.isInState(one.id),
    );
    if (other === undefined) {
        throw error;
    }
    throw new Error(`${error.message} ${other.address} is associated with it already. ${ifLeft(other.id)}`, {
        cause: error,
    });
}
