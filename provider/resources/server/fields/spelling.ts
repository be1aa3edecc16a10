/** Values of which several spellings mean the same. */

/** Of a list whose order means nothing. */
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
