/** What happens in the stories of one stack, round by round, out of dice. */
import fc from "fast-check";
import omit from "lodash/omit";
import { BLOWS } from "../../faults/blows";
import { type Plan, plan, type Slot } from "../../faults/model";
import { OUTSIDE } from "../../faults/outside";
import { ED25519 } from "../../provider/resources/public-keys";

/** What others do to one story's cloud, the program after it, and what strikes at the `up` of that program. */
export interface Round {
    readonly outside?: { readonly what: keyof typeof OUTSIDE; readonly of: number };
    readonly plan: Plan;
    readonly blow?: Blow;
}

/** Something happens to the n-th request of a story in a command; nothing, where it has fewer. */
export interface Blow {
    readonly nth: number;
    /** Of {@link BLOWS}. */
    readonly name: string;
    readonly always: boolean;
}

const ROUNDS = 3;

/** A process is killed for all stories at once: that is for the stack, not for a story. */
const names = Object.keys(BLOWS).filter((name) => BLOWS[name]?.kind !== "kill");

const blow: fc.Arbitrary<Blow> = fc.record({
    nth: fc.nat(40),
    name: fc.constantFrom(...names),
    always: fc.nat(3).map((dice) => dice === 0),
});

const outside = fc.record({
    what: fc.constantFrom(...(Object.keys(OUTSIDE) as (keyof typeof OUTSIDE)[])),
    of: fc.nat(5),
});

/** Only administrators create most of these: one program of three has them here, and each of those in tests/faults. */
const ADMINISTRATORS: readonly Slot[] = ["apart", "fast", "north", "quotas", "share", "act"];

const lean = fc.tuple(plan, fc.nat(2)).map(([all, dice]): Plan => (dice === 0 ? all : omit(all, ADMINISTRATORS)));

function rounds(plans: fc.Arbitrary<Plan>, blows: fc.Arbitrary<Blow | undefined>): fc.Arbitrary<readonly Round[]> {
    const round = fc.record({ outside: fc.option(outside, { nil: undefined, freq: 1 }), plan: plans, blow: blows });
    return fc.array(round, { minLength: ROUNDS, maxLength: ROUNDS });
}

/**
 * So many stories, with faults at requests of two of three `up`s. The same seed tells the same ones. Nothing is replaced
 * that is deleted first: under `--continue-on-error` Pulumi waits for ever once it could not delete that.
 */
export function struckStories(seed: number, count: number): (readonly Round[])[] {
    const createdFirst = lean.map(
        (all): Plan => ({
            ...all,
            ...(all.key === undefined ? {} : { key: KEY }),
            ...(all.north === undefined ? {} : { north: omit(all.north, "name") }),
        }),
    );
    return fc.sample(rounds(createdFirst, fc.option(blow, { nil: undefined, freq: 2 })), { seed, numRuns: count });
}

const KEY = { name: "deploy", publicKey: ED25519 };

/** Of what is killed while it makes one of these nobody can tell whose it is (tests/faults/known.ts). */
const UNTOLD: readonly Slot[] = ["group", "ip"];

/** So many stories in which nothing happens to a request: what dies is the stack's command. */
export function killedStories(seed: number, count: number): (readonly Round[])[] {
    const told = lean.map(
        (all): Plan => Object.fromEntries(Object.entries(all).filter(([slot]) => !UNTOLD.includes(slot as Slot))),
    );
    return fc.sample(rounds(told, fc.constant(undefined)), { seed, numRuns: count });
}
