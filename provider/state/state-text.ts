/**
 * Properties as one text of a state: JSON with single and double quotes exchanged. The state is JSON too, and would
 * escape each double quote with a backslash.
 */
import type { Properties } from "./stored-state";

export function written(bag: object): string {
    return exchanged(sortedJson(bag));
}

/** The same text for the same properties, whatever the order of their keys. Pulumi does not keep the order. */
export function sortedJson(bag: object): string {
    return JSON.stringify(bag, (_key, inner: unknown) =>
        isBag(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
            : inner,
    );
}

/** Undefined if the text is not an object. A text that was edited by hand may have ordinary quotes. */
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

/** The outputs inside a `__state`. In format 1 it is not a text and contains none. */
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
