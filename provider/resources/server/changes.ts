/** What a change to each argument of a Server does, in the order in which an update carries it out. */
import isEqual from "lodash/isEqual";
import mapValues from "lodash/mapValues";
import { bareId, sameAddress, spellReference } from "../../arguments/argument-types";
import { names, type Pin } from "../../lifecycle/references";
import type { AnyChangeTable, Change as TypedChange } from "../../plan/change-table";
import { blockDevicesEffect, sameBlockDevices, sameBootVolume, spellBlockDevices } from "./block-devices";
import { remarkOnFiles, remarkOnUserData, sameFiles, sameUserData } from "./guest-data";
import { sinceOfHostname } from "./hostname";
import { isConnectedTo, networksEffect, sameNetworks, spellNetworks } from "./networks";
import { powerEffect, powerStateOf } from "./power-state";

const attribute = { by: "attributes", level: "none", effect: "updated in place", removed: "default" } as const;
const replace = { by: "replace", level: "replace", removed: "default" } as const;

const noted = { by: "record", level: "none", removed: "default", shows: "values" } as const;
const LOSS = "the root disk is lost; id and addresses stay";
const rebuild = { by: "rebuild", level: "rebuild", removed: "default" } as const;

/** Before 2.93 the cloud refuses another image for a root disk that is a volume. */
const VOLUME_BACKED = {
    microversion: "2.93",
    effect: "rebuild in place (microversion 2.93), what is on the root volume is lost; id and addresses stay",
} as const;

const userDataWays: Change["ways"] = {
    replace: {},
    rebuild: { ...rebuild, microversion: "2.57", effect: `rebuild in place with the user data, ${LOSS}` },
    ignore: { by: "record", level: "none", effect: "noted only: user data is read at the first boot" },
};

type Change = TypedChange<unknown, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

export const serverChanges: AnyChangeTable = {
    name: { ...attribute, shows: "values", removed: "unmanaged" },
    // Nova takes neither "" nor null for an access address: once set, it can only be set to another.
    accessIpV4: { ...attribute, shows: "values", removed: "unmanaged" },
    accessIpV6: { ...attribute, shows: "values", removed: "unmanaged", same: sameAddress },
    diskConfig: { ...attribute, shows: "values", removed: "unmanaged" },
    description: { ...attribute, shows: "nothing", microversion: "2.19" },
    hostname: {
        ...attribute,
        shows: "values",
        removed: "unmanaged",
        microversion: "2.90",
        according: (_old, wanted) => ({ microversion: sinceOfHostname(String(wanted)) }),
    },
    pinnedToZone: {
        ...attribute,
        shows: "values",
        removed: "unmanaged",
        microversion: "2.104",
        according: (_old, wanted) => ({
            effect:
                wanted === false ? "moves may take the server to another zone" : "moves keep the server in its zone",
        }),
    },
    metadata: {
        by: "metadata",
        level: "none",
        effect: "only these keys are written",
        removed: "default",
        shows: "keys",
        same: (old, wanted) => isEqual(old ?? {}, wanted ?? {}),
    },
    tags: {
        by: "tags",
        level: "none",
        effect: "only these tags are added and removed",
        removed: "default",
        shows: "values",
        microversion: "2.26",
        same: sameSet,
    },
    securityGroups: {
        by: "securityGroups",
        level: "none",
        effect: "added and removed in place",
        removed: "default",
        shows: "values",
        same: sameSet,
    },
    networks: {
        by: "interfaces",
        level: "restart",
        effect: "interfaces are attached and detached in place",
        removed: "unmanaged",
        shows: "values",
        spell: spellNetworks,
        same: (old, wanted, state) =>
            old === undefined
                ? isConnectedTo(wanted, state)
                : sameNetworks(old, wanted, pinned(state).networks ?? [], state),
        according: (old, wanted, state) => networksEffect(old, wanted, pinned(state).networks ?? [], state),
    },
    blockDevices: {
        by: "volumes",
        level: "restart",
        effect: "volumes are attached and detached in place",
        removed: "default",
        shows: "values",
        spell: spellBlockDevices,
        same: (old, wanted, state) => sameBlockDevices(old, wanted, pinned(state).images ?? []),
        according: (old, wanted, state) => blockDevicesEffect(old, wanted, pinned(state).images ?? []),
    },
    flavor: {
        by: "resize",
        level: "restart",
        effect: "resize in place, the server restarts",
        removed: "default",
        shows: "values",
        spell: spellReference,
        same: (_old, wanted, state) => names(wanted, pinned(state).flavor),
        ways: {
            resize: {},
            replace: { ...replace, effect: "replace: onChange says so for a flavor" },
        },
    },
    image: {
        ...rebuild,
        effect: `rebuild in place, ${LOSS}`,
        according: (_old, _wanted, { bootVolume }) => (bootVolume === undefined ? {} : VOLUME_BACKED),
        shows: "values",
        spell: spellReference,
        same: (_old, wanted, state) => names(wanted, pinned(state).image),
        ways: {
            rebuild: {},
            "rebuild-preserve-ephemeral": {
                effect: "rebuild in place, the root disk is lost and the ephemeral disk is kept; id and addresses stay",
            },
            replace: { ...replace, effect: "replace: onChange says so for an image" },
        },
    },
    personality: {
        ...rebuild,
        shows: "nothing",
        effect: `rebuild in place with these files, ${LOSS}`,
        same: sameFiles,
        remark: remarkOnFiles,
    },
    trustedImageCertificates: {
        ...rebuild,
        shows: "values",
        microversion: "2.63",
        effect: `rebuild in place with these certificates, ${LOSS}`,
        same: sameSet,
    },
    adminPass: {
        by: "password",
        level: "none",
        effect: "changed in the running server",
        removed: "unmanaged",
        shows: "nothing",
    },
    powerState: {
        by: "power",
        level: "restart",
        effect: "the server is started, stopped, paused, suspended or shelved",
        removed: "unmanaged",
        shows: "values",
        according: (old, wanted) => ({ effect: powerEffect(old, wanted) }),
        // Declaring the state that it is in is no change.
        same: (old, wanted, { status }) => old === undefined && powerStateOf(String(status), String(wanted)) === wanted,
    },
    locked: {
        by: "lock",
        level: "none",
        effect: "locked or unlocked",
        removed: "default",
        shows: "values",
        according: (_old, wanted) => ({ effect: wanted === undefined || wanted === false ? "unlocked" : "locked" }),
        spell: spellLock,
        same: (old, wanted) => isEqual(lockOf(old), lockOf(wanted)),
    },
    keyName: {
        by: "record",
        level: "none",
        effect: "noted only: a key is put into a server at its first boot; see onChange",
        removed: "default",
        shows: "values",
        ways: {
            ignore: {},
            rebuild: { ...rebuild, microversion: "2.54", effect: `rebuild in place with the key, ${LOSS}` },
            replace: { ...replace, effect: "replace: a key is put into a server at its first boot only" },
        },
    },
    userData: userData("userDataBase64"),
    userDataBase64: { ...userData("userData"), waysOf: "userData" },
    availabilityZone: {
        ...replace,
        shows: "values",
        removed: "unmanaged",
        effect: "replace: a server stays in its zone",
        // Declaring the zone that the cloud chose is no change.
        same: (old, wanted, state) => old === undefined && wanted === keptIn(state).zone,
    },
    configDrive: {
        ...replace,
        shows: "values",
        effect: "replace: the drive is made with the server",
        same: (old, wanted) => (old ?? false) === (wanted ?? false),
    },
    bootVolume: {
        ...replace,
        shows: "values",
        effect: "replace: the root disk is made with the server",
        same: sameBootVolume,
    },
    schedulerHints: {
        ...replace,
        shows: "values",
        effect: "replace: hints are for the choice of a host",
        same: (old, wanted) => isEqual(bareHints(old), bareHints(wanted)),
    },
    onChange: { ...noted, effect: "noted: what later changes do" },
    onError: { ...noted, effect: "noted: what becomes of a server in ERROR" },
    stopBeforeDestroy: { ...noted, effect: "noted for its deletion" },
    forceDelete: { ...noted, effect: "noted for its deletion" },
    detachPortsBeforeDestroy: { ...noted, effect: "noted for its deletion" },
    ownerMetadata: { ...noted, effect: "noted: only a creation writes it" },
} satisfies Record<string, Change>;

/** One content under two names: where the program has it under the other one by now, that row says what changes. */
function userData(other: "userData" | "userDataBase64"): Change {
    return {
        ...replace,
        shows: "nothing",
        effect: "replace: user data is read at the first boot",
        same: (_old, wanted, state, args) =>
            wanted === undefined && args[other] !== undefined ? true : sameUserData(state, args),
        remark: (_old, _wanted, state, args) => remarkOnUserData(state, args),
        ways: userDataWays,
    };
}

/** The ids behind the names that a state was made with. */
export interface Pins {
    flavor?: Pin;
    image?: Pin;
    /** The networks that were named, each by both of its names. */
    networks?: Pin[];
    /** The images of which disks besides the root were made. */
    images?: Pin[];
    /** The key pair that the server was made with, where the program declares another by now. */
    keyName?: string;
}

function keptIn(state: Readonly<Record<string, unknown>>): { pins?: Pins; zone?: string } {
    return (state.__state as { pins?: Pins; zone?: string } | undefined) ?? {};
}

function pinned(state: Readonly<Record<string, unknown>>): Pins {
    return keptIn(state).pins ?? {};
}

function sameSet(old: unknown, wanted: unknown): boolean {
    return isEqual(sorted(old), sorted(wanted));
}

function sorted(value: unknown): unknown {
    return Array.isArray(value) ? [...value].sort() : (value ?? []);
}

/** What a declared lock means: none, or one with or without a reason. */
export function lockOf(locked: unknown): { reason?: string } | undefined {
    if (locked === undefined || locked === false) {
        return undefined;
    }
    return locked === true ? {} : (locked as { reason?: string });
}

/** One server to be near to, or far from, may stand alone or in a list. */
function bareHints(hints: unknown): unknown {
    return mapValues((hints ?? {}) as object, (value: unknown, hint) => {
        const listed = LISTS_OF_SERVERS.has(hint) ? [value].flat() : value;
        return Array.isArray(listed) ? listed.map(bareId) : bareId(listed);
    });
}

const LISTS_OF_SERVERS: ReadonlySet<string> = new Set(["different_host", "same_host"]);

function spellLock(locked: unknown): string {
    const lock = lockOf(locked);
    return lock === undefined ? "no" : lock.reason === undefined ? "yes" : `yes (${lock.reason})`;
}
