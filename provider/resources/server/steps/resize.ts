/** Resizes a server to another flavor, and confirms. A resize that the program does not declare is never confirmed. */
import isEqual from "lodash/isEqual";
import { confirmResize, getServer, resizeServer, revertResize, type ServerRecord } from "../../../api/index";
import { CloudError, ConflictError, ConnectionError, InvalidAnswerError } from "../../../cloud/index";
import type { Context } from "../../../lifecycle/kind";
import { withinQuota } from "../../../lifecycle/quota";
import { type Pin, resolveFlavor } from "../../../lifecycle/references";
import type { Plan } from "../../../plan/plan";
import { WaitFailedError, WaitTimeoutError } from "../../../wait/wait";
import { accountOf, accountOfPart } from "../account";
import { acting } from "../acting";
import { hasFlavor } from "../state";
import { atRest, done, waiting, watch } from "../watch";
import type { Done, Step } from "./step";

/** POST resize, VERIFY_RESIZE, POST confirmResize, ACTIVE or SHUTOFF; some clouds confirm by themselves. */
export async function resize({ context, id, args, changes, record, state }: Step): Promise<Done> {
    const flavor = await resolveFlavor(context, args.flavor);
    const result = { declared: { flavor: args.flavor }, pins: { flavor } };
    const isNamesake = isAnotherOfTheName(record, flavor, state.__state.pins.flavor, changes);
    if (hasFlavor(record, flavor) && !isNamesake) {
        return result;
    }
    // Nova sets it to MANUAL if a resize does not say otherwise (nova/compute/api.py, `resize`).
    const diskConfig = (args.diskConfig ?? record.diskConfig) === "AUTO" ? "AUTO" : undefined;
    const wanted = { flavorId: flavor.id, diskConfig };
    const asked = await acting(context, id, () =>
        withinQuota(context, resizeServer(context.compute, id, wanted, { resource: context.subject })),
    ).catch((error: unknown) => {
        // An earlier attempt has resized it already.
        if (isNamesake && error instanceof CloudError && error.status === 400 && UNCHANGED.test(error.cloudMessage)) {
            return undefined;
        }
        throw error;
    });
    if (asked === undefined) {
        return result;
    }
    const { requestId } = asked;
    const failureOf = accountOf(context, id, requestId);
    let reverting = false;
    const resized = await watch(
        context,
        id,
        `resizing to ${flavor.name}`,
        async (seen) => {
            if (seen.status === "VERIFY_RESIZE" && seen.taskState === undefined) {
                return done;
            }
            if (atRest(seen) && hasFlavor(seen, flavor) && !(isNamesake && isEqual(seen.flavor, record.flavor))) {
                return done;
            }
            reverting ||= seen.status === "REVERT_RESIZE";
            const failure = reverting && atRest(seen) ? "somebody else has reverted the resize" : await failureOf(seen);
            return failure === undefined
                ? waiting(seen)
                : { kind: "failed", reason: `was not resized to ${flavor.name}, and runs as before: ${failure}` };
        },
        requestId,
    );
    return { ...result, record: resized.status === "VERIFY_RESIZE" ? await confirm(context, id, flavor) : resized };
}

/** Nova's words for a resize to the flavor that the server has. */
const UNCHANGED = /must change flavor/i;

/**
 * Whether the server may have another flavor of the same name: from microversion 2.47 on, its record has only the name
 * and sizes of its flavor. A flavor that was recreated under its old id is planned as a change to itself.
 */
function isAnotherOfTheName(record: ServerRecord, flavor: Pin, had: Partial<Pin> | undefined, changes: Plan): boolean {
    const renewed = changes.some(({ property, old, new: wanted }) => property === "flavor" && isEqual(old, wanted));
    return renewed || (record.flavor.id === undefined && had?.name === flavor.name && had.id !== flavor.id);
}

/** How often a confirmation is requested if the cloud refuses it. */
const MOST_TRIES = 3;

/**
 * Confirms a resize. If that fails, the resize is left as it is and never reverted, because the guest has run on the
 * new flavor.
 */
export async function confirm(context: Context, id: string, flavor: Partial<Pin> | undefined): Promise<ServerRecord> {
    let requestId: string | undefined;
    for (let tries = 1; ; tries += 1) {
        try {
            ({ requestId } = await confirmResize(context.compute, id, { resource: context.subject }));
            break;
        } catch (error) {
            if (!mayPass(error)) {
                throw error;
            }
            const seen = await afterRefusal(context, id, error);
            // The cloud confirmed it by itself, or did so without an answer: the wait below sees it.
            if (seen.status !== "VERIFY_RESIZE" && hasFlavor(seen, flavor)) {
                break;
            }
            if (seen.status !== "VERIFY_RESIZE" || tries >= MOST_TRIES) {
                throw new UnconfirmedError(error);
            }
        }
    }
    // While Nova confirms, the server is in VERIFY_RESIZE without a task, so that status says nothing.
    const account = accountOfPart(context, id, requestId);
    return watch(
        context,
        id,
        "confirming the resize",
        async (seen) => {
            if (atRest(seen) && seen.status !== "VERIFY_RESIZE") {
                return flavor === undefined || hasFlavor(seen, flavor)
                    ? done
                    : { kind: "failed", reason: "is on its old flavor: somebody else has reverted the resize" };
            }
            const { failure } = await account();
            return failure === undefined
                ? waiting(seen)
                : { kind: "failed", reason: `stays in VERIFY_RESIZE: ${failure}. It runs on its new flavor` };
        },
        requestId,
    );
}

/** Milliseconds to wait for a confirmation that is already under way. */
const UNDER_WAY = 60_000;

/** Nova's words for a resize that awaits no confirmation (any more). */
const NOT_RESIZED = /has not been resized/;

/**
 * The server's record after a refused confirmation. While an earlier one is under way (ours, if its answer was lost),
 * the server stays in VERIFY_RESIZE without a task, and the cloud says that it has not been resized.
 */
async function afterRefusal(context: Context, id: string, refusal: Error): Promise<ServerRecord> {
    const look = () => getServer(context.compute, id, { resource: context.subject });
    if (!(refusal instanceof CloudError && refusal.status === 400 && NOT_RESIZED.test(refusal.cloudMessage))) {
        return look();
    }
    const deadline = Math.min(context.deadline, Date.now() + UNDER_WAY);
    try {
        return await watch({ ...context, deadline }, id, "waiting for another action to end", (seen) =>
            seen.status === "VERIFY_RESIZE" ? waiting(seen) : done,
        );
    } catch (error) {
        if (error instanceof WaitTimeoutError) {
            return look();
        }
        throw error;
    }
}

/** Whether to retry: 409 or 400 if the cloud confirms at the same moment, a failure of the cloud, or no answer. */
function mayPass(error: unknown): error is Error {
    const status = error instanceof CloudError ? error.status : undefined;
    return (
        error instanceof ConflictError ||
        error instanceof ConnectionError ||
        error instanceof InvalidAnswerError ||
        status === 400 ||
        (status !== undefined && status >= 500)
    );
}

/** The cloud refused the confirmation. The server runs on its new flavor. */
class UnconfirmedError extends WaitFailedError {
    constructor(cause: Error) {
        super(
            `${cause.message} The server runs on its new flavor and stays in VERIFY_RESIZE; the next \`pulumi up\` confirms it.`,
        );
    }
}

export async function revert(context: Context, id: string): Promise<ServerRecord> {
    context.say("an unconfirmed resize to another flavor than the declared one is reverted");
    const { requestId } = await acting(context, id, () =>
        revertResize(context.compute, id, { resource: context.subject }),
    );
    const account = accountOfPart(context, id, requestId);
    return watch(
        context,
        id,
        "reverting the resize",
        async (seen) => {
            if (atRest(seen) && seen.status !== "VERIFY_RESIZE") {
                return done;
            }
            const { failure } = await account();
            return failure === undefined
                ? waiting(seen)
                : { kind: "failed", reason: `stays in VERIFY_RESIZE: ${failure}` };
        },
        requestId,
    );
}
