/** Compares the cloud, with a client of its own, with the program and the state. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Nova, PROXIES } from "../../bench/nova";
import { CLOUD_FLAVOR, type Names, NETWORK, OWN_FLAVOR, PUBLIC_KEY, userData } from "./program";
import type { Look } from "./rounds";
import type { State, StateResource } from "./stack";

interface Server {
    id: string;
    name: string;
    status: string;
    "OS-EXT-STS:task_state": string | null;
    "OS-EXT-SRV-ATTR:user_data": string | null;
    flavor: { original_name: string };
    image: { id: string };
    key_name: string | null;
    metadata: Record<string, string>;
    addresses: Record<string, { addr: string; "OS-EXT-IPS:type": string }[]>;
    security_groups: { name: string }[];
}

interface Flavor {
    id: string;
    name: string;
    ram: number;
    vcpus: number;
    disk: number;
}

interface FloatingIp {
    id: string;
    ip: string;
    instance_id: string | null;
}

/** The resources of the project, and those of the stack outside projects. */
interface Census {
    servers: Server[];
    images: { id: string; name: string }[];
    groups: { id: string; name: string; rules: { ip_protocol: string | null; from_port: number | null }[] }[];
    ips: FloatingIp[];
    keys: { name: string; public_key: string }[];
    flavors: Flavor[];
}

export interface Verdict {
    /** What differs, in words. */
    differences: string[];
    /** Ids of floating IPs that are in no state: their API has no place for an owner (docs/owner.md). */
    unowned: string[];
}

export interface Judged {
    nova: Nova;
    tag: string;
    names: Names;
    looks: readonly Look[];
    state: State;
}

export async function judge({ nova, tag, names, looks, state }: Judged): Promise<Verdict> {
    const census = await settled(nova, tag);
    const ids = new Map(
        state.resources.filter((resource) => resource.id !== undefined).map((one) => [nameOf(one), one.id ?? ""]),
    );
    const unowned = census.ips.filter(({ id }) => id !== ids.get(names.ip));
    const group = census.groups.find(({ id }) => id === ids.get(names.group));
    const flavor = census.flavors.find(({ id }) => id === ids.get(names.flavor));
    const ip = census.ips.find(({ id }) => id === ids.get(names.ip));
    const key = census.keys.find(({ name }) => name === ids.get(names.key));
    const expected = looks.map((look, index) => ({
        title: names.server(index),
        id: ids.get(names.server(index)),
        facts: {
            status: "ACTIVE",
            task: null,
            flavor: look.flavor === "cloud" ? CLOUD_FLAVOR : flavor?.name,
            image: census.images.find(({ name }) => name === look.image)?.id,
            key: key?.name,
            round: `${look.round}`,
            userData: userData(look),
            networks: [NETWORK],
            groups: [group?.name],
            floating: index === 0 ? [ip?.ip] : [],
        },
    }));
    return {
        differences: [
            ...stateProblems(state),
            ...expected.flatMap(({ title, id, facts }) => serverProblems(census.servers, title, id, facts)),
            ...strangers("server", census.servers, [...ids.values()]),
            ...one("security group", ids.get(names.group), group, census.groups.length),
            ...one("flavor", ids.get(names.flavor), flavor, census.flavors.length),
            ...one("keypair", ids.get(names.key), key, census.keys.length),
            ...differing("the flavor", { ram: flavor?.ram, vcpus: flavor?.vcpus, disk: flavor?.disk }, OWN_FLAVOR),
            ...differing("the keypair", { publicKey: key?.public_key.trim() }, { publicKey: PUBLIC_KEY }),
            ...differing("the security group", { rules: group?.rules.map(ruleText) }, { rules: ["tcp 443"] }),
            ...differing("the floating IP", { server: ip?.instance_id }, { server: ids.get(names.server(0)) }),
        ],
        unowned: unowned.map(({ id }) => id),
    };
}

/** Each resource must be in the state once, by its logical name and its id, and nothing may be pending. */
function stateProblems({ resources, pendingOperations }: State): string[] {
    const own = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    const doubled = own.filter((resource, index) =>
        own.some((other, at) => at < index && (other.id === resource.id || nameOf(other) === nameOf(resource))),
    );
    return [
        ...doubled.map((resource) => `${nameOf(resource)} (${resource.id}) is in the state twice`),
        ...own.filter((one) => one.delete === true).map((one) => `${nameOf(one)} (${one.id}) is still to be deleted`),
        ...own
            .filter(({ initErrors = [] }) => initErrors.length > 0)
            .map((resource) => `${nameOf(resource)} has errors: ${resource.initErrors?.join("; ")}`),
        // The engine keeps a creation that was killed as pending until `pulumi refresh --clear-pending-creates`.
        ...pendingOperations
            .filter(({ type, resource }) => type !== "creating" || !own.some((one) => one.urn === resource.urn))
            .map(({ type, resource }) => `${nameOf(resource)} is still ${type}`),
    ];
}

function serverProblems(servers: readonly Server[], title: string, id: string | undefined, facts: object): string[] {
    const named = servers.filter(({ name }) => name.startsWith(`${title}-`));
    const server = servers.find((candidate) => candidate.id === id);
    if (id === undefined || server === undefined) {
        return [`${title} is ${id === undefined ? "not in the state" : `not in the cloud (${id})`}`];
    }
    return [
        ...(named.length === 1 ? [] : [`${named.length} servers are named ${title}: ${named.map((one) => one.id)}`]),
        ...differing(`${title} (${id})`, factsOf(server), facts),
    ];
}

function factsOf(server: Server): object {
    const addresses = Object.entries(server.addresses).flatMap(([network, all]) =>
        all.map((one) => ({ network, addr: one.addr, type: one["OS-EXT-IPS:type"] })),
    );
    return {
        status: server.status,
        task: server["OS-EXT-STS:task_state"],
        flavor: server.flavor.original_name,
        image: server.image.id,
        key: server.key_name,
        round: server.metadata.round,
        userData: Buffer.from(server["OS-EXT-SRV-ATTR:user_data"] ?? "", "base64").toString(),
        networks: addresses.filter(({ type }) => type === "fixed").map(({ network }) => network),
        groups: server.security_groups.map(({ name }) => name),
        floating: addresses.filter(({ type }) => type === "floating").map(({ addr }) => addr),
    };
}

function strangers(kind: string, all: readonly { id: string; name: string }[], ids: readonly string[]): string[] {
    return all
        .filter(({ id }) => !ids.includes(id))
        .map(({ id, name }) => `${kind} ${name} (${id}) is in the cloud but not in the state`);
}

function one(kind: string, id: string | undefined, found: object | undefined, count: number): string[] {
    if (found === undefined) {
        return [`the ${kind} is ${id === undefined ? "not in the state" : `not in the cloud (${id})`}`];
    }
    return count === 1 ? [] : [`the cloud has ${count} of the ${kind}`];
}

function differing(subject: string, found: object, expected: object): string[] {
    const values = found as Record<string, unknown>;
    return Object.entries(expected)
        .map(([key, value]) => [key, JSON.stringify(values[key]), JSON.stringify(value)])
        .filter(([, is, wanted]) => is !== wanted)
        .map(([key, is, wanted]) => `${subject} has ${key} ${is}, not ${wanted}`);
}

function ruleText({ ip_protocol: protocol, from_port: port }: Census["groups"][number]["rules"][number]): string {
    return `${protocol} ${port}`;
}

/** A deletion that the killed run requested may still be in progress. Seconds that it may take. */
const SETTLES = 60;

async function settled(nova: Nova, tag: string): Promise<Census> {
    for (let second = 0; ; second += 1) {
        const census = await take(nova, tag);
        if (second >= SETTLES || census.servers.every((server) => server["OS-EXT-STS:task_state"] !== "deleting")) {
            return census;
        }
        await sleep(1000);
    }
}

async function take(nova: Nova, tag: string): Promise<Census> {
    const own = ({ name }: { name: string }) => name.startsWith(`${tag}-`);
    const proxied = <Body>(path: string) => nova.call<Body>("GET", path, undefined, PROXIES);
    const { servers } = await nova.call<Pick<Census, "servers">>("GET", "/servers/detail");
    const { images } = await proxied<Pick<Census, "images">>("/images");
    const { security_groups: groups } = await proxied<{ security_groups: Census["groups"] }>("/os-security-groups");
    const { floating_ips: ips } = await proxied<{ floating_ips: FloatingIp[] }>("/os-floating-ips");
    const { keypairs } = await nova.call<{ keypairs: { keypair: Census["keys"][number] }[] }>("GET", "/os-keypairs");
    const { flavors } = await nova.call<{ flavors: Flavor[] }>("GET", "/flavors/detail?is_public=None");
    return {
        servers: servers.filter(({ status }) => status !== "DELETED"),
        images,
        groups: groups.filter(({ name }) => name !== "default"),
        ips,
        keys: keypairs.map(({ keypair }) => keypair).filter(own),
        flavors: flavors.filter(own),
    };
}

function nameOf({ urn }: StateResource): string {
    return urn.split("::")[3] ?? urn;
}
