/** One operation with a fault at one point of it, then one clean `up`, then the judgement. */
import { drift, violations } from "./judge";
import type { Operation } from "./operation";
import { remedied } from "./remedy";
import { type Strike, World, type WorldMoment } from "./world";

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

/** An operation that is played over and over, each time in a world where everything before it has been done. */
export class Stage {
    private world: World | undefined;
    private moment: WorldMoment | undefined;

    constructor(private readonly operation: Operation) {}

    async play(strike?: Strike): Promise<Played> {
        const { operation } = this;
        const world = await this.before();
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
    }

    async stop(): Promise<void> {
        await this.world?.stop();
        this.world = undefined;
    }

    /** The world right before the operation: the one of the last time, taken back, or a new one if that is not possible. */
    private async before(): Promise<World> {
        if (this.world !== undefined && this.moment !== undefined) {
            await this.world.returnTo(this.moment);
            return this.world;
        }
        await this.stop();
        const world = await World.start();
        this.world = world;
        const { prepare, before, outside } = this.operation;
        await prepare?.(world);
        await world.stack.up(...before);
        await outside?.(world);
        this.moment = world.moment();
        return world;
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
