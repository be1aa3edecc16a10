/**
 * Updates that end before they have a thing that another resource still has. The rest is done when that resource releases
 * it, or by the next `pulumi up`.
 */
import type { Context } from "./kind";
import type { Thing } from "./resource-exchange";

export interface Rest {
    wants: readonly Thing[];
    /** What it is to release, and still has. */
    has: readonly Thing[];
    /** What could not be restored, in words. */
    lost: readonly string[];
    letGo(): Promise<void>;
    complete(): Promise<unknown>;
}

export function deferRest(context: Context, { wants, has, lost, letGo, complete }: Rest): void {
    const left = wants.join(", ");
    context.say(
        [
            `WARNING: ${left} is still in use by another resource of this stack, which is updated later. ` +
                "It is transferred when that resource releases it, or by the next `pulumi up`",
            ...lost,
        ].join(". "),
    );
    context.run.exchange.defer({
        wants,
        has,
        letGo,
        complete: async () => {
            await complete();
            context.say(`has ${left} now; the next \`pulumi up\` records it in the state`);
        },
        failed: (error) => context.say(`WARNING: ${messageOf(error)} The next \`pulumi up\` does it`),
    });
}

/** Milliseconds that the rest of an update may take after its own deadline. */
const REST = 300_000;

export function afterDeadline(context: Context): Context {
    return { ...context, deadline: Math.max(context.deadline, Date.now() + REST) };
}

/** The failure, with what could not be restored. */
export function worded(error: unknown, lost: readonly string[]): unknown {
    return lost.length === 0
        ? error
        : new Error(`${messageOf(error)} ${lost.join(". ")}. The next \`pulumi up\` continues from there.`, {
              cause: error,
          });
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
