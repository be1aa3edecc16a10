/** Texts that go wrong somewhere: in paths, headers, regular expressions, databases, as keys, on terminals. */
import fc from "fast-check";

const SPECIAL = [
    ".",
    "..",
    "/",
    "%2f",
    "%00",
    "?",
    "#",
    "&",
    ";",
    ":",
    ",",
    "@",
    "+",
    "=",
    "_",
    "-",
    "'",
    '"',
    "\\",
    "`",
    "$",
    "{}",
    "[",
    "(",
    "*",
    "|",
    "^",
    "<b>",
    "__proto__",
    "constructor",
    "toString",
    "null",
    "0",
    "a",
    "A",
    "Z9",
] as const;

const UNICODE = [
    "ä",
    "Ä",
    "ß",
    "a\u0301",
    "é",
    "İ",
    "ı",
    "ﬁ",
    "漢字",
    "א",
    "م",
    "\u00a0",
    "\u2003",
    "\u3000",
    "\ufffd",
    "€",
] as const;

const FORBIDDEN = [
    ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
    "\r\n",
    "\u007f",
    "\u0085",
    "\u00ad",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ue000",
    "\u0378",
    "\uffff",
    "\u{1f600}",
    "\u{1d49c}",
    "\u{10ffff}",
] as const;

const LONE = ["\ud83d", "\udc00"] as const;

const plain = fc.constantFrom(...SPECIAL, ...UNICODE, " ");

/** Of what anybody's name might be made, up to that many characters; often exactly so many, or one more. */
export function text(most: number): fc.Arbitrary<string> {
    const piece = fc.oneof(
        { weight: 12, arbitrary: plain },
        { weight: 2, arbitrary: fc.constantFrom(...FORBIDDEN) },
        { weight: 1, arbitrary: fc.constantFrom(...LONE) },
        { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 3 }) },
    );
    return sized(fc.array(piece, { maxLength: 6 }), most);
}

/** The same without what no name can have. */
export function printable(most: number): fc.Arbitrary<string> {
    return sized(fc.array(plain, { maxLength: 6 }), most).filter((made) => made.trim() === made && made !== "");
}

/** Of these pieces alone. */
export function madeOf(pieces: readonly string[], most: number): fc.Arbitrary<string> {
    return sized(fc.array(fc.constantFrom(...pieces), { maxLength: 6 }), most);
}

function sized(pieces: fc.Arbitrary<string[]>, most: number): fc.Arbitrary<string> {
    const short = pieces.map((some) => some.join("").slice(0, most));
    const long = fc
        .tuple(pieces, fc.constantFrom("x", "ä", "漢"), fc.constantFrom(most - 1, most, most, most + 1))
        .map(([some, filler, length]) => `${some.join("")}${filler.repeat(length)}`.slice(0, length));
    return fc.oneof({ weight: 5, arbitrary: short }, { weight: 2, arbitrary: long });
}
