/** One case: a bag is created, read, changed to a second one, read, and deleted, as a program and Pulumi do it. */
import isEqual from "lodash/isEqual";
import { kindOf } from "../../provider/resources/registry";
import type { Witness } from "../conformance/witness";
import { type Declared, Deployment } from "../support/engine";
import type { Nova } from "../support/nova";
import { isDeclared, isSingleton } from "../support/shapes";
import { filled, OWN } from "./bags";
import type { Bag } from "./from-schema";
import { type Failure, failureOf, isClouds, Refused } from "./verdict";

export interface Case {
    kind: string;
    first: Bag;
    second: Bag;
}

/** What has become of it. */
export interface Outcome {
    /** Bags that `check` took, and refused. */
    accepted: number;
    refused: number;
    /** Why a bag that check took did not come to be: what only the cloud can know. */
    clouds: string[];
    failures: Failure[];
}

/** Where it happens. */
export interface World {
    /** The entry of clouds.yaml. */
    cloud: string;
    witness: Witness;
    /** What stands for the words in capitals of the bags. */
    words: ReadonlyMap<string, string>;
    timeouts: Readonly<Record<string, number>>;
}

export async function play({ kind, first, second }: Case, world: World): Promise<Outcome> {
    const outcome: Outcome = { accepted: 0, refused: 0, clouds: [], failures: [] };
    const stack = await Deployment.on({ "openstack-compute:cloud": world.cloud });
    const before = await alwaysThere(kind, [first, second], world);
    const steps = [
        { step: "create", bag: first },
        { step: "change", bag: second },
    ];
    for (const { step, bag } of steps) {
        const program = declared(kind, bag, world);
        try {
            await refusing(stack, program);
            outcome.accepted += 1;
            await stack.up(program);
            await expectUnchanged(stack, program);
        } catch (error) {
            if (error instanceof Refused) {
                outcome.refused += 1;
            } else if (isClouds(error, bag)) {
                outcome.clouds.push(`${step}: ${error.message}`);
            } else {
                outcome.failures.push(failureOf(step, error));
                break;
            }
        }
    }
    const made = stack.made(kind);
    const volumes = kind === "Server" ? await volumesOf(made, world) : [];
    try {
        await stack.destroy();
    } catch (error) {
        outcome.failures.push(failureOf("destroy", error));
    }
    if (!isEqual(await alwaysThere(kind, [first, second], world), before)) {
        outcome.failures.push({ step: "destroy", message: `${kind} was left with other values`, status: undefined });
    }
    for (const { id } of kind === "ServerAction" ? await world.witness.images(world.words.get(OWN) ?? "") : []) {
        await world.witness.deleteImage(id);
    }
    for (const id of made) {
        if (!(await isGone(kind, id, [first, second], world))) {
            outcome.failures.push({ step: "destroy", message: `${kind} ${id} was left behind`, status: undefined });
        }
    }
    for (const volume of volumes) {
        await world.witness.nova.call("DELETE", `/os-volumes/${volume}`, undefined, { anyStatus: true });
    }
    return outcome;
}

function declared(kind: string, bag: Bag, { words, timeouts }: World): Declared {
    return { kind, name: `${words.get(OWN) ?? ""}-it`, args: filled(bag, words), timeouts };
}

/** A preview, which `check` may end. */
async function refusing(stack: Deployment, program: Declared): Promise<void> {
    try {
        await stack.preview(program);
    } catch (error) {
        const last = stack.calls.at(-1)?.method;
        throw last === "check" && error instanceof Error && error.name === "Error"
            ? new Refused(error.message, { cause: error })
            : error;
    }
}

/** Neither a preview nor one after a refresh proposes anything. */
async function expectUnchanged(stack: Deployment, program: Declared): Promise<void> {
    const before = await stack.preview(program);
    if (before.length > 0) {
        throw new Error(`a preview right afterwards proposes ${before.join(", ")}`);
    }
    await stack.refresh();
    const after = await stack.preview(program);
    if (after.length > 0) {
        throw new Error(`after a refresh a preview proposes ${after.join(", ")}`);
    }
}

async function isGone(kind: string, id: string, bags: readonly Bag[], { witness, words }: World): Promise<boolean> {
    const { nova } = witness;
    switch (kind) {
        case "Server":
            return nova.isGone(`/servers/${id}`);
        case "SecurityGroup":
            return nova.isGone(`/os-security-groups/${id}`, PROXIES);
        case "FloatingIp":
            return nova.isGone(`/os-floating-ips/${id}`, PROXIES);
        case "Flavor": {
            // Listed: no path of this client's could have ".." in it.
            const { flavors } = await nova.get<{ flavors: { id: string }[] }>("/flavors?is_public=None");
            return !flavors.some((flavor) => flavor.id === id);
        }
        case "Keypair": {
            const users = [undefined, ...bags.map((bag) => filled(bag, words).userId)];
            const lists = users.map((user) =>
                keypairsOf(nova, user === words.get("THE-USER") ? String(user) : undefined),
            );
            return !(await Promise.all(lists)).flat().includes(id);
        }
        case "ServerAction": {
            const [server = ""] = id.split("/");
            return (await witness.server(server)).status !== "RESCUE";
        }
        default: {
            const found = kindOf(kind);
            if (isDeclared(found)) {
                const { place } = found.records;
                const all = await nova.get<Record<string, { id: unknown }[]>>(place.listPath ?? place.path, {
                    microversion: place.microversions?.max,
                });
                return all[place.many]?.every((one) => String(one.id) !== id) ?? false;
            }
            if (isSingleton(found)) {
                return true;
            }
            throw new Error(`how is a ${kind} looked for? Say so in tests/fuzz/case.ts`);
        }
    }
}

/** The values of what there always is one of. */
async function alwaysThere(kind: string, bags: readonly Bag[], { witness, words }: World): Promise<unknown> {
    const found = kindOf(kind);
    if (!isSingleton(found)) {
        return undefined;
    }
    return Promise.all(
        bags.map(async (bag) => {
            const { path, query = {} } = found.addressOf(found.idOf(filled(bag, words)));
            const asked = Object.entries(query).map(([name, value]) => (value === undefined ? "" : `${name}=${value}`));
            const filledPath = found.place.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? "");
            const options = { microversion: found.place.microversions?.max };
            return witness.nova.get(`${filledPath}?${asked.join("&")}`, options);
        }),
    );
}

const PROXIES = { microversion: "2.35" };

async function keypairsOf(nova: Nova, user: string | undefined): Promise<string[]> {
    const query = user === undefined ? "" : `?user_id=${user}`;
    const { keypairs } = await nova.get<{ keypairs: { keypair: { name: string } }[] }>(`/os-keypairs${query}`, {
        microversion: "2.10",
    });
    return keypairs.map(({ keypair }) => keypair.name);
}

/** Those that the servers have: a program may say that they stay. */
async function volumesOf(servers: readonly string[], { witness }: World): Promise<string[]> {
    const answers = await Promise.all(
        servers.map((id) =>
            witness.nova.call<{ volumeAttachments?: { volumeId: string }[] }>(
                "GET",
                `/servers/${id}/os-volume_attachments`,
                undefined,
                { anyStatus: true },
            ),
        ),
    );
    return answers.flatMap(({ body }) => body?.volumeAttachments?.map(({ volumeId }) => volumeId) ?? []);
}
