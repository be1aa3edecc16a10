/**
 * A walk through what Pulumi's engine does with resources: commands one after the other, each with what it changes in
 * the program and what is done to the cloud before it. Told as data, so that two can go it.
 */
import type { EmbeddedCloud } from "../../emulator/index";
import type { Nova } from "../support/nova";
import type { Bag } from "../support/wire";
import { type Change, type Part, Ref } from "./walk-program";

/** Where a walk goes. */
export interface Ground {
    cloud: EmbeddedCloud;
    nova: Nova;
}

export interface Step {
    does: "up" | "preview" | "refresh" | "destroy";
    /** From here on; of a preview, for it alone. */
    program?: Change;
    /** Beforehand, in the cloud. */
    outside?(ground: Ground): unknown;
    /** What is created, updated and deleted, in the order of the program. Left out: nothing. */
    writes?: readonly string[];
    /** It must fail, at the last of them; without this it must not. */
    fails?: true;
    /**
     * Calls that the real engine makes, and the player does not: where something is deleted to be replaced, what refers
     * to it is asked by a `diff`, with unknown in place of what it refers to, whether that must be replaced too. The
     * player does not know what refers to what.
     */
    asides?: readonly string[];
}

const FIRST = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops";
const SECOND = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA ops";

const ssh = { protocol: "tcp", port: 22, cidr: "0.0.0.0/0" };
const web = { protocol: "tcp", port: 80, cidr: "0.0.0.0/0" };

const keypair = (args: Bag, after?: string[]): Part => ({ kind: "Keypair", args, after });
const group = (args: Bag, after?: string[]): Part => ({
    kind: "SecurityGroup",
    args,
    after,
    timeouts: { create: 600_000, delete: 60_000 },
});
/** What it is made of is there before it, and what is independent of it too: if it fails, all of that is done. */
const server = (args: Bag = {}, after = ["group"]): Part => ({
    kind: "Server",
    args: {
        flavor: new Ref("size", "name"),
        image: "debian-12",
        keyName: new Ref("deploy", "name"),
        networks: [{ network: "private" }],
        adminPass: "first-Passw0rd",
        ...args,
    },
    after,
});
const flavor = (args: Bag): Part => ({ kind: "Flavor", args });

const A_SERVER = /\/servers\/[0-9a-f-]{36}$/;

/** Refuses the next one, which nobody sends again. */
const refuse = (method: string, path: RegExp) => (ground: Ground) => ground.cloud.faults.answer(403, { method, path });

/** The one whose name was made of that one. */
function idOf(all: readonly { id: string; name: string }[], name: string): string {
    const [found, ...others] = all.filter((one) => one.name.startsWith(`${name}-`));
    if (found === undefined || others.length > 0) {
        throw new Error(`${others.length + (found === undefined ? 0 : 1)} are called ${name}-…`);
    }
    return found.id;
}

/** As the program declares it, but for its extra specs. */
const BY_HAND = { id: "by-hand", name: "by-hand", ram: 2048, vcpus: 1, disk: 20 };

const deploy = keypair({ publicKey: FIRST });
const size = flavor({ ram: 2048, vcpus: 1, disk: 20, extraSpecs: { "hw:cpu_policy": "shared" } });
const address: Part = { kind: "FloatingIp", args: { pool: "public", serverId: new Ref("web", "id") } };
const ops = (publicKey: string) => keypair({ name: "ops", publicKey }, ["group", "address"]);

const slow = (args: Bag = {}) => server({ keyName: new Ref("ops", "name"), ...args }, ["late"]);

/** Where one step fails, the next one goes on from there, and may fail at something else. */
export const WALK: Readonly<Record<string, Step>> = {
    "a preview of what is not there yet": {
        does: "preview",
        program: { deploy, size, group: group({ rules: [ssh] }), web: server(), address },
    },
    "an up that creates": {
        does: "up",
        writes: ["deploy create", "size create", "group create", "web create", "address create", "ops create"],
        program: {
            deploy,
            size,
            group: group({ rules: [ssh] }),
            web: server({ metadata: { role: "web" } }),
            address,
            ops: ops(FIRST),
        },
    },
    "an up with nothing changed": { does: "up" },
    "a preview of updates, of replacements that others refer to, and of a deletion": {
        does: "preview",
        program: {
            deploy: keypair({ publicKey: SECOND }),
            group: group({ rules: [] }),
            web: server({ userData: "#!/bin/sh\n" }),
            ops: undefined,
        },
    },
    "updates in place": {
        does: "up",
        writes: ["group update", "web update"],
        program: { group: group({ rules: [ssh, web] }), web: server({ metadata: { role: "api", stage: "test" } }) },
    },
    "replacements: two that are created first, one of which refers to the other, and one that is deleted first": {
        does: "up",
        writes: [
            "deploy create",
            "web create",
            "address update",
            "ops delete",
            "ops create",
            "web delete",
            "deploy delete",
        ],
        program: { deploy: keypair({ publicKey: SECOND }), web: server({ userData: "#!/bin/sh\n" }), ops: ops(SECOND) },
    },
    "a refresh with nothing changed": { does: "refresh" },
    "a refresh after others changed one thing and deleted another": {
        does: "refresh",
        outside: async ({ cloud, nova }) => {
            const flavorPath = `/flavors/${idOf(cloud.inspect().flavors, "size")}/os-extra_specs`;
            await nova.post(flavorPath, { extra_specs: { "hw:cpu_policy": "dedicated" } });
            const path = `/servers/${idOf(cloud.inspect().servers, "web")}`;
            await nova.call("DELETE", path);
            while (!(await nova.isGone(path))) {}
        },
    },
    "the up after it, at whose end a creation fails half-way": {
        does: "up",
        writes: ["size update", "web create", "address update", "late create"],
        program: { late: group({ rules: [ssh, web] }, ["ops"]) },
        outside: refuse("POST", /\/os-security-group-rules$/),
        fails: true,
    },
    "the up after it, which updates that, and fails to see another through that is done": {
        does: "up",
        writes: ["late update", "slow create"],
        program: { slow: slow() },
        outside: refuse("GET", A_SERVER),
        fails: true,
    },
    "the up after it, which updates that without a change, and creates what never runs": {
        does: "up",
        writes: ["slow update", "broken create"],
        program: { broken: server({}, ["slow"]) },
        outside: ({ cloud }) => cloud.faults.noValidHost("create"),
        fails: true,
    },
    "the up after it, which replaces that": { does: "up", writes: ["broken delete", "broken create"] },
    "an update that fails half-way": {
        does: "up",
        writes: ["broken update"],
        program: { broken: server({ metadata: { role: "late" }, flavor: "m1.medium" }, ["slow"]) },
        outside: ({ cloud }) => cloud.faults.noValidHost("resize"),
        fails: true,
    },
    "the up after it, which does the rest, and does not get what it replaces deleted": {
        does: "up",
        writes: ["slow create", "broken update", "slow delete"],
        program: { slow: slow({ userData: "#!/bin/sh\n" }) },
        outside: refuse("DELETE", A_SERVER),
        fails: true,
    },
    "an up that deletes first, and fails to create then": {
        does: "up",
        writes: ["ops delete", "ops create"],
        program: { ops: ops(FIRST) },
        outside: refuse("POST", /\/os-keypairs$/),
        fails: true,
        // The old one, which is still there, too.
        asides: ["slow diff", "slow diff"],
    },
    "a refresh after it": { does: "refresh" },
    "the up after it, which creates that, and fails to see another through that is done": {
        does: "up",
        writes: ["ops create", "twin create"],
        program: { twin: server({}, ["broken"]) },
        outside: refuse("GET", A_SERVER),
        fails: true,
        asides: ["slow diff", "slow diff"],
    },
    "a refresh after it, which forgets that failure": { does: "refresh" },
    "an up that fails to delete first": {
        does: "up",
        writes: ["ops delete"],
        program: { ops: ops(SECOND) },
        outside: refuse("DELETE", /\/os-keypairs\/ops$/),
        fails: true,
        asides: ["slow diff", "slow diff"],
    },
    "the up after it, which begins that anew, adopts, and deletes what was left": {
        does: "up",
        writes: ["ops delete", "ops create", "adopted create", "slow delete"],
        program: { adopted: flavor({ ...size.args, adopt: BY_HAND.id }) },
        outside: ({ nova }) => nova.post("/flavors", { flavor: BY_HAND }),
        asides: ["slow diff", "slow diff"],
    },
    "the up after it, which changes what was adopted, and deletes what the program has no longer": {
        does: "up",
        writes: ["adopted update", "twin delete", "broken delete", "slow delete", "late delete"],
        program: { late: undefined, slow: undefined, broken: undefined, twin: undefined },
    },
    "an up of a program that has two more of them no longer": {
        does: "up",
        writes: ["adopted delete", "address delete"],
        program: { adopted: undefined, address: undefined },
    },
    "a destroy": {
        does: "destroy",
        writes: ["ops delete", "web delete", "group delete", "size delete", "deploy delete"],
    },
};
