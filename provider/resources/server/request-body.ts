/** The body of a request, from the table of a server's fields. */

import type { Pins } from "./pins";
import { argumentFields, type Declared } from "./server-fields";

/** These arguments under the API's keys. Undefined ones are omitted. */
export function bodyOf(args: Declared, pins: Pins): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(args).flatMap(([name, value]): [string, unknown][] => {
            const key = argumentFields[name]?.options.key;
            return key === undefined || value === undefined ? [] : [[key, written(name, value, pins)]];
        }),
    );
}

/** The same for arguments that change: null removes one that is undefined. */
export function changedBodyOf(names: readonly string[], args: Declared, pins: Pins): Record<string, unknown> {
    const taken = names.flatMap((name) => argumentFields[name]?.options.key ?? []).map((key) => [key, null]);
    const changed = Object.fromEntries(Object.entries(args).filter(([name]) => names.includes(name)));
    return { ...Object.fromEntries(taken), ...bodyOf(changed, pins) };
}

function written<Value>(name: string, value: NonNullable<Value>, pins: Pins): unknown {
    const { write } = argumentFields[name]?.options ?? {};
    return write === undefined ? value : write(value, pins);
}
