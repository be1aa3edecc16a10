/** What a state contains for a resource besides its arguments and outputs, and how Pulumi passes both. */
import type { CloudIdentity } from "../cloud/index";

/** Arguments or state, as Pulumi passes them. */
export type Properties = Record<string, unknown>;

/** What the SDK says about a resource besides its arguments, as the input `__resource`. Invisible in diffs. */
export interface Declaration {
    kind: string;
    /** The logical name in the program. */
    name: string;
    /** Milliseconds, from `customTimeouts`. */
    timeouts?: { create?: number; update?: number; delete?: number };
    /** `check` generated the name in the cloud from the logical name. */
    autonamed?: boolean;
    /** If it did so for a replacement: the name of the replaced resource. */
    replaces?: string;
    /** The types of its parents as in its URN, `my:Site$`. Missing if there are none or they are unknown. */
    parents?: string;
    /** The paths of the argument parts that the program marked as secrets. Undefined if there are none. */
    secrets?: readonly (readonly (string | number)[])[];
    /** How many resources had its name earlier and gave it up by an alias. */
    reuse?: number;
    /** Who creates it. In no state. Omitted if no owner is recorded. */
    owner?: Owner;
}

/** What the SDK says about the owner. In the first preview of a stack the identity is unknown. */
export interface ToldOwner {
    /** The stack's identity. */
    stack?: string;
    /** The resource's URN. */
    urn: string;
    /** The key that seals passwords that clouds generate. */
    key?: string;
    /** How many other resources of the stack have, or had, its name by an alias. */
    reuse?: number;
}

export interface Owner extends ToldOwner {
    stack: string;
}

/** A declaration as the SDK sends it, including what only `check` needs. */
export interface ToldDeclaration extends Omit<Declaration, "owner"> {
    owner?: ToldOwner;
    /** This is a preview. */
    preview?: boolean;
    /** Keys of the stack's configuration that are invalid. */
    misconfigured?: readonly string[];
}

/** What the provider keeps about a resource besides its outputs, as the output `__state`. Invisible in diffs. */
export interface Kept {
    /** Version of the state's format. */
    schema: number;
    cloud: CloudIdentity & { name: string };
    /**
     * The ids that it replaces, the latest first. Until Pulumi has deleted them they are in the state too, after it.
     */
    replaces?: readonly string[];
    /** Arguments that the program omits and the cloud filled in: a server's `adminPass`. */
    made?: readonly string[];
    /** The owner in the cloud, if it is another one than this resource. */
    stamp?: Stamp;
}

/** The owner in a server's metadata: hashes and names as they are written there. */
export interface Stamp {
    stack?: string;
    resource: string;
}

/** The part of a state that a resource itself handles: arguments, outputs, and what it keeps. */
export interface OwnState {
    __state: object;
}

/** A resource as the host stores it: what a lifecycle answers for, and what `host/` adds. */
export interface Stored {
    declaration: Declaration;
    /** Its arguments, those that every resource has among them, and its outputs. */
    properties: Properties;
    kept: Kept;
}

/** As a lifecycle knows it. */
export function stateOf({ properties, kept }: Stored): Properties & { __state: Kept } {
    return { ...properties, __state: kept };
}

/** The arguments that the program left out and the cloud filled in. */
export function madeIn({ __state }: Properties): readonly string[] {
    return (__state as Partial<Kept> | undefined)?.made ?? [];
}
