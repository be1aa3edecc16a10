/**
 * Changing a server in place: the steps of the plan, in order, each noted as soon as it is done. A failure leaves a
 * state that says what was done, and the next update does the rest.
 */

import sortBy from "lodash/sortBy";
import {
    addSecurityGroup,
    addTag,
    changePassword,
    confirmResize,
    deleteMetadataKey,
    getServer,
    listServerSecurityGroups,
    mergeMetadata,
    rebuildServer,
    removeSecurityGroup,
    removeTag,
    resizeServer,
    resumeServer,
    revertResize,
    type ServerRecord,
    startServer,
    stopServer,
    unpauseServer,
    updateServer,
} from "../../api/index";
import { CloudError, ConflictError } from "../../cloud/index";
import { WaitFailedError } from "../../wait/wait";
import { ifThere } from "../absent";
import type { Plan, PlannedChange } from "../changes";
import type { Context } from "../kind";
import { names, type Pin, resolveFlavor, resolveImage } from "../references";
import type { ServerArguments } from "./arguments";
import { asState, declaredIn, hasFlavor, type ServerState } from "./state";
import { atRest, done, failureOf, faultOf, GONE, waiting, watch, watchPower } from "./watch";

interface Step {
    context: Context;
    id: string;
    args: ServerArguments;
    /** The changes of this step. */
    changes: Plan;
    /** What the state says before it. */
    state: ServerState;
    /** What the cloud said last. */
    record: ServerRecord;
}

/** What a step has done: the arguments that now stand, and the ids behind them. */
interface Done {
    declared: Partial<ServerArguments>;
    pins?: { flavor?: Pin; image?: Pin };
    adminPass?: string;
}

/** In the order of an update; the change table names them in `by`. */
const STEPS: Readonly<Record<string, (step: Step) => Promise<Done>>> = {
    attributes,
    metadata,
    tags,
    securityGroups,
    resize,
    rebuild,
    password,
    power,
};

/**
 * A password is set in a running guest: a server that is to run is started before it, one that is not after. One in
 * ERROR is rebuilt first: until then the cloud lets little else of it change, not even its metadata.
 */
function stepsFor(
    { powerState }: ServerArguments,
    { status }: ServerRecord,
): [string, (step: Step) => Promise<Done>][] {
    const steps = Object.entries(STEPS);
    const ordered = powerState === "active" ? sortBy(steps, ([by]) => by === "password") : steps;
    return status === "ERROR" ? sortBy(ordered, ([by]) => by !== "rebuild") : ordered;
}

export async function updateTo(
    context: Context,
    id: string,
    before: ServerState,
    args: ServerArguments,
    plan: Plan,
): Promise<ServerState> {
    let state = before;
    let record = await present(context, id);
    record = await settle(context, id, record, before, args, plan).catch(async (error: unknown) => {
        context.record(id, after(before, { declared: {} }, await lastLook(context, id, record)));
        throw error;
    });
    for (const [by, step] of stepsFor(args, record)) {
        const changes = plan.filter(({ change }) => change.by === by);
        if (changes.length === 0) {
            continue;
        }
        const result = await step({ context, id, args, changes, state, record }).catch(async (error: unknown) => {
            context.record(id, after(state, { declared: {} }, await lastLook(context, id, record)));
            throw error;
        });
        record = await getServer(context.compute, id, { resource: context.subject });
        state = after(state, result, record);
        context.record(id, state);
    }
    // What changes nothing in the cloud (another spelling, other time-outs) is noted as the program has it.
    const declared = { ...args, ...(args.name === undefined ? { name: state.name } : {}) };
    const finished = after(state, { declared }, record);
    if (record.status === "ERROR") {
        context.record(id, finished);
        throw new WaitFailedError(
            `${context.subject} is in ERROR: ${faultOf(record)}. ${finished.__state.ran ? KEPT : "The next `pulumi up` makes it anew."}`,
        );
    }
    return finished;
}

const KEPT =
    "It is kept, for it has run and there may be something on it: repair it (a rebuild from another image, or by hand), " +
    "or delete it and run `pulumi refresh`; the next `pulumi up` then makes a new one.";

/** After a failure: how the server stands, or how it stood where the cloud does not answer. */
async function lastLook(context: Context, id: string, before: ServerRecord): Promise<ServerRecord> {
    return getServer(context.compute, id, { resource: context.subject }).catch(() => before);
}

function after(state: ServerState, { declared, pins, adminPass }: Done, record: ServerRecord): ServerState {
    const kept = {
        ...state.__state,
        pins: { ...state.__state.pins, ...pins },
        ...(declared.adminPass === undefined ? {} : { made: [] }),
    };
    const all = { ...declaredIn(state), ...declared };
    const before = adminPass === undefined ? state : { ...state, adminPass };
    return asState(all, record, kept, before);
}

/**
 * Lets what is under way end. A resize that awaits confirmation is confirmed or reverted, as the program has it, where
 * the plan says so; one that it does not know of is somebody else's.
 */
async function settle(
    context: Context,
    id: string,
    found: ServerRecord,
    state: ServerState,
    args: ServerArguments,
    plan: Plan,
): Promise<ServerRecord> {
    const record = atRest(found)
        ? found
        : await watch(context, id, "waiting for what is under way", (seen) => (atRest(seen) ? done : waiting(seen)));
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

async function present(context: Context, id: string): Promise<ServerRecord> {
    const record = await ifThere(getServer(context.compute, id, { resource: context.subject }));
    if (record === undefined || GONE.has(record.status)) {
        throw new Error(
            `${context.subject} is gone from cloud "${context.compute.name}". Run \`pulumi refresh\`; then \`pulumi up\` makes a new one.`,
        );
    }
    return record;
}

const ATTRIBUTES: Readonly<Record<string, { key: string; unset: unknown }>> = {
    name: { key: "name", unset: undefined },
    accessIpV4: { key: "accessIPv4", unset: undefined },
    accessIpV6: { key: "accessIPv6", unset: undefined },
    diskConfig: { key: "OS-DCF:diskConfig", unset: undefined },
    description: { key: "description", unset: null },
};

async function attributes({ context, id, changes }: Step): Promise<Done> {
    const body: Record<string, unknown> = {};
    let microversion = "2.1";
    for (const { property, new: value, change } of changes) {
        const attribute = ATTRIBUTES[property];
        if (attribute !== undefined) {
            body[attribute.key] = value ?? attribute.unset;
        }
        if (change.microversion !== undefined) {
            context.compute.need(change.microversion, property, context.subject);
            microversion = change.microversion;
        }
    }
    await updateServer(context.compute, id, body, microversion, { resource: context.subject });
    return { declared: asDeclared(changes) };
}

async function metadata({ context, id, args, state }: Step): Promise<Done> {
    const before = state.metadata ?? {};
    const wanted = args.metadata ?? {};
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value));
    if (Object.keys(changed).length > 0) {
        await mergeMetadata(context.compute, id, changed, { resource: context.subject });
    }
    for (const key of Object.keys(before).filter((name) => !(name in wanted))) {
        await ifThere(deleteMetadataKey(context.compute, id, key, { resource: context.subject }));
    }
    return { declared: { metadata: args.metadata } };
}

async function tags({ context, id, args, state }: Step): Promise<Done> {
    context.compute.need("2.26", "tags", context.subject);
    const { added, removed } = difference(state.tags, args.tags);
    for (const tag of added) {
        await addTag(context.compute, id, tag, { resource: context.subject });
    }
    for (const tag of removed) {
        await ifThere(removeTag(context.compute, id, tag, { resource: context.subject }));
    }
    return { declared: { tags: args.tags } };
}

/** A server without the argument has the project's default group. Added first, so that it is never without a guard. */
async function securityGroups({ context, id, args }: Step): Promise<Done> {
    const wanted = args.securityGroups ?? ["default"];
    const standing = await listServerSecurityGroups(context.compute, id, { resource: context.subject });
    const isOf = (group: { id: string; name: string }) => (text: string) => text === group.id || text === group.name;
    for (const text of wanted.filter((candidate) => !standing.some((group) => isOf(group)(candidate)))) {
        await addSecurityGroup(context.compute, id, text, { resource: context.subject });
    }
    for (const group of standing.filter((candidate) => !wanted.some(isOf(candidate)))) {
        await ifThere(removeSecurityGroup(context.compute, id, group.name, { resource: context.subject }));
    }
    return { declared: { securityGroups: args.securityGroups } };
}

function difference(before: readonly string[] = [], wanted: readonly string[] = []) {
    return {
        added: wanted.filter((member) => !before.includes(member)),
        removed: before.filter((member) => !wanted.includes(member)),
    };
}

/** POST resize, VERIFY_RESIZE, POST confirmResize, ACTIVE or SHUTOFF; some clouds confirm by themselves. */
async function resize({ context, id, args, record }: Step): Promise<Done> {
    const flavor = await resolveFlavor(context, args.flavor);
    const result = { declared: { flavor: args.flavor }, pins: { flavor } };
    if (hasFlavor(record, flavor)) {
        return result;
    }
    const { requestId } = await resizeServer(
        context.compute,
        id,
        { flavorId: flavor.id },
        { resource: context.subject },
    );
    const resized = await watch(
        context,
        id,
        `resizing to ${flavor.name}`,
        async (seen) => {
            if (seen.status === "VERIFY_RESIZE" && seen.taskState === undefined) {
                return done;
            }
            if (!atRest(seen)) {
                return waiting(seen);
            }
            if (hasFlavor(seen, flavor)) {
                return done;
            }
            const failure = await failureOf(context, id, requestId);
            return failure === undefined
                ? waiting(seen)
                : { kind: "failed", reason: `was not resized to ${flavor.name}, and runs on as before: ${failure}` };
        },
        requestId,
    );
    if (resized.status === "VERIFY_RESIZE") {
        await confirm(context, id, flavor);
    }
    return result;
}

async function confirm(context: Context, id: string, flavor: Partial<Pin> | undefined): Promise<ServerRecord> {
    let requestId: string | undefined;
    try {
        ({ requestId } = await confirmResize(context.compute, id, { resource: context.subject }));
    } catch (error) {
        // 409 or 400 where the cloud confirmed it in the same moment: the wait below sees it.
        if (!(error instanceof ConflictError || (error instanceof CloudError && error.status === 400))) {
            throw error;
        }
        const seen = await getServer(context.compute, id, { resource: context.subject });
        if (seen.status === "VERIFY_RESIZE" || !hasFlavor(seen, flavor)) {
            throw error;
        }
    }
    return watch(
        context,
        id,
        "confirming the resize",
        (seen) => (atRest(seen) && seen.status !== "VERIFY_RESIZE" ? done : waiting(seen)),
        requestId,
    );
}

async function revert(context: Context, id: string): Promise<ServerRecord> {
    context.say("an unconfirmed resize to another flavor than the declared one is reverted");
    const { requestId } = await revertResize(context.compute, id, { resource: context.subject });
    return watch(
        context,
        id,
        "reverting the resize",
        (seen) => (atRest(seen) && seen.status !== "VERIFY_RESIZE" ? done : waiting(seen)),
        requestId,
    );
}

/** The password is sent along where it is known: otherwise a rebuild makes a new one. */
async function rebuild({ context, id, args, record, state }: Step): Promise<Done> {
    const image = await resolveImage(context, args.image);
    const result = { declared: { image: args.image }, pins: { image } };
    if (record.imageId === image.id && record.status !== "ERROR") {
        return result;
    }
    const adminPass = args.adminPass ?? state.adminPass;
    const { requestId, adminPass: made } = await rebuildServer(
        context.compute,
        id,
        { imageId: image.id, ...(adminPass === undefined ? {} : { adminPass }) },
        { resource: context.subject },
    );
    await watch(
        context,
        id,
        `rebuilding from ${image.name}`,
        async (seen) => {
            if (!atRest(seen)) {
                return waiting(seen);
            }
            const failure = await failureOf(context, id, requestId);
            if (failure !== undefined) {
                return { kind: "failed", reason: `was not rebuilt from ${image.name}: ${failure}` };
            }
            return seen.imageId === image.id ? done : waiting(seen);
        },
        requestId,
    );
    return { ...result, ...(made === undefined || args.adminPass !== undefined ? {} : { adminPass: made }) };
}

async function password({ context, id, args }: Step): Promise<Done> {
    const { adminPass } = args;
    if (adminPass === undefined) {
        return { declared: {} };
    }
    const { requestId } = await changePassword(context.compute, id, adminPass, { resource: context.subject });
    await watch(
        context,
        id,
        "changing the password",
        async (seen) => {
            if (!atRest(seen)) {
                return waiting(seen);
            }
            const failure = await failureOf(context, id, requestId);
            return failure === undefined
                ? done
                : { kind: "failed", reason: `did not take the new password: ${failure}` };
        },
        requestId,
    );
    return { declared: { adminPass } };
}

type Action = typeof startServer;

/** From which status which action leads there. */
const POWER: Readonly<
    Record<"active" | "shutoff", { status: "ACTIVE" | "SHUTOFF"; from: Readonly<Record<string, Action>> }>
> = {
    active: { status: "ACTIVE", from: { SHUTOFF: startServer, PAUSED: unpauseServer, SUSPENDED: resumeServer } },
    shutoff: { status: "SHUTOFF", from: { ACTIVE: stopServer, ERROR: stopServer } },
};

async function power({ context, id, args }: Step): Promise<Done> {
    const wanted = args.powerState;
    if (wanted === undefined) {
        return { declared: { powerState: undefined } };
    }
    const { status, from } = POWER[wanted];
    const record = await getServer(context.compute, id, { resource: context.subject });
    if (record.status !== status) {
        const action = from[record.status];
        if (action === undefined) {
            throw new WaitFailedError(
                `${context.subject} is ${record.status}, from where powerState "${wanted}" cannot be reached in one step. Bring it to ACTIVE or SHUTOFF first.`,
            );
        }
        const { requestId } = await action(context.compute, id, { resource: context.subject });
        await watchPower(context, id, status, requestId);
    }
    return { declared: { powerState: wanted } };
}

function asDeclared(changes: Plan): Partial<ServerArguments> {
    return Object.fromEntries(changes.map(({ property, new: value }: PlannedChange) => [property, value]));
}
