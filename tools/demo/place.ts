/** Where the demo runs: the embedded cloud, or a cloud of clouds.yaml; and what it uses there. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EmbeddedCloud } from "../../emulator/index";
import { cloudEntry, namedCloud } from "./clouds-file";
import { type Flavor, type Image, Nova } from "./nova";
import type { DemoOptions, Pair } from "./options";
import { Problem } from "./problem";

/** What the stack uses. */
export interface Choice {
    /** The flavor to begin with, and the one to resize to. */
    flavors: readonly [Flavor, Flavor];
    /** The image to begin with, and the one to rebuild from. */
    images: readonly [Image, Image];
    network: string;
    pool: string;
    /** Whether the stack has a flavor of its own. That needs an administrator and a small image. */
    ownFlavor: boolean;
}

export interface Place {
    /** The OS_* variables for a program. */
    environment: Readonly<Record<string, string>>;
    /** The demo's own client. */
    nova: Nova;
    choice: Choice;
    /** In words. */
    title: string;
    embedded?: EmbeddedCloud;
}

/**
 * Like the cloud's own m1.small, but with two processors. With disks of the same size, a server can be resized in both
 * directions.
 */
const SECOND_FLAVOR = { name: "c1.small", ram: 2048, vcpus: 2, disk: 20 };

/** Starts the embedded cloud. Its clouds.yaml goes into `folder`. */
export async function embeddedPlace(options: DemoOptions, folder: string): Promise<Place> {
    const embedded = await EmbeddedCloud.start({ speed: options.speed });
    try {
        const file = join(folder, "clouds.yaml");
        const yaml = embedded.cloudsYaml({ name: "embedded", project: "admin" });
        writeFileSync(file, yaml, { mode: 0o600 });
        const { clouds } = parse(yaml) as { clouds: Record<string, unknown> };
        const nova = await Nova.signIn(cloudEntry(clouds.embedded, file));
        await nova.createFlavor(SECOND_FLAVOR);
        return {
            environment: { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "embedded" },
            nova,
            choice: await choose(nova, options),
            title: `an OpenStack cloud inside this process, at ${embedded.authUrl}`,
            embedded,
        };
    } catch (error) {
        await embedded.stop();
        throw error;
    }
}

/** A cloud of the user's. */
export async function namedPlace(name: string, options: DemoOptions): Promise<Place> {
    const { file, secureFile, entry } = namedCloud(name, process.env, process.cwd());
    const nova = await Nova.signIn(entry);
    return {
        environment: {
            OS_CLIENT_CONFIG_FILE: file,
            OS_CLOUD: name,
            ...(secureFile === undefined ? {} : { OS_CLIENT_SECURE_FILE: secureFile }),
        },
        nova,
        choice: await choose(nova, options),
        title: `the cloud "${name}" of ${file}, at ${entry.auth.auth_url}`,
    };
}

/** The size of the stack's own flavor; see examples/quickstart. */
const OWN_FLAVOR = { ram: 512, disk: 1 };

const GIB = 1024 ** 3;

async function choose(nova: Nova, options: DemoOptions): Promise<Choice> {
    const images = chooseImages(await nova.images(), options.images);
    const flavors = chooseFlavors(await nova.flavors(), images, options.flavors);
    const pools = await nova.pools();
    const pool = options.pool ?? first(pools, "pool of floating IPs", "--pool");
    const networks = (await nova.networks()).filter((network) => !pools.includes(network));
    const network = options.network ?? first(networks, "network", "--network");
    const ownFlavor =
        nova.isAdmin && images.every((image) => fits(image, OWN_FLAVOR) && sizeOf(image) <= OWN_FLAVOR.disk * GIB);
    return { flavors, images, network, pool, ownFlavor };
}

/** The named ones, or the two smallest. */
function chooseImages(all: readonly Image[], named: Pair | undefined): [Image, Image] {
    if (named !== undefined) {
        return [byName(all, named[0], "image"), byName(all, named[1], "image")];
    }
    // Nobody else should boot a snapshot of somebody's server.
    const usable = all.filter(({ status, server }) => status === "ACTIVE" && server === undefined);
    const [one, two] = usable.filter(hasUniqueName).sort((a, b) => sizeOf(a) - sizeOf(b));
    return bothOf(one, two, "images", "--image A,B");
}

/**
 * The named ones, or two small ones that fit the images: with disks of the same size if possible, otherwise with a
 * larger second one.
 */
function chooseFlavors(all: readonly Flavor[], images: readonly Image[], named: Pair | undefined): [Flavor, Flavor] {
    if (named !== undefined) {
        return [byName(all, named[0], "flavor"), byName(all, named[1], "flavor")];
    }
    const usable = all
        .filter((flavor) => flavor["OS-FLV-DISABLED:disabled"] !== true && hasUniqueName(flavor, 0, all))
        .filter((flavor) => images.every((image) => fits(image, flavor)))
        .sort((a, b) => a.ram - b.ram || a.vcpus - b.vcpus || a.disk - b.disk);
    const pairs = usable.flatMap((one, at) => usable.slice(at + 1).map((two): [Flavor, Flavor] => [one, two]));
    const [one, two] =
        pairs.find(([small, big]) => small.disk === big.disk) ??
        pairs.find(([small, big]) => small.disk > 0 && small.disk < big.disk) ??
        [];
    return bothOf(one, two, "flavors that fit both images", "--flavor A,B");
}

function hasUniqueName({ name }: { name: string | null }, _index: number, all: readonly { name: string | null }[]) {
    return name !== null && all.filter((other) => other.name === name).length === 1;
}

/** A flavor without a disk takes the image's size. */
function fits(image: Image, { ram, disk }: { ram: number; disk: number }): boolean {
    return image.minRam <= ram && (disk === 0 || image.minDisk <= disk);
}

function sizeOf(image: Image): number {
    return image["OS-EXT-IMG-SIZE:size"] ?? 0;
}

function byName<T extends { name: string | null }>(all: readonly T[], name: string, what: string): T {
    const found = all.find((candidate) => candidate.name === name);
    if (found === undefined) {
        throw new Problem(`The cloud has no ${what} "${name}"; it has ${all.map((one) => one.name).join(", ")}.`);
    }
    return found;
}

function bothOf<T>(one: T | undefined, two: T | undefined, what: string, option: string): [T, T] {
    if (one === undefined || two === undefined) {
        throw new Problem(`The cloud has no two ${what}. Name them with ${option}.`);
    }
    return [one, two];
}

function first(names: readonly string[], what: string, option: string): string {
    const [name] = names;
    if (name === undefined) {
        throw new Problem(`The cloud shows this project no ${what}. Name one with ${option}.`);
    }
    return name;
}
