/** Lists: for comparison, and in messages. */

/** For a list whose order does not matter. */
export function sorted(list: readonly string[]): readonly string[] {
    return [...list].sort();
}

/** `"a", "b" or "c"`. */
export function oneOf(words: readonly string[]): string {
    return words
        .map((word) => `"${word}"`)
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1");
}
