/**
 * Validates arguments by a resource's schema, and words the errors. No value is ever printed, because it may be a
 * secret. Unknown values in a preview are not validated.
 */
import { distance } from "fastest-levenshtein";
import get from "lodash/get";
import minBy from "lodash/minBy";
import * as z from "zod";
import { lostKeys } from "./own-keys";
import { hasUnknown } from "./unknown";

type Issue = z.core.$ZodIssue;

/** One sentence for each error: `flavor: …`. */
export function complaints(kind: string, schema: z.ZodType, args: unknown): string[] {
    const unkeyed = lostKeys(args).map((path) => `${spellPath(path)}: cannot be a key`);
    const complained = (schema.safeParse(args).error?.issues ?? [])
        .flatMap((issue) => withinUnion(issue))
        .filter((issue) => !concernsUnknown(issue, args))
        .flatMap((issue) => inWords(kind, schema, issue, args));
    const torn = tornIn(args, [])
        .map((path) => `${spellPath(path)}: `)
        .filter((where) => !complained.some((complaint) => complaint.startsWith(where)))
        .map((where) => `${where}not valid Unicode: it has half of a surrogate pair`);
    return [...unkeyed, ...complained, ...torn];
}

/** Where keys or values contain text that UTF-8 cannot encode. */
function tornIn(value: unknown, path: readonly PropertyKey[]): (readonly PropertyKey[])[] {
    if (typeof value === "string") {
        return /\p{Cs}/u.test(value) ? [path] : [];
    }
    if (Array.isArray(value)) {
        return value.flatMap((one, index) => tornIn(one, [...path, index]));
    }
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, one]) => (/\p{Cs}/u.test(key) ? [path] : tornIn(one, [...path, key])))
        : [];
}

/** If a value is almost one form of a union, what is wrong inside it; otherwise, that it is none of the forms. */
function withinUnion(issue: Issue): Issue[] {
    if (issue.code !== "invalid_union") {
        return [issue];
    }
    const nearly = issue.errors.find((form) => form.length > 0 && form.every(({ path }) => path.length > 0));
    if (nearly === undefined) {
        return [issue];
    }
    return nearly.flatMap((inner) => withinUnion({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** An error at, inside or next to an unknown value cannot be judged yet. */
function concernsUnknown(issue: Issue, args: unknown): boolean {
    if (issue.code === "unrecognized_keys") {
        return false;
    }
    const paths = [issue.path, ...besides(issue).map((name) => [...issue.path.slice(0, -1), name])];
    return paths.some((path) => hasUnknown(at(args, path)));
}

/** The other arguments that a schema's error depends on: `params: { beside: ["port"] }`. */
function besides(issue: Issue): string[] {
    const names: unknown = issue.code === "custom" ? issue.params?.beside : undefined;
    return Array.isArray(names) ? names.map(String) : [];
}

function at(args: unknown, path: readonly PropertyKey[]): unknown {
    return path.length === 0 ? args : get(args, path.map(String));
}

function inWords(kind: string, schema: z.ZodType, issue: Issue, args: unknown): string[] {
    const where = spellPath(issue.path);
    if (issue.code === "unrecognized_keys") {
        const known = knownKeys(schema, issue.path);
        return issue.keys.map((key) => unrecognized(kind, where, key, known));
    }
    const prefix = where === "" ? "" : `${where}: `;
    if (issue.code === "invalid_key") {
        return [...new Set(issue.issues.map(({ message }) => `${prefix}${message}`))];
    }
    if (issue.code === "invalid_type" || issue.code === "invalid_union") {
        const value = at(args, issue.path);
        return value === undefined ? [`${prefix}required, but missing`] : [`${prefix}${wrongType(issue, value)}`];
    }
    return [`${prefix}${issue.message}`];
}

/** `expected a string, got a number`. A schema's own message is used instead if there is one. */
function wrongType(issue: Issue, value: unknown): string {
    if (!issue.message.startsWith("Invalid input")) {
        return issue.message;
    }
    const expected = issue.code === "invalid_type" ? withArticle(issue.expected) : "another kind of value";
    return `expected ${expected}, got ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
    if (value === null) {
        return "null";
    }
    return Array.isArray(value) ? "an array" : withArticle(typeof value);
}

function withArticle(noun: string): string {
    const word = noun === "record" ? "object" : noun === "int" ? "whole number" : noun;
    return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

function unrecognized(kind: string, where: string, key: string, known: readonly string[]): string {
    const apart = (name: string) => distance(name.toLowerCase(), key.toLowerCase());
    const nearest = minBy(known, apart);
    const hint = nearest === undefined || apart(nearest) > 2 ? "" : `; did you mean "${nearest}"?`;
    return `"${key}" is not an argument of ${where === "" ? kind : `${kind}.${where}`}${hint}`;
}

/** The arguments that a schema has at a path. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
    let forms: z.core.JSONSchema._JSONSchema[] = [z.toJSONSchema(schema, { io: "input" })];
    for (const part of path) {
        forms = forms
            .flatMap(alternatives)
            .flatMap(({ items, properties }) =>
                typeof part === "number" ? [items].flat() : [properties?.[String(part)]],
            )
            .filter((form) => form !== undefined);
    }
    return forms.flatMap(alternatives).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function alternatives(form: z.core.JSONSchema._JSONSchema): z.core.JSONSchema.BaseSchema[] {
    return typeof form === "boolean" ? [] : [form, ...(form.anyOf ?? []).flatMap(alternatives)];
}

/** `networks[0].fixedIp`. */
function spellPath(path: readonly PropertyKey[]): string {
    return path.reduce<string>(
        (text, part) =>
            typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`,
        "",
    );
}
