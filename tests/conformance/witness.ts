/** Looks at a cloud, and meddles with it, without provider code: what a scenario is judged by. */
import { kinds } from "../../provider/resources/registry";
import { Nova } from "../support/nova";
import { isDeclared } from "../support/shapes";
import { type CloudUnderTest, releaseUnderTest } from "./cloud";

/** A server as Compute shows it at {@link NEW}. */
export interface SeenServer {
    id: string;
    name: string;
    status: string;
    flavor: { original_name: string };
    image: { id: string };
    metadata: Record<string, string>;
    tags: string[];
    security_groups?: { name: string }[];
    description: string | null;
    accessIPv4: string;
    accessIPv6: string;
    key_name: string | null;
    config_drive: string;
    addresses: Record<string, { addr: string; "OS-EXT-IPS:type": string }[]>;
    fault?: { message: string };
    "OS-DCF:diskConfig": string;
    "OS-EXT-AZ:availability_zone": string;
    "OS-EXT-STS:task_state": string | null;
    "OS-EXT-SRV-ATTR:hostname": string;
    locked: boolean;
    locked_reason: string | null;
    trusted_image_certificates: string[] | null;
    /** For administrators. */
    "OS-EXT-SRV-ATTR:user_data"?: string | null;
}

export interface SeenRule {
    id: string;
    ip_protocol: string | null;
    from_port: number | null;
    to_port: number | null;
    ip_range: { cidr?: string };
    group: { name?: string };
}

export interface SeenGroup {
    id: string;
    name: string;
    description: string;
    rules: SeenRule[];
}

export interface SeenFloatingIp {
    id: string;
    ip: string;
    pool: string;
    fixed_ip: string | null;
    instance_id: string | null;
}

export interface SeenFlavor {
    id: string;
    name: string;
    ram: number;
    vcpus: number;
    disk: number;
    swap: number | "";
    "OS-FLV-EXT-DATA:ephemeral": number;
    "os-flavor-access:is_public": boolean;
    description: string | null;
    extra_specs: Record<string, string>;
}

export interface SeenAggregate {
    id: number;
    name: string;
    availability_zone: string | null;
    hosts: string[];
    metadata: Record<string, string>;
}

export interface SeenServerGroup {
    id: string;
    name: string;
    policy: string;
    rules: { max_server_per_host?: number };
    members: string[];
}

/** A microversion that every cloud under test serves: with tags, descriptions and the names of flavors. */
const NEW = { microversion: "2.93" };
/** The last one with images, networks, floating IPs and security groups. */
const PROXIES = { microversion: "2.35" };

/** Milliseconds that a server may take to settle, and between two looks: they are work for a real cloud. */
const [PATIENCE, PAUSE] = releaseUnderTest() === undefined ? [60_000, 20] : [150_000, 300];

const declaredKinds = [...kinds.values()].filter(({ nameLength }) => nameLength !== undefined).filter(isDeclared);

export class Witness {
    private constructor(
        readonly nova: Nova,
        readonly cloud: CloudUnderTest,
    ) {}

    static async of(cloud: CloudUnderTest, entry: string): Promise<Witness> {
        return new Witness(await Nova.connect(cloud.cloudsYaml(), entry), cloud);
    }

    async server(id: string): Promise<SeenServer> {
        return (await this.nova.get<{ server: SeenServer }>(`/servers/${id}`, NEW)).server;
    }

    async servers(prefix: string): Promise<{ id: string; name: string }[]> {
        const { servers } = await this.nova.get<{ servers: { id: string; name: string }[] }>(
            `/servers?name=${encodeURIComponent(`^${prefix}`)}`,
        );
        return servers.filter(({ name }) => name.startsWith(prefix));
    }

    /** What a list of the changes of an hour tells of a server, deleted or not. */
    async changed(id: string): Promise<SeenServer | undefined> {
        const since = encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString());
        const { servers } = await this.nova.get<{ servers: SeenServer[] }>(
            `/servers/detail?changes-since=${since}`,
            NEW,
        );
        return servers.find((server) => server.id === id);
    }

    /** What was done to a server, oldest first: `["create", "resize", "confirmResize"]`. */
    async actions(id: string): Promise<string[]> {
        const { instanceActions } = await this.nova.get<{ instanceActions: { action: string }[] }>(
            `/servers/${id}/os-instance-actions`,
            NEW,
        );
        return instanceActions.map(({ action }) => action).reverse();
    }

    async act(id: string, action: object): Promise<void> {
        await this.nova.post(`/servers/${id}/action`, action);
    }

    /** Waits until the server has that status and nothing is under way. */
    async settled(id: string, status: string): Promise<SeenServer> {
        return until<SeenServer>(`server ${id} is ${status}`, async () => {
            const server = await this.server(id);
            const settled = server.status === status && server["OS-EXT-STS:task_state"] === null;
            return settled ? { found: server } : { seen: `${server.status}, ${server["OS-EXT-STS:task_state"]}` };
        });
    }

    /** Boots one by hand. */
    async boot(name: string, more: Record<string, unknown> = {}): Promise<string> {
        const [flavorRef, imageRef, uuid] = await Promise.all([
            this.flavorId(this.cloud.flavors[0]),
            this.imageId(this.cloud.images[0]),
            this.networkId(this.cloud.network),
        ]);
        const { server } = await this.nova.post<{ server: { id: string } }>("/servers", {
            server: { name, flavorRef, imageRef, networks: [{ uuid }], ...more },
        });
        await this.settled(server.id, "ACTIVE");
        return server.id;
    }

    async deleteServer(id: string): Promise<void> {
        await this.remove(`/servers/${id}`);
        await until(`server ${id} is gone`, async () =>
            (await this.isGone(id)) ? { found: true } : { seen: "still there" },
        );
    }

    /** Nova shows a server as DELETED for a moment, lists it and counts it: then it is not yet gone. */
    isGone(id: string): Promise<boolean> {
        return this.nova.isGone(`/servers/${id}`);
    }

    /** Takes a wish for faults from a server in ERROR, whose metadata Nova does not let change. For administrators. */
    async mend(id: string, wish: string): Promise<void> {
        await this.act(id, { "os-resetState": { state: "active" } });
        await this.remove(`/servers/${id}/metadata/${wish}`);
        await this.act(id, { "os-resetState": { state: "error" } });
    }

    async flavorId(name: string): Promise<string> {
        const { flavors } = await this.nova.get<{ flavors: Named[] }>("/flavors");
        return idOf(flavors, name);
    }

    async imageId(name: string): Promise<string> {
        const { images } = await this.nova.get<{ images: Named[] }>("/images", PROXIES);
        return idOf(images, name);
    }

    async networkId(name: string): Promise<string> {
        const { networks } = await this.nova.get<{ networks: { id: string; label: string }[] }>(
            "/os-networks",
            PROXIES,
        );
        return idOf(
            networks.map(({ id, label }) => ({ id, name: label })),
            name,
        );
    }

    /** Of the server's groups, those at its interfaces. */
    async groupsOf(server: string): Promise<string[]> {
        const { security_groups: groups } = await this.nova.get<{ security_groups: Named[] }>(
            `/servers/${server}/os-security-groups`,
            PROXIES,
        );
        return groups.map(({ name }) => name).sort();
    }

    async group(id: string): Promise<SeenGroup> {
        const answer = await this.nova.get<{ security_group: SeenGroup }>(`/os-security-groups/${id}`, PROXIES);
        return answer.security_group;
    }

    async groups(prefix: string): Promise<SeenGroup[]> {
        const answer = await this.nova.get<{ security_groups: SeenGroup[] }>("/os-security-groups", PROXIES);
        return answer.security_groups.filter(({ name }) => name.startsWith(prefix));
    }

    async makeGroup(name: string): Promise<string> {
        const body = { security_group: { name, description: "by hand" } };
        const answer = await this.nova.post<{ security_group: Named }>("/os-security-groups", body, PROXIES);
        return answer.security_group.id;
    }

    async addRule(group: string, port: number): Promise<void> {
        const ports = { from_port: port, to_port: port };
        const rule = { parent_group_id: group, ip_protocol: "tcp", ...ports, cidr: "0.0.0.0/0" };
        await this.nova.post("/os-security-group-rules", { security_group_rule: rule }, PROXIES);
    }

    async removeRule(id: string): Promise<void> {
        await this.remove(`/os-security-group-rules/${id}`);
    }

    async removeGroup(id: string): Promise<void> {
        await this.remove(`/os-security-groups/${id}`);
    }

    async floatingIp(id: string): Promise<SeenFloatingIp | undefined> {
        const answer = await this.nova.call<{ floating_ip: SeenFloatingIp }>(
            "GET",
            `/os-floating-ips/${id}`,
            undefined,
            { ...PROXIES, anyStatus: true },
        );
        return answer.status === 404 ? undefined : answer.body.floating_ip;
    }

    async releaseFloatingIp(id: string): Promise<void> {
        await this.remove(`/os-floating-ips/${id}`);
    }

    /** The ports on a server. */
    async portsOf(server: string): Promise<string[]> {
        const answer = await this.nova.get<{ interfaceAttachments: { port_id: string }[] }>(
            `/servers/${server}/os-interface`,
        );
        return answer.interfaceAttachments.map(({ port_id: id }) => id);
    }

    /** A keypair of one's own, or to an administrator another user's. */
    async keypair(
        name: string,
        userId?: string,
    ): Promise<{ name: string; type: string; public_key: string; fingerprint: string } | undefined> {
        const answer = await this.nova.call<{
            keypair: { name: string; type: string; public_key: string; fingerprint: string };
        }>(
            "GET",
            `/os-keypairs/${encodeURIComponent(name)}${userId === undefined ? "" : `?user_id=${userId}`}`,
            undefined,
            { anyStatus: true, microversion: "2.10" },
        );
        return answer.status === 404 ? undefined : answer.body.keypair;
    }

    async keypairs(prefix: string): Promise<string[]> {
        const { keypairs } = await this.nova.get<{ keypairs: { keypair: { name: string } }[] }>("/os-keypairs");
        return keypairs.map(({ keypair }) => keypair.name).filter((name) => name.startsWith(prefix));
    }

    async makeKeypair(name: string, publicKey: string): Promise<void> {
        await this.nova.post("/os-keypairs", { keypair: { name, public_key: publicKey } });
    }

    async deleteKeypair(name: string): Promise<void> {
        await this.remove(`/os-keypairs/${encodeURIComponent(name)}`);
    }

    /** For administrators. */
    async flavor(id: string): Promise<SeenFlavor> {
        return (await this.nova.get<{ flavor: SeenFlavor }>(`/flavors/${id}`, NEW)).flavor;
    }

    /** For administrators. */
    async flavors(prefix: string): Promise<Named[]> {
        const { flavors } = await this.nova.get<{ flavors: Named[] }>("/flavors?is_public=None");
        return flavors.filter(({ name }) => name.startsWith(prefix));
    }

    /** For administrators. */
    async makeFlavor(name: string, size: { ram: number; vcpus?: number; disk?: number }): Promise<string> {
        const flavor = { name, vcpus: 1, disk: 1, ...size };
        return (await this.nova.post<{ flavor: Named }>("/flavors", { flavor })).flavor.id;
    }

    async deleteFlavor(id: string): Promise<void> {
        await this.remove(`/flavors/${id}`);
    }

    /** The projects that may use a flavor that is not public. For administrators. */
    async access(flavor: string): Promise<string[]> {
        const answer = await this.nova.get<{ flavor_access: { tenant_id: string }[] }>(
            `/flavors/${flavor}/os-flavor-access`,
        );
        return answer.flavor_access.map(({ tenant_id: project }) => project).sort();
    }

    async serverGroup(id: string): Promise<SeenServerGroup> {
        return (await this.nova.get<{ server_group: SeenServerGroup }>(`/os-server-groups/${id}`, NEW)).server_group;
    }

    async makeServerGroup(name: string, policy: string): Promise<string> {
        const body = { server_group: { name, policy } };
        return (await this.nova.post<{ server_group: Named }>("/os-server-groups", body, NEW)).server_group.id;
    }

    /** The compute hosts. For administrators, as all that follows. */
    async hosts(): Promise<string[]> {
        const { availabilityZoneInfo: zones } = await this.nova.get<{
            availabilityZoneInfo: { zoneName: string; hosts: Record<string, object> | null }[];
        }>("/os-availability-zone/detail");
        return zones.flatMap(({ zoneName, hosts }) => (zoneName === "internal" ? [] : Object.keys(hosts ?? {}))).sort();
    }

    async hostOf(server: string): Promise<string> {
        const answer = await this.nova.get<{ server: { "OS-EXT-SRV-ATTR:host": string } }>(`/servers/${server}`);
        return answer.server["OS-EXT-SRV-ATTR:host"];
    }

    async aggregate(id: string): Promise<SeenAggregate> {
        return (await this.nova.get<{ aggregate: SeenAggregate }>(`/os-aggregates/${id}`)).aggregate;
    }

    async makeAggregate(name: string, ...hosts: string[]): Promise<string> {
        const { aggregate } = await this.nova.post<{ aggregate: { id: number } }>("/os-aggregates", {
            aggregate: { name },
        });
        for (const host of hosts) {
            await this.nova.post(`/os-aggregates/${aggregate.id}/action`, { add_host: { host } });
        }
        return String(aggregate.id);
    }

    async quotas(project: string, user?: string): Promise<Record<string, number>> {
        const path = `/os-quota-sets/${project}${user === undefined ? "" : `?user_id=${user}`}`;
        return (await this.nova.get<{ quota_set: Record<string, number> }>(path, PROXIES)).quota_set;
    }

    async defaultQuotas(project: string): Promise<Record<string, number>> {
        const path = `/os-quota-sets/${project}/defaults`;
        return (await this.nova.get<{ quota_set: Record<string, number> }>(path, PROXIES)).quota_set;
    }

    /** The images whose names begin so. */
    async images(prefix: string): Promise<(Named & { status: string })[]> {
        const { images } = await this.nova.get<{ images: (Named & { status: string })[] }>("/images/detail", PROXIES);
        return images.filter(({ name }) => name.startsWith(prefix));
    }

    async deleteImage(id: string): Promise<void> {
        await this.remove(`/images/${id}`);
    }

    /** Of each kind that stands on its declaration, those whose names begin so. A floating IP has no name. */
    async declared(prefix: string): Promise<{ kind: string; path: string; name: string }[]> {
        const all = await Promise.all(
            declaredKinds.map(async ({ kind, records: { place } }) => {
                const options = { microversion: place.microversions?.max, anyStatus: true };
                const { body } = await this.nova.call<Record<string, (Named | Record<string, Named>)[]>>(
                    "GET",
                    place.path,
                    undefined,
                    options,
                );
                return (body[place.many] ?? [])
                    .map((item) => (place.one in item ? Object.values(item)[0] : item) as Named)
                    .filter(({ name }) => name.startsWith(prefix))
                    .map(({ id, name }) => ({ kind, name, path: `${place.path}/${encodeURIComponent(id ?? name)}` }));
            }),
        );
        return all.flat();
    }

    /** Deletes what {@link Witness.declared} told, and takes off it what stands in the way. */
    async deleteDeclared({ kind, path }: { kind: string; path: string }): Promise<void> {
        if (kind === "Aggregate") {
            const { aggregate } = await this.nova.get<{ aggregate: SeenAggregate }>(path);
            for (const host of aggregate.hosts) {
                await this.nova.post(`${path}/action`, { remove_host: { host } });
            }
        }
        await this.remove(path);
    }

    /** DELETEs; that it is gone already is all the same. */
    private async remove(path: string): Promise<void> {
        const { status, body } = await this.nova.call("DELETE", path, undefined, { ...PROXIES, anyStatus: true });
        if (status >= 400 && status !== 404) {
            throw new Error(`DELETE ${path}: ${status} ${JSON.stringify(body)}`);
        }
    }
}

interface Named {
    id: string;
    name: string;
}

function idOf(all: readonly Named[], name: string): string {
    const found = all.find((one) => one.name === name);
    if (found === undefined) {
        throw new Error(`The cloud has no ${name}; it has: ${all.map((one) => one.name).join(", ")}`);
    }
    return found.id;
}

/** Looks until something is found, and fails with what was seen last when that takes too long. */
export async function until<T>(what: string, look: () => Promise<{ found: T } | { seen: string }>): Promise<T> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
        const result = await look();
        if ("found" in result) {
            return result.found;
        }
        if (Date.now() > deadline) {
            throw new Error(`Waited ${PATIENCE / 1000} s until ${what}; seen last: ${result.seen}`);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
}
