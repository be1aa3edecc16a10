/**
 * Keeps secrets out of messages and logs. Clouds echo what they refuse ("Invalid input for field/attribute adminPass.
 * Value: …"), so a message is cleaned of the values that the request held, in each spelling in which they may return.
 */

import { SECRET_HEADERS, SECRET_KEYS, SECRET_TREES } from "./secret-keys";

const MASK = "[secret]";
/** A value this short is masked only where it stands alone, or every word that holds its letters would go. */
const SHORT = 4;
/** So much of the start of a long value gives it away where the cloud cut the rest off. */
const RECOGNISABLE = 12;

/** The values below secret keys anywhere in a body. */
export function secretValues(body: unknown): string[] {
    const found: string[] = [];
    walk(body, (leaf) => {
        if (typeof leaf !== "object" && leaf !== undefined && leaf !== "") {
            found.push(String(leaf));
        }
        return leaf;
    });
    return found;
}

/** A copy of a body with each secret value masked: for logs. */
export function redactBody(body: unknown): unknown {
    return walk(body, (leaf) => (leaf === null || leaf === undefined || leaf === "" ? leaf : MASK));
}

/** A copy of headers with credentials masked. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.has(name.toLowerCase()) ? MASK : value]),
    );
}

/** Cleans texts of a set of secrets: plain, base64, URL-encoded, escaped, line by line, or cut short. */
export type Redactor = (text: string) => string;

/** Works the spellings out at the first use: most calls neither fail nor are logged. */
export function redactor(secrets: Iterable<string>): Redactor {
    let spellings: string[] | undefined;
    return (text) => {
        spellings ??= [...new Set([...secrets].flatMap(spellingsOf))];
        return masked(text, merged(spellings.flatMap((spelling) => places(text, spelling))));
    };
}

/** A copy of a value with each text in it cleaned. */
export function redactStrings(value: unknown, redact: Redactor): unknown {
    if (typeof value === "string") {
        return redact(value);
    }
    if (Array.isArray(value)) {
        return value.map((item) => redactStrings(item, redact));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactStrings(inner, redact)]));
}

/** Where a spelling stands, whole or cut short. */
type Place = readonly [start: number, end: number];

/** All are looked for in the text as it came: one spelling may begin like another, and leave its end to be seen. */
function places(text: string, spelling: string): Place[] {
    if (spelling.length < SHORT) {
        const alone = new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(spelling)}(?![\\p{L}\\p{N}])`, "gu");
        return [...text.matchAll(alone)].map(({ index }) => [index, index + spelling.length]);
    }
    const start = spelling.slice(0, RECOGNISABLE);
    const found: Place[] = [];
    for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
        let length = start.length;
        while (length < spelling.length && text[at + length] === spelling[length]) {
            length += 1;
        }
        found.push([at, at + length]);
    }
    return found;
}

function merged(found: readonly Place[]): Place[] {
    const all: [number, number][] = [];
    for (const [start, end] of [...found].sort(([one], [other]) => one - other)) {
        const last = all.at(-1);
        if (last !== undefined && start <= last[1]) {
            last[1] = Math.max(last[1], end);
        } else {
            all.push([start, end]);
        }
    }
    return all;
}

function masked(text: string, places: readonly Place[]): string {
    return places.reduceRight((cleaned, [start, end]) => cleaned.slice(0, start) + MASK + cleaned.slice(end), text);
}

function spellingsOf(secret: string): string[] {
    const decoded = decodeBase64(secret);
    const texts = decoded === undefined ? [secret] : [secret, decoded];
    return [...texts.flatMap(encodingsOf), ...texts.flatMap(linesOf)].filter((spelling) => spelling !== "");
}

function encodingsOf(value: string): string[] {
    return [
        value,
        value.trim(),
        Buffer.from(value, "utf8").toString("base64"),
        Buffer.from(value, "utf8").toString("base64").replace(/=+$/, ""),
        Buffer.from(value, "utf8").toString("base64url"),
        encodeURIComponent(wellFormed(value)),
        encodeURIComponent(wellFormed(value)).replaceAll("%20", "+"),
        JSON.stringify(value).slice(1, -1),
        value.replaceAll("\\", "\\\\").replaceAll("'", "\\'"),
        escapeHtml(value),
    ];
}

/** Lines long enough to tell something: a cloud may quote one line of a script or a key. */
function linesOf(value: string): string[] {
    const lines = value.includes("\n") ? value.split(/\r?\n/).map((line) => line.trim()) : [];
    return lines.filter((line) => line.length >= 8).flatMap((line) => [line, JSON.stringify(line).slice(1, -1)]);
}

function decodeBase64(value: string): string | undefined {
    const compact = value.replace(/\s/g, "");
    if (compact.length < 8 || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
        return undefined;
    }
    const decoded = Buffer.from(compact, "base64").toString("utf8");
    return decoded.includes("\uFFFD") ? undefined : decoded;
}

function wellFormed(value: string): string {
    return Buffer.from(value, "utf8").toString("utf8");
}

function escapeHtml(value: string): string {
    return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function escapeRegExp(value: string): string {
    return value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Copies a body, giving each value that the table calls secret to `replace`. */
function walk(node: unknown, replace: (leaf: unknown) => unknown, secret = false, parent = ""): unknown {
    if (Array.isArray(node)) {
        return node.map((item) => walk(item, replace, secret, parent));
    }
    if (typeof node !== "object" || node === null) {
        return secret ? replace(node) : node;
    }
    return Object.fromEntries(
        Object.entries(node).map(([key, value]) => {
            const inner = secret || SECRET_TREES.has(key) || (isSecretKey(key, parent) && !isTree(value));
            return [key, walk(value, replace, inner, key)];
        }),
    );
}

function isSecretKey(key: string, parent: string): boolean {
    return SECRET_KEYS.has(key) || SECRET_KEYS.has(`${parent}.${key}`);
}

function isTree(value: unknown): boolean {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
