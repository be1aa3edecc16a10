/**
 * Reads clouds.yaml, secure.yaml and clouds-public.yaml, from the same places and in the same order as openstacksdk.
 */

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { errorCode } from "./error-code";
import { ConfigurationError } from "./errors";

/** A mapping in a file: strings, lists and mappings. Each scalar is the text of the file. */
export interface Mapping {
    [key: string]: Node;
}
export type Node = string | Node[] | Mapping;

export interface File {
    path: string;
    content: Mapping;
}

export interface Files {
    clouds: File | undefined;
    secure: File | undefined;
    publicClouds: File | undefined;
    /** The places where a clouds.yaml was looked for, in order. */
    lookedAt: string[];
}

const SUFFIXES = [".yaml", ".yml", ".json"];

/**
 * The first existing file of each kind. Throws {@link ConfigurationError} for a file that cannot be parsed, and for a
 * file that OS_CLIENT_CONFIG_FILE or OS_CLIENT_SECURE_FILE names and that does not exist.
 */
export function readFiles(environment: NodeJS.ProcessEnv, cwd: string): Files {
    const folders = searchPath(environment, cwd);
    const candidates = (stem: string) =>
        folders.flatMap((folder) => SUFFIXES.map((suffix) => join(folder, stem + suffix)));
    const clouds = candidates("clouds");
    const named = environment.OS_CLIENT_CONFIG_FILE;
    return {
        clouds: readNamed(named, "OS_CLIENT_CONFIG_FILE") ?? readFirst(clouds),
        secure:
            readNamed(environment.OS_CLIENT_SECURE_FILE, "OS_CLIENT_SECURE_FILE") ?? readFirst(candidates("secure")),
        publicClouds: readFirst(candidates("clouds-public")),
        lookedAt: named === undefined || named === "" ? clouds : [named],
    };
}

function searchPath(environment: NodeJS.ProcessEnv, cwd: string): string[] {
    const home = environment.HOME ?? homedir();
    const user =
        process.platform === "darwin"
            ? join(home, "Library", "Application Support", "openstack")
            : join(environment.XDG_CONFIG_HOME || join(home, ".config"), "openstack");
    const sites = (environment.XDG_CONFIG_DIRS || "/etc/xdg").split(delimiter).map((site) => join(site, "openstack"));
    return [...new Set([cwd, user, join(home, ".config", "openstack"), ...sites, "/etc/openstack"])];
}

function readNamed(path: string | undefined, variable: string): File | undefined {
    if (path === undefined || path === "") {
        return undefined;
    }
    const file = read(path);
    if (file === undefined) {
        throw new ConfigurationError(`${variable} names ${path}, which does not exist or cannot be read.`);
    }
    return file;
}

function readFirst(paths: readonly string[]): File | undefined {
    for (const path of paths) {
        const file = read(path);
        if (file !== undefined) {
            return file;
        }
    }
    return undefined;
}

/** Undefined if the file does not exist or may not be read. */
function read(path: string): File | undefined {
    if (!existsSync(path)) {
        return undefined;
    }
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch (error) {
        const code = errorCode(error);
        if (code === "EACCES" || code === "ENOENT") {
            return undefined;
        }
        throw new ConfigurationError(`${path} cannot be read (${code ?? "unreadable"}).`);
    }
    const known = parsed.get(path);
    const content = known?.text === text ? known.content : parse(path, text);
    parsed.set(path, { text, content });
    return { path, content };
}

/** A file is read for each resource, but parsed only if it has changed. */
const parsed = new Map<string, { text: string; content: Mapping }>();

/**
 * JSON is YAML too. The failsafe schema keeps each scalar as written, so the password 0123 and the project 1e10 stay
 * the same.
 */
function parse(path: string, text: string): Mapping {
    // Loaded with the first file. A preview reads none.
    const { LineCounter, parseDocument } = require("yaml") as typeof import("yaml");
    const lines = new LineCounter();
    const document = parseDocument(text, { schema: "failsafe", merge: true, prettyErrors: false, lineCounter: lines });
    const problem = document.errors[0];
    if (problem !== undefined) {
        // Never use the parser's own message: it may quote the line, and the line may contain a password.
        const { line, col } = lines.linePos(problem.pos[0]);
        throw new ConfigurationError(
            `${path} is not valid YAML: line ${line}, column ${col} (${problem.code.toLowerCase().replaceAll("_", " ")}).`,
        );
    }
    const content: unknown = document.toJS();
    if (content === null || content === undefined || content === "") {
        return {};
    }
    if (!isMapping(content)) {
        throw new ConfigurationError(`${path} is not a mapping: it should start with "clouds:".`);
    }
    return content;
}

/** `upper` merged over `lower`, mapping by mapping. */
export function merge(lower: Mapping, upper: Mapping): Mapping {
    const laid = Object.entries(upper).map(([key, value]) => {
        const below = Object.hasOwn(lower, key) ? lower[key] : undefined;
        return [key, isMapping(below) && isMapping(value) ? merge(below, value) : value];
    });
    return { ...lower, ...Object.fromEntries(laid) };
}

/** `project-name` and `project_name` are the same key. */
export function normalizeKeys(mapping: Mapping): Mapping {
    return Object.fromEntries(
        Object.entries(mapping).map(([key, value]) => [
            key.replaceAll("-", "_"),
            isMapping(value) ? normalizeKeys(value) : value,
        ]),
    );
}

export function isMapping(value: unknown): value is Mapping {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
