/** What a server's guest is given to read at its first boot, as a request has it and as the state keeps it. */
import { createHash } from "node:crypto";
import type { ServerArguments } from "./arguments";

/** User data in base64, whichever way it was given. */
export function userDataIn(args: Partial<ServerArguments>): string | undefined {
    return inBase64(userDataOf(args));
}

export type File = NonNullable<ServerArguments["personality"]>[number];

/** Files as a request has them. */
export function filesIn(files: readonly File[]): { path: string; contents: string }[] {
    return files.map((file) => ({ path: file.path, contents: inBase64(contentsOf(file)) ?? "" }));
}

/** Bytes as a program gives them, or their hash as a state keeps it. */
interface Content {
    text?: unknown;
    base64?: unknown;
}

function userDataOf({ userData, userDataBase64 }: Readonly<Record<string, unknown>>): Content {
    return { text: userData, base64: userDataBase64 };
}

function contentsOf({ contents, contentsBase64 }: File): Content {
    return { text: contents, base64: contentsBase64 };
}

function bytesOf({ text, base64 }: Content): Buffer | undefined {
    return typeof text === "string"
        ? Buffer.from(text)
        : typeof base64 === "string"
          ? Buffer.from(base64, "base64")
          : undefined;
}

/** In one line, though a program may have it as the command `base64` prints it. */
function inBase64(content: Content): string | undefined {
    return bytesOf(content)?.toString("base64");
}

function isHash(value: unknown): value is string {
    return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}

function hashed(bytes: Buffer | string): string {
    return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** How a state may have noted these bytes: 0.1.0 took the hash of what is in base64 already as it is. */
function notesOf(content: Content): string[] {
    const noted = [content.text, content.base64].filter(isHash);
    const bytes = noted.length > 0 ? undefined : bytesOf(content);
    return bytes === undefined ? noted : [hashed(bytes), hashed(bytes.toString("base64"))];
}

function sameContent(one: Content, other: Content): boolean {
    const notes = notesOf(one);
    const others = notesOf(other);
    return notes.length === 0 ? others.length === 0 : others.some((note) => notes.includes(note));
}

type Bag = Readonly<Record<string, unknown>>;

/** The same bytes, as text or in base64. */
export function sameUserData(state: Bag, args: Bag): boolean {
    return sameContent(userDataOf(state), userDataOf(args));
}

/** The same files in any order, each as text or in base64. */
export function sameFiles(old: unknown, wanted: unknown): boolean {
    return filesMatch(old, wanted, sameContent);
}

const LINE_ENDS = "only line ends differ (CRLF and LF)";

/** What a preview says besides where the bytes are others, and the lines the same. */
export function remarkOnUserData(state: Bag, args: Bag): string | undefined {
    return sameLines(userDataOf(state), userDataOf(args)) ? LINE_ENDS : undefined;
}

export function remarkOnFiles(old: unknown, wanted: unknown): string | undefined {
    const alike = (one: Content, other: Content) => sameContent(one, other) || sameLines(one, other);
    return filesMatch(old, wanted, alike) ? LINE_ENDS : undefined;
}

/** A state has a hash only: what can be told is whether the wanted lines, with other ends, have it. */
function sameLines(old: Content, wanted: Content): boolean {
    const bytes = bytesOf(wanted);
    if (bytes === undefined) {
        return false;
    }
    // Byte by byte, whatever the encoding.
    const lf = bytes.toString("latin1").replaceAll("\r\n", "\n");
    return [lf, lf.replaceAll("\n", "\r\n")].some((text) =>
        sameContent(old, { base64: Buffer.from(text, "latin1").toString("base64") }),
    );
}

function filesMatch(old: unknown, wanted: unknown, match: (one: Content, other: Content) => boolean): boolean {
    if (!Array.isArray(old) || !Array.isArray(wanted)) {
        return old === wanted;
    }
    const before = new Map(old.map((file: File) => [file.path, file]));
    return (
        before.size === wanted.length &&
        wanted.every((file: File) => {
            const other = before.get(file.path);
            return other !== undefined && match(contentsOf(other), contentsOf(file));
        })
    );
}

/** A secret content as the state keeps it: the hash of its bytes. A hash is its own hash. */
function noteOf(content: Content): string | undefined {
    return notesOf(content)[0];
}

/** User data as the state keeps it, under the name that the program has it under. */
export function hashedUserData({ userData, userDataBase64 }: Partial<ServerArguments>): Partial<ServerArguments> {
    return {
        ...(userData === undefined ? {} : { userData: noteOf({ text: userData }) }),
        ...(userDataBase64 === undefined ? {} : { userDataBase64: noteOf({ base64: userDataBase64 }) }),
    };
}

/** Files as the state keeps them. */
export function hashedFiles(files: readonly File[]): File[] {
    return files.map(({ path, contents, contentsBase64 }) => ({
        path,
        ...(contents === undefined ? {} : { contents: noteOf({ text: contents }) }),
        ...(contentsBase64 === undefined ? {} : { contentsBase64: noteOf({ base64: contentsBase64 }) }),
    }));
}
