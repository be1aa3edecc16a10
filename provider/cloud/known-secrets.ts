/**
 * The secrets that this process has seen: what programs declare, what states keep, what clouds have made. A cloud may
 * quote one in an answer to any later request, as a server's fault does.
 */

/** Characters in all; beyond them the oldest are forgotten. */
const CAPACITY = 32 * 1024 * 1024;

const known = new Set<string>();
let size = 0;

export function rememberSecrets(secrets: Iterable<string>): void {
    for (const secret of secrets) {
        if (secret !== "" && !known.has(secret)) {
            known.add(secret);
            size += secret.length;
        }
    }
    for (const oldest of known) {
        if (size <= CAPACITY) {
            break;
        }
        known.delete(oldest);
        size -= oldest.length;
    }
}

export function knownSecrets(): Iterable<string> {
    return known;
}
