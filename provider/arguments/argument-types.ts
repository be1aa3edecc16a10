/** Argument types that several resources share, each with the limits of the API and its error message. */
import { isIPv4, isIPv6 } from "node:net";
import { Address4, Address6 } from "ip-address";
import * as z from "zod";
import { colliding, refusing, unprintable, unstorable } from "./characters";

/** A name as Nova accepts it: 1 to 255 printable characters, without leading or trailing spaces. */
export function nameArgument(what: string, length = 255) {
    return z
        .string()
        .min(1, { error: "must not be empty", abort: true })
        .max(length, { error: `at most ${length} characters`, abort: true })
        .refine((text) => text.trim() === text, { error: "must not begin or end with a space", abort: true })
        .superRefine(refusing(unprintable))
        .describe(what);
}

/** A name that, if it is omitted, is generated from the resource's logical name. */
export function generatedName(what: string) {
    return nameArgument(`${what} Default: generated from the resource's name, with a random suffix.`);
}

/** Free text of at most 255 characters that Compute stores. */
export function textArgument(what: string) {
    return z
        .string()
        .max(255, { error: "at most 255 characters", abort: true })
        .superRefine(refusing(unstorable))
        .describe(what);
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
        .refine((text) => isIPv6(text) && !hasZone(text), { error: "not an IPv6 address" })
        .describe(what);
}

/** Whether two texts are the same address. An IPv6 address has several spellings: `2001:DB8:0::1` and `2001:db8::1`. */
export function sameAddress(one: unknown, other: unknown): boolean {
    return bareAddress(one) === bareAddress(other);
}

/** An address as clouds write it. Other values are returned unchanged. */
export function bareAddress(address: unknown): unknown {
    return typeof address === "string" && isIPv6(address) && !hasZone(address)
        ? new Address6(address).correctForm()
        : address;
}

/** A network in its shortest form, without host bits. They mean nothing, but some clouds keep them. */
export function bareNetwork(cidr: string): string {
    if (!isCidr(cidr)) {
        return cidr;
    }
    const network = cidr.includes(":") ? new Address6(cidr) : new Address4(cidr);
    return `${network.startAddress().correctForm()}/${network.subnetMask}`;
}

export function ipArgument(what: string) {
    return z
        .string()
        .refine((text) => isIPv4(text) || (isIPv6(text) && !hasZone(text)), { error: "not an IP address" })
        .describe(what);
}

/** `fe80::1%eth0` is an address on one machine's link. It means nothing to a cloud. */
function hasZone(address: string): boolean {
    return address.includes("%");
}

/** An IPv4 or IPv6 network in CIDR notation. */
export function cidrArgument(what: string) {
    return z.string().refine(isCidr, { error: 'not a network in CIDR notation, as "10.0.0.0/8"' }).describe(what);
}

function isCidr(text: string): boolean {
    const [address = "", prefix = "", ...rest] = text.split("/");
    const length = Number(prefix);
    const longest = isIPv4(address) ? 32 : isIPv6(address) && !hasZone(address) ? 128 : -1;
    // "Everywhere" must be an address of zeros. The cloud refuses "10.0.0.0/0" as a mistake.
    const everywhere = length > 0 || /^[0.:]+$/.test(address);
    return rest.length === 0 && /^\d{1,3}$/.test(prefix) && length <= longest && everywhere;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether two texts are the same id. A UUID may be in upper case, and an id may be at the end of its URL. */
export function sameId(one: unknown, other: unknown): boolean {
    return bareId(one) === bareId(other);
}

/** An id as clouds write it. Other values are returned unchanged. */
export function bareId<T>(id: T): T | string {
    if (typeof id !== "string") {
        return id;
    }
    const [, last = id] = /^https?:\/\/\S+\/([^/\s]+)$/.exec(id) ?? [];
    return UUID.test(last) ? last.toLowerCase() : last;
}

/** As Nova accepts it: in upper or lower case, with or without hyphens. */
export function isUuid(text: string): boolean {
    return /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text);
}

/** A whole number within limits. */
export function countArgument(what: string, least: number, most: number) {
    const error = `expected a whole number from ${least} to ${most}`;
    return z.number({ error }).int({ error }).min(least, { error }).max(most, { error }).describe(what);
}

/** A reference to something in the cloud: by name or id, or explicitly by one of them. */
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
    const text = z.string().refine((value) => Buffer.byteLength(value) <= 255, { error, abort: true });
    return keyed(text.regex(KEY, { error: KEY_FORM }), text.superRefine(refusing(unstorable))).describe(what);
}

/** Extra specs of a flavor, for the scheduler and the hypervisor. */
export function extraSpecsArgument(what: string) {
    return keyed(z.string().regex(KEY, { error: KEY_FORM }), textArgument("A value.")).describe(what);
}

const KEY = /^[a-zA-Z0-9-_:. ]{1,255}$/;
const KEY_FORM = "a key may have only letters, digits, spaces and - _ : .";

/** Two keys that the cloud treats as the same are an error. */
function keyed(key: z.ZodString, value: z.ZodString) {
    return z.record(key, value).superRefine((bag, context) => {
        const [one, other] = colliding(Object.keys(bag)) ?? [];
        if (one !== undefined) {
            context.addIssue({
                code: "custom",
                message: `"${one}" and "${other}" are the same key to the cloud: its database ignores case and trailing spaces`,
            });
        }
    });
}
