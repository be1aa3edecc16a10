/** One operation with a fault at one point of it, then one clean `up`, then the judgement. */
import { drift, violations } from "./judge";
import type { Operation } from "./operation";
import { remedied } from "./remedy";
import { type Strike, World } from "./world";

export interface Played {
    /** The keys of the operation's requests. */
    seen: readonly string[];
    /** The steps of hypervisors in which the operation's servers went, as `resize spawn`. */
    steps: readonly string[];
    /** How often the fault struck. */
    struck: number;
    /** What is wrong in the end. */
    violations: readonly string[];
    /** What the provider's messages made the user do, besides one `up`. */
    remedies: readonly string[];
}

export async function play(operation: Operation, strike?: Strike): Promise<Played> {
    const world = await World.start();
    try {
        await operation.prepare?.(world);
        await world.stack.up(...operation.before);
        await operation.outside?.(world);
        world.watch(strike);
        const failure = await failureOf(
            operation.by === "refresh" ? world.stack.refresh() : world.stack.up(...operation.after),
        );
        const { seen, steps, struck } = world.disarm();
        if (strike?.late === true) {
            await world.time.settle(world.cloud);
        }
        const found = await aftermath(world, operation, failure);
        return { seen, steps, struck, ...found };
    } finally {
        await world.stop();
    }
}

async function aftermath(
    world: World,
    { before, by, after: program }: Operation,
    failure: unknown,
): Promise<Pick<Played, "violations" | "remedies">> {
    try {
        if (by === "refresh") {
            // What others changed is known after a refresh only, and that one may have failed.
            await world.stack.refresh();
        }
        const { steps, remedies } = await remedied(world, program, failure);
        const nothingLeft = failure === undefined && by === "up";
        const undone = nothingLeft ? steps.map((step) => `an up that succeeded left something to do: ${step}`) : [];
        const wrong = await violations(
            world,
            program,
            [...before, ...program].map(({ kind }) => kind),
        );
        return { violations: [...undone, ...wrong, ...(await drift(world, program))], remedies };
    } catch (error) {
        return { violations: [`the clean up failed: ${messageOf(error)}`], remedies: [] };
    }
}

async function failureOf(doing: Promise<unknown>): Promise<unknown> {
    try {
        await doing;
        return undefined;
    } catch (error) {
        return error;
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
