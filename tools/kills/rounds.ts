/** Which step of the stack's life each kill interrupts, and when. Everything is computed from the kill's number. */

/** The declaration of one server. */
export interface Look {
    flavor: "cloud" | "stack";
    image: string;
    /** A metadata value. */
    round: number;
    /** Part of the user data: another value replaces the server. */
    generation: number;
}

/** The steps, repeated in this order. The next kill finds the servers of the last recovery. */
export const STEPS = ["create", "metadata", "mix", "resize", "rebuild", "replace", "destroy"] as const;
export type Step = (typeof STEPS)[number];

/** Both the embedded cloud and the test bed have them. */
const IMAGES = ["debian-12", "debian-13"] as const;

export const FIRST_LOOK: Look = { flavor: "cloud", image: IMAGES[0], round: 0, generation: 0 };

type Change = (look: Look) => Look;

const UPDATE: Change = (look) => ({ ...look, round: look.round + 1 });
const RESIZE: Change = (look) => ({ ...look, flavor: look.flavor === "cloud" ? "stack" : "cloud" });
const REBUILD: Change = (look) => ({ ...look, image: look.image === IMAGES[0] ? IMAGES[1] : IMAGES[0] });
const REPLACE: Change = (look) => ({ ...look, generation: look.generation + 1 });
const KEEP: Change = (look) => look;

/** What each step does to the servers. Several changes are distributed over the servers in turn. */
const CHANGES: Readonly<Record<Step, readonly Change[]>> = {
    create: [KEEP],
    metadata: [UPDATE],
    mix: [UPDATE, RESIZE, REBUILD, REPLACE, KEEP],
    resize: [RESIZE],
    rebuild: [REBUILD],
    replace: [REPLACE],
    destroy: [KEEP],
};

/**
 * The duration of each step relative to a creation, on a real OpenStack. A run corrects it when it measures another
 * one.
 */
export const BESIDE_CREATE: Readonly<Record<Step, number>> = {
    create: 1,
    metadata: 0.15,
    mix: 1.4,
    resize: 1.8,
    rebuild: 0.5,
    replace: 1.4,
    destroy: 0.3,
};

export function stepOf(kill: number): Step {
    return STEPS[kill % STEPS.length] ?? "create";
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * The moment of a kill, as a share of its step's duration. Multiples of the golden ratio are evenly distributed,
 * whatever their number is.
 */
export function momentOf(kill: number): number {
    return ((Math.floor(kill / STEPS.length) + 0.5) * GOLDEN_RATIO) % 1;
}

export function changed(looks: readonly Look[], step: Step): Look[] {
    const changes = CHANGES[step];
    return looks.map((look, index) => (changes[index % changes.length] ?? KEEP)(look));
}
