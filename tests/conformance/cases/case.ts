/** One request of the differential check, as data, and the means to write many of them in few words. */
import { cloneDeep, set, unset } from "lodash";
import type { Operation } from "../../../provider/api";
import { allOperations } from "../../../provider/resources/registry";

/** `servers.create`: a group and an operation of the table of operations. */
export type OperationName = `${string}.${string}`;

/** Whose token the request carries: that of an administrator, or that of a member of another project. */
export type Who = "admin" | "member";

/**
 * A request to each of the clouds. In the texts of path, query and body `$name` stands for an id that the stage, or a
 * case before this one (`keeps`), put there; `$run` is the same in all names of a run.
 */
export interface Case {
    /** Unique; what the recording knows it by. */
    readonly name: string;
    readonly operation: OperationName;
    readonly microversion?: string;
    readonly who: Who;
    readonly path: Readonly<Record<string, string>>;
    /** Where the operation's path begins, seen from the Compute endpoint: `/..` is the service's root. */
    readonly from?: string;
    readonly query?: string;
    readonly body?: unknown;
    /** Ids for the cases after this one: a name, and where in the answer's body the id is (`server.id`). */
    readonly keeps?: Readonly<Record<string, string>>;
    /** Wait, before the next case, until this server has this status; `gone`: until it is not there. */
    readonly until?: readonly [server: string, status: string];
    /** The same of a volume. */
    readonly untilVolume?: readonly [volume: string, status: string];
}

/** What a row of cases has in common. */
export interface Row
    extends Partial<Pick<Case, "path" | "from" | "query" | "body" | "keeps" | "until" | "untilVolume">> {
    /** The microversions to ask at. @default none: the request names none */
    readonly at?: readonly string[];
    /** @default "member" */
    readonly who?: Who | readonly Who[];
    /** Said in the name, after the operation. */
    readonly variant?: string;
}

/** The microversions at which something that is checked here changes. */
export const MICROVERSIONS = ["2.1", "2.26", "2.35", "2.36", "2.47", "2.54", "2.60", "2.73", "2.79", "2.93"] as const;

/** The cases of a row: one for each microversion and each caller. */
export function cases(operation: OperationName, row: Row = {}): Case[] {
    const { at, who = "member", variant, path = {}, ...rest } = row;
    const callers: readonly Who[] = typeof who === "string" ? [who] : who;
    const versions: readonly (string | undefined)[] = at ?? [undefined];
    return callers.flatMap((caller) =>
        versions.map((microversion) => ({
            ...rest,
            name: [
                operation,
                ...(variant === undefined ? [] : [variant]),
                ...(microversion === undefined ? [] : [`@${microversion}`]),
                ...(caller === "member" ? [] : [`by ${caller}`]),
            ].join(" "),
            operation,
            ...(microversion === undefined ? {} : { microversion }),
            who: caller,
            path,
        })),
    );
}

/** In {@link spoilt}: take the property away. */
export const MISSING = Symbol("missing");
/** A text of `length` letters. */
export const letters = (length: number) => "x".repeat(length);
/** An id that no cloud has. */
export const NOBODY = "00000000-aaaa-4bbb-8ccc-000000000000";

/**
 * Bodies with one thing wrong: `values` has what to put (or that it is {@link MISSING}), by the path of the property in
 * the row's body. A path with a property that does not exist adds one.
 */
export function spoilt(
    operation: OperationName,
    row: Row,
    values: Readonly<Record<string, readonly unknown[]>>,
): Case[] {
    return Object.entries(values).flatMap(([property, wrong]) =>
        wrong.flatMap((value) => {
            const body = cloneDeep(row.body) as object;
            if (value === MISSING) {
                unset(body, property);
            } else {
                set(body, property, value);
            }
            const variant = [...(row.variant === undefined ? [] : [row.variant]), `${property} ${told(value)}`].join(
                " ",
            );
            return cases(operation, { ...row, body, variant });
        }),
    );
}

function told(value: unknown): string {
    if (value === MISSING) {
        return "missing";
    }
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 20)}… (${text.length})` : text;
}

/** The operation that a case is a call of. */
export function operationOf(name: OperationName): Operation {
    const [group = "", operation = ""] = name.split(".");
    const found = allOperations[group]?.[operation];
    if (found === undefined) {
        throw new RangeError(`the table of operations has no ${name}`);
    }
    return found;
}
