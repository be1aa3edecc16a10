/** Tells a story and says what is wrong at its end. */
import { BLOWS, LOSES } from "./blows";
import { drift, violations } from "./judge";
import { type Fault, type Plan, programOf, type Step } from "./model";
import { meddle } from "./outside";
import { remedied } from "./remedy";
import { ANY, type Strike, World } from "./world";

export interface Told {
    readonly violations: readonly string[];
    /** Commands and outside changes, those of the end included. */
    readonly steps: number;
}

export async function tell(story: readonly Step[]): Promise<Told> {
    const world = await World.start();
    let plan: Plan = {};
    try {
        await world.nova.post("/flavors", { flavor: FOREIGN });
        for (const step of story) {
            plan = step.do === "up" ? step.plan : plan;
            await take(world, step, plan);
        }
        return { violations: await end(world, plan), steps: story.length + END };
    } finally {
        await world.stop();
    }
}

/** What others resize servers to. */
const FOREIGN = { id: "foreign", name: "foreign", ram: 1024, vcpus: 1, disk: 20 };

async function take(world: World, step: Step, plan: Plan): Promise<void> {
    if (step.do === "outside") {
        await meddle(world, step.what, step.of, (kind) => world.stack.all(kind));
        return world.time.settle(world.cloud);
    }
    world.watch(step.fault === undefined ? undefined : strikeOf(step.fault));
    const { stack } = world;
    // A command may fail for what was done to it; what counts is how the story ends.
    await (step.do === "refresh" ? stack.refresh() : stack.up(...programOf(plan))).catch(expectError);
    const { struck } = world.disarm();
    if (step.fault !== undefined && BLOWS[step.fault.blow]?.kind === "delay") {
        await world.time.settle(world.cloud);
    }
    if (struck > 0 && step.fault !== undefined && LOSES.test(step.fault.blow)) {
        // A creation that died is found by the next one of the same resource, and by nothing else.
        await stack.refresh();
        await remedied(world, programOf(plan)).catch(expectError);
    }
}

/** The kinds of which nobody can tell whose a thing is that is unknown to the state (known.ts). */
const UNTOLD = ["FloatingIp", "SecurityGroup"];

function strikeOf({ nth, blow, always }: Fault): Strike {
    const kind = BLOWS[blow];
    if (kind === undefined) {
        throw new RangeError(`there is no fault "${blow}"`);
    }
    return {
        point: { key: ANY, nth },
        blow: kind,
        ...(LOSES.test(blow) ? { spares: UNTOLD } : {}),
        always: always && kind.kind !== "kill" && kind.kind !== "delay",
    };
}

/** Anything else than an error is a mistake of the tests'. */
function expectError(error: unknown): void {
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) {
        throw error;
    }
}

/** A refresh, an `up`, and the refresh of the judge. */
const END = 3;

async function end(world: World, plan: Plan): Promise<string[]> {
    const program = programOf(plan);
    try {
        await world.stack.refresh();
        await remedied(world, program);
        return [...(await violations(world, program)), ...(await drift(world, program))];
    } catch (error) {
        return [`the refresh and the up of the end failed: ${error instanceof Error ? error.message : error}`];
    }
}
