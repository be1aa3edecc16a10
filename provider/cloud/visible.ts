/**
 * What a cloud sends, made fit to be printed: control characters could rewrite a terminal, and marks of direction could
 * show a text as another one. They are written as JSON writes them: `\u001b`.
 */

/** C0 and C1 controls but line feed and tab, marks and overrides of direction, line separators, byte-order marks. */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

export function visible(text: string): string {
    return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
