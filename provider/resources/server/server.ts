/** The Server: its arguments, its change table and its lifecycle, as one {@link ResourceKind}. */
import isEqual from "lodash/isEqual";
import pick from "lodash/pick";
import type { ServerRecord } from "../../api/index";
import { sameAddress, sameId } from "../../arguments/argument-types";
import { ownValue } from "../../arguments/own-keys";
import { ifThere } from "../../lifecycle/absent";
import type { Context, IsAnother, ResourceKind } from "../../lifecycle/kind";
import type { Level } from "../../plan/change-table";
import type { Plan, PlannedChange } from "../../plan/plan";
import { serverGroupQuotas } from "../server-group";
import { volumesIn } from "./block-devices";
import { createFrom, pin } from "./create";
import { has } from "./declared-interfaces";
import { brief, whole } from "./derived-state";
import { isLeaving, leaves, remove } from "./end";
import type { ServerStep } from "./fields/server-field";
import { holdings } from "./holdings";
import { readServer } from "./looks";
import { lossesOnReplacing } from "./losses";
import { serversNamed } from "./post";
import { serverQuotas } from "./quotas";
import { renewals } from "./renewed";
import { serverSchema } from "./schema";
import {
    packedNames,
    type ServerArguments,
    sealedNames,
    secretNames,
    serverChanges,
    serverFields,
    serverOutputs,
} from "./server-fields";
import { asState, declaredIn, everything, type ServerState, type Translated, translate } from "./state";
import { updateTo } from "./update";
import { GONE } from "./watch";

const MINUTE = 60_000;

export const server: ResourceKind<ServerArguments, ServerState, ServerStep> = {
    kind: "Server",
    noun: "server",
    about:
        "A server (an instance of OpenStack Compute). A change to `flavor` resizes it in place and confirms the resize; a change " +
        "to `image` rebuilds it in place, and the root disk is lost. Its creation ends when it is ACTIVE. If a creation ends in " +
        "ERROR, the state keeps the server with its fault, and the next `pulumi up` replaces it.",
    example: `const server = new compute.Server("web", {
    flavor: "m1.small",
    image: "debian-12",
    networks: [{ network: "private" }],
}, { customTimeouts: { create: "10m" } });
export const address = server.ipV4;`,
    fields: serverFields,
    outputs: serverOutputs,
    schema: serverSchema,
    changes: serverChanges,
    timeouts: { create: 30 * MINUTE, update: 30 * MINUTE, delete: 30 * MINUTE },
    nameLength: 255,
    exclusive,
    called: async (context, name) => (await serversNamed(context, name)).map(({ id }) => id),
    losses: lossesOnReplacing,
    holdings,
    create: (context, args) => createFrom(context, { ...args, name: args.name ?? context.declaration.name }),
    read,
    update: updateTo,
    delete: remove,
    repairs,
    // The scheduler counts the members of a group when a server joins it.
    quotas: { ...serverQuotas, serverGroupMembers: serverGroupQuotas.serverGroupMembers },
    secrets: secretNames,
    sealed: sealedNames,
    packed: packedNames,
    shorthand: { brief, whole },
};

/** Why the old server must be deleted first: the new one needs its port, fixed address or volume, declared or not. */
function exclusive(args: ServerArguments, state: ServerState): string | undefined {
    const standing = Array.isArray(state.networks) ? state.networks : [];
    const wanted = Array.isArray(args.networks) ? args.networks : [];
    if (wanted.some(({ port }) => port !== undefined && standing.some((nic) => sameId(nic.port, port)))) {
        return "a port serves one server at a time";
    }
    if (
        wanted.some(
            ({ fixedIp }) =>
                fixedIp !== undefined &&
                (standing.some((nic) => sameAddress(nic.fixedIp, fixedIp)) || has(state, fixedIp)),
        )
    ) {
        return "a fixed address belongs to one server at a time";
    }
    const volumes = [...volumesOf(state), ...(state.attachedVolumes ?? []).map(({ id }) => id)];
    return volumesOf(args).some((volume) => volumes.some((other) => sameId(volume, other)))
        ? "a volume serves one server at a time"
        : undefined;
}

function volumesOf({ bootVolume, blockDevices }: Partial<ServerArguments>): string[] {
    return [bootVolume?.volume ?? [], volumesIn(blockDevices).map(({ volume }) => volume)].flat();
}

async function read(
    context: Context,
    id: string,
    state: Partial<ServerState>,
    args?: ServerArguments,
): Promise<ServerState | undefined> {
    const record = await standing(context, id);
    if (record === undefined) {
        return undefined;
    }
    if (record.partial && state.__state !== undefined) {
        // If its cell is down, the cloud only says that the server exists: the rest of the state stays.
        return { ...(state as ServerState), status: record.status };
    }
    const translated = await translatedFor(context, record, state, args);
    const kept = { ...state.__state, pins: translated.pins, ran: state.__state?.ran ?? false };
    const next = asState(translated.declared, record, kept, state, translated.interfaces);
    return { ...next, updated: lastUpdate(next, state) };
}

async function translatedFor(
    context: Context,
    record: ServerRecord,
    state: Partial<ServerState>,
    args: ServerArguments | undefined,
): Promise<Translated> {
    if (state.__state !== undefined) {
        return translate(context, record, args ?? declaredIn(state), state.__state.pins, state);
    }
    return args === undefined
        ? everything(context, record)
        : translate(context, record, args, await pin(context, args), state);
}

/** The record of a server; undefined if it is gone, or is being deleted and soon will be. */
async function standing(context: Context, id: string): Promise<ServerRecord | undefined> {
    const record = await ifThere(readServer(context, id));
    if (record === undefined || GONE.has(record.status)) {
        return undefined;
    }
    if (!isLeaving(record)) {
        return record;
    }
    return (await leaves(context, id, record)) ? undefined : ifThere(readServer(context, id));
}

/**
 * The cloud also changes `updated` for reasons that do not matter here, so alone it is no difference. Neither is the
 * order of keys, because the engine sorts them.
 */
function lastUpdate(next: ServerState, state: Partial<ServerState>): string | undefined {
    const apart = { updated: undefined, __state: undefined };
    const told = asKept({ ...next, ...apart });
    const knew = asKept({ ...pick(state, Object.keys(next)), ...apart });
    return isEqual(told, knew) ? state.updated : next.updated;
}

/** As the engine stores it, without undefined values. */
function asKept(state: object): unknown {
    return JSON.parse(JSON.stringify(state));
}

/**
 * Changes that the state needs by itself. A server that never ran holds no data; one that ran is destroyed only if the
 * program says so.
 */
function repairs(state: ServerState, args: ServerArguments, isAnother: IsAnother): Plan<ServerStep> {
    return [...repairsOfStatus(state, args), ...renewals(state, args, isAnother)];
}

function repairsOfStatus(state: ServerState, { onError = {} }: ServerArguments): Plan<ServerStep> {
    // A creation that failed before the first look: the engine knows, and updates the server without a row.
    const isUnseen = state.status === "BUILD" && state.created === undefined;
    const underWay = isUnseen ? undefined : ownValue(UNDER_WAY, state.status);
    if (underWay !== undefined) {
        return [underWay(state)];
    }
    if (state.status !== "ERROR") {
        return [];
    }
    const reason = state.fault === undefined ? "" : ` (${state.fault.message})`;
    const { build = "replace", running = "keep" } = onError;
    return [state.__state.ran ? REPAIR_OF_RUNNING[running](state, reason) : REPAIR_OF_BUILD[build](state, reason)];
}

/**
 * Statuses of an action under way. A refresh may already see the new flavor or image: then the state is as declared,
 * and without these rows the plan would not wait for the action or confirm it.
 */
const UNDER_WAY: Readonly<Record<string, (state: ServerState) => Repair>> = {
    BUILD: (state) => repair(state, "settle", "none", "waits for its creation to end"),
    REBUILD: (state) => repair(state, "settle", "none", "waits for the rebuild under way"),
    RESIZE: (state) =>
        repair(state, "settle", "restart", "waits for the resize under way, then confirms or reverts it"),
    VERIFY_RESIZE: (state) =>
        repair(state, "settle", "restart", "confirms or reverts the resize that awaits confirmation"),
    REVERT_RESIZE: (state) =>
        repair(state, "resize", "restart", "waits for the revert under way, then resizes to the declared flavor"),
};

type Repair = PlannedChange<ServerStep>;

type RepairOf = (state: ServerState, reason: string) => Repair;

const REPAIR_OF_BUILD: Readonly<Record<"replace" | "keep", RepairOf>> = {
    replace: (state, reason) => repair(state, "replace", "none", `replace: it never ran${reason}`),
    keep: (state, reason) => repair(state, "keep", "none", `kept (\`onError.build\` is "keep")${reason}`),
};

const REPAIR_OF_RUNNING: Readonly<Record<"keep" | "rebuild" | "replace", RepairOf>> = {
    keep: (state, reason) =>
        repair(
            state,
            "keep",
            "none",
            `kept, because it has been ACTIVE before${reason}; set onError, or repair it by hand`,
        ),
    rebuild: (state, reason) =>
        repair(
            state,
            "rebuild",
            "rebuild",
            `rebuild in place (\`onError.running\` is "rebuild"); the root disk is lost${reason}`,
        ),
    replace: (state, reason) =>
        repair(state, "replace", "replace", `replace (\`onError.running\` is "replace")${reason}`),
};

function repair(state: ServerState, by: ServerStep, level: Level, effect: string): Repair {
    return {
        property: "status",
        change: { by, level, effect, removed: "unmanaged", shows: "values" },
        old: state.status,
        new: "ACTIVE",
        unknown: false,
    };
}
