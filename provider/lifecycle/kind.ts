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
    /** What a resource of its kind uses up. */
    readonly quotas: Quotas;
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

/** `By` has the steps of its update. */
export interface ResourceKind<Args extends object, State extends OwnState, By extends string = string> {
    /** As in `new compute.Server(…)`. */
    readonly kind: string;
    /** As in a sentence: "server". */
    readonly noun: string;
    /** What it is, in one to three sentences: the docs of its class. */
    readonly about: string;
    /** A program that uses it: in the docs of its class, and compiled by a test. */
    readonly example: string;
    /** What it has besides its arguments: each with its sentence. One that may be missing is optional. */
    readonly outputs: Readonly<Record<string, z.ZodType>>;
    /** Whether the cloud has a record of it to adopt or read. Default: true. */
    readonly isAdoptable?: boolean;
    /** Its fields, where it is declared by them: what the reference tells of defaults and microversions. */
    readonly fields?: Readonly<Record<string, { readonly options: FieldFacts<unknown> }>>;
    /** Arguments, without `cloud`, `region`, `adopt`, which every resource has. */
    readonly schema: z.ZodType<Args, Args>;
    readonly changes: ChangeTable<Args, State, By>;
    /** Milliseconds that an operation may take where `customTimeouts` says nothing. */
    readonly timeouts: { create: number; update: number; delete: number };
    /** How long the name made from the logical name may be; left out: the resource has no name. */
    readonly nameLength?: number;
    /** Why a new one with these arguments cannot stand beside the old one, or undefined if it can. */
    exclusive(args: Args, state: State): string | undefined;
    /** What is lost, and what stays, where a new one with these arguments takes its place. Asks nobody. */
    losses?(state: State, args: Partial<Args>): string[];
    /** What only one resource can have at a time, and what of it these changes let go of. Asks nobody. */
    holdings?(state: State, args: Args, plan: Plan<By>): Holdings;
    create(context: Context, args: Args): Promise<Created<State>>;
    /** What the cloud has, in the user's spelling; undefined when it is gone. `state` is partial when adopting. */
    read(context: Context, id: string, state: Partial<State>, args?: Args): Promise<State | undefined>;
    update(context: Context, id: string, state: State, args: Args, plan: Plan<By>): Promise<State>;
    delete(context: Context, id: string, state: State): Promise<void>;
    /** What it uses up. Default: nothing that clouds count. */
    readonly quotas?: Quotas;
    /** The operations of its API group, by group and name, where its file declares them. */
    readonly operations?: Operations;
    /** Arguments and outputs that are secrets, whether the program says so or not. */
    readonly secrets?: readonly string[];
    /** Outputs that few look at: the state has them in its `__state`, for Pulumi writes one text sooner than many values. */
    readonly packed?: readonly string[];
    /** Secrets that the cloud makes where the program declares none: the state has them sealed with the stack's key. */
    readonly sealed?: readonly string[];
    /** What `__state` need not have because the rest of the state tells it. */
    readonly shorthand?: Shorthand<State>;
    /** The ids of those that a user calls so, by name or address: for errors. Left out: the id is the name. */
    called?(context: Context, name: string): Promise<readonly string[]>;
    /** Whose it is, where each user has ids of its own: out of a state, or out of arguments. */
    userOf?(properties: Readonly<Properties>): string | undefined;
    /** Changes that the state asks for by itself: a server in ERROR that never ran, a flavor that was made again. */
    repairs?(state: State, args: Args, isAnother: IsAnother): Plan<By>;
}

/** Whether the stack has made another one under the name of what once had this id. */
export type IsAnother = (kind: string, found: { id: string; name: string }) => boolean;
