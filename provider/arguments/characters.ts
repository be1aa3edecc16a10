/**
 * The characters that Compute accepts and can store. Names and descriptions must be printable and within Unicode's
 * first 65,536 characters, because the database has three bytes for each character. With other characters a server
 * stays in BUILD forever, and other requests fail with HTTP 500.
 */
import type * as z from "zod";

/** Why Compute cannot store a text; undefined if it can. */
export function unstorable(text: string): string | undefined {
    return /[\u{10000}-\u{10ffff}]/u.test(text)
        ? "must not contain characters beyond U+FFFF, such as emoji: Compute's database cannot store them"
        : undefined;
}

/** Why Compute's schemas refuse a name or description as not printable; undefined if they do not. */
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
 * How MySQL and MariaDB compare Nova's texts: ignoring case, accents and trailing spaces. Equal texts are one key, or
 * one tag.
 */
export function collated(text: string): string {
    const letters = [...text.replace(/ +$/, "")].map((letter) =>
        letter === "ß" ? "S" : (letter.normalize("NFD")[0] ?? letter).toUpperCase(),
    );
    return letters.join("");
}

/** The first two of these texts that the cloud's database treats as the same. */
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
