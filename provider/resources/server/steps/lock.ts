/** The lock, which is put on last: with it on, the cloud refuses most other changes. */
import { lockServer } from "../../../api/index";
import { unlock } from "../acting";
import { lockOf } from "../locked";
import type { Done, Step } from "./step";

export async function lock({ context, id, args, state }: Step): Promise<Done> {
    const { locked } = args;
    const wanted = lockOf(locked);
    // Nova leaves a lock as it is where there is one: another reason needs it off first.
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
