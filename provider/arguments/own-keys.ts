/**
 * Objects whose keys come from users and clouds: metadata, extra specs, names of networks and groups. Every object also
 * inherits `constructor` and others, and lodash's `pick`, `omit` and `get` read a key with dots as a path. These
 * functions use own keys only.
 */

type Bag<Value> = Readonly<Record<string, Value>>;

export function ownValue<Value>(bag: Bag<Value>, key: string): Value | undefined {
    return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** The entries of the bag with these keys. */
export function pickOwn<Value>(bag: Bag<Value>, keys: readonly string[]): Record<string, Value> {
    return filtered(bag, (key) => keys.includes(key));
}

export function omitOwn<Value>(bag: Bag<Value>, keys: readonly string[]): Record<string, Value> {
    return filtered(bag, (key) => !keys.includes(key));
}

/** Which entries to write and which keys to delete, to get from one bag to the other. */
export function keyChanges(before: Bag<string>, wanted: Bag<string>) {
    return {
        written: filtered(wanted, (key, value) => ownValue(before, key) !== value),
        removed: Object.keys(before).filter((key) => !Object.hasOwn(wanted, key)),
    };
}

function filtered<Value>(bag: Bag<Value>, stays: (key: string, value: Value) => boolean): Record<string, Value> {
    return Object.fromEntries(Object.entries(bag).filter(([key, value]) => stays(key, value)));
}

/**
 * The paths of keys `__proto__`. zod skips such a key, and JavaScript loses it when an object is copied key by key, as
 * Pulumi does.
 */
export function lostKeys(value: unknown, path: readonly PropertyKey[] = []): PropertyKey[][] {
    if (Array.isArray(value)) {
        return value.flatMap((inner, index) => lostKeys(inner, [...path, index]));
    }
    if (!isPlain(value)) {
        return [];
    }
    const own = Object.hasOwn(value, "__proto__") ? [[...path, "__proto__"]] : [];
    return [...own, ...Object.entries(value).flatMap(([key, inner]) => lostKeys(inner, [...path, key]))];
}

/** Not an instance of a class: a program's arguments can contain outputs. */
function isPlain(value: unknown): value is object {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
