/** What a request says of a server, out of the table of its fields. */

import type { Pins } from "./pins";
import { argumentFields, type Declared } from "./server-fields";

/** These arguments under the keys of the API. One that is undefined is left out. */
export function bodyOf(args: Declared, pins: Pins): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(args).flatMap(([name, value]): [string, unknown][] => {
            const key = argumentFields[name]?.options.key;
            return key === undefined || value === undefined ? [] : [[key, written(name, value, pins)]];
        }),
    );
}

/** The same of arguments that change: one that is undefined is taken away. */
export function changedBodyOf(names: readonly string[], args: Declared, pins: Pins): Record<string, unknown> {
    const taken = names.flatMap((name) => argumentFields[name]?.options.key ?? []).map((key) => [key, null]);
    const changed = Object.fromEntries(Object.entries(args).filter(([name]) => names.includes(name)));
    return { ...Object.fromEntries(taken), ...bodyOf(changed, pins) };
}

function written<Value>(name: string, value: NonNullable<Value>, pins: Pins): unknown {
    const { write } = argumentFields[name]?.options ?? {};
    return write === undefined ? value : write(value, pins);
}
