/** The two releases of OpenStack in the test bed: their folders, and their ports on 127.0.0.1. */
import { join } from "node:path";
import { cacheFolder } from "../cache";

export const RELEASES = {
    zed: { title: "OpenStack Zed (Debian bookworm's packages)", portOffset: 0 },
    /** On ports of its own, so that both can run at the same time. */
    latest: { title: "the latest OpenStack (from PyPI, pinned by bed/latest.txt)", portOffset: 10_000 },
} as const;

export type Release = keyof typeof RELEASES;

export const RELEASE_NAMES = Object.keys(RELEASES) as Release[];

export function isRelease(name: string): name is Release {
    return Object.hasOwn(RELEASES, name);
}

/**
 * The ports of zed: OpenStack's own for the APIs. All are below 32768, where Linux starts to take ports for outgoing
 * connections.
 */
const PORTS = {
    keystone: 5000,
    placement: 8778,
    glance: 9292,
    neutron: 9696,
    nova: 8774,
    cinder: 8776,
    database: 13306,
    queue: 15672,
    /** Where RabbitMQ's Erlang talks to its own tools. */
    queuePeer: 15673,
    epmd: 14369,
} as const;

export type Listener = keyof typeof PORTS;

/** One release's place and addresses. */
export interface Bed {
    release: Release;
    title: string;
    /** The folder with the software, the data, the configurations and the logs. */
    root: string;
    ports: Record<Listener, number>;
    /** Keystone's, with its version. */
    authUrl: string;
}

/** The password of every account. It is the emulator's too, so that both have the same credentials. */
export const PASSWORD = "osreal";

export const REGION = "RegionOne";

/** The bed of a release in the user's cache folder. */
export function bedOf(release: Release, env: NodeJS.ProcessEnv = process.env): Bed {
    const { title, portOffset } = RELEASES[release];
    const ports = Object.fromEntries(
        Object.entries(PORTS).map(([name, port]) => [name, port + portOffset]),
    ) as Bed["ports"];
    return {
        release,
        title,
        root: join(cacheFolder(env), `openstack-${release}`),
        ports,
        authUrl: `${urlOf(ports.keystone)}/v3`,
    };
}

export function urlOf(port: number): string {
    return `http://127.0.0.1:${port}`;
}
