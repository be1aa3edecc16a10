/**
 * A bag of properties as one text of a state: JSON with its two kinds of quotes exchanged, for the state is JSON too and
 * would put a backslash before each of the usual ones.
 */
import type { Properties } from "./stored-state";

export function written(bag: object): string {
    return exchanged(sortedJson(bag));
}

/** One text for the same things, whatever the order of their keys: Pulumi's wire has them in any. */
export function sortedJson(bag: object): string {
    return JSON.stringify(bag, (_key, inner: unknown) =>
        isBag(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
            : inner,
    );
}

/** Undefined for a text that is no bag. One that was edited by hand may have the usual quotes. */
export function parsed(text: string): Properties | undefined {
    try {
        const found: unknown = JSON.parse(text.startsWith('{"') ? text : exchanged(text));
        return isBag(found) ? found : undefined;
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}

/** The outputs that a `__state` has; one of schema 1 is no text, and has none. */
export function outputsIn(state: unknown): Properties {
    const { outputs } = (typeof state === "string" ? parsed(state) : undefined) ?? {};
    return isBag(outputs) ? outputs : {};
}

export function isBag(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function exchanged(text: string): string {
    return text.replace(/["']/g, (quote) => (quote === '"' ? "'" : '"'));
}
