/** `created`, `updated`: whole seconds, with a Z. */
export function isoTime(milliseconds: number): string {
    return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Times as in Nova's database: microseconds that are always 0, no zone. */
export function databaseTime(milliseconds: number): string {
    return `${new Date(milliseconds).toISOString().slice(0, 19)}.000000`;
}
