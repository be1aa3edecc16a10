/**
 * What a resource's file declares of it: its fields, its place in the API, and where it differs from other resources.
 */
import type * as z from "zod";
import type { Asked, Group, GroupPlace, WireField, WireFields } from "../api/group";
import type { ArgumentsOf, Fields, OutputsOf, Step, StepKind } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";
import type { OwnState } from "../state/stored-state";
import type { Bag, Clash } from "./field-values";
import type { Context, Created, Operations, ResourceKind } from "./kind";
import type { Listed } from "./named-lists";

/** What carries out a change to an argument. */
export type DeclaredStep = Exclude<StepKind, "run">;

export type DeclaredFields = Fields<DeclaredStep>;

/** A resource as its file declares it. */
export interface Declared<F extends DeclaredFields> {
    /** As in `new compute.ServerGroup(…)`. */
    readonly kind: string;
    /** As in a sentence: `server group`. */
    readonly noun: string;
    /** What it is, in one to three sentences: the docs of its class. */
    readonly about: string;
    /** A program that uses it. A test compiles it. */
    readonly example: string;
    readonly place: Omit<GroupPlace, "title">;
    readonly fields: F;
    /** Operations besides those of the group itself, by their group: `{ flavorAccess: { list, add, remove } }`. */
    readonly operations?: Operations;
    /** Whether the cloud refuses a second one of the same name. */
    readonly unique?: boolean;
    readonly clashes?: (args: ArgumentsOf<F>) => readonly Clash[];
    /** The argument by which the program chooses the id. Others may reuse that id for another thing. */
    readonly chosenId?: keyof F & string;
    /** The key of the body that is its id. Default: `id`. */
    readonly idKey?: string;
    /**
     * How it is requested if each user has ids of their own: `ask` sends a request, with what it needs in addition. `bag`
     * is the state, or the arguments.
     */
    readonly asIts?: <T>(context: Context, bag: Bag, ask: (more: Asked) => Promise<T>) => Promise<T>;
    /**
     * Whether its contents identify it: after a creation without an answer, one that is as declared is the created one.
     */
    readonly isKnownByContents?: boolean;
    /** How a record differs from what these arguments create, apart from its fields; in words. */
    readonly differs?: (record: Bag, args: ArgumentsOf<F>, prepared: object) => string | undefined;
    /** What is looked up before anything is created or adopted. The state keeps it. */
    readonly prepare?: (context: Context, args: ArgumentsOf<F>) => Promise<object>;
    /**
     * What is read of a record, apart from its fields. `bag` is the state, or the arguments; `isSeen`: there is
     * neither.
     */
    readonly more?: (record: Bag, bag: Bag, prepared: object, isSeen: boolean) => Bag;
    /** Whether the cloud refuses to delete it while something uses it. A deleted server releases it a moment later. */
    readonly isHeldByUse?: boolean;
    /** Why one that differs in these arguments is not what a creation made, if there is more to say. */
    readonly whyDifferent?: (args: ArgumentsOf<F>, differing: readonly string[]) => string | undefined;
    /** What is read of a record for {@link kept}, apart from its fields. */
    readonly also?: WireFields;
    /** What the state keeps for the provider alone. `bag` is the state, or the arguments. */
    readonly kept?: (context: Context, record: Bag, bag: Bag) => object;
    /** The noun under which other resources refer to it by name. After a change, lists of those are out of date. */
    readonly referredTo?: Listed;
    /** The members that are removed before it is deleted: the cloud refuses to delete it while it has some. */
    readonly emptied?: readonly (keyof F & string)[];
    /** Minutes that an operation may take. Default: 2. */
    readonly minutes?: number;
    /** The field by which people call it. Default: `name`. */
    readonly calledBy?: keyof F & string;
    /** How it is created if no name identifies it after a lost answer. `create` sends the request. */
    readonly creating?: <T extends { id: string }>(context: Context, create: () => Promise<T>) => Promise<T>;
    /** What one of it uses up. Default: nothing that clouds count. */
    readonly quotas?: Quotas;
    /** How a body differs from what the fields say. */
    readonly body?: (body: Record<string, unknown>, args: ArgumentsOf<F>, microversion: string) => object;
}

export type DeclaredState<F extends DeclaredFields> = ArgumentsOf<F> & Partial<OutputsOf<F>> & OwnState;

type WireFieldsOf<F extends DeclaredFields> = { [Name in keyof F]: F[Name] } & { id: WireField<z.ZodType<string>> };

/** The fields whose changes the resource's own file carries out. */
type OwnSteps<F extends DeclaredFields> = {
    [Name in keyof F]: F[Name] extends { readonly step: Step<"own"> } ? Name : never;
}[keyof F];

/** What {@link Declared} makes: a whole resource, or one whose file must add the update of some fields. */
export type KindOf<F extends DeclaredFields> = [OwnSteps<F>] extends [never] ? DeclaredKind<F> : PartOfKind<F>;

/** A resource without the steps of its own file. */
export interface PartOfKind<F extends DeclaredFields> extends Omit<DeclaredKind<F>, "update"> {
    /** All steps of an update that follow from the declaration. */
    readonly updateOthers: DeclaredKind<F>["update"];
}

/** A resource that is a record of an API group. */
export interface DeclaredKind<F extends DeclaredFields>
    extends ResourceKind<ArgumentsOf<F>, DeclaredState<F>, DeclaredStep> {
    create(context: Context, args: ArgumentsOf<F>): Promise<Created<DeclaredState<F>> & { record: Bag }>;
    /** The records of the group, for readers without a state. */
    readonly records: Group<WireFieldsOf<F>>;
    readonly fields: F;
    readonly operations: Operations;
    /** The field by which people call it. */
    readonly calledBy: string;
}
