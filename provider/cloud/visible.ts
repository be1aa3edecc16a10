/**
 * Makes a cloud's text safe to print. Control characters could rewrite a terminal, and bidirectional marks could
 * disguise a text. They are written as in JSON: `\u001b`.
 */

/**
 * C0 and C1 controls except line feed and tab, bidirectional marks and overrides, line separators, byte-order marks.
 */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

export function visible(text: string): string {
    return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
