/** Deleting what the cloud keeps as long as something uses it. */
import { CloudError, ConflictError } from "../cloud/index";
import { WaitTimeoutError, waitFor } from "../wait/wait";
import type { Context } from "./kind";

/** Tries until nothing uses it any more. Throws the cloud's refusal if that takes too long. */
export async function whenUnused(
    { subject, deadline, progress }: Context,
    deleting: () => Promise<unknown>,
): Promise<void> {
    let refusal: unknown;
    await waitFor({
        subject,
        doing: "deleting",
        deadline,
        observe: async () => {
            try {
                await deleting();
                return true;
            } catch (error) {
                if (error instanceof ConflictError || (error instanceof CloudError && error.status === 400)) {
                    refusal = error;
                    return false;
                }
                throw error;
            }
        },
        accept: (deleted) => (deleted ? { kind: "done" } : { kind: "waiting", because: "still in use" }),
        progress: (state) => progress(`deleting: ${state}`),
    }).catch((error: unknown) => {
        // The last request may be the one for which no time was left.
        throw error instanceof WaitTimeoutError || Date.now() >= deadline ? (refusal ?? error) : error;
    });
}
