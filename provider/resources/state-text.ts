/**
 * A bag of properties as one text of a state: JSON with its two kinds of quotes exchanged, for the state is JSON too and
 * would put a backslash before each of the usual ones.
 */
import type { Properties } from "./kind";

/** One text for the same things: Pulumi's wire has the keys of a bag in any order. */
export function written(bag: object): string {
    const text = JSON.stringify(bag, (_key, inner: unknown) =>
        isBag(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
            : inner,
    );
    return exchanged(text);
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

/** An output out of the `__state` that has it; a state of schema 1 is no text, and has none there. */
export function outputIn(state: unknown, name: string): string | undefined {
    const { outputs } = (typeof state === "string" ? parsed(state) : undefined) ?? {};
    const found = isBag(outputs) ? outputs[name] : undefined;
    return typeof found === "string" ? found : undefined;
}

export function isBag(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function exchanged(text: string): string {
    return text.replace(/["']/g, (quote) => (quote === '"' ? "'" : '"'));
}
