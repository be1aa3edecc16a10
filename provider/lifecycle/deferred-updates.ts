/**
 * An update that ends without what another resource of the program still has: the rest is done by the resource that lets
 * go, or by the next `pulumi up`.
 */

import type { Context } from "./kind";
import type { Thing } from "./resource-exchange";

export interface Rest {
    wants: readonly Thing[];
    /** What it is to let go of, and still has. */
    has: readonly Thing[];
    /** What could not be put back, in words. */
    lost: readonly string[];
    letGo(): Promise<void>;
    complete(): Promise<unknown>;
}

export function deferRest(context: Context, { wants, has, lost, letGo, complete }: Rest): void {
    const left = wants.join(", ");
    context.say(
        [
            `WARNING: ${left} is still in use by a resource of this stack, whose own change comes after this one. ` +
                "It is taken over as soon as that lets go of it, or by the next `pulumi up`",
            ...lost,
        ].join(". "),
    );
    context.run.exchange.defer({
        wants,
        has,
        letGo,
        complete: async () => {
            await complete();
            context.say(`has ${left} now; the next \`pulumi up\` notes it in the state`);
        },
        failed: (error) => context.say(`WARNING: ${messageOf(error)} The next \`pulumi up\` does it`),
    });
}

/** Milliseconds that the rest of an update may take whose own time is over. */
const REST = 300_000;

export function afterDeadline(context: Context): Context {
    return { ...context, deadline: Math.max(context.deadline, Date.now() + REST) };
}

/** A failure, and what it has left behind. */
export function worded(error: unknown, lost: readonly string[]): unknown {
    return lost.length === 0
        ? error
        : new Error(`${messageOf(error)} ${lost.join(". ")}. The next \`pulumi up\` goes on from there.`, {
              cause: error,
          });
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
