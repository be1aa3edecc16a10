import type { Schema } from "../http/schema";
import type { Handler } from "./call";

/** Schemas by the microversion since which each is used, oldest first. */
export type Versioned<T> = readonly (readonly [from: number, value: T])[];

/** One row of the Compute API: a method and a path, for a range of microversions. */
export interface Route {
    readonly method: "GET" | "POST" | "PUT" | "DELETE";
    /** `{name}` is a variable segment. */
    readonly path: string;
    readonly handle: Handler;
    /** The status of a success. @default 200 */
    readonly status?: number;
    /** The first and the last microversion with this row. */
    readonly since?: number;
    readonly until?: number;
    readonly body?: Versioned<Schema>;
    readonly query?: Versioned<Schema>;
    /** Checked before the handler runs. The handler itself checks a policy that depends on the record. */
    readonly policy?: string;
}

/** The last microversion of what Nova only proxies from other services. */
export const PROXIES_UNTIL = 35;

/** The value for a microversion. */
export function versioned<T>(values: Versioned<T> | undefined, version: number): T | undefined {
    return values?.findLast(([from]) => version >= from)?.[1];
}

/** The same schema for each microversion. */
export function always(schema: Schema): Versioned<Schema> {
    return [[1, schema]];
}
