/**
 * Changes a server in place: the steps of the plan, in order, each recorded as soon as it is done. After a failure, the
 * state says what was done, and the next update does the rest.
 */
import { getServer, type ServerRecord } from "../../api/index";
import { GoneError, ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";
import { names, resolveFlavor, resolveImage } from "../../lifecycle/references";
import type { Plan } from "../../plan/plan";
import { WaitFailedError } from "../../wait/wait";
import { unlock } from "./acting";
import type { ServerStep } from "./fields/server-field";
import { lockOf } from "./locked";
import { readServer } from "./looks";
import type { ServerArguments } from "./server-fields";
import { follow } from "./stamp";
import { asState, declaredIn, hasFlavor, type ServerState } from "./state";
import { stepsFor } from "./steps/index";
import { bring } from "./steps/power";
import { confirm, revert } from "./steps/resize";
import type { Done } from "./steps/step";
import { atRest, done, faultOf, GONE, waiting, watch } from "./watch";

export async function updateTo(
    context: Context,
    id: string,
    before: ServerState,
    args: ServerArguments,
    plan: Plan<ServerStep>,
): Promise<ServerState> {
    let state = before;
    const deferred: (keyof ServerArguments)[] = [];
    let record = await presentWithNames(context, id, args, plan);
    let interfaces: Done["interfaces"];
    const note = (done: Done) => {
        // The record may show a new interface only at the next look.
        interfaces = done.interfaces ?? interfaces;
        state = after(state, { ...done, interfaces }, record);
        context.record(id, state);
    };
    const look = async () => {
        record = await getServer(context.compute, id, { resource: context.subject });
        note(NOTHING);
    };
    try {
        // First, because a lock also prevents a confirmation.
        if (lockOf(state.locked) !== undefined && plan.some(({ change }) => !UNTOUCHING.has(change.by))) {
            await unlock(context, id);
            note({ declared: { locked: false } });
        }
        const carried = record.metadata;
        record = await follow(context, id, record, args);
        if (record.metadata !== carried) {
            note(NOTHING);
        }
        record = await settle(context, id, record, before, args, plan);
        if (
            args.powerState !== undefined &&
            ASLEEP.has(record.status) &&
            plan.some(({ change }) => AWAKE.has(change.by))
        ) {
            record = await bring(context, id, record, "active");
            note({ declared: { powerState: "active" } });
        }
        for (const [by, step] of stepsFor(args, record)) {
            const changes = plan.filter(({ change }) => change.by === by);
            if (changes.length === 0 && !isToBePutBack(by, args, state)) {
                continue;
            }
            const made = await step({ context, id, args, changes, state, record, note });
            record = made.record ?? record;
            deferred.push(...(made.deferred ?? []));
            // Recorded before the next look, which may fail too.
            note(made);
            if (made.record === undefined) {
                await look();
            }
        }
    } catch (error) {
        record = await lastLook(context, id, record);
        note(NOTHING);
        throw before.status === "ERROR" && record.status === "ERROR"
            ? inError(context, record, state, args, error)
            : error;
    }
    // Changes that the cloud does not see (another spelling, other timeouts) are recorded as the program has them.
    const taken = Object.fromEntries(Object.keys(declaredIn(state)).map((argument) => [argument, undefined]));
    const standing = Object.fromEntries(deferred.map((argument) => [argument, state[argument]]));
    const declared = { ...taken, ...args, ...standing, ...(args.name === undefined ? { name: state.name } : {}) };
    const finished = after(state, { declared, interfaces }, record);
    if (record.status === "ERROR") {
        context.record(id, finished);
        throw inError(context, record, finished, args);
    }
    return finished;
}

/** A server in ERROR refuses nearly every change, and the refusal alone would not say what to do. */
function inError(
    { subject }: Context,
    record: ServerRecord,
    state: ServerState,
    args: ServerArguments,
    refusal?: unknown,
): WaitFailedError {
    const before = refusal instanceof Error ? `${refusal.message} ` : "";
    const fault = faultOf(record).replace(/[.\s]+$/, "");
    return new WaitFailedError(`${before}${subject} is in ERROR: ${fault}. ${whatThen(state, args)}`);
}

const NOTHING: Done = { declared: {} };

/** Steps that a lock does not prevent. */
const UNTOUCHING: ReadonlySet<ServerStep> = new Set(["record", "keep", "lock"]);

/**
 * In these statuses the cloud refuses to resize or rebuild: if the power state is managed, the server is started first.
 */
const ASLEEP: ReadonlySet<string> = new Set(["PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED"]);
const AWAKE: ReadonlySet<ServerStep> = new Set(["resize", "rebuild"]);

/** Whether an earlier step had to change it for a while: it removed the lock, or started the server. */
function isToBePutBack(by: ServerStep, { locked, powerState }: ServerArguments, state: ServerState): boolean {
    return by === "lock"
        ? lockOf(locked) !== undefined && state.locked === false
        : by === "power" && powerState !== undefined && state.powerState !== powerState;
}

/** What happens next to a server that is in ERROR at the end of an update. */
function whatThen({ __state: { ran } }: ServerState, { onError = {} }: ServerArguments): string {
    const { build = "replace", running = "keep" } = onError;
    if (!ran) {
        return build === "replace"
            ? "The next `pulumi up` replaces it."
            : `It is kept, because onError.build is "keep": ${REPAIR}`;
    }
    return running === "keep"
        ? `It is kept, because it has been ACTIVE before and may hold data: ${REPAIR}`
        : `The next \`pulumi up\` ${running === "rebuild" ? "rebuilds" : "replaces"} it (onError.running).`;
}

const REPAIR =
    "repair it (a rebuild from another image, or by hand), " +
    "or delete it and run `pulumi refresh`; the next `pulumi up` then creates a new one.";

/** The server's record after a failure, or the last known one if the cloud does not answer. */
async function lastLook(context: Context, id: string, before: ServerRecord): Promise<ServerRecord> {
    return getServer(context.compute, id, { resource: context.subject }).catch(() => before);
}

function after(state: ServerState, { declared, pins, adminPass, interfaces }: Done, record: ServerRecord): ServerState {
    const kept = {
        ...state.__state,
        pins: { ...state.__state.pins, ...pins },
        ...(adminPass === undefined ? {} : { made: ["adminPass"] }),
        ...(declared.adminPass === undefined ? {} : { made: [] }),
    };
    const all = { ...declaredIn(state), ...declared };
    const before = adminPass === undefined ? state : { ...state, adminPass };
    return asState(all, record, kept, before, interfaces);
}

/**
 * Waits for an action under way. If the plan has a resize to finish, a resize that awaits confirmation is confirmed or
 * reverted, as the declared flavor requires. Otherwise that resize is somebody else's, and is left alone.
 */
async function settle(
    context: Context,
    id: string,
    found: ServerRecord,
    state: ServerState,
    args: ServerArguments,
    plan: Plan<ServerStep>,
): Promise<ServerRecord> {
    const record = atRest(found)
        ? found
        : await watch(context, id, "waiting for another action to end", (seen) =>
              atRest(seen) ? done : waiting(seen),
          );
    if (
        record.status !== "VERIFY_RESIZE" ||
        !plan.some(({ change }) => change.by === "resize" || change.by === "settle")
    ) {
        return record;
    }
    const { flavor: pinned } = state.__state.pins;
    const wanted = names(args.flavor, pinned) ? pinned : await resolveFlavor(context, args.flavor);
    return hasFlavor(record, wanted) ? await confirm(context, id, wanted) : await revert(context, id);
}

/**
 * Reads the server and resolves the plan's names at the same time: an unknown name fails before anything is changed.
 */
async function presentWithNames(
    context: Context,
    id: string,
    args: ServerArguments,
    plan: Plan<ServerStep>,
): Promise<ServerRecord> {
    const isTo = (by: ServerStep) => plan.some(({ change }) => change.by === by);
    const looking = present(context, id);
    const naming = Promise.all([
        isTo("resize") ? resolveFlavor(context, args.flavor) : undefined,
        isTo("rebuild") && args.image !== undefined ? resolveImage(context, args.image) : undefined,
    ]);
    await Promise.allSettled([looking, naming]);
    // If both fail, it matters more that the server is gone.
    const record = await looking;
    await naming;
    return record;
}

async function present(context: Context, id: string): Promise<ServerRecord> {
    const record = await ifThere(readServer(context, id));
    if (record === undefined || GONE.has(record.status)) {
        throw new GoneError(context.subject, context.compute.name);
    }
    return record;
}
