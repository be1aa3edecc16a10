/** Reading what the state does not have, for `get` and for `adopt`. */
import { CloudError, NotFoundError, UnaddressableError } from "../cloud/index";
import type { Context } from "../lifecycle/kind";
import type { AnyKind } from "../resources/registry";

/**
 * What has this id. Where nothing has it, the error tells what is called so: by a name alone nothing is read, because the
 * engine keeps as the id what the program gave.
 */
export async function readById(
    kind: AnyKind,
    context: Context,
    id: string,
    by: "get" | "adopt",
    args?: object,
): Promise<NonNullable<Awaited<ReturnType<AnyKind["read"]>>>> {
    let cause: unknown;
    try {
        const state = await kind.read(context, id, {}, args);
        if (state !== undefined) {
            return state;
        }
    } catch (error) {
        if (!mayBeNoId(error)) {
            throw error;
        }
        cause = error;
    }
    const ids = (await kind.called?.(context, id)) ?? [];
    const advice = ids.length === 0 ? "" : ` ${by} takes an id, and "${id}" is the name of ${ids.join(" and ")}.`;
    // A 400 says more than that it is not there, and may be about something else.
    const said = ids.length === 0 && cause instanceof CloudError && cause.status === 400 ? ` (${cause.message})` : "";
    throw new Error(
        `${context.subject}: there is no ${kind.noun} "${id}"${by === "adopt" ? " to adopt" : ""} in cloud ` +
            `"${context.compute.name}" for this project.${advice}${said}`,
        { cause },
    );
}

/** A text that can be no id is refused in several ways: Nova answers 404, and 400 to what should be a group's UUID. */
function mayBeNoId(error: unknown): boolean {
    return (
        error instanceof NotFoundError ||
        error instanceof UnaddressableError ||
        (error instanceof CloudError && error.status === 400)
    );
}
