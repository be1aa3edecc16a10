/** User data and files for a server's first boot: how a request sends them, and what the state keeps of them. */

import { createHash } from "node:crypto";
import * as z from "zod";
import { SECRET } from "../../arguments/secret-parts";

export const file = z
    .strictObject({
        path: z
            .string()
            .min(1, { error: "must not be empty" })
            .refine((path) => Buffer.byteLength(path) <= 255, { error: "at most 255 bytes" })
            .describe("The path in the guest."),
        contents: z
            .string()
            .refine((text) => !isBinary(text), {
                error: "not text: read the file as base64 and use contentsBase64",
            })
            .optional()
            .describe("The text of the file. A secret.")
            .meta(SECRET),
        contentsBase64: z
            .string()
            .refine(isBase64, { error: "not base64" })
            .optional()
            .describe("The contents of the file in base64. A secret.")
            .meta(SECRET),
    })
    .superRefine(({ contents, contentsBase64 }, context) => {
        if ((contents === undefined) === (contentsBase64 === undefined)) {
            context.addIssue({ code: "custom", message: "give either contents or contentsBase64" });
        }
    })
    .meta({ title: "ServerFile", description: "A file written into a server before its first boot." });

export type File = z.output<typeof file>;

/** Line breaks are allowed, because the command `base64` prints them. */
export function isBase64(text: string): boolean {
    return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(withoutBreaks(text));
}

export function withoutBreaks(text: string): string {
    return text.replace(/\s+/g, "");
}

/** Whether bytes were read as text: those that are not text have become U+FFFD, or are lost. */
export function isBinary(text: string): boolean {
    return text.startsWith("\u001f") || /[\0\ufffd]|\p{Surrogate}/u.test(text);
}

/** The user data among the arguments, or what a state keeps of it. */
export type UserData = {
    readonly userData?: string | undefined;
    readonly userDataBase64?: string | undefined;
};

/** User data in base64, whichever argument has it. */
export function userDataIn(args: UserData): string | undefined {
    return base64Of(userDataOf(args));
}

/** Files as a request sends them. */
export function filesIn(files: readonly File[]): { path: string; contents: string }[] {
    return files.map((one) => ({ path: one.path, contents: base64Of(contentsOf(one)) ?? "" }));
}

/** Bytes as a program gives them, or their hash as a state keeps it. */
interface Content {
    text?: string | undefined;
    base64?: string | undefined;
}

function userDataOf({ userData, userDataBase64 }: UserData): Content {
    return { text: userData, base64: userDataBase64 };
}

function contentsOf({ contents, contentsBase64 }: File): Content {
    return { text: contents, base64: contentsBase64 };
}

function bytesOf({ text, base64 }: Content): Buffer | undefined {
    return text !== undefined ? Buffer.from(text) : base64 !== undefined ? Buffer.from(base64, "base64") : undefined;
}

/** In one line, even if the program has the line breaks of the command `base64`. */
export function base64Of(content: Content): string | undefined {
    return bytesOf(content)?.toString("base64");
}

function isHash(value: string | undefined): value is string {
    return value !== undefined && /^sha256:[0-9a-f]{64}$/.test(value);
}

function hashed(bytes: Buffer | string): string {
    return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The hashes that a state may have of this content: 0.1.0 hashed base64 text without decoding it. */
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

/** The same bytes, as text or in base64. */
export function sameUserData(state: UserData, args: UserData): boolean {
    return sameContent(userDataOf(state), userDataOf(args));
}

type Files = readonly File[] | undefined;

/** The same files in any order, each as text or in base64. */
export function sameFiles(old: Files, wanted: Files): boolean {
    return filesMatch(old, wanted, sameContent);
}

const LINE_ENDS = "only line ends differ (CRLF and LF)";

/** A remark for the preview if the bytes differ but the lines do not. */
export function remarkOnUserData(state: UserData, args: UserData): string | undefined {
    return sameLines(userDataOf(state), userDataOf(args)) ? LINE_ENDS : undefined;
}

export function remarkOnFiles(old: Files, wanted: Files): string | undefined {
    const alike = (one: Content, other: Content) => sameContent(one, other) || sameLines(one, other);
    return filesMatch(old, wanted, alike) ? LINE_ENDS : undefined;
}

/** The state has only a hash, so the wanted lines are hashed with both kinds of line ends. */
function sameLines(old: Content, wanted: Content): boolean {
    const bytes = bytesOf(wanted);
    if (bytes === undefined) {
        return false;
    }
    // latin1 keeps every byte, whatever the encoding.
    const lf = bytes.toString("latin1").replaceAll("\r\n", "\n");
    return [lf, lf.replaceAll("\n", "\r\n")].some((text) =>
        sameContent(old, { base64: Buffer.from(text, "latin1").toString("base64") }),
    );
}

function filesMatch(old: Files, wanted: Files, match: (one: Content, other: Content) => boolean): boolean {
    if (old === undefined || wanted === undefined) {
        return old === wanted;
    }
    const before = new Map(old.map((one) => [one.path, one]));
    return (
        before.size === wanted.length &&
        wanted.every((one) => {
            const other = before.get(one.path);
            return other !== undefined && match(contentsOf(other), contentsOf(one));
        })
    );
}

/** What the state keeps of a secret content: the hash of its bytes. A hash stays as it is. */
function noteOf(content: Content): string | undefined {
    return notesOf(content)[0];
}

/** User data as the state keeps it, under the argument that the program uses. */
export function hashedUserData({ userData, userDataBase64 }: UserData): UserData {
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
