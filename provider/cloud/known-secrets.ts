/**
 * The secrets that this process has seen: what programs declare, what states keep, what clouds have made. A cloud may
 * quote one in an answer to any later request, as a server's fault does.
 */

import { allSpellings } from "./redact";

/** Characters in all; beyond them the oldest are forgotten. */
const CAPACITY = 32 * 1024 * 1024;

/** Of so many characters the spellings, which are ten times as many, are kept. */
const LIGHT = 1024 * 1024;

const known = new Set<string>();
let size = 0;
/** Undefined when a secret was added or forgotten since they were computed. */
let spellings: readonly string[] | undefined;

export function rememberSecrets(secrets: Iterable<string>): void {
    for (const secret of secrets) {
        if (secret !== "" && !known.has(secret)) {
            known.add(secret);
            spellings = undefined;
            size += secret.length;
        }
    }
    for (const oldest of known) {
        if (size <= CAPACITY) {
            break;
        }
        known.delete(oldest);
        spellings = undefined;
        size -= oldest.length;
    }
}

/** In all spellings in which a cloud may quote them. */
export function knownSpellings(): readonly string[] {
    const all = spellings ?? allSpellings(known);
    spellings = size <= LIGHT ? all : undefined;
    return all;
}
