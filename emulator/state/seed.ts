import { stableHex, stableUuid } from "./identifiers";
import type { ApplicationCredential, Flavor, Image, Network, Project, User } from "./model";

/** The content of a new cloud. Ids are the same in every cloud. */

export const PASSWORD = "osreal";
export const DOMAIN = { id: "default", name: "Default" } as const;
export const ZONE = "nova";
export const HOSTS = ["compute1", "compute2"] as const;

/** The largest guest that a host of the fake hypervisor accepts. */
export const HOST_CAPACITY = { vcpus: 1000, ram: 800_000, disk: 600_000 } as const;

export const PROJECTS: readonly Project[] = ["admin", "demo"].map((name) => ({
    id: stableHex(`project/${name}`),
    name,
}));

const [ADMIN, DEMO] = PROJECTS as readonly [Project, Project];

export const USERS: readonly User[] = [
    {
        id: stableHex("user/admin"),
        name: "admin",
        password: PASSWORD,
        roles: { [ADMIN.id]: ["admin", "member", "reader"], [DEMO.id]: ["admin", "member", "reader"] },
    },
    {
        id: stableHex("user/demo"),
        name: "demo",
        password: PASSWORD,
        roles: { [DEMO.id]: ["member", "reader"] },
    },
];

export const APPLICATION_CREDENTIALS: readonly ApplicationCredential[] = PROJECTS.map((project, index) => ({
    id: stableHex(`application-credential/${project.name}`),
    name: `${project.name}-ci`,
    secret: `${project.name}-secret`,
    userId: (USERS[index] as User).id,
    projectId: project.id,
}));

function flavor(id: string, name: string, ram: number, disk: number, vcpus: number): Flavor {
    return {
        id,
        name,
        ram,
        vcpus,
        disk,
        ephemeral: 0,
        swap: 0,
        rxtxFactor: 1,
        isPublic: true,
        description: null,
        extraSpecs: {},
        projects: [],
    };
}

/** The five flavors of the API reference (Example 1.75). */
export function seedFlavors(): Flavor[] {
    return [
        flavor("1", "m1.tiny", 512, 1, 1),
        flavor("2", "m1.small", 2048, 20, 1),
        flavor("3", "m1.medium", 4096, 40, 2),
        flavor("4", "m1.large", 8192, 80, 4),
        flavor("5", "m1.xlarge", 16384, 160, 8),
    ];
}

const IMAGE_SIZES: Readonly<Record<string, number>> = {
    "debian-12": 340_000_000,
    "debian-13": 350_000_000,
    "ubuntu-24.04": 600_000_000,
    cirros: 21_430_272,
};

export function seedImages(now: number): Image[] {
    return Object.entries(IMAGE_SIZES).map(([name, size]) => ({
        id: stableUuid(`image/${name}`),
        name,
        minDisk: 0,
        minRam: 0,
        size,
        created: now,
        metadata: {},
        status: "active",
        projectId: null,
    }));
}

export const NETWORKS: readonly Network[] = [
    {
        id: stableUuid("network/private"),
        name: "private",
        subnetId: stableUuid("subnet/private"),
        cidr: "10.20.0.0/24",
        external: false,
    },
    {
        id: stableUuid("network/public"),
        name: "public",
        subnetId: stableUuid("subnet/public"),
        cidr: "203.0.113.0/24",
        external: true,
    },
];
