/** The lock, which is put on last: with it on, the cloud refuses most other changes. */
import { lockServer } from "../../../api/index";
import { unlock } from "../acting";
import type { Done, Step } from "./step";

export async function lock({ context, id, args }: Step): Promise<Done> {
    const { locked } = args;
    if (locked === undefined || locked === false) {
        await unlock(context, id);
    } else {
        const { reason } = locked === true ? {} : locked;
        await lockServer(context.compute, id, {
            resource: context.subject,
            ...(reason === undefined ? {} : { reason }),
        });
    }
    return { declared: { locked } };
}
