/**
 * The cloud that a run of the scenarios is on: the embedded one, or the real OpenStack that OPENSTACK_UNDER_TEST names.
 * Both have the same things under the same names, so that a scenario need not know which one it is on.
 */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { EmbeddedCloud } from "../../emulator";
import { ensureOpenStack, RELEASE_NAMES, type Release } from "../../tools/openstack";
import { connectDirectly } from "../support/direct-line";
import { Nova } from "../support/nova";

/** What a scenario may know of its cloud. */
export interface CloudUnderTest {
    /** For the names of the scenarios. */
    readonly title: string;
    /** The text of a clouds.yaml; its first entry is the admin's. */
    cloudsYaml(): string;
    /** The entry of a user with the admin role, and that of one without it, in projects of their own. */
    readonly admin: string;
    readonly member: string;
    /** To begin with, and larger. */
    readonly flavors: readonly [name: string, larger: string];
    readonly images: readonly [name: string, other: string];
    readonly network: string;
    /** One of the network's addresses, from where the cloud does not give any out by itself. */
    readonly spareAddress: string;
    /** More of them, which no other scenario of this process gets. */
    spareAddresses(count: number): string[];
    /** How many times faster than a real one it is. */
    readonly speed: number;
    /** Of floating IPs. */
    readonly pool: string;
    /** Makes a port in the admin's project, as a user does in the network service; gives its id. */
    makePort(): Promise<string>;
    removePort(id: string): Promise<void>;
    close(): Promise<void>;
}

/** How many times faster than a real cloud the embedded one is. */
const SPEED = 50;

/** Above what the network gives out by itself (tools/openstack/seed/cloud.ts); others may run beside. */
let spared = randomInt(199, 225);

function spareAddresses(count: number): string[] {
    return Array.from({ length: count }, () => {
        spared += 1;
        return `10.20.0.${spared}`;
    });
}

/** What both kinds of cloud are seeded with: emulator/state/seed.ts, tools/openstack/seed/cloud.ts. */
const SEEDED = {
    flavors: ["m1.tiny", "m1.small"],
    images: ["debian-12", "debian-13"],
    network: "private",
    spareAddress: `10.20.0.${randomInt(240, 254)}`,
    spareAddresses,
    pool: "public",
} as const;

/** The release that this run is on; undefined: the embedded cloud. */
export function releaseUnderTest(env: NodeJS.ProcessEnv = process.env): Release | undefined {
    const name = env.OPENSTACK_UNDER_TEST;
    const release = RELEASE_NAMES.find((known) => known === name);
    if (name !== undefined && release === undefined) {
        throw new RangeError(`OPENSTACK_UNDER_TEST=${name}: expected ${RELEASE_NAMES.join(" or ")}, or nothing.`);
    }
    return release;
}

export function openCloud(release: Release | undefined = releaseUnderTest()): Promise<CloudUnderTest> {
    return release === undefined ? embedded() : real(release);
}

const NETWORK = { service: "network" };

async function real(release: Release): Promise<CloudUnderTest> {
    const { cloudsYaml, cloud, demoCloud } = await ensureOpenStack(release);
    const text = readFileSync(cloudsYaml, "utf8");
    return {
        ...SEEDED,
        title: release,
        speed: 1,
        cloudsYaml: () => text,
        admin: cloud,
        member: demoCloud,
        makePort: async () => {
            const nova = await Nova.connect(text, cloud);
            const { networks } = await nova.get<{ networks: { id: string }[] }>(
                `/v2.0/networks?name=${SEEDED.network}`,
                NETWORK,
            );
            const body = { port: { network_id: networks[0]?.id } };
            return (await nova.post<{ port: { id: string } }>("/v2.0/ports", body, NETWORK)).port.id;
        },
        removePort: async (id) => {
            await (await Nova.connect(text, cloud)).call("DELETE", `/v2.0/ports/${id}`, undefined, NETWORK);
        },
        // It stays for the next file; who started it stops it.
        close: async () => undefined,
    };
}

async function embedded(): Promise<CloudUnderTest> {
    const cloud = await EmbeddedCloud.start({ speed: SPEED });
    const hangUp = connectDirectly(cloud);
    const text = [
        cloud.cloudsYaml({ name: "embedded", project: "admin" }),
        cloud.cloudsYaml({ name: "embedded-demo", project: "demo" }).replace(/^clouds:\n/, ""),
    ].join("");
    await raiseQuotas(text);
    return {
        ...SEEDED,
        title: "the embedded cloud",
        speed: SPEED,
        cloudsYaml: () => text,
        admin: "embedded",
        member: "embedded-demo",
        makePort: async () => cloud.createPort({ project: "admin" }).id,
        // It has no network service to ask.
        removePort: async () => undefined,
        close: () => {
            hangUp();
            return cloud.stop();
        },
    };
}

/** As in tools/openstack/bed/configure.sh: room for scenarios side by side. */
const QUOTAS = { instances: 1000, cores: 4000, ram: 8_000_000, key_pairs: 1000 };

async function raiseQuotas(cloudsYaml: string): Promise<void> {
    const admin = await Nova.connect(cloudsYaml, "embedded");
    const member = await Nova.connect(cloudsYaml, "embedded-demo");
    for (const { projectId } of [admin, member]) {
        await admin.call("PUT", `/os-quota-sets/${projectId}`, { quota_set: QUOTAS });
    }
}
