/** The FloatingIp: an address out of a pool, associated with a server or with none. The association changes in place. */
import * as z from "zod";
import { addFloatingIp, invoke, operation, removeFloatingIp } from "../api/index";
import { filledText, optionalIdentifier } from "../api/values";
import { bareAddress, bareId, ipArgument, sameAddress, sameId } from "../arguments/argument-types";
import { omitOwn } from "../arguments/own-keys";
import { CloudError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import { claim } from "../lifecycle/claim";
import { declared } from "../lifecycle/declared";
import { lookupsOf } from "../lifecycle/declared-lookups";
import { afterDeadline, deferRest, messageOf, worded } from "../lifecycle/deferred-updates";
import { ifLeft, mayBeDone } from "../lifecycle/interrupted-creations";
import type { Context } from "../lifecycle/kind";
import { filter } from "../lifecycle/lookup";
import { type Thing, things } from "../lifecycle/resource-exchange";
import { argument, output, replaces } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";
import { LAST_LOOK, waitFor } from "../wait/wait";

interface Kept {
    /** The pool as the cloud names it; a program may have its id. */
    pool?: string;
    /** The last update has left its association to a later one. */
    deferred?: boolean;
}

type Found = Readonly<{ id: string; address: string; pool?: string; serverId?: string; fixedIp?: string }>;

const microversions = { max: "2.35" };
export const listPools = operation({
    title: "List floating IP pools",
    method: "GET",
    path: "/os-floating-ip-pools",
    microversions,
    answer: z
        .object({ floating_ip_pools: z.array(z.object({ name: z.string() })) })
        .transform((body) => body.floating_ip_pools.map((pool) => pool.name)),
});

const association = (effect: string) => ({
    row: { level: "none", effect, spell: (value: unknown) => (value === undefined ? "none" : String(value)) } as const,
    step: { kind: "own" } as const,
});
const text = z.string().min(1, { error: "must not be empty" });

export const floatingIpQuotas = {
    floatingIps: {
        name: "floating IPs",
        of: "floating IPs of a project",
        called: ["floatingip", "ip allocation"],
        limit: "maxTotalFloatingIps",
        used: "totalFloatingIpsUsed",
        until: "2.35",
    },
} satisfies Quotas;

/** API reference, "Floating IPs" and "Floating IP pools". */
const allocated = declared({
    kind: "FloatingIp",
    noun: "floating IP",
    about: "A floating IP: an address out of a pool. `serverId` says which server it is associated with, and changes in place.",
    example: `const ip = new compute.FloatingIp("web", { pool: "public", serverId: server.id });
export const address = ip.address;`,
    place: {
        path: "/os-floating-ips",
        one: "floating_ip",
        many: "floating_ips",
        // The API reference's example of a list has the network service's form.
        alsoMany: "floatingips",
        isBare: true,
        microversions,
        titles: {
            list: "List floating IP addresses",
            create: "Create floating IP address",
            show: "Show floating IP address details",
            delete: "Delete floating IP address",
        },
    },
    operations: { floatingIps: { listPools } },
    minutes: 5,
    quotas: floatingIpQuotas,
    calledBy: "address",
    fields: {
        pool: argument(
            text.optional().describe("The pool to take the address from. Default: the only one that there is."),
            replaces("another pool, another address", {
                removed: "unmanaged",
                same: (_old, wanted, state) => wanted === keptIn(state).pool,
            }),
        ),
        serverId: argument(
            text
                .optional()
                .describe(
                    "The id of the server to associate the address with. Omit for none: an association that others make is then left alone.",
                ),
            association("associated again in place, the address stays"),
            { key: "instance_id", read: optionalIdentifier, normal: bareId },
        ),
        fixedIp: argument(
            ipArgument("Which of the server's own addresses to associate it with. Default: its first.").optional(),
            association("associated again in place"),
            { older: { key: "fixed_ip_address", read: filledText }, normal: bareAddress },
        ),
        address: output(z.string().describe("The address."), {
            key: "ip",
            read: z.string(),
            older: { key: "floating_ip_address", read: z.string() },
        }),
    },
    clashes: ({ serverId, fixedIp }) =>
        fixedIp !== undefined && serverId === undefined
            ? [{ argument: "fixedIp", problem: "needs serverId", beside: ["serverId"] }]
            : [],
    kept: (_context, { pool }, bag): Kept => ({ pool: (pool ?? keptIn(bag).pool ?? bag.pool) as string | undefined }),
    more: (found, { pool, serverId, fixedIp }, kept: Kept, isSeen) => ({
        ...(pool === undefined && !isSeen ? {} : { pool: found.pool === kept.pool ? pool : (found.pool ?? pool) }),
        ...(serverId === undefined && !isSeen
            ? {}
            : { serverId: sameId(found.serverId, serverId) ? serverId : found.serverId }),
        ...(fixedIp === undefined && !isSeen ? {} : { fixedIp: found.fixedIp }),
    }),
    creating: allocating,
});

type FloatingIpState = Awaited<ReturnType<typeof allocated.create>>["state"] & { __state?: Kept };

export const floatingIp: typeof allocated = {
    ...allocated,
    holdings: ({ serverId }, _args, plan) => {
        const has = serverId === undefined ? [] : [things.association(serverId)];
        return { has, gives: plan.some(({ change }) => change.by === "own") ? has : [] };
    },

    async create(context, args) {
        const made = await allocated.create(context, { ...args, pool: args.pool ?? (await onlyPool(context)) });
        const { id, state } = made;
        const standing = { pool: args.pool, address: state.address, __state: state.__state };
        context.record(id, standing);
        const { serverId, fixedIp } = args;
        if (serverId !== undefined) {
            await claim(context, {
                things: [things.association(serverId)],
                take: () => associate(context, id, String(state.address), serverId, fixedIp),
                isHeld: isPlaceTaken,
            }).catch((error: unknown) => nameOther(context, id, serverId, fixedIp, error));
        }
        return { ...made, state: { ...state, ...standing } };
    },

    async update(context, id, state, args, plan) {
        const { run } = context;
        const after = { ...state, ...args, serverId: args.serverId, fixedIp: args.fixedIp };
        if (!plan.some(({ change }) => change.by === "own")) {
            return after;
        }
        const { serverId, fixedIp, address } = await show(context, id);
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
                mayDefer: async () => (run.exchange.isAlone() && keptIn(state).deferred !== true ? "yes" : "unclear"),
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
    },
};

function keptIn(bag: object): Kept {
    return (bag as { __state?: Kept }).__state ?? {};
}

async function show({ compute, subject, deadline }: Context, id: string, patience = 0): Promise<Found> {
    return (await allocated.records.get(compute, id, { resource: subject, deadline: deadline + patience })) as Found;
}

async function all({ compute, subject: resource }: Context): Promise<Found[]> {
    return (await allocated.records.list(compute, { resource })) as Found[];
}

/** One address leads to a server's: where the cloud refuses a second one, the first is named that no state here has. */
async function nameOther(
    context: Context,
    id: string,
    serverId: string,
    fixedIp: string | undefined,
    error: unknown,
): Promise<never> {
    if (!(error instanceof CloudError) || (error.status !== 400 && error.status !== 409)) {
        throw error;
    }
    const other = (await all(context)).find(
        (one) =>
            one.id !== id &&
            one.serverId === serverId &&
            (fixedIp === undefined || sameAddress(one.fixedIp, fixedIp)) &&
            !context.run.isInState(one.id),
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
async function allocating<T>(context: Context, create: () => Promise<T>): Promise<T> {
    const { run } = context;
    const before = await run.once("floating IPs", () => all(context));
    try {
        return await create();
    } catch (error) {
        if (!mayBeDone(error)) {
            throw error;
        }
        const known = new Set(before.map(({ id }) => id));
        const candidates = (await all(context)).filter(
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
    const pools = (await ifThere(invoke(compute, listPools, { resource: subject })))?.value;
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
    context: Context,
    id: string,
    address: string,
    serverId: string,
    fixedIp: string | undefined,
): Promise<void> {
    const { compute, subject, deadline, progress } = context;
    await addFloatingIp(
        compute,
        serverId,
        { address, ...(fixedIp === undefined ? {} : { fixedAddress: fixedIp }) },
        { resource: subject, deadline },
    );
    const began = Date.now();
    await waitFor<Found>({
        subject,
        doing: `associating with server ${serverId}`,
        deadline,
        observe: () => show(context, id, LAST_LOOK),
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

function settled(state: FloatingIpState): FloatingIpState {
    return { ...state, __state: omitOwn({ ...state.__state }, ["deferred"]) };
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
    { address, serverId, fixedIp }: Pick<Found, "address" | "serverId" | "fixedIp">,
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

const by = (what: string) => text.optional().describe(what);

export const floatingIpFunctions = lookupsOf(allocated, {
    names: ["getFloatingIp", "getFloatingIps"],
    property: "floatingIps",
    examples: [
        `const ip = await compute.getFloatingIp({ address: "203.0.113.10" });
export const serverId = ip.serverId;`,
        `const { floatingIps } = await compute.getFloatingIps({ pool: "public" });`,
    ],
    filters: {
        address: filter(by("The address."), (ip: Found, address: string) => sameAddress(ip.address, address)),
        pool: filter(by("The pool that it is from."), (ip: Found, pool: string) => ip.pool === pool),
        serverId: filter(by("The id of the server that it is associated with."), (ip: Found, id: string) =>
            sameId(ip.serverId, id),
        ),
    },
});
