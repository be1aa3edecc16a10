/**
 * Stories of a stack: programs of up to six resources that refer to each other, edits, outside changes, refreshes, and
 * faults at any request of a command. Whatever happened, a refresh and one `up` later the cloud is as the program says.
 */
import fc from "fast-check";
import { ECDSA, ED25519 } from "../provider/resources/public-keys";
import type { Declared, Standing } from "../support/engine";
import type { Bag } from "../support/wire";
import { BLOWS } from "./blows";
import { declare, type Program } from "./operation";
import { OUTSIDE } from "./outside";

/** A step of a story. */
export type Step =
    | { readonly do: "up"; readonly plan: Plan; readonly fault?: Fault }
    | { readonly do: "refresh"; readonly fault?: Fault }
    | { readonly do: "outside"; readonly what: keyof typeof OUTSIDE; readonly of: number };

/** Something happens to the n-th request of a command; nothing, where it has fewer. */
export interface Fault {
    readonly nth: number;
    readonly blow: keyof typeof BLOWS;
    readonly always: boolean;
}

/** Which resources the program has, and their arguments; a reference to one that it lacks is left out. */
export type Plan = Readonly<Partial<Record<Slot, Bag>>>;
export type Slot = keyof typeof SLOTS;

function oneOf<T>(...values: T[]): fc.Arbitrary<T> {
    return fc.constantFrom(...values);
}

const HTTPS = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };
const SSH = { protocol: "tcp", port: 22, cidr: "10.0.0.0/8" };
const PING = { protocol: "icmp", cidr: "0.0.0.0/0" };

const server = fc.record({
    // Of one disk's size: no resize makes a disk smaller.
    flavor: oneOf<unknown>("m1.small", { ref: "size" }),
    image: oneOf("debian-12", "debian-13"),
    networks: fc.constant([{ network: "private" }]),
    keyName: oneOf<unknown>(undefined, undefined, { ref: "key" }),
    securityGroups: oneOf<unknown>(undefined, { ref: "group" }),
    metadata: oneOf(undefined, {}, { role: "web" }, { role: "db", tier: "1" }),
    tags: oneOf(undefined, ["a"], ["a", "b"], ["c"]),
    powerState: oneOf(undefined, undefined, "active", "shutoff"),
    description: oneOf(undefined, "one", "other"),
    userData: oneOf(undefined, undefined, undefined, "#!/bin/sh"),
});

/** In the order of a program: what refers to something stands below it. */
export const SLOTS = {
    // Of one name: what was replaced and could not be deleted yet stands in the way of whoever takes its name again.
    key: { kind: "Keypair", args: fc.record({ name: fc.constant("deploy"), publicKey: oneOf(ED25519, ECDSA) }) },
    group: {
        kind: "SecurityGroup",
        args: fc.record({
            name: oneOf(undefined, "web", "web-2"),
            description: oneOf(undefined, "mine"),
            rules: oneOf([], [HTTPS], [HTTPS, SSH], [SSH, PING]),
        }),
    },
    size: {
        kind: "Flavor",
        args: fc.record({
            ram: oneOf(256, 512),
            vcpus: fc.constant(1),
            disk: fc.constant(20),
            description: oneOf(undefined, "one", "other"),
            extraSpecs: oneOf(undefined, { "hw:cpu_policy": "shared" }, { "quota:cpu_shares": "10" }),
        }),
    },
    one: { kind: "Server", args: server },
    other: { kind: "Server", args: server },
    ip: {
        kind: "FloatingIp",
        args: fc.record({ pool: fc.constant("public"), serverId: oneOf(undefined, { ref: "one" }, { ref: "other" }) }),
    },
} as const;

export const SLOT_NAMES = Object.keys(SLOTS) as Slot[];

/** What a reference becomes. */
const REFERENCE: Readonly<Record<string, (of: { id: string; outs: Bag }) => unknown>> = {
    flavor: ({ id }) => ({ id }),
    keyName: ({ outs }) => outs.name,
    securityGroups: ({ outs }) => [outs.name],
    serverId: ({ id }) => id,
};

/** What stands in place of a reference to a resource that the program lacks. */
export const FALLBACK: Bag = { flavor: "m1.small" };

export function programOf(plan: Plan): Program {
    return SLOT_NAMES.filter((slot) => plan[slot] !== undefined).map((slot): Declared => {
        const args = plan[slot] ?? {};
        return declare(SLOTS[slot].kind, slot, (stack) => resolved(args, plan, stack));
    });
}

function resolved(args: Bag, plan: Plan, stack: Standing): Bag {
    const all = Object.entries(args).map(([key, value]) => {
        const ref = (value as { ref?: Slot } | undefined)?.ref;
        if (ref === undefined) {
            return [key, value];
        }
        return [key, plan[ref] === undefined ? FALLBACK[key] : REFERENCE[key]?.(stack.resource(ref))];
    });
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

export const plan: fc.Arbitrary<Plan> = fc.record(
    Object.fromEntries(SLOT_NAMES.map((slot) => [slot, SLOTS[slot].args])) as unknown as Record<
        Slot,
        fc.Arbitrary<Bag>
    >,
    { requiredKeys: [] },
);

export const fault: fc.Arbitrary<Fault> = fc.record({
    nth: fc.nat(25),
    blow: fc.constantFrom(...(Object.keys(BLOWS) as (keyof typeof BLOWS)[])),
    always: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("up" as const), plan }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("up" as const), plan, fault }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("refresh" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("refresh" as const), fault }) },
    {
        weight: 4,
        arbitrary: fc.record({
            do: fc.constant("outside" as const),
            what: fc.constantFrom(...(Object.keys(OUTSIDE) as (keyof typeof OUTSIDE)[])),
            of: fc.nat(5),
        }),
    },
);

export const story: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 3, maxLength: 16, size: "max" });
