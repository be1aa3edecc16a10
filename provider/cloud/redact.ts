/**
 * Keeps secrets out of messages and logs. Clouds quote what they refuse ("Invalid input for field/attribute adminPass.
 * Value: …"), so the values of the request are masked in each message, in every spelling in which they may return.
 */

import { MASKED_TREES, SECRET_HEADERS, SECRET_KEYS, TOLD_KEYS } from "./secret-keys";

const MASK = "[secret]";
/** A value this short is masked only as a whole word; otherwise every word that contains it would be masked. */
const SHORT = 6;
/** If the cloud cut a long value off, this many characters of its start are enough to recognise it. */
const RECOGNISABLE = 12;

/** The values of secret keys anywhere in a body, except in metadata, whose keys and values are the user's own words. */
export function secretValues(body: unknown): string[] {
    const found: string[] = [];
    walk(body, (leaf, { secret, masked }) => {
        if (secret && !masked && typeof leaf !== "object" && leaf !== undefined && leaf !== "") {
            found.push(String(leaf));
        }
        return leaf;
    });
    return found;
}

/** A copy of a body for logs: each secret value and each metadata value is masked. */
export function redactBody(body: unknown): unknown {
    return walk(body, (leaf, { secret, masked }) =>
        (!secret && !masked) || leaf === null || leaf === undefined || leaf === "" ? leaf : MASK,
    );
}

/** A copy of a body in which the cloud's own descriptions of a fault or an action are rewritten. */
export function rewriteTold(body: unknown, rewrite: (text: string) => string): unknown {
    return walk(body, (leaf, { key, parent, masked }) =>
        !masked && typeof leaf === "string" && TOLD_KEYS.has(`${parent}.${key}`) ? rewrite(leaf) : leaf,
    );
}

/** A copy of headers with credentials masked. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, redactHeader(name.toLowerCase(), value)]),
    );
}

/** The query of an address may contain a token, for example for a console. */
function redactHeader(name: string, value: string): string {
    if (SECRET_HEADERS.has(name)) {
        return MASK;
    }
    const query = name === "location" ? value.indexOf("?") : -1;
    return query < 0 ? value : `${value.slice(0, query)}?${MASK}`;
}

/** Removes a set of secrets from texts: plain, base64, URL-encoded, escaped, line by line, or cut short. */
export type Redactor = (text: string) => string;

/**
 * Computes the spellings at the first use, because most calls neither fail nor are logged. `others` are spellings of
 * further secrets that are computed already.
 */
export function redactor(secrets: Iterable<string>, others: () => readonly string[] = () => []): Redactor {
    let own: readonly string[] | undefined;
    return (text) => {
        own ??= allSpellings(secrets);
        return masked(text, merged([...own, ...others()].flatMap((spelling) => places(text, spelling))));
    };
}

/** Each spelling once. */
export function allSpellings(secrets: Iterable<string>): readonly string[] {
    return [...new Set([...secrets].flatMap(spellingsOf))];
}

/** A copy of a value in which each string is cleaned. */
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

/** Where a spelling is, whole or cut short. */
type Place = readonly [start: number, end: number];

/** All are searched in the original text: one spelling may begin like another, and leave its end visible. */
function places(text: string, spelling: string): Place[] {
    if (spelling.length < SHORT) {
        const alone = new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(spelling)}(?![\\p{L}\\p{N}])`, "gu");
        return [...text.matchAll(alone)].map(({ index }) => [index, index + spelling.length]);
    }
    return text.includes(spelling.slice(0, RECOGNISABLE)) ? beginnings(text, spelling.slice(0, text.length)) : [];
}

/** Where the text contains the spelling, or a recognisable beginning of it. One pass (Knuth, Morris, Pratt). */
function beginnings(text: string, spelling: string): Place[] {
    const least = Math.min(RECOGNISABLE, spelling.length);
    const fallbacks = fallbacksOf(spelling);
    const found: Place[] = [];
    let length = 0;
    for (let at = 0; at < text.length; at += 1) {
        const before = length;
        while (length > 0 && (length === spelling.length || text[at] !== spelling[length])) {
            length = fallbacks[length - 1] ?? 0;
        }
        if (length < before && before >= least) {
            found.push([at - before, at]);
        }
        length += text[at] === spelling[length] ? 1 : 0;
    }
    return length >= least ? [...found, [text.length - length, text.length]] : found;
}

/** For each prefix of a text, the length of its longest proper prefix that is also its suffix. */
function fallbacksOf(text: string): Uint32Array {
    const fallbacks = new Uint32Array(text.length);
    let length = 0;
    for (let at = 1; at < text.length; at += 1) {
        while (length > 0 && text[at] !== text[length]) {
            length = fallbacks[length - 1] ?? 0;
        }
        length += text[at] === text[length] ? 1 : 0;
        fallbacks[at] = length;
    }
    return fallbacks;
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
    const ends = [0, ...places.map(([, end]) => end)];
    return ends.map((end, index) => text.slice(end, places[index]?.[0] ?? text.length)).join(MASK);
}

/**
 * Those of short secrets are cached: a thousand servers have a thousand passwords, and each fault is searched for all.
 */
const kept = new Map<string, readonly string[]>();
const MOST_KEPT = 20_000;
const LONGEST_KEPT = 256;

function spellingsOf(secret: string): readonly string[] {
    const before = kept.get(secret);
    if (before !== undefined) {
        return before;
    }
    const spellings = spelled(secret);
    if (secret.length <= LONGEST_KEPT) {
        if (kept.size >= MOST_KEPT) {
            kept.clear();
        }
        kept.set(secret, spellings);
    }
    return spellings;
}

function spelled(secret: string): string[] {
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

/** Lines that are long enough to reveal something: a cloud may quote one line of a script or a key. */
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

/** Where a leaf is, and what the tables say about it. */
interface Standing {
    key: string;
    /** The key of the object, or of the list of objects, that contains it. */
    parent: string;
    secret: boolean;
    /** Within metadata. */
    masked: boolean;
}

const ROOT: Standing = { key: "", parent: "", secret: false, masked: false };

/** Copies a body and passes each leaf to `replace`. `parseBody` limits the depth of bodies. */
function walk(node: unknown, replace: (leaf: unknown, standing: Standing) => unknown, standing = ROOT): unknown {
    if (Array.isArray(node)) {
        return node.map((item) => walk(item, replace, standing));
    }
    if (typeof node !== "object" || node === null) {
        return replace(node, standing);
    }
    const parent = standing.key;
    return Object.fromEntries(
        Object.entries(node).map(([key, value]) => {
            const secret = standing.secret || (isSecretKey(key, parent) && !isTree(value));
            const masked = standing.masked || MASKED_TREES.has(key);
            return [key, walk(value, replace, { key, parent, secret, masked })];
        }),
    );
}

function isSecretKey(key: string, parent: string): boolean {
    return SECRET_KEYS.has(key) || SECRET_KEYS.has(`${parent}.${key}`);
}

function isTree(value: unknown): boolean {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
