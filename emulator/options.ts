import type { Clock } from "./state/clock";
import type { Latencies } from "./state/transitions";

/** How an {@link EmbeddedCloud} is to be. */
export interface CloudOptions {
    /** The port on 127.0.0.1. @default 0: any free one */
    port?: number;
    /**
     * Names or addresses of hosts, other than loopback's, for which it answers: where something in front of it passes on
     * requests with another Host header. Others are refused, so that no web page can reach it under a name of its own.
     */
    allowedHosts?: readonly string[];
    /** What moves the cloud's asynchronous work. @default wall-clock time */
    clock?: Clock;
    /** How many times faster than usual everything goes. @default 1 */
    speed?: number;
    /** Milliseconds that transitions take; those left out take their usual time. */
    latency?: Partial<Latencies>;
    /** The newest microversion, up to 2.93. @default "2.93" */
    maximumMicroversion?: string;
    /** The region in the catalog. @default "RegionOne" */
    region?: string;
    /** More regions in the catalog; they lead to the same cloud. */
    otherRegions?: readonly string[];
    /** How long a token is good, in milliseconds. @default 3600000 (an hour) */
    tokenLifetime?: number;
    /** Milliseconds after which the cloud confirms a resize by itself. @default 0: never */
    resizeConfirmWindow?: number;
    /**
     * The pool of a floating IP that names none. Nova's own default is one that a cloud need not have:
     * then such a request is answered with 404.
     * @default "nova"
     */
    defaultFloatingPool?: string;
    /**
     * Can its hosts keep a server's ephemeral disk through a rebuild (`preserve_ephemeral`)? Bare metal can; on any other
     * host such a rebuild ends in ERROR.
     * @default false
     */
    preservesEphemeral?: boolean;
    /** The largest page of a list. @default 1000 */
    pageLimit?: number;
}
