/**
 * A creation that needs an address, a port or a volume which another resource of the program releases in the same
 * update: it waits for the release. Requesting it too early would be worse than a refusal: Nova accepts a volume that
 * is being detached, and the server ends in ERROR.
 */
import { CloudError } from "../../cloud/index";
import { claim } from "../../lifecycle/claim";
import type { Context } from "../../lifecycle/kind";
import { type Thing, things } from "../../lifecycle/resource-exchange";
import { volumeStatus } from "./volume-status";

export async function whenFree<T>(context: Context, wanted: readonly Thing[], create: () => Promise<T>): Promise<T> {
    if (wanted.length === 0) {
        return create();
    }
    let waited = false;
    const claimed = await claim(context, {
        things: wanted,
        take: async () => {
            const held = wanted.find((thing) => isToBeLetGo(context, thing)) ?? (waited ? await busy() : undefined);
            if (held !== undefined) {
                waited = true;
                throw new NotYetFreeError(`${context.subject}: ${held} is not free yet. Nothing was created.`);
            }
            return create();
        },
        isHeld,
        otherwise: DELETED_LAST,
    });
    if ("taken" in claimed) {
        return claimed.taken;
    }
    throw new Error(claimed.because);

    /** A volume becomes free a moment after its server has released it. */
    async function busy(): Promise<Thing | undefined> {
        for (const thing of wanted.filter((one) => one.startsWith(VOLUME))) {
            if ((await volumeStatus(context, thing.slice(VOLUME.length))) === "detaching") {
                return thing;
            }
        }
        return undefined;
    }
}

const VOLUME = things.volume("");

const DELETED_LAST =
    "Pulumi deletes removed and replaced resources only after everything else. " +
    "If such a server has it, run `pulumi up --continue-on-error`, and then `pulumi up` again.";

function isToBeLetGo({ run }: Context, thing: Thing): boolean {
    const stage = run.exchange.holderOf(thing)?.stage;
    return stage === "planned" || stage === "under way";
}

/** It will be free soon. Nothing was requested. */
class NotYetFreeError extends Error {
    override readonly name = "NotYetFreeError";
}

/** Nova's words, 400 or 409: "Fixed IP address … is already in use", "Port … is still in use", a volume's status. */
function isHeld(error: unknown): error is Error {
    return (
        error instanceof NotYetFreeError ||
        (error instanceof CloudError &&
            (error.status === 400 || error.status === 409) &&
            /\bin[- ]use\b|\balready attached\b|\bmust be available\b/i.test(error.cloudMessage))
    );
}
