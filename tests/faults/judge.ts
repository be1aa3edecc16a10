/** Whether the cloud is what the program says: nothing else, nothing twice, nothing missing. It asks the cloud itself. */
import isEqual from "lodash/isEqual";
import type { EmbeddedCloud } from "../../emulator";
import type { Standing } from "../support/engine";
import type { Nova } from "../support/nova";
import type { Bag } from "../support/wire";
import type { Program } from "./operations";
import type { World } from "./world";

/** What is judged: a cloud, a client of the judge's own, and what the state has of it. */
export interface Judged {
    readonly cloud: EmbeddedCloud;
    readonly nova: Nova;
    readonly stack: Standing;
}

/** Of one kind: what is in the cloud, and what a resource of a program must be there. */
interface Listing {
    list(world: Judged): Promise<readonly Bag[]>;
    /** What must stand in the cloud's record, by the names of {@link Listing.list}. */
    expected(args: Bag, world: Judged): Bag;
}

const NEW = { microversion: "2.93" };
const PROXIES = { microversion: "2.35" };

/** What a program may name here. A key that is none of these is others' business, as the provider's own marks are. */
export const METADATA_KEYS = ["role", "tier", "zone"];
export const TAGS = ["a", "b", "c"];
export const SPECS = ["hw:cpu_policy", "quota:cpu_shares"];

const STATUS: Readonly<Record<string, string>> = { active: "ACTIVE", shutoff: "SHUTOFF" };

const LISTINGS: Readonly<Record<string, Listing>> = {
    Server: {
        async list({ nova }) {
            const { servers } = await nova.get<{ servers: Bag[] }>("/servers/detail?all_tenants=1", NEW);
            return servers
                .filter(({ status }) => status !== "DELETED")
                .map((server) => ({
                    ...server,
                    flavor: (server.flavor as { original_name: string }).original_name,
                    image: (server.image as { id: string }).id,
                    metadata: pickKnown(server.metadata as Bag, METADATA_KEYS),
                    tags: (server.tags as string[]).filter((tag) => TAGS.includes(tag)).sort(),
                    groups: groupsOf(server),
                    taskState: server["OS-EXT-STS:task_state"],
                    diskConfig: server["OS-DCF:diskConfig"],
                    hostname: server["OS-EXT-SRV-ATTR:hostname"],
                    volumes: (server["os-extended-volumes:volumes_attached"] as { id: string }[]).map(({ id }) => id),
                    nics: nicsOf(server.addresses as Addresses),
                }));
        },
        expected: (args, { cloud }) => ({
            ...given(args, { name: "name", accessIpV4: "accessIPv4", accessIpV6: "accessIPv6" }),
            ...given(args, { diskConfig: "diskConfig", description: "description" }),
            ...(args.flavor === undefined ? {} : { flavor: nameOf(args.flavor, cloud.inspect().flavors) }),
            image: cloud.inspect().images.find(({ name }) => name === args.image)?.id,
            metadata: args.metadata ?? {},
            tags: [...((args.tags as string[] | undefined) ?? [])].sort(),
            groups: [...((args.securityGroups as string[] | undefined) ?? ["default"])].sort(),
            ...given(args, { hostname: "hostname", trustedImageCertificates: "trusted_image_certificates" }),
            volumes: ((args.blockDevices as Bag[] | undefined) ?? []).map(({ volume }) => volume),
            ...(Array.isArray(args.networks) ? { nics: args.networks.map(({ network }) => network).sort() } : {}),
            locked: args.locked !== undefined && args.locked !== false,
            locked_reason: (args.locked as { reason?: string } | undefined)?.reason ?? null,
            ...given({ powerState: STATUS[String(args.powerState)] }, { powerState: "status" }),
            taskState: null,
        }),
    },
    Keypair: {
        async list({ nova }) {
            const { keypairs } = await nova.get<{ keypairs: { keypair: Bag }[] }>("/os-keypairs");
            return keypairs.map(({ keypair }) => ({ ...keypair, id: keypair.name }));
        },
        expected: (args) => given(args, { name: "name", publicKey: "public_key" }),
    },
    SecurityGroup: {
        async list({ nova }) {
            const answer = await nova.get<{ security_groups: Bag[] }>("/os-security-groups", PROXIES);
            return answer.security_groups
                .filter(({ name }) => name !== "default")
                .map((group) => ({ ...group, rules: (group.rules as Bag[]).map(spellRule).sort() }));
        },
        expected: (args) => ({
            ...given(args, { name: "name" }),
            description: args.description ?? "Managed by Pulumi",
            ...(args.rules === undefined ? {} : { rules: (args.rules as Bag[]).map(spellWanted).sort() }),
        }),
    },
    Flavor: {
        async list({ nova }) {
            const { flavors } = await nova.get<{ flavors: Bag[] }>("/flavors/detail?is_public=None", NEW);
            const own = flavors.filter(({ name }) => !/^(m1\.|foreign)/.test(String(name)));
            return Promise.all(
                own.map(async (flavor) => ({
                    ...flavor,
                    specs: pickKnown(flavor.extra_specs as Bag, SPECS),
                    projects: flavor["os-flavor-access:is_public"] === true ? [] : await accessTo(nova, flavor.id),
                })),
            );
        },
        expected: (args) => ({
            ...given(args, { name: "name", flavorId: "id", ram: "ram", vcpus: "vcpus", description: "description" }),
            disk: args.disk ?? 0,
            specs: args.extraSpecs ?? {},
            ...(args.projects === undefined ? {} : { projects: [...(args.projects as string[])].sort() }),
        }),
    },
    FloatingIp: {
        async list({ nova }) {
            return (await nova.get<{ floating_ips: Bag[] }>("/os-floating-ips", PROXIES)).floating_ips;
        },
        expected: (args) => ({
            instance_id: args.serverId ?? null,
            ...given(args, { fixedIp: "fixed_ip", pool: "pool" }),
        }),
    },
};

/** The kinds of resources. */
export const KINDS: readonly string[] = Object.keys(LISTINGS);

/**
 * What is wrong, in words; nothing: the cloud equals the program, and the state knows it by its ids. Of the kinds, only
 * these are looked at.
 */
export async function violations(world: Judged, program: Program, kinds = KINDS): Promise<string[]> {
    const looked = Object.entries(LISTINGS).filter(([kind]) => kinds.includes(kind));
    const wrong = await Promise.all(
        looked.map(async ([kind, listing]) => {
            const there = await listing.list(world);
            const declared = program.filter((one) => one.kind === kind);
            const ids = declared.map(({ name }) => (world.stack.holds(name) ? world.stack.resource(name).id : name));
            const extra = there.filter(({ id }) => !ids.includes(String(id)));
            return [
                ...extra.map(({ id, name, ip }) => `${kind} ${name ?? ip} (${id}) is in the cloud and in no program`),
                ...declared.flatMap(({ name, args }) => {
                    const id = world.stack.holds(name) ? world.stack.resource(name).id : undefined;
                    const record = there.find((one) => one.id === id);
                    if (record === undefined) {
                        return [`${kind} "${name}" is ${id === undefined ? "not in the state" : "not in the cloud"}`];
                    }
                    const wanted = listing.expected(typeof args === "function" ? args(world.stack) : args, world);
                    return Object.entries(wanted)
                        .filter(([key, value]) => !isEqual(record[key], value))
                        .map(
                            ([key, value]) => `${kind} "${name}" has ${key} ${spell(record[key])}, not ${spell(value)}`,
                        );
                }),
            ];
        }),
    );
    return wrong.flat();
}

/** After a refresh: what the next preview proposes, and which outputs the refresh found to be others. */
export async function drift(world: World, program: Program): Promise<string[]> {
    const { stack } = world;
    const names = program.map(({ name }) => name);
    const before = names.map((name) => stack.resource(name).outs);
    await stack.refresh();
    const steps = await stack.preview(...program);
    return [
        ...names.flatMap((name, index) =>
            stack.holds(name) ? changedKeys(before[index] ?? {}, stack.resource(name).outs, name) : [`${name} is gone`],
        ),
        ...steps.map((step) => `after a refresh the preview proposes: ${step}`),
    ];
}

function changedKeys(before: Bag, after: Bag, name: string): string[] {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((key) => !key.startsWith("__") && !isEqual(before[key], after[key]))
        .map((key) => `the refresh of "${name}" finds ${key} ${spell(after[key])} in place of ${spell(before[key])}`);
}

/** A group is told once for each interface. */
function groupsOf(server: Bag): string[] {
    const told = (server.security_groups ?? []) as { name: string }[];
    return [...new Set(told.map(({ name }) => name))].sort();
}

type Addresses = Readonly<Record<string, readonly { "OS-EXT-IPS-MAC:mac_addr": string }[]>>;

/** The network of each interface. */
function nicsOf(addresses: Addresses): string[] {
    return Object.entries(addresses)
        .flatMap(([network, all]) => [...new Set(all.map((one) => one["OS-EXT-IPS-MAC:mac_addr"]))].map(() => network))
        .sort();
}

function given(args: Bag, names: Readonly<Record<string, string>>): Bag {
    return Object.fromEntries(
        Object.entries(names)
            .filter(([argument]) => args[argument] !== undefined)
            .map(([argument, key]) => [key, args[argument]]),
    );
}

function pickKnown(all: Bag, known: readonly string[]): Bag {
    return Object.fromEntries(Object.entries(all).filter(([key]) => known.includes(key)));
}

function nameOf(reference: unknown, all: readonly { id: string; name: string }[]): unknown {
    const id = typeof reference === "string" ? reference : (reference as { id: string }).id;
    return all.find((one) => one.id === id)?.name ?? id;
}

function spellRule({ ip_protocol, from_port, to_port, ip_range }: Bag): string {
    return `${ip_protocol} ${from_port}-${to_port} ${(ip_range as { cidr?: string }).cidr}`;
}

function spellWanted({ protocol, port, cidr }: Bag): string {
    return `${protocol} ${port ?? -1}-${port ?? -1} ${cidr}`;
}

async function accessTo(nova: Nova, id: unknown): Promise<string[]> {
    const answer = await nova.get<{ flavor_access: { tenant_id: string }[] }>(`/flavors/${id}/os-flavor-access`);
    return answer.flavor_access.map(({ tenant_id: project }) => project).sort();
}

function spell(value: unknown): string {
    return JSON.stringify(value) ?? "none";
}
