/** What a state has of a resource besides its arguments and outputs, and how Pulumi hands both over. */
import type { CloudIdentity } from "../cloud/index";

/** Arguments or state as Pulumi hands them over: a bag of properties. */
export type Properties = Record<string, unknown>;

/** What the SDK says of a resource besides its arguments, as the input `__resource`: invisible in diffs. */
export interface Declaration {
    kind: string;
    /** The logical name in the program. */
    name: string;
    /** Milliseconds, from `customTimeouts`. */
    timeouts?: { create?: number; update?: number; delete?: number };
    /** `check` made the name in the cloud from the logical name. */
    autonamed?: boolean;
    /** Where it did so for a replacement: the name of the one that is replaced. */
    replaces?: string;
    /** The types of its parents as in its URN, `my:Site$`, where it has any and they are known. */
    parents?: string;
    /** The paths to the parts of its arguments that the program has marked as secrets; undefined: to none. */
    secrets?: readonly (readonly (string | number)[])[];
    /** How many resources had its name before it was created, and gave it up by an alias. */
    reuse?: number;
    /** Who makes it; in no state. Left out: nobody is to know. */
    owner?: Owner;
}

/** What the SDK tells of the owner: in the first preview of a stack the identity is not known yet. */
export interface ToldOwner {
    /** The stack's identity. */
    stack?: string;
    /** The resource's URN. */
    urn: string;
    /** What the passwords that clouds make are sealed with in the state. */
    key?: string;
    /** How many other resources of the stack have, or had, its name by an alias. */
    reuse?: number;
}

export interface Owner extends ToldOwner {
    stack: string;
}

/** A declaration as the SDK sends it: with what only `check` is to know. */
export interface ToldDeclaration extends Omit<Declaration, "owner"> {
    owner?: ToldOwner;
    /** It is only previewed. */
    preview?: boolean;
    /** The keys of the stack's configuration that are wrong. */
    misconfigured?: readonly string[];
}

/** What the provider keeps of a resource besides its outputs, as the output `__state`: invisible in diffs. */
export interface Kept {
    /** Version of the state's shape. */
    schema: number;
    cloud: CloudIdentity & { name: string };
    /** What it replaces, by id, the latest first: until Pulumi has deleted that, the state has it too, and shows it last. */
    replaces?: readonly string[];
    /** Arguments that the program left out and the cloud filled in: a server's `adminPass`. */
    made?: readonly string[];
    /** The owner that it carries in the cloud, where that is another than this resource. */
    stamp?: Stamp;
}

/** The owner as a server's metadata names it: hashes and names as they are written there. */
export interface Stamp {
    stack?: string;
    resource: string;
}

/** The part of a state that a resource itself answers for: arguments, outputs, and what it keeps to itself. */
export interface OwnState {
    __state: object;
}

/** A state as it is stored: with what `host/` adds. */
export interface StoredState extends Properties {
    __resource: Declaration;
    __state: Kept;
}
