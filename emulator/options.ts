import type { Clock } from "./state/clock";
import type { Latencies } from "./state/transitions";

/** Options of an {@link EmbeddedCloud}. */
export interface CloudOptions {
    /** The port on 127.0.0.1. @default 0: any free one */
    port?: number;
    /**
     * Host names or addresses, besides loopback, for which the cloud answers. Use it if something in front of the cloud
     * sends another Host header. Other hosts are refused, so that no web page can reach the cloud under a name of its
     * own.
     */
    allowedHosts?: readonly string[];
    /** Drives the cloud's asynchronous work. @default wall-clock time */
    clock?: Clock;
    /** How many times faster than usual everything runs. @default 1 */
    speed?: number;
    /** Durations of transitions in milliseconds. Omitted ones have their usual duration. */
    latency?: Partial<Latencies>;
    /** The newest microversion, up to 2.93. @default "2.93" */
    maximumMicroversion?: string;
    /** The region in the catalog. @default "RegionOne" */
    region?: string;
    /** More regions in the catalog. They refer to the same cloud. */
    otherRegions?: readonly string[];
    /** The lifetime of a token, in milliseconds. @default 3600000 (an hour) */
    tokenLifetime?: number;
    /** Milliseconds after which the cloud confirms a resize by itself. @default 0: never */
    resizeConfirmWindow?: number;
    /**
     * The pool of a floating IP request that names none. A cloud need not have Nova's own default; then such a request
     * is answered with 404.
     * @default "nova"
     */
    defaultFloatingPool?: string;
    /**
     * Whether the hosts can keep a server's ephemeral disk during a rebuild (`preserve_ephemeral`). Bare metal can. On
     * any other host such a rebuild ends in ERROR.
     * @default false
     */
    preservesEphemeral?: boolean;
    /** The largest page of a list. @default 1000 */
    pageLimit?: number;
}
