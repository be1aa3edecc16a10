/** The kinds of argument that several resources share, each with the limits of the API and its complaint in words. */
import { isIPv4, isIPv6 } from "node:net";
import * as z from "zod";

/** 1 to 255 characters, no leading or trailing space, none outside the printable ones: what Nova takes as a name. */
export function nameArgument(what: string, length = 255) {
    return z
        .string()
        .min(1, { error: "must not be empty", abort: true })
        .max(length, { error: `at most ${length} characters`, abort: true })
        .refine((text) => text.trim() === text, { error: "must not begin or end with a space", abort: true })
        .refine((text) => !hasControl(text), { error: "must not contain control characters" })
        .describe(what);
}

/** Whether a text has characters that Nova's schemas refuse. */
export function hasControl(text: string): boolean {
    return [...text].some((character) => (character.codePointAt(0) ?? 0) < 0x20 || character === "\u007f");
}

/** Free text of at most 255 characters. */
export function textArgument(what: string) {
    return z.string().max(255, { error: "at most 255 characters" }).describe(what);
}

export function ipV4Argument(what: string) {
    return z
        .string()
        .refine((text) => isIPv4(text), { error: "not an IPv4 address" })
        .describe(what);
}

export function ipV6Argument(what: string) {
    return z
        .string()
        .refine((text) => isIPv6(text), { error: "not an IPv6 address" })
        .describe(what);
}

/** Whether two texts are the same address, however an IPv6 address is written: `2001:DB8:0::1` and `2001:db8::1`. */
export function sameAddress(one: unknown, other: unknown): boolean {
    return bareAddress(one) === bareAddress(other);
}

/** An address as clouds write it; what is none is left as it is. */
export function bareAddress(address: unknown): unknown {
    const url = `http://[${String(address)}]/`;
    return typeof address === "string" && isIPv6(address) && URL.canParse(url)
        ? new URL(url).hostname.slice(1, -1)
        : address;
}

export function ipArgument(what: string) {
    return z
        .string()
        .refine((text) => isIPv4(text) || isIPv6(text), { error: "not an IP address" })
        .describe(what);
}

/** An IPv4 or IPv6 network in CIDR notation. */
export function cidrArgument(what: string) {
    return z.string().refine(isCidr, { error: 'not a network in CIDR notation, as "10.0.0.0/8"' }).describe(what);
}

function isCidr(text: string): boolean {
    const [address = "", prefix = "", ...rest] = text.split("/");
    const length = Number(prefix);
    const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
    // Everywhere is written as an address of zeros: the cloud refuses "10.0.0.0/0" as a slip.
    const everywhere = length > 0 || /^[0.:]+$/.test(address);
    return rest.length === 0 && /^\d{1,3}$/.test(prefix) && length <= longest && everywhere;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether two texts are the same id: a UUID may be in capitals, and an id may stand at the end of its URL. */
export function sameId(one: unknown, other: unknown): boolean {
    return bareId(one) === bareId(other);
}

/** An id as clouds write it; what is none is left as it is. */
export function bareId<T>(id: T): T | string {
    if (typeof id !== "string") {
        return id;
    }
    const [, last = id] = /^https?:\/\/\S+\/([^/\s]+)$/.exec(id) ?? [];
    return UUID.test(last) ? last.toLowerCase() : last;
}

/** A whole number within limits. */
export function countArgument(what: string, least: number, most: number) {
    const error = `expected a whole number from ${least} to ${most}`;
    return z.number({ error }).int({ error }).min(least, { error }).max(most, { error }).describe(what);
}

/** Something that exists in the cloud: by name or id, or by one of them for certain. */
export function referenceArgument(what: string, noun: string) {
    const form = { error: `expected the ${noun}'s name or id, { name } or { id }` };
    const text = z.string(form).min(1, { error: "must not be empty" });
    return z
        .union([text, z.strictObject({ id: text }), z.strictObject({ name: text })], form)
        .describe(
            `${what} By name or id; \`{ name }\` or \`{ id }\` where a text could be either. Two matches are an error.`,
        );
}

export type Reference = string | { id: string } | { name: string };

/** A reference as a preview writes it. */
export function spellReference(value: unknown): string {
    if (typeof value === "string" || value === undefined) {
        return value ?? "(default)";
    }
    return Object.values(value as object)
        .map(String)
        .join();
}

/** Keys and values of at most 255 bytes. */
export function metadataArgument(what: string) {
    const error = "keys and values are at most 255 bytes";
    const text = z.string().refine((value) => Buffer.byteLength(value) <= 255, { error });
    return z
        .record(
            text.regex(/^[a-zA-Z0-9-_:. ]{1,255}$/, { error: "a key has letters, digits, spaces and - _ : . only" }),
            text,
        )
        .describe(what);
}
