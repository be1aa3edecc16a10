/**
 * How a state spells what only this provider reads. Pulumi writes the whole state before and after every operation, each
 * value on a line of its own, indented: with many resources that is most of the time that an update takes. So what is
 * ours is one text, `__resource` of the inputs and `__state` of the outputs, and what follows from the rest is left out.
 */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import pick from "lodash/pick";
import { kinds } from "../../resources/registry";
import { SCHEMA } from "../../state/schema-version";
import { isBag, parsed, written } from "../../state/state-text";
import type { Properties } from "../../state/stored-state";
import { packed, unpacked } from "./packing";
import { secret } from "./wire-marks";

/** The state was edited by hand. Nothing has been done. */
export class UnreadableStateError extends Error {
    override readonly name = "UnreadableStateError";

    constructor() {
        super(
            "the output __state cannot be read: the state was edited by hand. " +
                "Nothing was done. Restore it from a backup of the state, or remove the resource from the state and adopt it.",
        );
    }
}

/**
 * A property bag as a state keeps it. Its secrets are marked, inputs and outputs: the engine knows of those only that the
 * program declares, and loses sight of one that the program has taken away or that an update has set before it failed.
 */
export function inShort(bag: Properties = {}): Properties {
    const { __resource, __state } = bag;
    if (!isBag(__resource)) {
        return bag;
    }
    const { shorthand, secrets = [], packed: names } = kinds.get(String(__resource.kind)) ?? {};
    if (!isBag(__state)) {
        return { ...withMarks(bag, secrets), __resource: written(__resource) };
    }
    const { __state: kept, ...others } = packed({ ...bag, __state }, names);
    const own = shorthand?.brief({ ...others, __state: kept }) ?? kept;
    return { ...withMarks(omit(others, "__resource"), secrets), __state: written({ resource: __resource, ...own }) };
}

function withMarks(bag: Properties, secrets: readonly string[]): Properties {
    return { ...bag, ...mapValues(pick(bag, secrets), secret) };
}

/** The inverse; what is spelled out already, as by releases that knew no shorthand, stays as it is. */
export function spelledOut(bag: Properties): Properties {
    const resource = bagIn(bag.__resource);
    const state = bagIn(bag.__state);
    if (state === undefined && typeof bag.__state === "string") {
        throw new UnreadableStateError();
    }
    if (state === undefined) {
        return resource === undefined ? bag : { ...bag, __resource: resource };
    }
    const { resource: within, ...own } = state;
    const declaration = resource ?? (isBag(within) ? within : undefined);
    const { shorthand } = kinds.get(String(declaration?.kind)) ?? {};
    // A newer one is refused by its number; what it keeps is not for us to read.
    const isShort = typeof bag.__state === "string" && Number(own.schema) <= SCHEMA;
    const known = { ...bag, ...(declaration === undefined ? {} : { __resource: declaration }) };
    return isShort
        ? unpacked({ ...known, __state: shorthand?.whole({ ...bag, __state: own }) ?? own })
        : { ...known, __state: own };
}

function bagIn(value: unknown): Properties | undefined {
    return typeof value === "string" ? parsed(value) : isBag(value) ? value : undefined;
}
