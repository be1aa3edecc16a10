/** A server as the state keeps it: the arguments in the user's spelling, what the cloud returns, and the pins. */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import pick from "lodash/pick";
import { listInterfaces, listNetworks, type ServerInterface, type ServerRecord } from "../../api/index";
import { type Reference, sameAddress, sameId } from "../../arguments/argument-types";
import { ForbiddenError } from "../../cloud/index";
import { ifThere } from "../../lifecycle/absent";
import type { Context } from "../../lifecycle/kind";
import { stampIn } from "../../lifecycle/owner";
import {
    NotTheOnlyOneError,
    names,
    type Pin,
    resolveFlavor,
    resolveImage,
    spellLike,
} from "../../lifecycle/references";
import type { Stamp } from "../../state/stored-state";
import { fixedAddresses, knownInterfaces, type ServerAddress } from "./addresses";
import type { Beside, KnownInterface, ServerOutput } from "./fields/server-field";
import { groupsOf } from "./groups";
import { hashedFiles, hashedUserData } from "./guest-data";
import type { Pins } from "./pins";
import {
    argumentFields,
    argumentNames,
    type Declared,
    outputFields,
    type ServerArguments,
    type ServerOutputs,
} from "./server-fields";

/** What only the provider needs of a server, in `__state`. */
export interface ServerKept {
    pins: Pins;
    /** It has been ACTIVE, so it may hold data. */
    ran: boolean;
    /** Its availability zone, in states up to 0.1.0. Now it is an output. */
    zone?: string;
    /** Arguments that the program omits and the cloud generated: `adminPass`. */
    made?: string[];
    /** The owner in its metadata; `host/` stores it only if it names another resource. */
    stamp?: Stamp;
}

export type ServerState = Partial<ServerArguments> & ServerOutputs & { __state: ServerKept };

/** The arguments in a state that the program declares. */
export function declaredIn(state: Partial<ServerState>): Declared {
    const declared: Declared = pick(state, argumentNames);
    return omit(declared, state.__state?.made ?? []);
}

/**
 * The state of a server that is as declared: arguments, outputs, pins. `interfaces` is what was read of its interfaces;
 * omit it to keep those of the state before.
 */
export function asState(
    declared: Declared,
    record: ServerRecord,
    kept: ServerKept,
    before: Partial<ServerState>,
    interfaces: readonly KnownInterface[] = before.interfaces ?? [],
): ServerState {
    const { userData, userDataBase64, personality, ...plain } = declared;
    const outputs = mapValues(outputFields, ({ read }: ServerOutput) =>
        read(record, { ...declared, pins: kept.pins, interfaces, zone: before.zone ?? kept.zone }),
    ) as ServerOutputs;
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
            zone: undefined,
            stamp: record.partial ? kept.stamp : stampIn(record.metadata),
        },
    };
}

/** Whether the guest may have run. If not, the server holds no data. */
function hasRun(record: ServerRecord): boolean {
    return record.launchedAt !== undefined || !["BUILD", "ERROR", "UNKNOWN"].includes(record.status);
}

/** Whether the server has this flavor. From 2.47 on, a record has the flavor's name, but not its id. */
export function hasFlavor(record: ServerRecord, flavor: Partial<Pin> | undefined): boolean {
    if (flavor === undefined) {
        return false;
    }
    return record.flavor.id === undefined ? record.flavor.name === flavor.name : record.flavor.id === flavor.id;
}

/** What the cloud returns of a server, as a program would write it. */
export interface Translated {
    declared: Declared;
    pins: Pins;
    /** Undefined if they were not read. */
    interfaces?: readonly KnownInterface[] | undefined;
}

/**
 * The declared arguments as the cloud has them, each in the user's spelling if that still means the same. Other
 * arguments are not read, because only declared ones are managed.
 */
export async function translate(
    context: Context,
    record: ServerRecord,
    declared: Declared,
    pins: Pins,
    known: Partial<ServerState>,
): Promise<Translated> {
    const flavor = await translateFlavor(context, record, declared, pins);
    const image = await translateImage(context, record, declared, pins);
    const networks = await translateNetworks(context, record, declared, pins, known.addresses);
    const groups = await translateGroups(context, record, declared.securityGroups);
    return {
        declared: {
            ...declared,
            ...told(record, declared, { pins, pinnedToZone: declared.pinnedToZone }),
            name: record.name,
            flavor: flavor.spelled,
            image: image.spelled,
            ...(declared.securityGroups === undefined ? {} : { securityGroups: groups }),
            ...(declared.networks === undefined ? {} : { networks: networks.spelled }),
        },
        pins: { ...pins, flavor: flavor.pin, image: image.pin },
        interfaces: networks.interfaces,
    };
}

/** The declared arguments, as the record has them. */
function told(record: ServerRecord, declared: Declared, beside: Beside): Declared {
    return Object.fromEntries(
        Object.entries(declared).flatMap(([name, wanted]) => {
            const options = argumentFields[name]?.options;
            return wanted === undefined || options?.told === undefined
                ? []
                : [[name, options.told(record, wanted, beside)]];
        }),
    );
}

/** For a server that is only read (`Server.get`): every argument that the API returns. */
export async function everything(context: Context, record: ServerRecord): Promise<Translated> {
    const pins: Pins = {};
    const shown = Object.entries(argumentFields).map(([name, { options }]) => [
        name,
        options.told?.(record, undefined, { pins }),
    ]);
    const translated = await translate(context, record, Object.fromEntries(shown), pins, {});
    return { ...translated, interfaces: knownInterfaces(await readableInterfaces(context, record)) };
}

/** Empty if the cloud has no list of interfaces, or not for this user. */
async function readableInterfaces({ compute, subject }: Context, { id }: ServerRecord): Promise<ServerInterface[]> {
    try {
        return (await ifThere(listInterfaces(compute, id, { resource: subject }))) ?? [];
    } catch (error) {
        if (error instanceof ForbiddenError) {
            return [];
        }
        throw error;
    }
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

/** A server may use a deleted flavor or image: then only its id is known. */
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

/** Interfaces are read only if the addresses have changed. */
async function translateNetworks(
    context: Context,
    record: ServerRecord,
    { networks }: Declared,
    pins: Pins,
    knownAddresses: ServerOutputs["addresses"] | undefined,
): Promise<{ spelled: Declared["networks"]; interfaces?: readonly KnownInterface[] }> {
    if (networks === undefined || networks === "auto" || sameAddresses(knownAddresses, fixedAddresses(record))) {
        return { spelled: networks };
    }
    const all = await listInterfaces(context.compute, record.id, { resource: context.subject });
    const interfaces = knownInterfaces(all);
    if (networks === "none") {
        return { spelled: all.length === 0 ? "none" : all.map(({ portId }) => ({ port: portId })), interfaces };
    }
    const left: ServerInterface[] = [...all];
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
        return { spelled: kept, interfaces };
    }
    const named = await listNetworks(context.compute, { resource: context.subject });
    const added = left.map(({ networkId }) => ({
        network: named.find(({ id }) => id === networkId)?.name ?? networkId,
    }));
    return { spelled: [...kept, ...added], interfaces };
}

function sameAddresses(
    known: Record<string, ServerAddress[]> | undefined,
    actual: Record<string, ServerAddress[]>,
): boolean {
    const flat = (networks: Record<string, ServerAddress[]>) =>
        Object.entries(networks)
            .flatMap(([network, addresses]) => addresses.map(({ address }) => `${network} ${address}`))
            .sort()
            .join();
    return known !== undefined && flat(known) === flat(actual);
}
