/** What the story checks in the cloud, with the demo's own client, and in Pulumi's output. */
import { isDeepStrictEqual } from "node:util";
import type { SecurityGroup, Server } from "./nova";
import type { Place } from "./place";
import type { Printer } from "./print";
import { seconds } from "./print";
import { Problem } from "./problem";
import type { Outcome, Resource, Stack } from "./stack";

/** What a step works with. */
export interface Scene {
    place: Place;
    stack: Stack;
    printer: Printer;
    /** The resources in the stack's state after the first `up`. */
    made: Resource[];
    /** The two servers after the first `up`. */
    began: { front: Server; batch: Server } | undefined;
    /** The resources of the project before the demo. */
    before: Record<string, string[]>;
    /** Whether somebody changes things outside Pulumi. */
    isMeddled: boolean;
}

/** Something differs from the story. */
export class CheckFailed extends Error {
    override readonly name = "CheckFailed";
}

/** What the stack created and the cloud still has. */
export async function leftovers({ place: { nova }, made }: Scene): Promise<string[]> {
    const left: string[] = [];
    for (const { kind, id, title } of made) {
        if (await isThere(nova, kind, id)) {
            left.push(`${title} (${id})`);
        }
    }
    return left;
}

async function isThere(nova: Place["nova"], kind: string, id: string): Promise<boolean> {
    switch (kind) {
        case "Server":
            return (await nova.server(id)) !== undefined;
        case "SecurityGroup":
            return (await nova.securityGroup(id)) !== undefined;
        case "FloatingIp":
            return (await nova.floatingIp(id)) !== undefined;
        case "Keypair":
            return nova.hasKeypair(id);
        case "Flavor":
            return nova.hasFlavor(id);
        default:
            throw new Problem(`The demo cannot check a ${kind}.`);
    }
}

export async function server(scene: Scene, name: string): Promise<Server> {
    const id = idOf(scene, "Server", name);
    const found = await scene.place.nova.server(id);
    if (found === undefined) {
        throw new CheckFailed(`the cloud has no server ${id}, which the state calls "${name}"`);
    }
    return found;
}

export async function group(scene: Scene): Promise<SecurityGroup> {
    const id = idOf(scene, "SecurityGroup", "web");
    const found = await scene.place.nova.securityGroup(id);
    if (found === undefined) {
        throw new CheckFailed(`the cloud has no security group ${id}, which the state calls "web"`);
    }
    return found;
}

export function idOf({ made }: Scene, kind: string, name: string): string {
    const found = made.find((resource) => resource.kind === kind && resource.name === name);
    if (found === undefined) {
        throw new CheckFailed(`the state has no ${kind} "${name}"`);
    }
    return found.id;
}

export async function checkFloatingIp(scene: Scene): Promise<void> {
    const address = (await scene.stack.outputs()).address;
    const found = await scene.place.nova.floatingIp(idOf(scene, "FloatingIp", "front"));
    check(
        scene,
        `the floating IP ${address} is associated with front`,
        [found?.ip, found?.instance_id],
        [address, idOf(scene, "Server", "front")],
    );
}

/** In place means: the same ids, the same addresses, and the same association of the floating IP. */
export async function checkSameServers(scene: Scene, outcome: Outcome): Promise<void> {
    const { began } = scene;
    const now = { front: await server(scene, "front"), batch: await server(scene, "batch") };
    const identity = ({ id, addresses }: Server) => [id, fixedIps(addresses)];
    check(
        scene,
        "both servers have the same ids and addresses as before",
        [identity(now.front), identity(now.batch), outcome.steps.filter((step) => !step.startsWith("update "))],
        [began && identity(began.front), began && identity(began.batch), []],
    );
    await checkFloatingIp(scene);
}

function fixedIps(addresses: Server["addresses"]): string[] {
    return Object.values(addresses)
        .flat()
        .filter((address) => address["OS-EXT-IPS:type"] !== "floating")
        .map(({ addr }) => addr)
        .sort();
}

/** A preview without a refresh sends no requests. The embedded cloud records them. */
export function checkSilence(scene: Scene, mark: number): void {
    const { embedded } = scene.place;
    if (embedded !== undefined) {
        check(scene, "it sent no requests to the cloud", embedded.requestsSince(mark).length, 0);
    }
}

/** The requests that changed something, as the embedded cloud received them. */
export function tellRequests({ place: { embedded }, printer }: Scene, mark: number): void {
    const actions = (embedded?.requestsSince(mark) ?? []).filter(
        ({ method, service }) => method !== "GET" && service === "compute",
    );
    if (actions.length > 0) {
        const spelled = actions.map(({ method, path, body }) => {
            const short = path.replace("/compute/v2.1", "").replace(/[0-9a-f-]{36}/, "…");
            return `${method} ${short} ${JSON.stringify(body)}`;
        });
        printer.output(`requests that changed something: ${spelled.join(", ")}`, "dim");
    }
}

export function imageOf(image: Server["image"]): string {
    return image === "" ? "" : image.id;
}

export function rulesOf({ rules }: SecurityGroup): string[] {
    return rules
        .map(({ ip_protocol, from_port, to_port, ip_range }) => {
            const ports = from_port === to_port ? from_port : `${from_port}-${to_port}`;
            return `${ip_protocol} ${ports} from ${ip_range.cidr}`;
        })
        .sort();
}

/** The engine's count, without unchanged and read resources. */
export function counted({ changes }: Outcome): Record<string, number> {
    return Object.fromEntries(Object.entries(changes).filter(([op]) => op !== "same" && op !== "refresh"));
}

export async function succeed(operation: Promise<Outcome>): Promise<Outcome> {
    const outcome = await operation;
    if (!outcome.succeeded) {
        throw new CheckFailed(`the command failed after ${seconds(outcome.milliseconds)}; see its output above`);
    }
    return outcome;
}

export function check({ printer }: Scene, what: string, found: unknown, wanted: unknown): void {
    if (!isDeepStrictEqual(found, wanted)) {
        throw new CheckFailed(
            `check failed: ${what}\n  expected ${JSON.stringify(wanted)}\n  found    ${JSON.stringify(found)}`,
        );
    }
    printer.check(what);
}

export function checkWords({ printer }: Scene, what: string, { words }: Outcome, wanted: readonly string[]): void {
    const missing = wanted.filter((text) => !words.includes(text));
    if (missing.length > 0) {
        throw new CheckFailed(
            `check failed: ${what}\n  missing in its output: ${missing.join("\n                  ")}`,
        );
    }
    printer.check(what);
}
