import type { Schema } from "../../http/schema";

/** Types of values that Nova's request schemas share. The order of keywords is the order of the checks. */

export const name: Schema = { type: "string", minLength: 1, maxLength: 255, format: "name" };
export const nameOrNone: Schema = { oneOf: [{ type: "string", minLength: 1, maxLength: 255 }, { type: "null" }] };
export const description: Schema = {
    type: ["string", "null"],
    minLength: 0,
    maxLength: 255,
    pattern: "^[^\\p{C}\\p{Zl}\\p{Zp}\\u{10000}-\\u{10ffff}]*$",
};
export const uuid: Schema = { type: "string", format: "uuid" };
export const ipAddress: Schema = { type: "string", oneOf: [{ format: "ipv4" }, { format: "ipv6" }] };
export const text: Schema = { type: "string" };
export const tag: Schema = { type: "string", minLength: 1, maxLength: 60, pattern: "^[^,/]*$" };
export const hostname: Schema = {
    type: "string",
    minLength: 2,
    maxLength: 63,
    pattern: "^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$",
};
export const fqdn: Schema = { type: "string", minLength: 1, maxLength: 255, pattern: "^[a-zA-Z0-9-._]*$" };
export const flavorRef: Schema = { type: ["string", "integer"], minLength: 1 };
export const diskConfig: Schema = { type: "string", enum: ["AUTO", "MANUAL"] };
export const positiveInteger: Schema = {
    type: ["integer", "string"],
    pattern: "^[0-9]*$",
    minimum: 1,
    minLength: 1,
};
export const nonNegativeInteger: Schema = {
    type: ["integer", "string"],
    pattern: "^[0-9]*$",
    minimum: 0,
    minLength: 1,
};

const TRUE = [true, "True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes"];
const FALSE = [false, "False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no"];
export const boolean: Schema = { type: ["boolean", "string"], enum: [...TRUE, ...FALSE] };

/** The boolean value of what {@link boolean} accepted. */
export function isTrue(value: unknown): boolean {
    return value === true || ["true", "1", "on", "yes"].includes(String(value).toLowerCase());
}

/** Keys of extra specs follow the same rule as keys of metadata, with other values. */
export function metadataOf(value: Schema): Schema {
    return { type: "object", patternProperties: { "^[a-zA-Z0-9-_:. ]{1,255}$": value }, additionalProperties: false };
}
export const metadata = metadataOf({ type: "string", maxLength: 255 });

export const personality: Schema = {
    type: "array",
    items: object({ path: text, contents: { type: "string", format: "base64" } }),
};

export const trustedCertificates: Schema = {
    type: ["array", "null"],
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    items: { type: "string", minLength: 1 },
};

/** An object that allows no other properties. */
export function object(properties: Record<string, Schema>, required?: readonly string[]): Schema {
    return {
        type: "object",
        properties,
        ...(required === undefined ? {} : { required }),
        additionalProperties: false,
    };
}

/** The usual body: one object under one key. */
export function wrapped(key: string, inner: Schema): Schema {
    return object({ [key]: inner }, [key]);
}

/** A query parameter that may be given several times. */
export function many(items: Schema): Schema {
    return { type: "array", items };
}

export const pagination: Record<string, Schema> = { limit: many(nonNegativeInteger), marker: many(text) };

/** Query parameters; unknown ones are refused from 2.75 on, in most lists. */
export function query(properties: Record<string, Schema>, additionalProperties: boolean): Schema {
    return { type: "object", properties, additionalProperties };
}
