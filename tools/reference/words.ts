import type { Change } from "../../provider/resources/changes";

/** A row of the change table in words: what is done, since which microversion, and what leaving out means. */
export function inWordsOfTable({ effect, microversion, removed }: Change): string {
    const since = microversion === undefined ? "" : ` (microversion ${microversion})`;
    const left = removed === "unmanaged" ? "; left out: no change" : "";
    return `${effect}${since}${left}`;
}
