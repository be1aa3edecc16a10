import type { Schema } from "../http/schema";
import type { Handler } from "./call";

/** Schemas by the microversion from which each holds, oldest first. */
export type Versioned<T> = readonly (readonly [from: number, value: T])[];

/** One row of the compute API: a method and a path, between two microversions. */
export interface Route {
    readonly method: "GET" | "POST" | "PUT" | "DELETE";
    /** `{name}` stands for one segment. */
    readonly path: string;
    readonly handle: Handler;
    /** The status of a success. @default 200 */
    readonly status?: number;
    /** The first and the last microversion that have it. */
    readonly since?: number;
    readonly until?: number;
    readonly body?: Versioned<Schema>;
    readonly query?: Versioned<Schema>;
    /** Asked before the handler runs; a policy that depends on the record is asked by the handler. */
    readonly policy?: string;
}

/** The last microversion of what Nova only passes on to other services. */
export const PROXIES_UNTIL = 35;

/** The value that holds at a microversion. */
export function versioned<T>(values: Versioned<T> | undefined, version: number): T | undefined {
    return values?.findLast(([from]) => version >= from)?.[1];
}

/** The same schema for each microversion. */
export function always(schema: Schema): Versioned<Schema> {
    return [[1, schema]];
}
