/** The FloatingIp: an address out of a pool, led to a server or to none. Which server it leads to changes in place. */
import * as z from "zod";
import {
    addFloatingIp,
    allocateFloatingIp,
    type FloatingIpRecord,
    getFloatingIp,
    listFloatingIpPools,
    listFloatingIps,
    releaseFloatingIp,
    removeFloatingIp,
} from "../api/index";
import { ipArgument, sameAddress, sameId } from "../arguments/argument-types";
import { CloudError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import { claim } from "../lifecycle/claim";
import { afterDeadline, deferRest, messageOf, worded } from "../lifecycle/deferred-updates";
import { ifLeft, mayBeDone } from "../lifecycle/interrupted-creations";
import type { Context, Created, ResourceKind } from "../lifecycle/kind";
import { filter, lookups } from "../lifecycle/lookup";
import { withinQuota } from "../lifecycle/quota";
import { type Thing, things } from "../lifecycle/resource-exchange";
import type { ChangeTable } from "../plan/change-table";
import type { Plan } from "../plan/plan";
import { LAST_LOOK, waitFor } from "../wait/wait";

export const floatingIpArguments = z
    .strictObject({
        pool: z
            .string()
            .min(1, { error: "must not be empty" })
            .optional()
            .describe("The pool to take the address from. Default: the only one that there is."),
        serverId: z
            .string()
            .min(1, { error: "must not be empty" })
            .optional()
            .describe(
                "The id of the server that the address leads to. Left out: to none; where others lead it then is left alone.",
            ),
        fixedIp: ipArgument("Which of the server's own addresses it leads to. Default: its first.").optional(),
    })
    .superRefine(({ serverId, fixedIp }, context) => {
        if (fixedIp !== undefined && serverId === undefined) {
            context.addIssue({
                code: "custom",
                path: ["fixedIp"],
                message: "needs serverId",
                params: { beside: ["serverId"] },
            });
        }
    });

export type FloatingIpArguments = z.output<typeof floatingIpArguments>;

interface KeptOfFloatingIp {
    pool?: string;
    /** The last update has left its association to a later one. */
    deferred?: boolean;
}

type FloatingIpState = FloatingIpArguments & { address: string; __state: KeptOfFloatingIp };

const association = {
    by: "association",
    level: "none",
    removed: "default",
    shows: "values",
    same: sameId,
    spell: (value: unknown) => (value === undefined ? "none" : String(value)),
} as const;

export const floatingIpChanges: ChangeTable<FloatingIpArguments, FloatingIpState, "association" | "replace"> = {
    pool: {
        by: "replace",
        level: "replace",
        removed: "unmanaged",
        shows: "values",
        effect: "replace: another pool, another address",
        same: (_old, wanted, state) => wanted === state.__state?.pool,
    },
    serverId: { ...association, effect: "associated anew in place, the address stays" },
    fixedIp: { ...association, effect: "associated anew in place", same: sameAddress },
};

const MINUTE = 60_000;

export const floatingIp: ResourceKind<FloatingIpArguments, FloatingIpState, "association" | "replace"> = {
    kind: "FloatingIp",
    noun: "floating IP",
    about: "A floating IP: an address out of a pool. `serverId` says which server it is associated with, and changes in place.",
    example: `const ip = new compute.FloatingIp("web", { pool: "public", serverId: server.id });
export const address = ip.address;`,
    outputs: { address: z.string().describe("The address.") },
    schema: floatingIpArguments,
    changes: floatingIpChanges,
    timeouts: { create: 5 * MINUTE, update: 5 * MINUTE, delete: 5 * MINUTE },
    exclusive: () => undefined,
    called: async ({ compute, subject: resource }, name) =>
        (await listFloatingIps(compute, { resource })).filter(({ address }) => address === name).map(({ id }) => id),
    holdings: ({ serverId }, _args, plan) => {
        const has = serverId === undefined ? [] : [things.association(serverId)];
        return { has, gives: plan.some(({ change }) => change.by === "association") ? has : [] };
    },
    create,
    read,
    update,
    async delete({ compute, subject, deadline }, id) {
        // Releasing takes it off its server too.
        await ifThere(releaseFloatingIp(compute, id, { resource: subject, deadline }));
    },
};

async function create(context: Context, args: FloatingIpArguments): Promise<Created<FloatingIpState>> {
    const pool = args.pool ?? (await onlyPool(context));
    const record = await allocated(context, pool);
    const { id, address } = record;
    const standing = { address, __state: { pool: record.pool ?? pool } };
    context.record(id, { pool: args.pool, ...standing });
    if (args.serverId !== undefined) {
        const { serverId, fixedIp } = args;
        await claim(context, {
            things: [things.association(serverId)],
            take: () => associate(context, id, address, serverId, fixedIp),
            isHeld: isPlaceTaken,
        }).catch((error: unknown) => nameOther(context, id, serverId, fixedIp, error));
    }
    return { id, state: { ...args, ...standing } };
}

/** One address leads to a server's: where the cloud refuses a second one, the first is named that no state here has. */
async function nameOther(
    { compute, subject: resource, run }: Context,
    id: string,
    serverId: string,
    fixedIp: string | undefined,
    error: unknown,
): Promise<never> {
    if (!(error instanceof CloudError) || (error.status !== 400 && error.status !== 409)) {
        throw error;
    }
    const other = (await listFloatingIps(compute, { resource })).find(
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

/**
 * An address tells nothing of who asked for it. Where the answer to an allocation is lost, those that have come since
 * this process began and lead nowhere are named, and none is taken.
 */
async function allocated(context: Context, pool: string): Promise<FloatingIpRecord> {
    const { compute, subject: resource, deadline, run } = context;
    const before = await run.once("floating IPs", () => listFloatingIps(compute, { resource }));
    try {
        const record = await withinQuota(context, allocateFloatingIp(compute, pool, { resource, deadline }));
        run.made(record.id);
        return record;
    } catch (error) {
        if (!mayBeDone(error)) {
            throw error;
        }
        const known = new Set(before.map(({ id }) => id));
        const candidates = (await listFloatingIps(compute, { resource })).filter(
            ({ id, serverId }) => serverId === undefined && !known.has(id) && !run.isInState(id),
        );
        const [first] = candidates;
        if (first === undefined) {
            throw error;
        }
        const named = candidates.map(({ id, address }) => `${address} (${id})`).join(", ");
        throw new Error(
            `${error.message} Allocated since this update began, and associated with nothing: ${named}. ${ifLeft(first.id)}`,
            { cause: error },
        );
    }
}

async function onlyPool({ compute, subject }: Context): Promise<string> {
    const pools = await ifThere(listFloatingIpPools(compute, { resource: subject }));
    if (pools === undefined) {
        // HP Cloud, which has one pool and takes any name.
        throw new Error(
            `${subject}: cloud "${compute.name}" has no list of pools (HTTP 404). Set pool: the name that the cloud's ` +
                "documentation gives, or any name where the cloud has only one pool. Nothing was changed.",
        );
    }
    const [only, ...others] = pools;
    if (only === undefined || others.length > 0) {
        throw new Error(
            only === undefined
                ? `${subject}: cloud "${compute.name}" has no pool of floating IPs for this project. Nothing was changed.`
                : `${subject}: cloud "${compute.name}" has several pools (${pools.join(", ")}): name one in pool. Nothing was changed.`,
        );
    }
    return only;
}

/** Milliseconds within which the cloud shows an association that it has taken. */
const UNSEEN = 60_000;

/** Nova hears of the association a moment after the network service: the wait ends when it tells of it itself. */
async function associate(
    { compute, subject, deadline, progress }: Context,
    id: string,
    address: string,
    serverId: string,
    fixedIp: string | undefined,
): Promise<void> {
    await addFloatingIp(
        compute,
        serverId,
        { address, ...(fixedIp === undefined ? {} : { fixedAddress: fixedIp }) },
        { resource: subject, deadline },
    );
    const began = Date.now();
    await waitFor<FloatingIpRecord>({
        subject,
        doing: `associating with server ${serverId}`,
        deadline,
        observe: () => getFloatingIp(compute, id, { resource: subject, deadline: deadline + LAST_LOOK }),
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

async function read(
    { compute, subject, deadline }: Context,
    id: string,
    state: Partial<FloatingIpState>,
    args?: FloatingIpArguments,
): Promise<FloatingIpState | undefined> {
    const record = await ifThere(getFloatingIp(compute, id, { resource: subject, deadline }));
    if (record === undefined) {
        return undefined;
    }
    const declared = args ?? state;
    const seen = args === undefined && state.__state === undefined;
    // The cloud names the pool; a program may have its id.
    const otherPool = record.pool === state.__state?.pool ? undefined : record.pool;
    return {
        ...declared,
        ...(declared.pool === undefined && !seen ? {} : { pool: otherPool ?? declared.pool }),
        ...(declared.serverId === undefined && !seen
            ? {}
            : { serverId: sameId(record.serverId, declared.serverId) ? declared.serverId : record.serverId }),
        ...(declared.fixedIp === undefined && !seen ? {} : { fixedIp: record.fixedIp }),
        address: record.address,
        __state: { ...state.__state, pool: record.pool ?? state.__state?.pool },
    };
}

async function update(
    context: Context,
    id: string,
    state: FloatingIpState,
    args: FloatingIpArguments,
    plan: Plan,
): Promise<FloatingIpState> {
    const { compute, subject: resource, deadline, run } = context;
    const after = { ...state, ...args, serverId: args.serverId, fixedIp: args.fixedIp };
    if (!plan.some(({ change }) => change.by === "association")) {
        return after;
    }
    const { serverId, fixedIp, address } = await getFloatingIp(compute, id, { resource, deadline });
    // Where a program names no address of the server's, one that it named before is given up.
    const asWanted = args.fixedIp === undefined ? state.fixedIp === undefined : sameAddress(args.fixedIp, fixedIp);
    if (sameId(serverId, args.serverId) && asWanted) {
        return settled(after);
    }
    if (serverId !== undefined) {
        await disassociate(context, serverId, address);
        context.record(id, { ...state, serverId: undefined, fixedIp: undefined });
    }
    const lead = (to: Context) =>
        args.serverId === undefined ? undefined : associate(to, id, address, args.serverId, args.fixedIp);
    const wants = args.serverId === undefined ? [] : [things.association(args.serverId)];
    let waiting: readonly Thing[] = [];
    try {
        const claimed = await claim(context, {
            things: wants,
            take: async () => lead(context),
            isHeld: isPlaceTaken,
            // Of a floating IP nobody can tell whose it is: only the update after this one takes that for a mistake.
            mayDefer: async () => (run.exchange.isAlone() && state.__state.deferred !== true ? "yes" : "unclear"),
        });
        waiting = "taken" in claimed ? [] : claimed.deferred;
    } catch (error) {
        throw worded(error, await putBack(context, id, state, { address, serverId, fixedIp }));
    }
    const gives = serverId === undefined ? [] : [things.association(serverId)];
    if (waiting.length === 0) {
        await run.exchange.released(gives);
        return settled(after);
    }
    const lost = await putBack(context, id, state, { address, serverId, fixedIp });
    const later = afterDeadline(context);
    deferRest(context, {
        wants: waiting,
        has: gives,
        lost,
        letGo: async () => {
            if (serverId !== undefined) {
                await disassociate(later, serverId, address);
            }
        },
        complete: async () => {
            if (serverId !== undefined) {
                await disassociate(later, serverId, address);
            }
            await lead(later);
            await run.exchange.released(gives);
        },
    });
    return {
        ...after,
        serverId: state.serverId,
        fixedIp: state.fixedIp,
        __state: { ...state.__state, deferred: true },
    };
}

function settled({ __state: { deferred: _was, ...kept }, ...state }: FloatingIpState): FloatingIpState {
    return { ...state, __state: kept };
}

/** Neutron's words, by Nova with 400 or 409: the server's address has a floating IP already. */
function isPlaceTaken(error: unknown): error is CloudError {
    return (
        error instanceof CloudError &&
        (error.status === 400 || error.status === 409) &&
        /\balready has a floating IP\b|\balready associated\b/i.test(error.cloudMessage)
    );
}

/** Leads it where it led before; the words say what could not be. */
async function putBack(
    context: Context,
    id: string,
    state: FloatingIpState,
    { address, serverId, fixedIp }: Pick<FloatingIpRecord, "address" | "serverId" | "fixedIp">,
): Promise<string[]> {
    if (serverId === undefined) {
        return [];
    }
    try {
        await associate(context, id, address, serverId, fixedIp);
        context.record(id, state);
        return [];
    } catch (error) {
        return [`It could not be put back on server ${serverId} (${messageOf(error)})`];
    }
}

/** The server may be gone, and the address with it: then there is nothing to take off. */
async function disassociate({ compute, subject, deadline }: Context, serverId: string, address: string): Promise<void> {
    try {
        await ifThere(removeFloatingIp(compute, serverId, address, { resource: subject, deadline }));
    } catch (error) {
        // 422 or 409: it no longer leads to this server.
        if (!(error instanceof CloudError && (error.status === 422 || error.status === 409))) {
            throw error;
        }
    }
}

const untilNow = (what: string) => z.string().optional().describe(what);

export const floatingIpFunctions = lookups({
    noun: "floating IP",
    names: ["getFloatingIp", "getFloatingIps"],
    property: "floatingIps",
    examples: [
        `const ip = await compute.getFloatingIp({ address: "203.0.113.10" });
export const serverId = ip.serverId;`,
        `const { floatingIps } = await compute.getFloatingIps({ pool: "public" });`,
    ],
    shape: {
        id: z.string().describe("The id."),
        name: z.string().describe("The address, by which messages name it."),
        address: z.string().describe("The address."),
        pool: untilNow("The pool that it is from, where the cloud tells it."),
        serverId: untilNow("The id of the server that it is associated with."),
        fixedIp: untilNow("Which of the server's own addresses it is associated with."),
    },
    filters: {
        address: filter(untilNow("The address."), (ip: FloatingIpRecord, address: string) =>
            sameAddress(ip.address, address),
        ),
        pool: filter(untilNow("The pool that it is from."), (ip: FloatingIpRecord, pool: string) => ip.pool === pool),
        serverId: filter(
            untilNow("The id of the server that it is associated with."),
            (ip: FloatingIpRecord, id: string) => sameId(ip.serverId, id),
        ),
    },
    list: async (compute, asked) => (await listFloatingIps(compute, asked)).map(shown),
    get: async (compute, id, asked) => shown(await getFloatingIp(compute, id, asked)),
});

function shown(record: FloatingIpRecord) {
    return { ...record, name: record.address };
}
