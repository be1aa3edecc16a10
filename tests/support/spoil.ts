/** What can become of an answer between the cloud and the provider. */
import type { Socket } from "node:net";
import type { Clock } from "../../emulator";
import type { Arriving, Delivery } from "../../emulator/http/exchange";

export type Delivered = Exclude<Delivery, string>;

/** A connection on which an answer is put, byte by byte. */
export interface Wire {
    readonly socket: Socket;
    readonly clock: Clock;
    /** From here on the answer waits for nothing but time, until the connection is closed. */
    hold(): void;
}

export interface Spoil {
    /** As in `GET /servers/{id} (1): cut short`. */
    readonly name: string;
    /** What arrives says that the cloud has not done it. */
    readonly refuses?: boolean;
    /** What arrives in place of the answer. */
    readonly answer?: (delivered: Delivered, request: Arriving) => Delivered;
    /** Puts the answer on the connection, and ends it; for what no HTTP server sends. */
    readonly wire?: (wire: Wire, delivered: Delivered) => void;
}
