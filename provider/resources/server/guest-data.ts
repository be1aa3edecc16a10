/** What a server's guest is given to read at its first boot, as a request has it and as the state keeps it. */
import { createHash } from "node:crypto";
import type { ServerArguments } from "./arguments";

/** User data in base64, whichever way it was given. */
export function userDataIn({ userData, userDataBase64 }: Partial<ServerArguments>): string | undefined {
    return userDataBase64 ?? (userData === undefined ? undefined : Buffer.from(userData).toString("base64"));
}

export type File = NonNullable<ServerArguments["personality"]>[number];

/** Files as a request has them. */
export function filesIn(files: readonly File[]): { path: string; contents: string }[] {
    return files.map(({ path, contents, contentsBase64 }) => ({
        path,
        contents: contentsBase64 ?? Buffer.from(contents ?? "").toString("base64"),
    }));
}

/** A secret text as the state keeps it. A hash is its own hash, so a state and a program can be compared. */
export function hashOf(value: unknown): string | undefined {
    if (typeof value !== "string") {
        return undefined;
    }
    return value.startsWith("sha256:") ? value : `sha256:${createHash("sha256").update(value).digest("hex")}`;
}

/** Files as the state keeps them. */
export function hashedFiles(files: unknown): unknown {
    if (!Array.isArray(files)) {
        return files;
    }
    return files.map(({ path, contents, contentsBase64 }: File) => ({
        path,
        ...(contents === undefined ? {} : { contents: hashOf(contents) }),
        ...(contentsBase64 === undefined ? {} : { contentsBase64: hashOf(contentsBase64) }),
    }));
}
