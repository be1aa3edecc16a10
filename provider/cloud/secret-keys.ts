/** What is secret in requests and answers: the table by which logs and error messages are cleaned. */

/** Keys whose value is a secret everywhere; `parent.key` if only the pair is one. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
    // Servers: create, rebuild, changePassword, rescue, os-server-password, personality.
    "adminPass",
    "admin_pass",
    "password",
    "user_data",
    "OS-EXT-SRV-ATTR:user_data",
    "contents",
    // Keypairs.
    "private_key",
    // Consoles: the URL gives access to the console, and the output contains what a boot script printed.
    "output",
    "console.url",
    "remote_console.url",
    // Identity.
    "secret",
    "token.id",
]);

/** Keys below which a log masks every value. The values do not count as secrets, because they may be any word. */
export const MASKED_TREES: ReadonlySet<string> = new Set(["metadata", "meta"]);

/** Keys (`parent.key`) of successful answers in which a cloud describes a failure. It may quote what it was sent. */
export const TOLD_KEYS: ReadonlySet<string> = new Set([
    "fault.message",
    "fault.details",
    "events.details",
    "events.traceback",
    "instanceAction.message",
    "instanceActions.message",
]);

/** Headers that contain credentials, in lower case. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set([
    "x-auth-token",
    "x-subject-token",
    "x-service-token",
    "authorization",
    "proxy-authorization",
    "set-cookie",
    "cookie",
]);
