/** A JSON value, as it comes from the network. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
    [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value's own property `key`, not an inherited one such as `constructor`. */
export function own<Value>(bag: { readonly [key: string]: Value }, key: string): Value | undefined {
    return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** The object under `key`; an empty one if there is none. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
    const found = isObject(value) ? own(value, key) : undefined;
    return isObject(found) ? found : {};
}

/** The string under `key`, if there is one. */
export function stringAt(value: Json | undefined, key: string): string | undefined {
    const found = isObject(value) ? own(value, key) : undefined;
    return typeof found === "string" ? found : undefined;
}
