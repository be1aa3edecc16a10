/** A server as the state keeps it: the arguments as the user spells them, what the cloud says, and what was pinned. */
import omit from "lodash/omit";
import pick from "lodash/pick";
import { listInterfaces, listNetworks, type ServerRecord } from "../../api/index";
import { type Reference, sameAddress, sameId } from "../../arguments/argument-types";
import { pickOwn } from "../../arguments/own-keys";
import type { Context } from "../../lifecycle/kind";
import { stampIn, withoutOwner } from "../../lifecycle/owner";
import {
    NotTheOnlyOneError,
    names,
    type Pin,
    resolveFlavor,
    resolveImage,
    spellLike,
} from "../../lifecycle/references";
import type { Stamp } from "../../state/stored-state";
import { type ServerArguments, serverArguments } from "./arguments";
import { lockOf, type Pins } from "./changes";
import { groupsOf } from "./groups";
import { hashedFiles, hashedUserData } from "./guest-data";
import type { AttachedVolume } from "./losses";
import { powerStateOf } from "./power-state";

export interface ServerAddress {
    address: string;
    version: 4 | 6;
    mac?: string;
}

/** What a Server has besides its arguments. */
export interface ServerOutputs {
    status: string;
    addresses: Record<string, ServerAddress[]>;
    ipV4?: string;
    ipV6?: string;
    hostId?: string;
    flavorId?: string;
    imageId?: string;
    /** Left out: none, or not known yet. */
    attachedVolumes?: AttachedVolume[];
    created?: string;
    updated?: string;
    fault?: { code: number; message: string };
}

/** What is kept of a server for ourselves, in `__state`. */
export interface ServerKept {
    pins: Pins;
    /** It has been ACTIVE: there may be something on it. */
    ran: boolean;
    /** The availability zone that it is in, declared or not. */
    zone?: string;
    /** Arguments that the program left out and the cloud filled in: `adminPass`. */
    made?: string[];
    /** The owner in its metadata; `host/` keeps it only where it names another resource. */
    stamp?: Stamp;
}

export type ServerState = Partial<ServerArguments> & ServerOutputs & { __state: ServerKept };

/** The arguments that a state or a program declares. */
export type Declared = Partial<ServerArguments>;

const ARGUMENTS = Object.keys(serverArguments.shape) as (keyof ServerArguments)[];

export function declaredIn(state: Partial<ServerState>): Declared {
    const declared: Declared = pick(state, ARGUMENTS);
    return omit(declared, state.__state?.made ?? []);
}

/** The state of a server that stands as declared: arguments, outputs, pins. */
export function asState(
    declared: Declared,
    record: ServerRecord,
    kept: ServerKept,
    before: Partial<ServerState>,
): ServerState {
    const outputs = outputsOf(record, declared, kept.pins);
    const { userData, userDataBase64, personality, ...plain } = declared;
    return {
        ...plain,
        ...hashedUserData({ userData, userDataBase64 }),
        ...(personality === undefined ? {} : { personality: hashedFiles(personality) }),
        ...(declared.adminPass === undefined && before.adminPass !== undefined ? { adminPass: before.adminPass } : {}),
        ...outputs,
        __state: {
            ...kept,
            pins: { ...kept.pins, keyName: declared.keyName === record.keyName ? undefined : record.keyName },
            ran: kept.ran || hasRun(record),
            zone: record.availabilityZone ?? kept.zone,
            stamp: record.partial ? kept.stamp : stampIn(record.metadata),
        },
    };
}

/** Whether the guest may have run: a server that never did holds nothing to lose. */
function hasRun(record: ServerRecord): boolean {
    return record.launchedAt !== undefined || !["BUILD", "ERROR", "UNKNOWN"].includes(record.status);
}

function outputsOf(record: ServerRecord, declared: Declared, pins: Pins): ServerOutputs {
    const addresses = fixedAddresses(record);
    const all = Object.values(addresses).flat();
    return {
        status: record.status,
        addresses,
        ipV4: declared.accessIpV4 ?? all.find(({ version }) => version === 4)?.address,
        ipV6: declared.accessIpV6 ?? all.find(({ version }) => version === 6)?.address,
        hostId: record.hostId,
        flavorId: record.flavor.id ?? pins.flavor?.id,
        imageId: record.imageId,
        attachedVolumes: record.volumesAttached.length === 0 ? undefined : record.volumesAttached,
        created: record.created,
        updated: record.updated,
        fault: record.fault === undefined ? undefined : { code: record.fault.code, message: record.fault.message },
    };
}

/** By network. Floating IPs come and go with their own resource and are left out: they are no drift of the server. */
export function fixedAddresses(record: ServerRecord): Record<string, ServerAddress[]> {
    const networks = Object.entries(record.addresses)
        .map(([network, addresses]): [string, ServerAddress[]] => [
            network,
            addresses
                .filter(({ type }) => type !== "floating")
                .map(({ address, version, mac }) => ({
                    address,
                    version: version === 6 ? 6 : 4,
                    ...(mac === undefined ? {} : { mac }),
                })),
        ])
        .filter(([, addresses]) => addresses.length > 0);
    return Object.fromEntries(networks);
}

/** Whether the server has this flavor. From microversion 2.47 on a server tells its flavor's name and not its id. */
export function hasFlavor(record: ServerRecord, flavor: Partial<Pin> | undefined): boolean {
    if (flavor === undefined) {
        return false;
    }
    return record.flavor.id === undefined ? record.flavor.name === flavor.name : record.flavor.id === flavor.id;
}

/**
 * What the cloud says of the declared arguments, each in the user's spelling where it still means the same. Arguments
 * that were not declared are not looked at: only what is declared is managed.
 */
export async function translate(
    context: Context,
    record: ServerRecord,
    declared: Declared,
    pins: Pins,
    knownAddresses: unknown,
): Promise<{ declared: Declared; pins: Pins }> {
    const flavor = await translateFlavor(context, record, declared, pins);
    const image = await translateImage(context, record, declared, pins);
    const translated: Declared = {
        ...declared,
        name: record.name,
        flavor: flavor.spelled,
        image: image.spelled,
        ...ifDeclared(declared, "accessIpV4", record.accessIpV4),
        ...ifDeclared(
            declared,
            "accessIpV6",
            sameAddress(declared.accessIpV6, record.accessIpV6) ? declared.accessIpV6 : record.accessIpV6,
        ),
        ...ifDeclared(declared, "keyName", record.keyName === pins.keyName ? declared.keyName : record.keyName),
        ...ifDeclared(declared, "configDrive", record.configDrive),
        ...ifDeclared(declared, "description", record.description ?? ""),
        ...ifDeclared(declared, "diskConfig", record.diskConfig === "MANUAL" ? "MANUAL" : "AUTO"),
        ...ifDeclared(declared, "availabilityZone", zone(declared, record.availabilityZone)),
        ...ifDeclared(declared, "pinnedToZone", record.pinnedToZone ?? declared.pinnedToZone),
        ...ifDeclared(declared, "hostname", record.hostname ?? declared.hostname),
        ...ifDeclared(declared, "powerState", powerState(record, declared.powerState) ?? declared.powerState),
        ...ifDeclared(
            declared,
            "blockDevices",
            declared.blockDevices?.filter(
                ({ volume }) => volume === undefined || record.volumesAttached.some(({ id }) => sameId(id, volume)),
            ),
        ),
        ...ifDeclared(declared, "locked", lockState(record, declared.locked)),
        ...ifDeclared(declared, "metadata", pickOwn(record.metadata, Object.keys(declared.metadata ?? {}))),
        ...ifDeclared(
            declared,
            "tags",
            declared.tags?.filter((tag) => record.tags?.includes(tag) ?? true),
        ),
        ...ifDeclared(declared, "securityGroups", await translateGroups(context, record, declared.securityGroups)),
        ...ifDeclared(declared, "networks", await translateNetworks(context, record, declared, pins, knownAddresses)),
    };
    return { declared: translated, pins: { ...pins, flavor: flavor.pin, image: image.pin } };
}

function ifDeclared<K extends keyof Declared>(declared: Declared, key: K, value: Declared[K]): Declared {
    return declared[key] === undefined ? {} : { [key]: value };
}

/** What a server that only read (`Server.get`) shows: everything that the API reveals. */
export function everything(record: ServerRecord): Declared {
    return {
        keyName: record.keyName,
        securityGroups: record.securityGroups,
        metadata: withoutOwner(record.metadata),
        tags: record.tags,
        configDrive: record.configDrive,
        availabilityZone: record.availabilityZone,
        pinnedToZone: record.pinnedToZone,
        accessIpV4: record.accessIpV4,
        accessIpV6: record.accessIpV6,
        description: record.description,
        diskConfig: record.diskConfig === "MANUAL" ? "MANUAL" : "AUTO",
        powerState: powerState(record),
    };
}

async function translateFlavor(context: Context, record: ServerRecord, declared: Declared, pins: Pins) {
    if (hasFlavor(record, pins.flavor)) {
        return { spelled: declared.flavor, pin: pins.flavor };
    }
    const reference: Reference | undefined =
        record.flavor.id === undefined
            ? record.flavor.name === undefined
                ? undefined
                : { name: record.flavor.name }
            : { id: record.flavor.id };
    if (reference === undefined) {
        return { spelled: declared.flavor, pin: pins.flavor };
    }
    const pin = await found(resolveFlavor(context, reference), record.flavor.id ?? "", record.flavor.name);
    return { spelled: spellLike(declared.flavor, pins.flavor, pin), pin };
}

async function translateImage(context: Context, record: ServerRecord, declared: Declared, pins: Pins) {
    if (record.imageId === undefined || sameId(record.imageId, pins.image?.id)) {
        return { spelled: declared.image, pin: pins.image };
    }
    const pin = await found(resolveImage(context, { id: record.imageId }), record.imageId);
    return { spelled: spellLike(declared.image, pins.image, pin), pin };
}

/** A flavor or image that was deleted still serves its servers: then its id is all that is known. */
async function found(resolving: Promise<Pin>, id: string, name = id): Promise<Pin> {
    try {
        return await resolving;
    } catch (error) {
        if (error instanceof NotTheOnlyOneError) {
            return { id, name };
        }
        throw error;
    }
}

/** `zone:host` names a zone too, and `:host` any. One that is declared as not pinned may be anywhere by now. */
function zone({ availabilityZone: wanted, pinnedToZone }: Declared, actual: string | undefined): string | undefined {
    const named = wanted?.split(":")[0];
    return actual === undefined || pinnedToZone === false || named === "" || named === actual ? wanted : actual;
}

/** Undefined while something is under way, and for a status that is no power state. */
function powerState(record: ServerRecord, declared?: string): ServerArguments["powerState"] {
    return record.taskState === undefined ? powerStateOf(record.status, declared) : undefined;
}

/** Below 2.9 the cloud does not tell of locks, below 2.73 not of their reason. */
function lockState({ locked, lockedReason }: ServerRecord, declared: Declared["locked"]): Declared["locked"] {
    if (locked === undefined || (!locked && lockOf(declared) === undefined)) {
        return declared;
    }
    if (!locked) {
        return false;
    }
    const lock = lockOf(declared);
    return lock !== undefined && lock.reason === lockedReason
        ? declared
        : lockedReason === undefined
          ? true
          : { reason: lockedReason };
}

async function translateGroups(context: Context, record: ServerRecord, declared: string[] | undefined) {
    const actual = record.securityGroups;
    if (declared === undefined || actual === undefined || sameMembers(declared, actual)) {
        return declared;
    }
    const byBothNames = await groupsOf(context, record.id, record);
    const remaining = [...new Set(byBothNames.map(({ id }) => id))];
    const kept = declared.filter((text) => {
        const group = byBothNames.find(({ id, name }) => remaining.includes(id) && (id === text || name === text));
        if (group === undefined) {
            return false;
        }
        remaining.splice(remaining.indexOf(group.id), 1);
        return true;
    });
    const added = remaining.map((id) => byBothNames.find((group) => group.id === id)?.name ?? id);
    return [...kept, ...added];
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
    return one.length === other.length && one.every((member) => other.includes(member));
}

/** A look at the interfaces is only needed where the addresses are not those of before. */
async function translateNetworks(
    context: Context,
    record: ServerRecord,
    { networks }: Declared,
    pins: Pins,
    knownAddresses: unknown,
): Promise<Declared["networks"]> {
    if (networks === undefined || networks === "auto" || sameAddresses(knownAddresses, fixedAddresses(record))) {
        return networks;
    }
    const interfaces = await listInterfaces(context.compute, record.id, { resource: context.subject });
    if (networks === "none") {
        return interfaces.length === 0 ? "none" : interfaces.map(({ portId }) => ({ port: portId }));
    }
    const left = [...interfaces];
    const kept = networks.filter((declared) => {
        const at = left.findIndex((nic) =>
            declared.port === undefined
                ? names(
                      declared.network,
                      pins.networks?.find(({ id }) => id === nic.networkId),
                  ) &&
                  (declared.fixedIp === undefined ||
                      nic.fixedIps.some(({ address }) => sameAddress(address, declared.fixedIp)))
                : sameId(nic.portId, declared.port),
        );
        return at >= 0 && left.splice(at, 1).length === 1;
    });
    if (left.length === 0) {
        return kept;
    }
    const named = await listNetworks(context.compute, { resource: context.subject });
    return [
        ...kept,
        ...left.map(({ networkId }) => ({
            network: named.find(({ id }) => id === networkId)?.name ?? networkId,
        })),
    ];
}

function sameAddresses(known: unknown, actual: Record<string, ServerAddress[]>): boolean {
    const flat = (networks: Record<string, ServerAddress[]>) =>
        Object.entries(networks)
            .flatMap(([network, addresses]) => addresses.map(({ address }) => `${network} ${address}`))
            .sort()
            .join();
    return (
        typeof known === "object" && known !== null && flat(known as Record<string, ServerAddress[]>) === flat(actual)
    );
}
