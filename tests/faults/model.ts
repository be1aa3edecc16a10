/**
 * Stories of a stack: programs of up to twelve resources of every kind that refer to each other, edits, outside changes,
 * refreshes, and faults at any request of a command. Whatever happened, a refresh and one `up` later the cloud is as the
 * program says.
 */
import fc from "fast-check";
import { PROJECTS, USERS } from "../../emulator/state/seed";
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
    schedulerHints: oneOf<unknown>(undefined, undefined, { ref: "apart" }),
});

const LABELS = oneOf(undefined, {}, { role: "web" }, { role: "db", tier: "1" });

/** Not those of the program's: no quota here limits what it creates. */
const [project = "", user = ""] = [PROJECTS, USERS].map(([, member]) => member?.id);

/** A rescue is none of them: it keeps the server's own resource from changing it. */
const action = fc
    .record({
        does: oneOf<Bag>(
            { reboot: { type: "HARD" } },
            { createImage: { name: "one" } },
            { createImage: { name: "two" } },
        ),
        server: oneOf({ ref: "one" }, { ref: "other" }),
        // It runs once or more for each of them: the judge wants one run (judge.ts).
        triggers: oneOf(undefined, ["1"], ["1", "again"]),
    })
    .map(({ does, ...rest }): Bag => ({ ...rest, ...does }));

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
    // Never so strict that a host is missing for a server and its replacement; another's of its name is not told from ours.
    apart: {
        kind: "ServerGroup",
        args: fc.oneof(
            fc.record({ policy: oneOf("soft-affinity", "soft-anti-affinity") }),
            fc.record({ policy: fc.constant("anti-affinity"), maxServerPerHost: oneOf(8, 9) }),
        ),
    },
    fast: {
        kind: "Aggregate",
        args: fc.record({
            name: oneOf(undefined, "fast", "faster"),
            hosts: oneOf([], ["compute1"], ["compute2"], ["compute1", "compute2"]),
            metadata: LABELS,
        }),
    },
    // Without hosts: one that has servers does not go from zone to zone. Of one name, as the keypair.
    north: {
        kind: "Aggregate",
        args: fc.record({
            name: fc.constant("north"),
            availabilityZone: oneOf(undefined, "north", "far-north"),
            metadata: LABELS,
        }),
    },
    quotas: {
        kind: "QuotaSet",
        args: fc.record({
            project: fc.constant(project),
            instances: oneOf(undefined, 20, 30),
            cores: oneOf(undefined, 40, -1),
            keyPairs: oneOf(undefined, 110),
        }),
    },
    // Below what the project has by itself: the cloud refuses a user more than the project has.
    share: {
        kind: "QuotaSet",
        args: fc.record({
            project: fc.constant({ ref: "quotas" }),
            user: fc.constant(user),
            instances: oneOf(undefined, 5, 8),
            cores: oneOf(undefined, 10),
            metadataItems: oneOf(undefined, 50, 60),
        }),
    },
    one: { kind: "Server", args: server },
    other: { kind: "Server", args: server },
    ip: {
        kind: "FloatingIp",
        args: fc.record({ pool: fc.constant("public"), serverId: oneOf(undefined, { ref: "one" }, { ref: "other" }) }),
    },
    act: { kind: "ServerAction", args: action },
} as const;

export const SLOT_NAMES = Object.keys(SLOTS) as Slot[];

/** What a reference becomes. */
const REFERENCE: Readonly<Record<string, (of: { id: string; outs: Bag }) => unknown>> = {
    flavor: ({ id }) => ({ id }),
    keyName: ({ outs }) => outs.name,
    securityGroups: ({ outs }) => [outs.name],
    serverId: ({ id }) => id,
    schedulerHints: ({ id }) => ({ group: id }),
    server: ({ id }) => id,
    project: ({ outs }) => outs.project,
};

/** What stands in place of a reference to a resource that the program lacks. */
export const FALLBACK: Bag = { flavor: "m1.small", project };

export function programOf(plan: Plan): Program {
    return slotsOf(plan).map((slot): Declared => {
        const args = plan[slot] ?? {};
        return declare(SLOTS[slot].kind, slot, (stack) => resolved(args, plan, stack));
    });
}

/** What of a plan a program can have: an action has its server, and one that is to be off is not restarted. */
export function slotsOf(plan: Plan): Slot[] {
    const { act } = plan;
    const on = act === undefined ? undefined : plan[(act.server as { ref: Slot }).ref];
    const acts = on !== undefined && (act?.reboot === undefined || on.powerState !== "shutoff");
    return SLOT_NAMES.filter((slot) => plan[slot] !== undefined && (slot !== "act" || acts));
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
    nth: fc.nat(40),
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
