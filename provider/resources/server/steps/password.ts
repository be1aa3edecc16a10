/** The administrator's password, in the running guest. */
import { changePassword } from "../../../api/index";
import { accountOf } from "../account";
import { acting } from "../acting";
import { atRest, done, waiting, watch } from "../watch";
import type { Done, Step } from "./step";

export async function password({ context, id, args, state }: Step): Promise<Done> {
    const { adminPass } = args;
    if (adminPass === undefined) {
        return { declared: {} };
    }
    // The generated one, which is sealed in the state: the plan cannot compare it.
    if (state.adminPass !== undefined && context.unsealed(state.adminPass) === adminPass) {
        return { declared: { adminPass } };
    }
    const { requestId } = await acting(context, id, () =>
        changePassword(context.compute, id, adminPass, { resource: context.subject }),
    );
    const failureOf = accountOf(context, id, requestId);
    await watch(
        context,
        id,
        "changing the password",
        async (seen) => {
            if (!atRest(seen)) {
                return waiting(seen);
            }
            const failure = await failureOf(seen);
            return failure === undefined
                ? done
                : { kind: "failed", reason: `did not accept the new password: ${failure}` };
        },
        requestId,
    );
    return { declared: { adminPass } };
}
