/**
 * Arguments against a resource's schema, the complaints in words. No value is ever printed: it may be a secret.
 * What a preview does not know yet is not complained of.
 */
import { distance } from "fastest-levenshtein";
import get from "lodash/get";
import type { z } from "zod";
import { hasUnknown } from "./unknown";

/** One sentence per thing that is wrong: `flavor: …`. */
export function complaints(kind: string, schema: z.ZodType, args: unknown): string[] {
    const result = schema.safeParse(args);
    if (result.success) {
        return [];
    }
    return result.error.issues
        .filter((issue) => !concernsUnknown(issue, args))
        .flatMap((issue) => inWords(kind, issue, args));
}

/** An issue at, inside or beside a value that is not known yet cannot be judged. */
function concernsUnknown(issue: z.core.$ZodIssue, args: unknown): boolean {
    const at = issue.path.length === 0 ? args : get(args, issue.path.map(String));
    if (issue.code === "custom") {
        return hasUnknown(args);
    }
    return issue.code !== "unrecognized_keys" && hasUnknown(at);
}

function inWords(kind: string, issue: z.core.$ZodIssue, args: unknown): string[] {
    const where = spellPath(issue.path);
    if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => unrecognized(kind, where, key, issue));
    }
    const prefix = where === "" ? "" : `${where}: `;
    if (issue.code === "invalid_type" || issue.code === "invalid_union") {
        const value: unknown = get(args, issue.path.map(String));
        return value === undefined ? [`${prefix}required, and left out`] : [`${prefix}${wrongType(issue, value)}`];
    }
    return [`${prefix}${issue.message}`];
}

/** `expected a string, got a number`. A schema's own message, where it has one, says it better. */
function wrongType(issue: z.core.$ZodIssue, value: unknown): string {
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

function unrecognized(kind: string, where: string, key: string, issue: z.core.$ZodIssue): string {
    const known: string[] = "known" in issue && Array.isArray(issue.known) ? issue.known : [];
    const nearest = known.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2);
    const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    return `"${key}" is not an argument of ${where === "" ? kind : `${kind}.${where}`}${hint}`;
}

/** `networks[0].fixedIp`. */
function spellPath(path: readonly PropertyKey[]): string {
    return path.reduce<string>(
        (text, part) =>
            typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`,
        "",
    );
}
