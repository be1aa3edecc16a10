/**
 * What a resource is to this provider: its arguments, its change table and its lifecycle. `host/` calls these; a
 * resource's file fills them in.
 */
import type * as z from "zod";
import type { Operation } from "../api/operation";
import type { Compute } from "../cloud/index";
import type { ChangeTable } from "../plan/change-table";
import type { FieldFacts } from "../plan/fields";
import type { Plan } from "../plan/plan";
import type { Quotas } from "../plan/quota-declaration";
import type { Declaration, OwnState, Properties } from "../state/stored-state";
import type { Holdings, Party } from "./resource-exchange";

/** By group and name: `operations.flavors.create`. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** What a creation knows of the other resources of the same `up`. */
export interface Run {
    /** Whether the state has this id already, as far as is known, or another resource has just adopted it. */
    isInState(id: string): boolean;
    /** Whether the state has, or had, this id for this same resource: it is the one that is being replaced. */
    isReplaced(id: string): boolean;
    /** Whether `diff` said that the resource with this id is replaced: this is why it is deleted. */
    isToBeReplaced(id: string): boolean;
    /** Notes that this process created what has this id: it belongs to no other creation. */
    made(id: string): void;
    /** Notes that this resource has adopted what has this id. */
    take(id: string): void;
    /** Notes what this resource has just written to the thing with this id, which other resources may write to as well. */
    wrote(id: string, values: Readonly<Record<string, unknown>>): void;
    /** What another resource of this process has written to it: deleting this resource must not undo that. */
    writtenByAnother(id: string): Readonly<Record<string, unknown>>;
    /** What the resources of the program take from one another. */
    readonly exchange: Party;
    /** A request that all resources of the process share. */
    once<T>(what: string, look: () => Promise<T>): Promise<T>;
}

export interface Context {
    readonly compute: Compute;
    readonly run: Run;
    /** `server "web"`, with its id if there is one: for errors and progress. */
    readonly subject: string;
    readonly declaration: Declaration;
    /** What a resource of its kind uses up. */
    readonly quotas: Quotas;
    /** When the operation must end, in milliseconds since the epoch. */
    readonly deadline: number;
    /** Prints a line that stays until the end: what is kept, lost or adopted, and warnings. */
    say(line: string): void;
    /** Shows progress: `creating: BUILD (spawning)`. Pulumi does not print it again at the end. */
    progress(line: string): void;
    /** A secret of the state in plaintext. Undefined: it is sealed with a key that this stack does not have. */
    unsealed(secret: string): string | undefined;
    /** Notes what exists from here on: the state has it even if the operation fails later. */
    record(id: string, state: object): void;
}

export interface Created<State> {
    id: string;
    state: State;
}

/**
 * Both get all properties of a state, and return its `__state`: `brief` without what follows from the rest, `whole`
 * with it.
 */
export interface Shorthand<State extends OwnState> {
    brief(state: State): object;
    whole(state: OwnState): object;
}

/** `By` is the union of the steps of its update. */
export interface ResourceKind<Args extends object, State extends OwnState, By extends string = string> {
    /** As in `new compute.Server(…)`. */
    readonly kind: string;
    /** As in a sentence: "server". */
    readonly noun: string;
    /** What it is, in one to three sentences: the docs of its class. */
    readonly about: string;
    /** A program that uses it: in the docs of its class, and compiled by a test. */
    readonly example: string;
    /** Its outputs, each with its description. One that may be missing is optional. */
    readonly outputs: Readonly<Record<string, z.ZodType>>;
    /** Whether the cloud has a record of it to adopt or read. Default: true. */
    readonly isAdoptable?: boolean;
    /** Its fields, if it is declared by them: the reference shows their defaults and microversions. */
    readonly fields?: Readonly<Record<string, { readonly options: FieldFacts<unknown> }>>;
    /** Arguments, without `cloud`, `region`, `adopt`, which every resource has. */
    readonly schema: z.ZodType<Args, Args>;
    readonly changes: ChangeTable<Args, State, By>;
    /** Milliseconds that an operation may take, unless `customTimeouts` sets another limit. */
    readonly timeouts: { create: number; update: number; delete: number };
    /** The longest name that may be generated from the logical name. Omitted: the resource has no name. */
    readonly nameLength?: number;
    /** Why a new one with these arguments cannot exist beside the old one. Undefined: it can. */
    exclusive(args: Args, state: State): string | undefined;
    /** What is lost and what is kept when a new one with these arguments replaces it. Sends no request. */
    losses?(state: State, args: Partial<Args>): string[];
    /**
     * The things of it that only one resource can have at a time, and which of them these changes release. Sends no
     * request.
     */
    holdings?(state: State, args: Args, plan: Plan<By>): Holdings;
    create(context: Context, args: Args): Promise<Created<State>>;
    /**
     * What the cloud has, in the program's spelling. Undefined: it does not exist. `state` is partial when adopting.
     */
    read(context: Context, id: string, state: Partial<State>, args?: Args): Promise<State | undefined>;
    update(context: Context, id: string, state: State, args: Args, plan: Plan<By>): Promise<State>;
    delete(context: Context, id: string, state: State): Promise<void>;
    /** What it uses up. Default: nothing that clouds count. */
    readonly quotas?: Quotas;
    /** The operations of its API group, by group and name, if its file declares them. */
    readonly operations?: Operations;
    /** Arguments and outputs that are always secrets, even if the program does not mark them. */
    readonly secrets?: readonly string[];
    /**
     * Outputs that few programs read. The state has them in `__state`, because Pulumi writes one text faster than many
     * values.
     */
    readonly packed?: readonly string[];
    /**
     * Secrets that the cloud generates if the program declares none. The state has them sealed with the stack's key.
     */
    readonly sealed?: readonly string[];
    /** The short form of `__state`, without what follows from the rest of the state. */
    readonly shorthand?: Shorthand<State>;
    /** The ids of those with this name or address: for errors. Omitted: the id is the name. */
    called?(context: Context, name: string): Promise<readonly string[]>;
    /** The user to whom it belongs, if each user has ids of their own: from a state, or from arguments. */
    userOf?(properties: Readonly<Properties>): string | undefined;
    /**
     * Changes that follow from the state alone: a server in ERROR that was never ACTIVE, a flavor that was recreated.
     */
    repairs?(state: State, args: Args, isAnother: IsAnother): Plan<By>;
}

/** Whether the stack has created another one under the name of the one that had this id. */
export type IsAnother = (kind: string, found: { id: string; name: string }) => boolean;
