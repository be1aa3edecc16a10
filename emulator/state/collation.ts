/**
 * What Nova's tables make of texts: MySQL's `utf8`, which has three bytes a character, and a comparison that knows
 * neither case nor accents nor spaces at the end.
 */

/** Whether the database cannot write it down. */
export function isUnstorable(text: string): boolean {
    return /[\u{10000}-\u{10ffff}]|\p{Cs}/u.test(text);
}

/** What is the same to the database has the same key. */
export function collationKey(text: string): string {
    return [...text.replace(/ +$/, "")]
        .map((letter) => (letter === "ß" ? "S" : (letter.normalize("NFD")[0] ?? letter).toUpperCase()))
        .join("");
}

export function sameInDatabase(one: string, other: string): boolean {
    return one === other || collationKey(one) === collationKey(other);
}

/** Whether two of these are one to the database. */
export function hasTwins(texts: readonly string[]): boolean {
    return new Set(texts.map(collationKey)).size < texts.length;
}
