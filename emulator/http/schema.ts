import { ApiError } from "./api-error";
import { FORMATS } from "./formats";
import { isObject, type Json, type JsonObject, own } from "./json";
import { repr, str } from "./python";

type TypeName = "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";

/**
 * The part of JSON Schema (draft 4) that Nova's schemas use. A schema's keywords are checked in the order in which they
 * are written, and the first failure is reported, as in Nova.
 */
export interface Schema {
    readonly type?: TypeName | readonly TypeName[];
    readonly enum?: readonly Json[];
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly pattern?: string;
    readonly format?: string;
    readonly minimum?: number;
    readonly exclusiveMinimum?: boolean;
    readonly maximum?: number;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly patternProperties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: boolean;
    readonly minProperties?: number;
    readonly maxProperties?: number;
    readonly items?: Schema;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly uniqueItems?: boolean;
    readonly oneOf?: readonly Schema[];
    readonly allOf?: readonly Schema[];
}

interface Failure {
    readonly path: readonly (string | number)[];
    readonly value: Json;
    readonly message: string;
    /** A complete sentence: the field's name is not put before it. */
    readonly alone?: boolean;
}

/** Refuses an invalid body in Nova's words. */
export function checkBody(schema: Schema, body: Json): void {
    const failure = firstFailure(schema, body, []);
    if (failure !== undefined) {
        throw new ApiError(400, describe(failure, "field/attribute", failure.path.at(-1)));
    }
}

/** Refuses an invalid query string in Nova's words. Each parameter is a list of its values. */
export function checkQuery(schema: Schema, query: URLSearchParams): void {
    const lists: JsonObject = Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key)]));
    const failure = firstFailure(schema, lists, []);
    if (failure !== undefined) {
        throw new ApiError(400, describe(failure, "query parameters", failure.path[0]));
    }
}

/** The legacy v2 API drops unknown properties instead of refusing them. */
export function withoutUnknown(schema: Schema, value: Json): Json {
    if (!isObject(value) || schema.properties === undefined) {
        return value;
    }
    const properties = schema.properties;
    const takesOthers = schema.additionalProperties !== false || schema.patternProperties !== undefined;
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]): [string, Json][] => {
            const property = own(properties, key);
            return property !== undefined ? [[key, withoutUnknown(property, item)]] : takesOthers ? [[key, item]] : [];
        }),
    );
}

function describe(failure: Failure, kind: string, name: string | number | undefined): string {
    if (failure.alone || name === undefined) {
        return failure.message;
    }
    return `Invalid input for ${kind} ${name}. Value: ${str(failure.value)}. ${failure.message}`;
}

function firstFailure(schema: Schema, value: Json, path: readonly (string | number)[]): Failure | undefined {
    for (const keyword of Object.keys(schema)) {
        const failure = KEYWORDS[keyword]?.(schema, value, path);
        if (failure !== undefined) {
            return failure;
        }
    }
    return undefined;
}

type Keyword = (schema: Schema, value: Json, path: readonly (string | number)[]) => Failure | undefined;

/** A keyword that restricts the value itself. */
function rule(broken: (schema: Schema, value: Json) => string | false): Keyword {
    return (schema, value, path) => {
        const message = broken(schema, value);
        return message === false ? undefined : { path, value, message };
    };
}

const KEYWORDS: Readonly<Record<string, Keyword>> = {
    type: rule((schema, value) => {
        const types = typesOf(schema);
        return (
            !types.some((type) => isOfType(value, type)) &&
            `${repr(value)} is not of type ${types.map(repr).join(", ")}`
        );
    }),
    enum: rule((schema, value) => {
        const allowed = schema.enum ?? [];
        return (
            !allowed.some((item) => repr(item) === repr(value)) && `${repr(value)} is not one of ${repr([...allowed])}`
        );
    }),
    minLength: rule(
        (schema, value) =>
            typeof value === "string" && [...value].length < (schema.minLength ?? 0) && `${repr(value)} is too short`,
    ),
    maxLength: rule(
        (schema, value) =>
            typeof value === "string" &&
            [...value].length > (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
            `${repr(value)} is too long`,
    ),
    pattern: rule(
        (schema, value) =>
            typeof value === "string" &&
            !new RegExp(schema.pattern ?? "", "u").test(value) &&
            `${repr(value)} does not match ${repr(schema.pattern)}`,
    ),
    format: (schema, value, path) => {
        const format = FORMATS[schema.format ?? ""];
        if (format === undefined || typeof value !== "string" || format.test(value)) {
            return undefined;
        }
        const message = format.sentence ?? `${repr(value)} is not a ${repr(schema.format)}`;
        return { path, value, message, alone: format.sentence !== undefined };
    },
    minimum: rule((schema, value) => {
        const number = numberOf(value);
        const minimum = schema.minimum ?? 0;
        if (number === undefined || number > minimum || (number === minimum && !schema.exclusiveMinimum)) {
            return false;
        }
        return `${number} is less than ${schema.exclusiveMinimum ? "or equal to " : ""}the minimum of ${minimum}`;
    }),
    maximum: rule((schema, value) => {
        const number = numberOf(value);
        const maximum = schema.maximum ?? 0;
        return number !== undefined && number > maximum && `${number} is greater than the maximum of ${maximum}`;
    }),
    properties: (schema, value, path) => {
        if (!isObject(value)) {
            return undefined;
        }
        for (const [key, property] of Object.entries(schema.properties ?? {})) {
            const item = own(value, key);
            const failure = item === undefined ? undefined : firstFailure(property, item, [...path, key]);
            if (failure !== undefined) {
                return failure;
            }
        }
        return undefined;
    },
    patternProperties: (schema, value, path) => {
        if (!isObject(value)) {
            return undefined;
        }
        for (const [pattern, property] of Object.entries(schema.patternProperties ?? {})) {
            const expression = propertyPattern(pattern);
            for (const [key, item] of Object.entries(value)) {
                const failure = expression.test(key) ? firstFailure(property, item, [...path, key]) : undefined;
                if (failure !== undefined) {
                    return failure;
                }
            }
        }
        return undefined;
    },
    required: (schema, value, path) => {
        const missing = isObject(value) ? schema.required?.find((key) => own(value, key) === undefined) : undefined;
        return missing === undefined ? undefined : { path, value, message: `${repr(missing)} is a required property` };
    },
    additionalProperties: rule((schema, value) => {
        if (!isObject(value) || schema.additionalProperties !== false) {
            return false;
        }
        const patterns = Object.keys(schema.patternProperties ?? {});
        const expressions = patterns.map(propertyPattern);
        const extras = Object.keys(value).filter(
            (key) =>
                own(schema.properties ?? {}, key) === undefined &&
                !expressions.some((expression) => expression.test(key)),
        );
        if (extras.length === 0) {
            return false;
        }
        const names = extras.map(repr).join(", ");
        if (patterns.length > 0) {
            const verb = extras.length === 1 ? "does" : "do";
            return `${names} ${verb} not match any of the regexes: ${patterns.map(repr).join(", ")}`;
        }
        return `Additional properties are not allowed (${names} ${extras.length === 1 ? "was" : "were"} unexpected)`;
    }),
    minProperties: rule(
        (schema, value) =>
            isObject(value) &&
            Object.keys(value).length < (schema.minProperties ?? 0) &&
            `${repr(value)} does not have enough properties`,
    ),
    maxProperties: rule(
        (schema, value) =>
            isObject(value) &&
            Object.keys(value).length > (schema.maxProperties ?? Number.POSITIVE_INFINITY) &&
            `${repr(value)} has too many properties`,
    ),
    items: (schema, value, path) => {
        if (!Array.isArray(value) || schema.items === undefined) {
            return undefined;
        }
        for (const [index, item] of value.entries()) {
            const failure = firstFailure(schema.items, item, [...path, index]);
            if (failure !== undefined) {
                return failure;
            }
        }
        return undefined;
    },
    minItems: rule(
        (schema, value) =>
            Array.isArray(value) && value.length < (schema.minItems ?? 0) && `${repr(value)} is too short`,
    ),
    maxItems: rule(
        (schema, value) =>
            Array.isArray(value) &&
            value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY) &&
            `${repr(value)} is too long`,
    ),
    uniqueItems: rule(
        (schema, value) =>
            schema.uniqueItems === true &&
            Array.isArray(value) &&
            new Set(value.map(repr)).size < value.length &&
            `${repr(value)} has non-unique elements`,
    ),
    oneOf: rule((schema, value) => {
        const matches = (schema.oneOf ?? []).filter((option) => firstFailure(option, value, []) === undefined);
        return matches.length === 0 && `${repr(value)} is not valid under any of the given schemas`;
    }),
    allOf: (schema, value, path) => {
        for (const part of schema.allOf ?? []) {
            const failure = firstFailure(part, value, path);
            if (failure !== undefined) {
                return failure;
            }
        }
        return undefined;
    },
};

function typesOf(schema: Schema): readonly TypeName[] {
    if (schema.type === undefined) {
        return [];
    }
    return typeof schema.type === "string" ? [schema.type] : schema.type;
}

function isOfType(value: Json, type: TypeName): boolean {
    switch (type) {
        case "object":
            return isObject(value);
        case "array":
            return Array.isArray(value);
        case "null":
            return value === null;
        case "integer":
            return Number.isInteger(value);
        case "string":
            return typeof value === "string";
        case "number":
            return typeof value === "number";
        case "boolean":
            return typeof value === "boolean";
    }
}

/** Nova compares numbers in strings too ("10"). */
function numberOf(value: Json): number | undefined {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
}

/** Python reads "a-z-_" as a class that contains a dash. JavaScript's u flag does not. */
function propertyPattern(pattern: string): RegExp {
    return new RegExp(pattern);
}
