/**
 * What can be done with each kind of resource: the operations whose requests are the points of the faults. Each row of
 * a change table that changes in place has one that covers it; tests/faults/coverage.test.ts says so.
 */

import { PROJECTS } from "../../emulator/state/seed";
import { ECDSA, ED25519 } from "../provider/resources/public-keys";
import type { Declared } from "../support/engine";
import type { Bag } from "../support/wire";
import { derivedOperations } from "./derived";
import { adopted, changed, created, declare, deleted, type Operation, outputOf, refreshed } from "./operation";

const SERVER = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

const TWO_NETWORKS = [{ network: "private" }, { network: "private", fixedIp: "10.20.0.88" }];

/** A server with other volumes before and after, of two that others made. */
function withVolumes(
    title: string,
    choose: (volumes: readonly string[]) => readonly [readonly unknown[], readonly unknown[]],
): Operation {
    const volumes: string[] = [];
    const program = (at: 0 | 1) => [
        declare("Server", "it", () => ({
            ...SERVER,
            blockDevices: choose(volumes)[at].map((volume) => ({ volume })),
        })),
    ];
    return {
        kind: "Server",
        title: `changes ${title}`,
        async prepare({ nova, cloud, time }) {
            volumes.splice(0);
            for (const size of [1, 2]) {
                const options = { service: "block-storage" };
                const { volume } = await nova.post<{ volume: { id: string } }>(
                    "/volumes",
                    { volume: { size } },
                    options,
                );
                volumes.push(volume.id);
            }
            await time.settle(cloud);
        },
        before: program(0),
        by: "up",
        after: program(1),
        covers: ["blockDevices"],
    };
}

const GROUPS = ["web", "db"].map((name) => declare("SecurityGroup", name, { name, rules: [] }));

const SERVERS: readonly Operation[] = [
    created("Server", "one that is named by its logical name", SERVER),
    created("Server", "one with a name of the program's", { ...SERVER, name: "web" }),
    created("Server", "one with tags, switched off", {
        ...SERVER,
        networks: undefined,
        tags: ["a", "b"],
        powerState: "shutoff",
    }),
    changed("Server", "name, access addresses, description and disk config", SERVER, [
        { name: "web", accessIpV4: "192.0.2.1", accessIpV6: "2001:db8::1", description: "old", diskConfig: "AUTO" },
        { name: "web-2", accessIpV4: "192.0.2.2", accessIpV6: "2001:db8::2", description: "new", diskConfig: "MANUAL" },
    ]),
    changed("Server", "metadata", SERVER, [
        { metadata: { role: "web", tier: "1" } },
        { metadata: { role: "db", zone: "north" } },
    ]),
    changed("Server", "tags", SERVER, [{ tags: ["a", "b"] }, { tags: ["b", "c"] }]),
    {
        ...changed("Server", "security groups", SERVER, [{ securityGroups: ["web"] }, { securityGroups: ["db"] }]),
        before: [...GROUPS, declare("Server", "it", { ...SERVER, securityGroups: ["web"] })],
        after: [...GROUPS, declare("Server", "it", { ...SERVER, securityGroups: ["db"] })],
    },
    changed("Server", "flavor", SERVER, [{}, { flavor: "m1.small" }]),
    changed("Server", "image", SERVER, [{}, { image: "debian-13" }]),
    changed("Server", "password", SERVER, [{ adminPass: "first-secret" }, { adminPass: "second-secret" }]),
    changed("Server", "power state to off", SERVER, [{ powerState: "active" }, { powerState: "shutoff" }]),
    changed("Server", "power state to on", SERVER, [{ powerState: "shutoff" }, { powerState: "active" }]),
    changed("Server", "hostname", SERVER, [{ hostname: "web-1" }, { hostname: "web-2" }]),
    changed("Server", "networks to one more", {}, [SERVER, { ...SERVER, networks: TWO_NETWORKS }]),
    changed("Server", "networks to one less", {}, [{ ...SERVER, networks: TWO_NETWORKS }, SERVER]),
    withVolumes("volumes", ([first, second]) => [[first], [second]]),
    // What is in the files no API tells: that they are written by the last rebuild is not seen here.
    changed("Server", "files", SERVER, [
        { personality: [{ path: "/etc/motd", contents: "hello" }] },
        { personality: [{ path: "/etc/motd", contents: "goodbye" }] },
    ]),
    changed("Server", "certificates", SERVER, [
        { trustedImageCertificates: ["674736e3-f25c-405c-8362-bbf991e0ce0a"] },
        { trustedImageCertificates: ["b8f1c4d2-5a3e-4d0e-9c55-0f4b8f6f3a11"] },
    ]),
    changed("Server", "lock to locked", SERVER, [{ locked: false }, { locked: { reason: "in use" } }]),
    changed("Server", "lock to unlocked", SERVER, [{ locked: true }, { locked: false }]),
    changed("Server", "several things at once", { ...SERVER, name: "web" }, [
        { metadata: { role: "web" } },
        { metadata: { role: "db" }, flavor: "m1.small", powerState: "shutoff", description: "new" },
    ]),
    changed("Server", "what replaces it", SERVER, [{ userData: "one" }, { userData: "two" }]),
    changed("Server", "what replaces it, the old one first", {}, [
        { ...SERVER, networks: [{ network: "private", fixedIp: "10.20.0.77" }], userData: "one" },
        { ...SERVER, networks: [{ network: "private", fixedIp: "10.20.0.77" }], userData: "two" },
    ]),
    {
        ...refreshed("Server", { ...SERVER, metadata: { role: "web" }, securityGroups: ["default"] }),
        title: "reads it after others changed it",
        outside: async ({ nova, stack }) => {
            const { id } = stack.resource("it");
            await nova.post(`/servers/${id}/metadata`, { metadata: { role: "cache" } });
        },
    },
    deleted("Server", SERVER),
    adopted("Server", { ...SERVER, name: "by-hand" }, async ({ nova, cloud, time }) => {
        const { images, networks } = cloud.inspect();
        const imageRef = images.find(({ name }) => name === "debian-12")?.id;
        const uuid = networks.find(({ name }) => name === "private")?.id;
        const server = { name: "by-hand", flavorRef: "1", imageRef, networks: [{ uuid }] };
        const { id } = (await nova.post<{ server: { id: string } }>("/servers", { server })).server;
        await time.settle(cloud);
        return id;
    }),
];

const KEYPAIRS: readonly Operation[] = [
    created("Keypair", "a generated one", {}),
    created("Keypair", "one with a name and a key of the program's", { name: "deploy", publicKey: ED25519 }),
    changed("Keypair", "the key under the same name", { name: "deploy" }, [
        { publicKey: ED25519 },
        { publicKey: ECDSA },
    ]),
    changed("Keypair", "its name", { publicKey: ED25519 }, [{ name: "one" }, { name: "other" }]),
    refreshed("Keypair", { publicKey: ED25519 }),
    deleted("Keypair", { publicKey: ED25519 }),
    adopted("Keypair", { publicKey: ED25519 }, async ({ nova }) => {
        await nova.post("/os-keypairs", { keypair: { name: "by-hand", public_key: ED25519 } });
        return "by-hand";
    }),
];

const HTTPS = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };
const SSH = { protocol: "tcp", port: 22, cidr: "10.0.0.0/8" };
const PING = { protocol: "icmp", cidr: "0.0.0.0/0" };

const PROXIES = { microversion: "2.35" };

const SECURITY_GROUPS: readonly Operation[] = [
    created("SecurityGroup", "one that is named by its logical name, with rules", { rules: [HTTPS, SSH] }),
    created("SecurityGroup", "one with a name of the program's", { name: "web", description: "mine" }),
    changed("SecurityGroup", "name", {}, [{ name: "web" }, { name: "web-2" }]),
    changed("SecurityGroup", "description", { name: "web" }, [{ description: "old" }, { description: "new" }]),
    changed("SecurityGroup", "rules", { name: "web" }, [{ rules: [HTTPS, SSH] }, { rules: [SSH, PING] }]),
    refreshed("SecurityGroup", { rules: [HTTPS] }),
    deleted("SecurityGroup", { rules: [HTTPS] }),
    adopted("SecurityGroup", { rules: [] }, async ({ nova }) => {
        const made = await nova.post<{ security_group: { id: string } }>(
            "/os-security-groups",
            { security_group: { name: "by-hand", description: "Managed by Pulumi" } },
            PROXIES,
        );
        return made.security_group.id;
    }),
];

const SIZE = { ram: 256, vcpus: 1, disk: 1 };

/** The ids that every embedded cloud gives its projects. */
const [ADMIN, DEMO] = PROJECTS.map(({ id }) => id);

const FLAVORS: readonly Operation[] = [
    created("Flavor", "one that is named by its logical name", SIZE),
    created("Flavor", "one with extra specs for a project", {
        ...SIZE,
        name: "tiny",
        flavorId: "tiny-1",
        isPublic: false,
        extraSpecs: { "hw:cpu_policy": "shared", "quota:cpu_shares": "10" },
        projects: [ADMIN, DEMO],
    }),
    changed("Flavor", "description", SIZE, [{ description: "old" }, { description: "new" }]),
    changed("Flavor", "extra specs", SIZE, [
        { extraSpecs: { "hw:cpu_policy": "shared", "quota:cpu_shares": "10" } },
        { extraSpecs: { "hw:cpu_policy": "dedicated" } },
    ]),
    changed("Flavor", "projects", { ...SIZE, isPublic: false }, [{ projects: [ADMIN] }, { projects: [DEMO] }]),
    changed("Flavor", "its size", { vcpus: 1, disk: 1 }, [{ ram: 256 }, { ram: 512 }]),
    changed("Flavor", "its size under the same name", { vcpus: 1, disk: 1, name: "tiny" }, [
        { ram: 256 },
        { ram: 512 },
    ]),
    refreshed("Flavor", { ...SIZE, extraSpecs: { "hw:cpu_policy": "shared" } }),
    deleted("Flavor", SIZE),
    adopted("Flavor", { ...SIZE }, async ({ nova }) => {
        const flavor = { name: "by-hand", id: "by-hand-1", ...SIZE };
        return (await nova.post<{ flavor: { id: string } }>("/flavors", { flavor })).flavor.id;
    }),
];

const TWO_SERVERS = ["one", "other"].map((name) => declare("Server", name, { ...SERVER, name }));

function leadingTo(name: string, more: Bag = {}): Declared {
    return declare(
        "FloatingIp",
        "it",
        outputOf(name, "id", (serverId) => ({ pool: "public", serverId, ...more })),
    );
}

function association(title: string, before: Declared, after: Declared): Operation {
    return {
        kind: "FloatingIp",
        title: `changes ${title}`,
        before: [...TWO_SERVERS, before],
        by: "up",
        after: [...TWO_SERVERS, after],
        covers: ["serverId", "fixedIp"],
    };
}

const FREE = declare("FloatingIp", "it", { pool: "public" });

const FLOATING_IPS: readonly Operation[] = [
    created("FloatingIp", "one that leads to no server", {}),
    {
        ...association("", FREE, FREE),
        title: "creates one that leads to a server",
        before: TWO_SERVERS,
        after: [...TWO_SERVERS, leadingTo("one")],
        covers: [],
    },
    association("its server from none", FREE, leadingTo("one")),
    association("its server to another", leadingTo("one"), leadingTo("other")),
    association("its server to none", leadingTo("one"), FREE),
    association(
        "the server's address that it leads to",
        leadingTo("one"),
        declare("FloatingIp", "it", (stack) => ({
            pool: "public",
            serverId: stack.resource("one").id,
            fixedIp: stack.resource("one").outs.ipV4,
        })),
    ),
    refreshed("FloatingIp", { pool: "public" }),
    deleted("FloatingIp", { pool: "public" }),
    adopted("FloatingIp", { pool: "public" }, async ({ nova }) => {
        const made = await nova.post<{ floating_ip: { id: string } }>("/os-floating-ips", { pool: "public" }, PROXIES);
        return made.floating_ip.id;
    }),
];

const ACTED_ON = declare("Server", "web", { ...SERVER, name: "web" });

const acting = (args: Bag) => [
    ACTED_ON,
    declare(
        "ServerAction",
        "it",
        outputOf("web", "id", (server) => ({ server, ...args })),
    ),
];

/** It runs under faults while the server is there already. */
function action(title: string, before: readonly Declared[], after: readonly Declared[], covers: string[]): Operation {
    return { kind: "ServerAction", title, before, by: "up", after, covers };
}

const RESCUED = { rescue: { adminPass: "first-secret" } };

const SERVER_ACTIONS: readonly Operation[] = [
    action("creates a reboot", [ACTED_ON], acting({ reboot: { type: "HARD" } }), []),
    action("creates a rescue", [ACTED_ON], acting(RESCUED), []),
    action("creates an image", [ACTED_ON], acting({ createImage: { name: "backup" } }), []),
    action(
        "changes the triggers of a reboot",
        acting({ reboot: {}, triggers: ["1"] }),
        acting({ reboot: {}, triggers: ["2"] }),
        ["triggers"],
    ),
    action("changes how it reboots", acting({ reboot: { type: "SOFT" } }), acting({ reboot: { type: "HARD" } }), [
        "reboot",
    ]),
    action("changes the password of a rescue", acting(RESCUED), acting({ rescue: { adminPass: "second-secret" } }), [
        "rescue",
    ]),
    action(
        "changes the image that it makes",
        acting({ createImage: { name: "backup" } }),
        acting({ createImage: { name: "backup-2", metadata: { role: "web" } } }),
        ["createImage"],
    ),
    {
        ...action("reads it", acting(RESCUED), acting(RESCUED), []),
        by: "refresh",
    },
    action("deletes a rescue", acting(RESCUED), [ACTED_ON], []),
];

const WRITTEN: readonly Operation[] = [
    ...SERVERS,
    ...KEYPAIRS,
    ...SECURITY_GROUPS,
    ...FLAVORS,
    ...FLOATING_IPS,
    ...SERVER_ACTIONS,
];

/** Those above, and those that follow from the declaration of a kind that has none above. */
export const OPERATIONS: readonly Operation[] = [...WRITTEN, ...derivedOperations(WRITTEN.map(({ kind }) => kind))];
