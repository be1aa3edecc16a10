/** What can happen to an answer between the cloud and the provider. */
import type { Socket } from "node:net";
import type { Clock } from "../../emulator";
import type { Arriving, Delivery } from "../../emulator/http/exchange";

export type Delivered = Exclude<Delivery, string>;

/** A connection that an answer is written to, byte by byte. */
export interface Wire {
    readonly socket: Socket;
    readonly clock: Clock;
    /** From here on the answer only waits for time to pass, until the connection is closed. */
    hold(): void;
}

export interface Spoil {
    /** For example `GET /servers/{id} (1): cut short`. */
    readonly name: string;
    /** The answer that arrives says that the cloud has not done it. */
    readonly refuses?: boolean;
    /** The answer that arrives instead. */
    readonly answer?: (delivered: Delivered, request: Arriving) => Delivered;
    /** Writes the answer to the connection, and ends it: for bytes that no HTTP server sends. */
    readonly wire?: (wire: Wire, delivered: Delivered) => void;
}
