/**
 * How Nova's tables treat texts: MySQL's `utf8` has three bytes for each character, and its comparison ignores case,
 * accents and trailing spaces.
 */

/** Whether the database cannot store the text. */
export function isUnstorable(text: string): boolean {
    return /[\u{10000}-\u{10ffff}]|\p{Cs}/u.test(text);
}

/** Texts that the database treats as the same have the same key. */
export function collationKey(text: string): string {
    return [...text.replace(/ +$/, "")]
        .map((letter) => (letter === "ß" ? "S" : (letter.normalize("NFD")[0] ?? letter).toUpperCase()))
        .join("");
}

export function sameInDatabase(one: string, other: string): boolean {
    return one === other || collationKey(one) === collationKey(other);
}

/** Whether the database treats two of these as the same. */
export function hasTwins(texts: readonly string[]): boolean {
    return new Set(texts.map(collationKey)).size < texts.length;
}
