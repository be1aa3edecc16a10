/**
 * What a resource is to this provider: its arguments, its change table and its lifecycle. `host/` calls these; a
 * resource's file fills them in.
 */
import type * as z from "zod";
import type { CloudIdentity, Compute } from "../cloud/index";
import type { ChangeTable, Plan } from "../plan/changes";
import type { Holdings, Party } from "./exchange";

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

/** What a creation can know of the others of the same `up`. */
export interface Run {
    /** Whether the state has this id already, as far as is known, or another resource has just taken it over. */
    isInState(id: string): boolean;
    /** Whether the state has, or had, this id for this very resource: it is what is being replaced. */
    isReplaced(id: string): boolean;
    /** Whether `diff` has said that what has this id is replaced: it is deleted for that, and no one else's reason. */
    isToBeReplaced(id: string): boolean;
    /** Notes that this id was made by this process: it is no other creation's. */
    made(id: string): void;
    /** Notes that this id, which was there already, is this resource's from now on. */
    take(id: string): void;
    /** What resources of the program take from one another. */
    readonly exchange: Party;
    /** One look at the cloud, shared by all resources of the process. */
    once<T>(what: string, look: () => Promise<T>): Promise<T>;
}

export interface Context {
    readonly compute: Compute;
    readonly run: Run;
    /** `server "web"`, with its id where there is one: for errors and progress. */
    readonly subject: string;
    readonly declaration: Declaration;
    /** When the operation must have ended, in milliseconds since the epoch. */
    readonly deadline: number;
    /** Prints a line that the user must still see at the end: what stays, what is lost, what was adopted, warnings. */
    say(line: string): void;
    /** Shows progress: `creating: BUILD (spawning)`. Pulumi does not print it again at the end. */
    progress(line: string): void;
    /** A secret out of the state as it is; undefined for one that was sealed with a key that this stack does not have. */
    unsealed(secret: string): string | undefined;
    /** Notes what exists from here on: what a later failure of the same operation leaves in the state. */
    record(id: string, state: object): void;
}

export interface Created<State> {
    id: string;
    state: State;
}

/** Both are given all properties of a state, and answer its `__state`: without what follows from the rest, and with it. */
export interface Shorthand<State extends OwnState> {
    brief(state: State): object;
    whole(state: OwnState): object;
}

export interface ResourceKind<Args extends object, State extends OwnState> {
    /** As in `new compute.Server(…)`. */
    readonly kind: string;
    /** As in a sentence: "server". */
    readonly noun: string;
    /** Arguments, without `cloud`, `region`, `adopt`, which every resource has. */
    readonly schema: z.ZodType<Args>;
    readonly changes: ChangeTable;
    /** Milliseconds that an operation may take where `customTimeouts` says nothing. */
    readonly timeouts: { create: number; update: number; delete: number };
    /** How long the name made from the logical name may be; left out: the resource has no name. */
    readonly nameLength?: number;
    /** Why a new one with these arguments cannot stand beside the old one, or undefined if it can. */
    exclusive(args: Args, state: State): string | undefined;
    /** What is lost, and what stays, where a new one with these arguments takes its place. Asks nobody. */
    losses?(state: State, args: Partial<Args>): string[];
    /** What only one resource can have at a time, and what of it these changes let go of. Asks nobody. */
    holdings?(state: State, args: Args, plan: Plan): Holdings;
    create(context: Context, args: Args): Promise<Created<State>>;
    /** What the cloud has, in the user's spelling; undefined when it is gone. `state` is partial when adopting. */
    read(context: Context, id: string, state: Partial<State>, args?: Args): Promise<State | undefined>;
    update(context: Context, id: string, state: State, args: Args, plan: Plan): Promise<State>;
    delete(context: Context, id: string, state: State): Promise<void>;
    /** Arguments and outputs that are secrets, whether the program says so or not. */
    readonly secrets?: readonly string[];
    /** Outputs that few look at: the state has them in its `__state`, for Pulumi writes one text sooner than many values. */
    readonly packed?: readonly string[];
    /** What `__state` need not have because the rest of the state tells it. */
    readonly shorthand?: Shorthand<State>;
    /** The ids of those that a user calls so, by name or address: for errors. Left out: the id is the name. */
    called?(context: Context, name: string): Promise<readonly string[]>;
    /** Whose it is, where each user has ids of its own: out of a state, or out of arguments. */
    userOf?(properties: Readonly<Properties>): string | undefined;
    /** Changes that the state asks for by itself: a server in ERROR that never ran, a flavor that was made again. */
    repairs?(state: State, args: Args, isAnother: IsAnother): Plan;
}

/** Whether the stack has made another one under the name of what once had this id. */
export type IsAnother = (kind: string, found: { id: string; name: string }) => boolean;
