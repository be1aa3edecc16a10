/**
 * Node's code of an error (`ENOENT`, `ECONNREFUSED`…). Asked of the value, not of its class: an error of Node's own may
 * come from another realm, where `instanceof Error` says no.
 */
export function errorCode(error: unknown): string | undefined {
    return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
        ? error.code
        : undefined;
}

/** What an error says, in the same way. */
export function errorMessage(error: unknown): string {
    return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
