/**
 * The values of a resource's fields: what a program may declare, what the cloud says of them, and what a request needs.
 */
import isEqual from "lodash/isEqual";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { ownValue, pickOwn } from "../arguments/own-keys";
import { type Compute, compareMicroversions, ForbiddenError } from "../cloud/index";
import { type ArgumentField, type FieldFacts, isSame, type Since, type Target } from "../plan/fields";

export type Bag = Readonly<Record<string, unknown>>;

/** A problem with a combination of arguments. */
export interface Clash {
    readonly argument: string;
    /** In words: `only with policy "anti-affinity"`. */
    readonly problem: string;
    /** The other arguments that it depends on. While one of them is unknown, the problem is not reported. */
    readonly beside: readonly string[];
}

/** The cloud's value of an argument, as the program writes it. Undefined: it is not managed, or at its default. */
export async function spelled(
    name: string,
    { step, options }: ArgumentField,
    wanted: unknown,
    record: Bag,
    target: Target,
    isSeen: boolean,
): Promise<unknown> {
    if (step.kind === "record" || step.kind === "own") {
        return wanted;
    }
    const hasDefault = options.otherwise !== undefined && options.isOthersWhenOmitted !== true;
    const isManaged = name === "name" || options.alwaysKept === true || wanted !== undefined || isSeen || hasDefault;
    if (!isManaged) {
        return undefined;
    }
    const actual = await actualOf(name, step, record, target, wanted, isSeen);
    // Some clouds leave fields out of a record.
    if (actual === undefined || isSame(options, wanted, actual)) {
        return wanted;
    }
    if (step.kind === "keys" && !isSeen) {
        const own = pickOwn(bagIn(actual), Object.keys(bagIn(wanted)));
        return isEqual(own, wanted) ? wanted : own;
    }
    if (step.kind === "members") {
        const [there, declaredOnes] = [listIn(actual), listIn(wanted)];
        const kept = declaredOnes.filter((one) => there.includes(one));
        return [...kept, ...there.filter((one) => !kept.includes(one))];
    }
    return actual;
}

/** The cloud's value of an argument: from its record, or from a request of its own if the record lacks it. */
export async function actualOf(
    name: string,
    step: ArgumentField["step"],
    record: Bag,
    target: Target,
    wanted: unknown,
    isSeen = false,
): Promise<unknown> {
    const told = ownValue(record, name);
    if (told === undefined && step.kind === "members" && (wanted !== undefined || isSeen)) {
        return isSeen ? ifAllowed(step.list?.(target)) : step.list?.(target);
    }
    return told === undefined && step.kind === "keys" ? step.read?.(target) : told;
}

/** Listing members may be allowed to administrators only. A read without them is still useful. */
async function ifAllowed<Value>(asking: Promise<Value> | undefined): Promise<Value | undefined> {
    try {
        return await asking;
    } catch (error) {
        if (error instanceof ForbiddenError) {
            return undefined;
        }
        throw error;
    }
}

/** The values, with the defaults of fields that the API requires. */
export function withDefaults(args: Readonly<Record<string, ArgumentField>>, values: Bag): Bag {
    return mapValues(
        args,
        ({ options }, name) => values[name] ?? (options.always === true ? options.otherwise : undefined),
    );
}

/** The lowest microversion that has all of these. Throws MicroversionError if the cloud does not serve it. */
export function neededFor(
    { compute, subject }: { compute: Compute; subject: string },
    args: Readonly<Record<string, ArgumentField>>,
    values: Bag,
): string | undefined {
    let highest: string | undefined;
    for (const { microversion, what } of Object.entries(args).flatMap(([name, { options }]) =>
        sinceOf(name, options, values[name]),
    )) {
        compute.need(microversion, what, subject);
        highest = highest === undefined || compareMicroversions(microversion, highest) > 0 ? microversion : highest;
    }
    return highest;
}

/** The microversions that a request with this value of a field needs. */
export function sinceOf<Value>(name: string, options: FieldFacts<Value>, value: Value | undefined): readonly Since[] {
    if (value === undefined || value === null) {
        return [];
    }
    const whole = options.since === undefined ? [] : [{ microversion: options.since, what: name }];
    return [...whole, ...(options.sinceOf?.(value) ?? [])];
}

/** The schema of arguments: each by its field, and what they cannot be in combination. `Args` follows from the fields. */
export function schemaOf<Args extends object>(
    args: Readonly<Record<string, ArgumentField>>,
    clashes: ((args: Args) => readonly Clash[]) | undefined,
): z.ZodType<Args, Args> {
    const shape = z.strictObject(mapValues(args, ({ schema }) => schema)) as unknown as z.ZodType<Args, Args>;
    return clashes === undefined
        ? shape
        : shape.superRefine((given, context) => {
              for (const { argument, problem, beside } of clashes(given)) {
                  context.addIssue({ code: "custom", path: [argument], message: problem, params: { beside } });
              }
          });
}

export function nameIn(bag: object): string | undefined {
    return (bag as { name?: string }).name;
}

export function listIn(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.map(String) : [];
}

export function bagIn(value: unknown): Readonly<Record<string, string>> {
    return (value ?? {}) as Readonly<Record<string, string>>;
}

/** The values that are there: a program may omit some, and some clouds leave fields out of a record. */
export function known(bag: Bag): Bag {
    return pickBy(bag, (value) => value !== undefined);
}
