/** Whether the cloud is what the program says: nothing else, nothing twice, nothing missing. It asks the cloud itself. */
import get from "lodash/get";
import isEqual from "lodash/isEqual";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import type { EmbeddedCloud } from "../../emulator";
import type { Address } from "../../provider/lifecycle/singleton";
import { type Field, isArgument } from "../../provider/plan/fields";
import { kinds as allKinds } from "../../provider/resources/registry";
import type { Standing } from "../support/engine";
import type { Nova } from "../support/nova";
import { SAMPLE_KEYS } from "../support/samples";
import { type AnyDeclared, type AnySingleton, isDeclared, isSingleton } from "../support/shapes";
import type { Bag } from "../support/wire";
import type { Program } from "./operation";
import type { World } from "./world";

/** What is judged: a cloud, a client of the judge's own, and what the state has of it. */
export interface Judged {
    readonly cloud: EmbeddedCloud;
    readonly nova: Nova;
    /** `made`: the ids of all of a kind that there ever were. */
    readonly stack: Standing & { made?(kind: string): readonly string[] };
}

/** What a program declares of one that the state has. */
interface Declares {
    readonly id: string;
    readonly args: Bag;
}

/** Of one kind: what is in the cloud, and what a resource of a program must be there. */
interface Listing {
    list(world: Judged, declared: readonly Declares[]): Promise<readonly Bag[]>;
    /** What must stand in the cloud's record, by the names of {@link Listing.list}. */
    expected(args: Bag, world: Judged): Bag;
}

const NEW = { microversion: "2.93" };
const PROXIES = { microversion: "2.35" };

/** What a program may name here. A key that is none of these is others' business, as the provider's own marks are. */
export const METADATA_KEYS = SAMPLE_KEYS;
export const TAGS = ["a", "b", "c"];
export const SPECS = ["hw:cpu_policy", "quota:cpu_shares"];

const STATUS: Readonly<Record<string, string>> = { active: "ACTIVE", shutoff: "SHUTOFF" };

const WRITTEN: Readonly<Record<string, Listing>> = {
    Server: {
        async list({ nova }) {
            const { servers } = await nova.get<{ servers: Bag[] }>("/servers/detail?all_tenants=1", NEW);
            const { server_groups: groups } = await nova.get<{ server_groups: Group[] }>("/os-server-groups", NEW);
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
                    serverGroup: groups.find(({ members }) => members.includes(String(server.id)))?.id ?? null,
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
            serverGroup: (args.schedulerHints as { group?: string } | undefined)?.group ?? null,
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
    // No list has them: each is judged by what it has done.
    ServerAction: {
        list: ({ nova, stack }, declared) =>
            Promise.all([
                ...declared.map(async ({ id, args }) => ({ id, ...(await doneBy(nova, id, args)) })),
                ...(stack.made?.("ServerAction") ?? [])
                    .filter((id) => declared.every((one) => one.id !== id))
                    .map(async (id) => ((await statusOf(nova, id)) === "RESCUE" ? [{ id, name: "a rescue" }] : [])),
            ]).then((all) => all.flat()),
        expected: (args) => ({
            runs: runsOf(args),
            ...given({ status: args.rescue === undefined ? undefined : "RESCUE" }, { status: "status" }),
            images: args.createImage === undefined ? [] : [(args.createImage as { name: string }).name],
        }),
    },
};

/** How often it must have run: the triggers of these programs count. */
function runsOf({ triggers }: Bag): number {
    return Number((triggers as string[] | undefined)?.[0] ?? 1);
}

/** An action may run more than once for each time that it must. */
async function doneBy(nova: Nova, id: string, args: Bag): Promise<Bag> {
    const [server = ""] = id.split("/");
    const { instanceActions: done } = await nova.get<{ instanceActions: { action: string }[] }>(
        `/servers/${server}/os-instance-actions`,
    );
    const { images } = await nova.get<{ images: { name: string; status: string }[] }>("/images/detail", PROXIES);
    const wanted = (args.createImage as { name: string } | undefined)?.name;
    const [action = ""] = ["reboot", "rescue", "createImage"].filter((name) => args[name] !== undefined);
    return {
        runs: Math.min(runsOf(args), done.filter((one) => one.action === action).length),
        status: await statusOf(nova, id),
        images: images.some(({ name, status }) => name === wanted && status === "ACTIVE") ? [wanted] : [],
    };
}

async function statusOf(nova: Nova, id: string): Promise<string | undefined> {
    const [server = ""] = id.split("/");
    const path = `/servers/${server}`;
    const answer = await nova.call<{ server?: { status: string } }>("GET", path, undefined, { anyStatus: true });
    return answer.body.server?.status;
}

/** The records of a kind that stands on its declaration, by the names of its fields. */
function recordsOf({ fields, records: { place } }: AnyDeclared): Listing {
    const own = pickBy(fields, isArgument);
    return {
        async list({ nova }) {
            const options = { microversion: place.microversions?.max ?? NEW.microversion };
            const answer = await nova.get<Record<string, Bag[]>>(place.listPath ?? place.path, options);
            return (answer[place.many] ?? []).map((record) => ({
                ...mapValues(own, (field) => comparable(field, get(record, field.key))),
                name: record.name,
                id: String(record.id),
            }));
        },
        expected: (args) => ({
            ...pickBy(
                mapValues(own, (field, name) => comparable(field, args[name])),
                (_value, name) => name !== "name" || args.name !== undefined,
            ),
        }),
    };
}

function comparable({ step, options }: Field, value: unknown): unknown {
    switch (step?.kind) {
        case "members":
            return [...((value as string[] | undefined) ?? [])].sort();
        case "keys":
            return pickKnown((value as Bag | undefined) ?? {}, SAMPLE_KEYS);
        default:
            return value ?? options.otherwise ?? null;
    }
}

/** Of what there is one of: what is declared, or ever was, and what is not at its default. */
function singletonsOf({ kind, fields, place, addressOf }: AnySingleton): Listing {
    const microversion = place.microversions?.max ?? NEW.microversion;
    const ask = async (nova: Nova, template: string, { path, query = {} }: Address) => {
        const asked = new URLSearchParams(pickBy(query, (value) => value !== undefined) as Record<string, string>);
        const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? "");
        const answer = await nova.get<Record<string, Bag>>(`${filled}?${asked}`, { microversion });
        const [record = {}] = Object.values(answer);
        return mapValues(fields, ({ key }) => record[key]);
    };
    /** What it has where nobody has written anything: a part of another one has that one's. */
    const unwritten = (nova: Nova, { path, query = {} }: Address) =>
        Object.values(query).some((value) => value !== undefined)
            ? ask(nova, place.path, { path })
            : ask(nova, place.defaults, { path });
    return {
        async list({ nova, stack }, declared) {
            const ids = new Set([...declared.map(({ id }) => id), ...(stack.made?.(kind) ?? [])]);
            const found = await Promise.all(
                [...ids].map(async (id) => {
                    const args = declared.find((one) => one.id === id)?.args;
                    const defaults = await unwritten(nova, addressOf(id));
                    const seen = mapValues(await ask(nova, place.path, addressOf(id)), (value, name) =>
                        args?.[name] === undefined && value === defaults[name] ? null : (value ?? null),
                    );
                    const isThere = args !== undefined || Object.values(seen).some((value) => value !== null);
                    return isThere ? [{ ...seen, id, name: "with other values" }] : [];
                }),
            );
            return found.flat();
        },
        expected: (args) =>
            mapValues(
                pickBy(fields, ({ step }) => step?.kind === "put"),
                (_field, name) => args[name] ?? null,
            ),
    };
}

const LISTINGS: Readonly<Record<string, Listing>> = {
    ...Object.fromEntries(
        [...allKinds.values()].flatMap((kind) =>
            isDeclared(kind)
                ? [[kind.kind, recordsOf(kind)]]
                : isSingleton(kind)
                  ? [[kind.kind, singletonsOf(kind)]]
                  : [],
        ),
    ),
    ...WRITTEN,
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
            const declared = program
                .filter((one) => one.kind === kind)
                .map(({ name, args }) => ({ name, args: typeof args === "function" ? args(world.stack) : args }));
            const held = declared.filter(({ name }) => world.stack.holds(name));
            const there = await listing.list(
                world,
                held.map(({ name, args }) => ({ id: world.stack.resource(name).id, args })),
            );
            const ids = held.map(({ name }) => world.stack.resource(name).id);
            const extra = there.filter(({ id }) => !ids.includes(String(id)));
            return [
                ...extra.map(({ id, name, ip }) => `${kind} ${name ?? ip} (${id}) is in the cloud and in no program`),
                ...declared.flatMap(({ name, args }) => {
                    const id = world.stack.holds(name) ? world.stack.resource(name).id : undefined;
                    const record = there.find((one) => one.id === id);
                    if (record === undefined) {
                        return [`${kind} "${name}" is ${id === undefined ? "not in the state" : "not in the cloud"}`];
                    }
                    const wanted = listing.expected(args, world);
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
    const acts = program.some(({ kind }) => kind === "ServerAction");
    const others: Readonly<Record<string, readonly string[]>> = {
        ServerGroup: ["members"],
        Server: acts ? ["status"] : [],
    };
    const before = program.map(({ name }) => stack.resource(name).outs);
    await stack.refresh();
    const steps = await stack.preview(...program);
    return [
        ...program.flatMap(({ kind, name }, index) =>
            stack.holds(name)
                ? changedKeys(before[index] ?? {}, stack.resource(name).outs, name, others[kind])
                : [`${name} is gone`],
        ),
        ...steps.map((step) => `after a refresh the preview proposes: ${step}`),
    ];
}

/** `others`: what other resources change. */
function changedKeys(before: Bag, after: Bag, name: string, others: readonly string[] = []): string[] {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((key) => !key.startsWith("__") && !others.includes(key) && !isEqual(before[key], after[key]))
        .map((key) => `the refresh of "${name}" finds ${key} ${spell(after[key])} in place of ${spell(before[key])}`);
}

/** A group is told once for each interface. */
function groupsOf(server: Bag): string[] {
    const told = (server.security_groups ?? []) as { name: string }[];
    return [...new Set(told.map(({ name }) => name))].sort();
}

type Addresses = Readonly<Record<string, readonly { "OS-EXT-IPS-MAC:mac_addr": string }[]>>;

/** A server group. */
interface Group {
    readonly id: string;
    readonly members: readonly string[];
}

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
