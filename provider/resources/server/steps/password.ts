/** The administrator's password, in the running guest. */
import { changePassword } from "../../../api/index";
import { acting } from "../acting";
import { atRest, done, failureOf, waiting, watch } from "../watch";
import type { Done, Step } from "./step";

export async function password({ context, id, args }: Step): Promise<Done> {
    const { adminPass } = args;
    if (adminPass === undefined) {
        return { declared: {} };
    }
    const { requestId } = await acting(context, id, () =>
        changePassword(context.compute, id, adminPass, { resource: context.subject }),
    );
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
