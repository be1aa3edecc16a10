/**
 * Explains what is wrong with an answer: the field, what the reference says, and what came instead. The value itself is
 * never printed, because it may be a password.
 */
import get from "lodash/get";
import type * as z from "zod";
import { visible } from "../cloud/visible";

type Issue = z.core.$ZodIssue;

/** `server.flavor.id: expected string, got number`. Only the first problem. */
export function problemOf(error: z.ZodError, body: unknown): string {
    const [first] = error.issues;
    if (first === undefined) {
        return "it has an unknown shape";
    }
    const { path, expected } = deepest(first);
    const value = path.length === 0 ? body : get(body, path);
    const field = path.length === 0 ? "the body" : shown(path);
    return `${field}: expected ${expected}, got ${kindOf(value)}`;
}

/** Keys of an answer can be anything. */
function shown(path: readonly PropertyKey[]): string {
    return visible(
        path
            .map((key) => String(key).slice(0, LONGEST_KEY))
            .join(".")
            .replace(/\s+/g, " "),
    );
}

const LONGEST_KEY = 100;

interface Problem {
    path: PropertyKey[];
    expected: string;
}

/** The alternative of a union that came closest shows where the problem is. */
function deepest(issue: Issue): Problem {
    if (issue.code !== "invalid_union") {
        return { path: [...issue.path], expected: expectationOf(issue) };
    }
    const problems = issue.errors
        .flatMap((alternative) => alternative.slice(0, 1))
        .map(deepest)
        .sort((left, right) => right.path.length - left.path.length);
    const depth = problems[0]?.path.length ?? 0;
    const closest = problems.filter(({ path }) => path.length === depth);
    const expected = [...new Set(closest.map((problem) => problem.expected))].join(" or ");
    return { path: [...issue.path, ...(closest[0]?.path ?? [])], expected: expected || "another shape" };
}

function expectationOf(issue: Issue): string {
    switch (issue.code) {
        case "invalid_type":
            return issue.expected === "record" ? "object" : issue.expected;
        case "invalid_value":
            return issue.values.map((value) => JSON.stringify(value)).join(" or ");
        case "custom":
            return issue.message;
        default:
            return "another value";
    }
}

function kindOf(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    if (value === null) {
        return "null";
    }
    if (value === "") {
        return "an empty string";
    }
    return Array.isArray(value) ? "array" : typeof value;
}
