/**
 * Who made something in the cloud, as a server's metadata and a generated name tell it. What a creation that died has
 * left is found by it. The stack's identity itself stays in the state: the cloud is shown hashes keyed with it.
 */
import { createHash, createHmac } from "node:crypto";
import type { Declaration, Owner } from "./kind";
import { sortedJson } from "./state-text";

/** The metadata keys that this provider writes on the servers that it creates. */
export const OWNER_KEYS = {
    /** The stack: a hash of its identity. */
    stack: "pulumi:stack",
    /** The resource in it: `Server::web`, the types of its parents before it as in its URN. */
    resource: "pulumi:resource",
    /** A keyed hash of what it was created with. */
    arguments: "pulumi:arguments",
} as const;

const KEYS: readonly string[] = Object.values(OWNER_KEYS);

export function isOwnerKey(key: string): boolean {
    return KEYS.includes(key);
}

/** Metadata without what this provider wrote. */
export function withoutOwner(metadata: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(metadata).filter(([key]) => !isOwnerKey(key)));
}

/** What a server that `owner` creates with `made` carries. */
export function ownerMetadata(owner: Owner, made: object): Record<string, string> {
    return {
        [OWNER_KEYS.stack]: createHash("sha256").update(owner.stack).digest("hex").slice(0, 32),
        [OWNER_KEYS.resource]: within255(resourceIn(owner.urn)),
        // With the URN in it a stack that was renamed or copied is not taken for the same.
        [OWNER_KEYS.arguments]: keyed(owner, `${owner.urn}\n${sortedJson(made)}`).slice(0, 32),
    };
}

/** Whether two servers' metadata name the same stack. */
export function sameStack(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return one[OWNER_KEYS.stack] !== undefined && one[OWNER_KEYS.stack] === other[OWNER_KEYS.stack];
}

/** Whether two servers' metadata name the same resource of the same stack. */
export function sameOwner(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return [OWNER_KEYS.stack, OWNER_KEYS.resource].every((key) => one[key] !== undefined && one[key] === other[key]);
}

export function sameArguments(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return one[OWNER_KEYS.arguments] !== undefined && one[OWNER_KEYS.arguments] === other[OWNER_KEYS.arguments];
}

/** What a generated name ends in: the same for each creation of a resource in place of the same one, and no other stack's. */
export function nameSuffix(owner: Owner, replaces = ""): string {
    const after = replaces === "" ? "" : ` after ${replaces}`;
    return keyed(owner, `name ${resourceIn(owner.urn)}${after}`).slice(0, SUFFIX_LENGTH);
}

export const SUFFIX_LENGTH = 7;

/** Whether only a creation of this very resource can have given something this name. */
export function isNamedByOwner({ owner, autonamed, replaces }: Declaration, name: string): boolean {
    return autonamed === true && owner !== undefined && name.endsWith(`-${nameSuffix(owner, replaces)}`);
}

function keyed({ stack }: Owner, text: string): string {
    return createHmac("sha256", stack).update(text).digest("hex");
}

/** A URN without the names of stack and project, which may change: `my:Site$Server::web`. */
export function resourceIn(urn: string): string {
    const [_stack, _project, types = "", ...name] = urn.split("::");
    return `${types.replaceAll("pulumi-nodejs:dynamic/openstack-compute:", "")}::${name.join("::")}`;
}

function within255(text: string): string {
    return Buffer.byteLength(text) <= 255 ? text : `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
