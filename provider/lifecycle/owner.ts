/**
 * The owner of a thing in the cloud: the stack and resource that created it, as a server's metadata and generated names
 * say. Leftovers of interrupted creations are found by it. The stack's identity stays in the state: the cloud sees only
 * hashes that are keyed with it.
 */
import { createHash, createHmac } from "node:crypto";
import { sortedJson } from "../state/state-text";
import type { Declaration, Owner, Stamp } from "../state/stored-state";

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

/** The statuses in which Nova allows changes to a server's metadata. */
export const TAKES_METADATA: ReadonlySet<string> = new Set(["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"]);

export function isOwnerKey(key: string): boolean {
    return KEYS.includes(key);
}

/** The metadata without the provider's own keys. */
export function withoutOwner(metadata: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(metadata).filter(([key]) => !isOwnerKey(key)));
}

/** The owner metadata of a server that `owner` creates with the arguments `made`. */
export function ownerMetadata(owner: Owner, declaration: Declaration, made: object): Record<string, string> {
    return {
        ...stackAndResource(owner, declaration),
        // With the URN in it, a renamed or copied stack is not mistaken for this one.
        [OWNER_KEYS.arguments]: keyed(owner, `${owner.urn}\n${sortedJson(made)}`).slice(0, 32),
    };
}

/** Whether two servers' metadata name the same stack. */
export function sameStack(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return one[OWNER_KEYS.stack] !== undefined && one[OWNER_KEYS.stack] === other[OWNER_KEYS.stack];
}

/**
 * The owner metadata of a server whose resource was renamed. It is in the state, so its hash of arguments must match no
 * interrupted creation.
 */
export function renamedMetadata(owner: Owner, declaration: Declaration): Record<string, string> {
    return {
        ...stackAndResource(owner, declaration),
        [OWNER_KEYS.arguments]: keyed(owner, `${owner.urn}\nrenamed`).slice(0, 32),
    };
}

function stackAndResource(owner: Owner, declaration: Declaration): Record<string, string> {
    return {
        [OWNER_KEYS.stack]: hashOfStack(owner),
        [OWNER_KEYS.resource]: within255(ownResource({ ...declaration, owner })),
    };
}

/** The stack, as the metadata of its servers names it. */
export function hashOfStack({ stack }: Owner): string {
    return createHash("sha256").update(stack).digest("hex").slice(0, 32);
}

/** Nova refuses longer metadata values, so this provider did not write a longer one. */
const LONGEST_VALUE = 255;

/** The owner in a server's metadata. Undefined: there is none. */
export function stampIn(metadata: Readonly<Record<string, string>>): Stamp | undefined {
    const [resource, stack] = [OWNER_KEYS.resource, OWNER_KEYS.stack].map((key) => metadata[key]);
    if ([resource, stack].some((value) => value !== undefined && value.length > LONGEST_VALUE)) {
        return undefined;
    }
    return resource === undefined ? undefined : { resource, ...(stack === undefined ? {} : { stack }) };
}

/** Whether a stamp names this resource. If the state does not know its parents, any will match. */
export function names(stamp: Stamp, declaration: Declaration): boolean {
    const own = ownResource(declaration);
    if (stamp.resource === within255(own)) {
        return true;
    }
    const isOpen = parentsOf(declaration) === undefined;
    return isOpen && (stamp.resource.endsWith(`$${own}`) || stamp.resource.startsWith(HASHED));
}

/** A resource of a stack, as messages name it: `my:Site$Server::web`. */
export function ownKeyOf(declaration: Declaration): string {
    return `${parentsOf(declaration) ?? ""}${declaration.kind}::${declaration.name}`;
}

/** The types of its parents as in its URN: `my:Site$`. */
export function parentsOf({ owner, kind, name, parents }: Declaration): string | undefined {
    return owner === undefined ? parents : parentsIn(owner.urn, kind, name);
}

export function parentsIn(urn: string, kind: string, name: string): string | undefined {
    return resourceIn(urn).slice(0, -`${kind}::${name}`.length) || undefined;
}

/**
 * As the cloud's metadata names it. One whose name another resource gave up by an alias counts them, `Server+1::web`: what
 * that one has created still has the name without.
 */
function ownResource(declaration: Declaration): string {
    const { kind, name, reuse = 0 } = declaration;
    return reuse === 0 ? ownKeyOf(declaration) : `${parentsOf(declaration) ?? ""}${kind}+${reuse}::${name}`;
}

/** Whether two servers' metadata name the same resource of the same stack. */
export function sameOwner(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return [OWNER_KEYS.stack, OWNER_KEYS.resource].every((key) => one[key] !== undefined && one[key] === other[key]);
}

export function sameArguments(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
    return one[OWNER_KEYS.arguments] !== undefined && one[OWNER_KEYS.arguments] === other[OWNER_KEYS.arguments];
}

/** The suffix of a generated name: the same for each attempt to create a resource, different for each stack. */
export function nameSuffix(owner: Owner, declaration: Declaration): string {
    const { replaces = "" } = declaration;
    const after = replaces === "" ? "" : ` after ${replaces}`;
    return keyed(owner, `name ${ownResource({ ...declaration, owner })}${after}`).slice(0, SUFFIX_LENGTH);
}

export const SUFFIX_LENGTH = 7;

/** Whether only a creation of this same resource can have used this name. */
export function isNamedByOwner(declaration: Declaration, name: string): boolean {
    const { owner, autonamed } = declaration;
    return autonamed === true && owner !== undefined && name.endsWith(`-${nameSuffix(owner, declaration)}`);
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
    return Buffer.byteLength(text) <= 255 ? text : `${HASHED}${createHash("sha256").update(text).digest("hex")}`;
}

const HASHED = "sha256:";
