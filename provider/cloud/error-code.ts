/**
 * Node's code of an error (`ENOENT`, `ECONNREFUSED`…). Looks at the value, not at its class: an error of Node's may
 * come from another realm, where `instanceof Error` is false.
 */
export function errorCode(error: unknown): string | undefined {
    return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
        ? error.code
        : undefined;
}

/** The message of an error, also of one from another realm. */
export function errorMessage(error: unknown): string {
    return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
