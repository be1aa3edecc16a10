/**
 * Which requests the cloud answers. It listens on loopback only, but a web page can give its own name the address
 * 127.0.0.1 (DNS rebinding), and then the browser calls the cloud for the page. The Host header still contains that
 * name.
 */
import { isIPv4 } from "node:net";
import { ApiError, badRequest } from "./api-error";

const AUTHORITY = /^(\[[0-9a-fA-F:.]+\]|[^\s:/?#[\]@]+)(?::\d{1,5})?$/;

/**
 * Refuses a request that does not name this machine in its Host header, or that comes from a page of another origin.
 */
export function checkHost(host: string, origin: string | undefined, allowed: readonly string[]): void {
    refuseUnlessOurs("Host", nameIn(host), allowed);
    if (origin !== undefined) {
        refuseUnlessOurs("Origin", nameIn(/^https?:\/\/(.*)$/.exec(origin)?.[1] ?? origin), allowed);
    }
}

/** A name of {@link CloudOptions.allowedHosts}, ready to compare. Throws RangeError if it is not a host name. */
export function allowedHost(name: string): string {
    const [, host] = AUTHORITY.exec(name) ?? [];
    if (host === undefined || host !== name) {
        throw new RangeError(`"${name}" is not the name of a host: give a name or an address, without scheme and port`);
    }
    return name.toLowerCase();
}

function refuseUnlessOurs(header: string, name: string, allowed: readonly string[]): void {
    const isLoopback = name === "localhost" || name === "[::1]" || (isIPv4(name) && name.startsWith("127."));
    if (!isLoopback && !allowed.includes(name)) {
        throw new ApiError(
            421,
            `This cloud only answers requests for 127.0.0.1, localhost and [::1], not for "${name}" (${header} header). ` +
                `To allow that name, start it with --allow-host ${name} (in a program: allowedHosts).`,
        );
    }
}

/** The host of `host:port`, in lower case. */
function nameIn(authority: string): string {
    const name = AUTHORITY.exec(authority)?.[1];
    // For a page without an Origin, for example a file or a sandboxed frame, the header is the word "null".
    if (name === undefined) {
        throw badRequest("Malformed request: the Host or Origin header is no host.");
    }
    return name.toLowerCase();
}
