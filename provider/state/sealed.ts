/**
 * Passwords that clouds generate are encrypted in the state with a key of the stack (AES-256-GCM). The key is a secret
 * of the state. So a stack has one secret instead of one for each server. Pulumi encrypts all secrets of a state again
 * whenever there is a new one; with a thousand servers that takes longer than anything else.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** The size that GCM requires. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = "sealed:";

export function newKey(): string {
    return randomBytes(KEY_BYTES).toString("base64");
}

export function isSealed(value: unknown): value is string {
    return typeof value === "string" && value.startsWith(PREFIX);
}

/** Returns another text each time. */
export function seal(text: string, key: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, Buffer.from(key, "base64"), nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** Returns text that is not sealed unchanged. Undefined if it was sealed with another key, or modified. */
export function unsealed(text: string, key: string | undefined): string | undefined {
    if (!isSealed(text)) {
        return text;
    }
    if (key === undefined) {
        return undefined;
    }
    const bytes = Buffer.from(text.slice(PREFIX.length), "base64");
    if (bytes.length < NONCE_BYTES + TAG_BYTES) {
        return undefined;
    }
    const decipher = createDecipheriv(CIPHER, Buffer.from(key, "base64"), bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
        return Buffer.concat([opened, decipher.final()]).toString("utf8");
    } catch {
        // The tag does not match. final() throws for no other reason.
        return undefined;
    }
}
