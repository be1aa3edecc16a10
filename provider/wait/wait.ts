/**
 * A wait: a loop that knows nothing about the cloud. It looks, asks an acceptor what the observation means, and looks
 * again. The interval is short at first, and two seconds at most after some minutes.
 */

/** The meaning of one observation. */
export type Verdict =
    | { kind: "done" }
    /**
     * `because` is what was seen: `BUILD (spawning, 40 %)`. `state` is the same without the percentage. Default:
     * `because`.
     */
    | { kind: "waiting"; because: string; state?: string }
    | { kind: "failed"; reason: string };

export interface Wait<T> {
    /** The resource, for messages: `server "web" (0f3c…)`. */
    subject: string;
    /** What is in progress, for messages: `resizing to m1.small`. */
    doing: string;
    observe(): Promise<T>;
    accept(observation: T): Verdict | Promise<Verdict>;
    /** Milliseconds since the epoch after which the wait fails. */
    deadline: number;
    /**
     * Called when the state changes. An unchanged state is not reported again: Pulumi itself shows how long an operation
     * takes, and the log of a CI job keeps every line.
     */
    progress?(state: string): void;
    /** Whether a failed look may be repeated. Default: never. */
    bears?(error: unknown): boolean;
    /** Waits at most this many milliseconds before the next look. Default: the clock's sleep. */
    rest?(milliseconds: number): Promise<void>;
    clock?: Clock;
}

export interface Clock {
    now(): number;
    sleep(milliseconds: number): Promise<void>;
    /** Between 0 and 1. */
    random(): number;
}

export const SYSTEM_CLOCK: Clock = {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
};

/** The wait ended with a failure. */
export class WaitFailedError extends Error {
    override readonly name = "WaitFailedError";
}

/** The wait timed out. The message lists what was seen. */
export class WaitTimeoutError extends Error {
    override readonly name = "WaitTimeoutError";
}

/** Up to this age of a wait (milliseconds), look at this interval. */
const INTERVALS: readonly (readonly [age: number, interval: number])[] = [
    [2_000, 150],
    [10_000, 250],
    [60_000, 400],
    [300_000, 1_000],
    [Number.POSITIVE_INFINITY, 2_000],
];

/** The last look is at the deadline. Its request may take this long (milliseconds). */
export const LAST_LOOK = 10_000;

/**
 * The time until the next look for a wait of this age. It varies by a tenth, so that many waits do not look at the same
 * time.
 */
export function interval(age: number, random: number): number {
    const [, longest] = INTERVALS.find(([until]) => age < until) ?? [0, 2_000];
    return longest * (1 - random / 10);
}

/**
 * Waits. Returns the accepted observation.
 *
 * @throws {WaitFailedError} the acceptor reported a failure.
 * @throws {WaitTimeoutError} the deadline passed.
 */
export async function waitFor<T>(wait: Wait<T>): Promise<T> {
    const clock = wait.clock ?? SYSTEM_CLOCK;
    const began = clock.now();
    const seen: string[] = [];
    let told: string | undefined;
    for (;;) {
        const look = await attempt(wait);
        if (look.verdict.kind === "done" && "observation" in look) {
            return look.observation;
        }
        if (look.verdict.kind === "failed") {
            throw new WaitFailedError(look.verdict.reason);
        }
        const now = clock.now();
        if (look.verdict.kind === "waiting") {
            const { because, state = because } = look.verdict;
            if (state !== told) {
                wait.progress?.(state);
                told = state;
            }
            if (because !== seen.at(-1)) {
                seen.push(because);
            }
        }
        if (now >= wait.deadline) {
            throw new WaitTimeoutError(
                `${wait.subject}: timed out after ${Math.round((now - began) / 1000)} s while ${wait.doing}; ` +
                    `seen: ${seenLast(seen)}. Raise customTimeouts to wait longer.`,
            );
        }
        const pause = Math.min(interval(now - began, clock.random()), Math.max(0, wait.deadline - now));
        await (wait.rest === undefined ? clock.sleep(pause) : wait.rest(pause));
    }
}

const MOST_SEEN = 8;

function seenLast(seen: readonly string[]): string {
    return [...(seen.length > MOST_SEEN ? ["…"] : []), ...seen.slice(-MOST_SEEN)].join(", ");
}

type Look<T> = { observation: T; verdict: Verdict } | { verdict: Verdict & { kind: "waiting" } };

async function attempt<T>(wait: Wait<T>): Promise<Look<T>> {
    try {
        const observation = await wait.observe();
        return { observation, verdict: await wait.accept(observation) };
    } catch (error) {
        if (wait.bears?.(error) === true) {
            return {
                verdict: { kind: "waiting", because: `no answer (${error instanceof Error ? error.name : "error"})` },
            };
        }
        throw error;
    }
}
