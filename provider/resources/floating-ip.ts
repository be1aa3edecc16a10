/**
 * The FloatingIp: an address out of a pool, associated with a server or with none. The association changes in place.
 */
import * as z from "zod";
import { invoke, operation } from "../api/index";
import { filledText, optionalIdentifier } from "../api/values";
import { bareAddress, bareId, ipArgument, sameAddress, sameId } from "../arguments/argument-types";
import { omitOwn } from "../arguments/own-keys";
import { ifThere } from "../lifecycle/absent";
import { claim } from "../lifecycle/claim";
import { completed, declared } from "../lifecycle/declared";
import { lookupsOf } from "../lifecycle/declared-lookups";
import { afterDeadline, deferRest, worded } from "../lifecycle/deferred-updates";
import { ifLeft, mayBeDone } from "../lifecycle/interrupted-creations";
import type { Context } from "../lifecycle/kind";
import { filter } from "../lifecycle/lookup";
import { type Thing, things } from "../lifecycle/resource-exchange";
import { argument, output, own, replaces } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";
import {
    type Associable,
    associate,
    disassociate,
    type FoundFloatingIp,
    isPlaceTaken,
    nameOther,
    restoreAssociation,
} from "./floating-ip-association";

interface Kept {
    /** The pool's name in the cloud. A program may give its id. */
    pool?: string;
    /** The last update left the association to a later one. */
    deferred?: boolean;
}

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

const association = (effect: string) => own<string | undefined>({ effect, spell: (value) => value ?? "none" });
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
        // The example of a list in the API reference has the form of the network service.
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

export const floatingIp = completed(allocated, {
    holdings: ({ serverId }, _args, plan) => {
        const has = serverId === undefined ? [] : [things.association(serverId)];
        return { has, gives: plan.some(({ change }) => change.by === "own") ? has : [] };
    },

    async create(context, args) {
        const made = await allocated.create(context, { ...args, pool: args.pool ?? (await onlyPool(context)) });
        const { id, state } = made;
        const standing = { pool: args.pool, address: state.address, __state: state.__state };
        context.record(id, standing);
        const place = placeOf(args);
        if (place !== undefined) {
            await claim(context, {
                things: [things.association(place.serverId)],
                take: () => associate(context, associable(context, id, String(state.address)), place),
                isHeld: isPlaceTaken,
            }).catch((error: unknown) => nameOther(context, id, place, () => all(context), error));
        }
        return { ...made, state: { ...state, ...standing } };
    },

    async update(context, id, state, args, plan) {
        const { run } = context;
        const after = { ...state, ...args, serverId: args.serverId, fixedIp: args.fixedIp };
        if (!plan.some(({ change }) => change.by === "own")) {
            return after;
        }
        const found = await show(context, id);
        const { address } = found;
        const [old, wanted] = [placeOf(found), placeOf(args)];
        // If the program names none of the server's addresses any more, the one that it named before is given up.
        const isSameAddress =
            args.fixedIp === undefined ? state.fixedIp === undefined : sameAddress(args.fixedIp, found.fixedIp);
        if (sameId(old?.serverId, wanted?.serverId) && isSameAddress) {
            return settled(after);
        }
        const release = async (by: Context) => {
            await (old && disassociate(by, { address, serverId: old.serverId }));
        };
        const take = async (by: Context) => {
            await (wanted && associate(by, associable(by, id, address), wanted));
        };
        const restore = async () => {
            const lost = await restoreAssociation(context, associable(context, id, address), old);
            if (lost.length === 0) {
                context.record(id, state);
            }
            return lost;
        };
        const [gives, wants] = [old, wanted].map((place) => (place ? [things.association(place.serverId)] : []));
        await release(context);
        context.record(id, { ...state, serverId: undefined, fixedIp: undefined });
        let waiting: readonly Thing[] = [];
        try {
            const claimed = await claim(context, {
                things: wants ?? [],
                take: () => take(context),
                isHeld: isPlaceTaken,
                // Nobody can tell whose a floating IP is. The first update waits for the next one; only that one fails.
                mayDefer: async () => (run.exchange.isAlone() && keptIn(state).deferred !== true ? "yes" : "unclear"),
            });
            waiting = "taken" in claimed ? [] : claimed.deferred;
        } catch (error) {
            throw worded(error, await restore());
        }
        if (waiting.length === 0) {
            await run.exchange.released(gives ?? []);
            return settled(after);
        }
        const later = afterDeadline(context);
        deferRest(context, {
            wants: waiting,
            has: gives ?? [],
            lost: await restore(),
            letGo: () => release(later),
            complete: async () => {
                await release(later);
                await take(later);
                await run.exchange.released(gives ?? []);
            },
        });
        return {
            ...after,
            serverId: state.serverId,
            fixedIp: state.fixedIp,
            __state: { ...state.__state, deferred: true },
        };
    },
});

function placeOf({ serverId, fixedIp }: { serverId?: string | undefined; fixedIp?: string | undefined }) {
    return serverId === undefined ? undefined : { serverId, fixedIp };
}

function associable(context: Context, id: string, address: string): Associable {
    return { address, look: (patience) => show(context, id, patience) };
}

function keptIn(bag: object): Kept {
    return (bag as { __state?: Kept }).__state ?? {};
}

async function show({ compute, subject, deadline }: Context, id: string, patience = 0): Promise<FoundFloatingIp> {
    return (await allocated.records.get(compute, id, {
        resource: subject,
        deadline: deadline + patience,
    })) as FoundFloatingIp;
}

async function all({ compute, subject: resource }: Context): Promise<FoundFloatingIp[]> {
    return (await allocated.records.list(compute, { resource })) as FoundFloatingIp[];
}

/**
 * A record does not say who allocated it. If the answer to an allocation is lost, the error names those that have appeared
 * since this process began and are associated with nothing. None of them is used.
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
        // HP Cloud has one pool, and accepts any name for it.
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

function settled(state: FloatingIpState): FloatingIpState {
    return { ...state, __state: omitOwn({ ...state.__state }, ["deferred"]) };
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
        address: filter(by("The address."), (ip: FoundFloatingIp, address: string) => sameAddress(ip.address, address)),
        pool: filter(by("The pool that it is from."), (ip: FoundFloatingIp, pool: string) => ip.pool === pool),
        serverId: filter(by("The id of the server that it is associated with."), (ip: FoundFloatingIp, id: string) =>
            sameId(ip.serverId, id),
        ),
    },
});
