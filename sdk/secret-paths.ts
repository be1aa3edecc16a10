/**
 * Which parts of a resource's arguments the program has marked as secrets. The engine keeps the marks to itself, and a
 * cloud may quote a value in what it refuses: the provider has to know which of them it must not repeat.
 */
import type { Output } from "@pulumi/pulumi";
import { isSecret, Output as Outputs } from "./pulumi";

type Path = readonly (string | number)[];

/** The paths to them, as keys and indices; undefined where there is none. Those of `known` are secrets anyway. */
export async function secretPaths(args: object, known: readonly string[]): Promise<Path[] | undefined> {
    const others = Object.fromEntries(Object.entries(args).filter(([name]) => !known.includes(name)));
    const paths = await pathsIn(others, []);
    return paths.length === 0 ? undefined : paths;
}

async function pathsIn(value: unknown, path: Path): Promise<Path[]> {
    if (Outputs.isInstance(value)) {
        // What is within an output is secret with the whole of it.
        return (await isSecret(value as Output<unknown>)) ? [path] : [];
    }
    if (value instanceof Promise) {
        return pathsIn(await value, path);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return (await Promise.all(entries.map(([key, inner]) => pathsIn(inner, [...path, key])))).flat();
}
