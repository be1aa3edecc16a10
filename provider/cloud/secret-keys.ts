/** What is secret in requests and answers: the one table that logs and error messages are cleaned by. */

/** Keys whose text is a secret, wherever they stand; `parent.key` where only the pair says so. */
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
    // Consoles: whoever has the URL has the console; the output holds what a boot script printed.
    "output",
    "console.url",
    "remote_console.url",
    // Identity.
    "secret",
    "token.id",
]);

/** Keys below which every value is masked in a log, though none counts as a secret: it may be any word. */
export const MASKED_TREES: ReadonlySet<string> = new Set(["metadata", "meta"]);

/** What a cloud tells of failures in answers that are none, as `parent.key`: it may quote what it was given. */
export const TOLD_KEYS: ReadonlySet<string> = new Set([
    "fault.message",
    "fault.details",
    "events.details",
    "events.traceback",
    "instanceAction.message",
    "instanceActions.message",
]);

/** Headers that hold credentials, in lower case. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set([
    "x-auth-token",
    "x-subject-token",
    "x-service-token",
    "authorization",
    "proxy-authorization",
    "set-cookie",
    "cookie",
]);
