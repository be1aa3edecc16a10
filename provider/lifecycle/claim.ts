/**
 * Taking a thing that another resource of the program may still have. If the cloud refuses it, the claim first releases
 * what others may wait for, and then waits until the other resource has released the thing. This resolves circles of any
 * length.
 */
import { interval, SYSTEM_CLOCK } from "../wait/wait";
import type { Context } from "./kind";
import { ContestedError, type Holder, type Thing } from "./resource-exchange";

export interface Claim<T> {
    things: readonly Thing[];
    take(): Promise<T>;
    /** Whether a refusal means that another resource has it. */
    isHeld(error: unknown): error is Error;
    /** Releases what others may wait for, as soon as it is certain that the holder of this thing releases it too. */
    yield?(): Promise<void>;
    /**
     * Whether the rest of the update may be done later. It is asked if no resource of this process is known to release the
     * thing. "no": certainly none will.
     */
    mayDefer?(): Promise<"yes" | "no" | "unclear">;
    /** What the user can do if nothing can be done later. */
    otherwise?: string;
}

/** `deferred`: what it waits for, and why it could not take it. */
export type Claimed<T> = { taken: T } | { deferred: readonly Thing[]; because: string };

/**
 * How long to wait, in milliseconds: for a holder that is not known yet; for one whose update has not begun (longer if
 * nothing can be deferred); and after one has released the thing, because the cloud may need a moment.
 */
const PATIENCE = { unknown: 3_000, planned: { deferring: 6_000, otherwise: 60_000 }, ended: 15_000 };

/** Milliseconds between two attempts. */
const PAUSE = { known: 400, unknown: 1_000 };

export async function claim<T>(context: Context, wanted: Claim<T>): Promise<Claimed<T>> {
    const { exchange } = context.run;
    const clock = SYSTEM_CLOCK;
    const began = clock.now();
    let since = began;
    let stage: Holder["stage"] | undefined;
    let yielded = false;
    let deferrable: "yes" | "no" | "unclear" | undefined;
    for (;;) {
        const refusal = await attempt(wanted);
        if ("taken" in refusal) {
            return refusal;
        }
        const { error } = refusal;
        const holder = wanted.things.map((thing) => exchange.holderOf(thing)).find((one) => one !== undefined);
        if (holder?.stage === "kept") {
            throw new ContestedError(
                `${error.message} The program lets ${holder.subject} keep ${wanted.things.join(", ")}.`,
                { cause: error },
            );
        }
        const now = clock.now();
        if (holder?.stage !== stage || since === began) {
            stage = holder?.stage;
            since = now;
            if (holder !== undefined) {
                context.progress(`waiting until ${holder.subject} releases ${wanted.things.join(", ")}`);
            }
        }
        if (stage === "under way" && !yielded) {
            await wanted.yield?.();
            yielded = true;
        }
        for (const thing of wanted.things) {
            await exchange.ask(thing);
        }
        deferrable ??= holder === undefined ? await wanted.mayDefer?.() : undefined;
        const hopeless = holder === undefined && deferrable === "no";
        if (hopeless || now >= context.deadline || now - since >= patience(stage, wanted.mayDefer !== undefined)) {
            return deferred(wanted, error, holder, now < context.deadline);
        }
        await clock.sleep(
            Math.max(holder === undefined ? PAUSE.unknown : PAUSE.known, interval(now - began, clock.random())),
        );
    }
}

async function attempt<T>({ take, isHeld }: Claim<T>): Promise<{ taken: T } | { error: Error }> {
    try {
        return { taken: await take() };
    } catch (error) {
        if (isHeld(error)) {
            return { error };
        }
        throw error;
    }
}

function patience(stage: Holder["stage"] | undefined, mayDefer: boolean): number {
    switch (stage) {
        case "under way":
            return Number.POSITIVE_INFINITY;
        case "last":
            return 0;
        case "planned":
            return mayDefer ? PATIENCE.planned.deferring : PATIENCE.planned.otherwise;
        case "ended":
            return PATIENCE.ended;
        default:
            return PATIENCE.unknown;
    }
}

async function deferred<T>(
    { things: deferred, mayDefer, otherwise }: Claim<T>,
    error: Error,
    holder: Holder | undefined,
    inTime: boolean,
): Promise<Claimed<T>> {
    const begins = holder?.stage === "planned" || holder?.stage === "last";
    if (inTime && mayDefer !== undefined && (begins || (holder === undefined && (await mayDefer()) === "yes"))) {
        return { deferred, because: error.message };
    }
    if (otherwise === undefined) {
        throw error;
    }
    throw new Error(`${error.message} ${otherwise}`, { cause: error });
}
