/** The lowest microversion that supports everything in a request. */
import { compareMicroversions } from "../../cloud/index";
import { sinceOf } from "../../lifecycle/field-values";
import type { Context } from "../../lifecycle/kind";
import type { Since } from "../../plan/fields";
import type { Plan } from "../../plan/plan";
import { argumentFields, type Declared, serverFields } from "./server-fields";

/** The microversion that a part of a request needs. */
interface Need extends Since {
    /** The last microversion that supports it. */
    readonly until?: string | undefined;
}

/** The needs of those arguments that came after 2.1, or were removed. */
function needsOf(args: Declared): Need[] {
    return Object.entries(args).flatMap(([name, value]): Need[] => {
        const options = argumentFields[name]?.options;
        if (options === undefined || value === undefined) {
            return [];
        }
        const ended = options.until === undefined ? [] : [{ microversion: "2.1", what: name, until: options.until }];
        return [...ended, ...sinceOf(name, options, value)];
    });
}

/** The arguments that every creation includes, whatever the cloud serves. */
function inCreation(args: Declared): Declared {
    return Object.fromEntries(
        Object.entries(args).filter(([name]) => argumentFields[name]?.options.inCreation === undefined),
    );
}

/** From here on a creation must name networks: the project's only network is no longer the default. */
const NETWORKS_REQUIRED = "2.37";

/** An argument of the creation that needs such a microversion; undefined if there is none. */
export function needsNetworks(args: Declared): string | undefined {
    return needsOf(inCreation(args)).find(({ microversion }) => !isLater(NETWORKS_REQUIRED, microversion))?.what;
}

/** The lowest microversion for a creation. Throws if the cloud does not serve what an argument needs. */
export function microversionOfCreation(context: Context, args: Declared): string {
    for (const { microversion, what } of needsOf(args)) {
        context.compute.need(microversion, what, context.subject);
    }
    return lowest(context, needsOf(inCreation(args)));
}

/** The lowest microversion that supports these arguments. */
export function microversionOf(context: Context, args: Declared): string {
    return lowest(context, needsOf(args));
}

/**
 * The lowest microversion that supports these changes and the arguments that are sent with them. Removing an argument
 * needs the same microversion as setting it.
 */
export function microversionOfChanges(context: Context, changes: Plan, args: Declared): string {
    const late = changes.flatMap(({ property, change: { microversion } }) =>
        microversion === undefined ? [] : [{ what: property, microversion }],
    );
    return lowest(context, [...late, ...needsOf(args)]);
}

function lowest({ compute, subject }: Context, used: readonly Need[]): string {
    for (const { microversion, what } of used) {
        compute.need(microversion, what, subject);
    }
    const needed = used.reduce((so, { microversion }) => latest(so, microversion), "2.1");
    const ended = used.find(({ until }) => until !== undefined && isLater(needed, until));
    if (ended !== undefined) {
        const late = used.find(({ microversion }) => microversion === needed)?.what ?? "";
        throw new Error(
            `${subject}: ${ended.what} needs microversion ${ended.until} or lower, and ${late} needs ${needed} or higher: one request cannot have both. Nothing was changed.`,
        );
    }
    return needed;
}

function isLater(one: string, other: string): boolean {
    return compareMicroversions(one, other) > 0;
}

/** The later of two microversions. */
export function latest(one: string, other: string): string {
    return isLater(one, other) ? one : other;
}

/** From this microversion on, a creation can include tags. */
export const TAGS_IN_CREATION = serverFields.tags.options.inCreation ?? "";
