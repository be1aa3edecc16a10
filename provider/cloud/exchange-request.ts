/** One request to a cloud, and the connection it is sent on. */
import type { Timing } from "./cloud-settings";
import type { Log } from "./log";
import type { Transport } from "./transport";

export interface ExchangeRequest {
    operation: string;
    resource?: string | undefined;
    method: "GET" | "POST" | "PUT" | "DELETE";
    url: string;
    headers?: Record<string, string>;
    body?: unknown;
    /** The request is safe to repeat. */
    repeatable: boolean;
    microversion?: string | undefined;
    /**
     * No attempt starts after this time (milliseconds since the epoch).
     * @default the deadline of the current operation, but at least half a minute
     */
    deadline?: number | undefined;
    /** `auth_url in …`: remedies contain it. It also distinguishes one service from another. */
    addressFrom: string;
    /**
     * Fails after a few attempts whatever the deadline is, because the caller retries itself or does not need the
     * answer.
     */
    brief?: boolean | undefined;
}

/** The connection to one cloud. */
export interface Line {
    /** The clouds.yaml entry. */
    cloud: string;
    transport: Transport;
    log: Log;
    timing: Timing;
    /** Milliseconds for each attempt. */
    timeout: number;
    /** Credentials and tokens: masked in all messages and logs. */
    secrets: Set<string>;
    /**
     * The services that have answered, by where their addresses come from; and those of them that do not answer any
     * more.
     */
    reached: Set<string>;
    missing: Set<string>;
    /** Prints a line for the user. */
    say(line: string): void;
}
