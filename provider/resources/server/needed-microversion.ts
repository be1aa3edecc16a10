/** The lowest microversion that carries what a request says of a server. */
import { compareMicroversions } from "../../cloud/index";
import { sinceOf } from "../../lifecycle/field-values";
import type { Context } from "../../lifecycle/kind";
import type { Since } from "../../plan/fields";
import type { Plan } from "../../plan/plan";
import { argumentFields, type Declared, serverFields } from "./server-fields";

/** What something in a request needs. */
interface Need extends Since {
    /** The last microversion that still has it. */
    readonly until?: string | undefined;
}

/** What of these arguments came later than 2.1, or went. */
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

/** Those that a creation carries whatever the cloud serves. */
function inCreation(args: Declared): Declared {
    return Object.fromEntries(
        Object.entries(args).filter(([name]) => argumentFields[name]?.options.inCreation === undefined),
    );
}

/** From it on a request must say what to connect to: the project's only network is no default any more. */
const NETWORKS_REQUIRED = "2.37";

/** What a creation carries that came later than that; undefined: nothing. */
export function needsNetworks(args: Declared): string | undefined {
    return needsOf(inCreation(args)).find(({ microversion }) => !isLater(NETWORKS_REQUIRED, microversion))?.what;
}

/** The lowest microversion that carries all that a creation says. Throws where the cloud does not serve what is needed. */
export function microversionOfCreation(context: Context, args: Declared): string {
    for (const { microversion, what } of needsOf(args)) {
        context.compute.need(microversion, what, context.subject);
    }
    return lowest(context, needsOf(inCreation(args)));
}

/** The lowest microversion that carries these arguments. */
export function microversionOf(context: Context, args: Declared): string {
    return lowest(context, needsOf(args));
}

/**
 * The lowest microversion that carries these changes, and the arguments that go along. A change that takes an argument
 * away needs what the argument needs.
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
            `${subject}: ${ended.what} is carried up to microversion ${ended.until}, and ${late} from ${needed} on: one request cannot have both. Nothing was changed.`,
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

/** From which microversion on a creation carries tags. */
export const TAGS_IN_CREATION = serverFields.tags.options.inCreation ?? "";
