/** The lock. It is set last, because the cloud refuses most changes to a locked server. */
import { lockServer } from "../../../api/index";
import { unlock } from "../acting";
import { lockOf } from "../locked";
import type { Done, Step } from "./step";

export async function lock({ context, id, args, state }: Step): Promise<Done> {
    const { locked } = args;
    const wanted = lockOf(locked);
    // Nova ignores a new reason for an existing lock: it must be removed first.
    if (wanted === undefined || lockOf(state.locked) !== undefined) {
        await unlock(context, id);
    }
    if (wanted !== undefined) {
        const { reason } = wanted;
        await lockServer(context.compute, id, {
            resource: context.subject,
            ...(reason === undefined ? {} : { reason }),
        });
    }
    return { declared: { locked } };
}
