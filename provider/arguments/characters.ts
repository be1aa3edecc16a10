/**
 * The characters that Compute takes and keeps. Its names and descriptions are of printable characters of Unicode's
 * first 65,536, and its database has three bytes a character: of what it cannot write down, a server stays in BUILD
 * for ever, and all else fails with HTTP 500.
 */
import type * as z from "zod";

/** What is wrong with a text that Compute writes down as it is; undefined: nothing. */
export function unstorable(text: string): string | undefined {
    return /[\u{10000}-\u{10ffff}]/u.test(text)
        ? "must not contain characters beyond U+FFFF, such as emoji: Compute's database cannot store them"
        : undefined;
}

/** What is wrong with a text that Compute's schemas want to be printable: names and descriptions. */
export function unprintable(text: string): string | undefined {
    if (/\p{Cc}/u.test(text)) {
        return "must not contain control characters";
    }
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(text)
        ? "must not contain invisible or unassigned characters, such as U+200B"
        : unstorable(text);
}

/** A schema's check: `z.string().superRefine(refusing(unprintable))`. */
export function refusing(problemOf: (text: string) => string | undefined) {
    return (text: string, context: z.RefinementCtx): void => {
        const message = problemOf(text);
        if (message !== undefined) {
            context.addIssue({ code: "custom", message });
        }
    };
}

/**
 * How MySQL and MariaDB compare what Nova keeps: without regard to case, accents and spaces at the end. What is the
 * same to them is one key, or one tag.
 */
export function collated(text: string): string {
    const letters = [...text.replace(/ +$/, "")].map((letter) =>
        letter === "ß" ? "S" : (letter.normalize("NFD")[0] ?? letter).toUpperCase(),
    );
    return letters.join("");
}

/** The first two of these that are one to the cloud's database. */
export function colliding(texts: readonly string[]): readonly [one: string, other: string] | undefined {
    const seen = new Map<string, string>();
    for (const text of texts) {
        const key = collated(text);
        const before = seen.get(key);
        if (before !== undefined) {
            return [before, text];
        }
        seen.set(key, text);
    }
    return undefined;
}
