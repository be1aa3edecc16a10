import type { Json } from "./json";

/** One request, as a service sees it. */
export interface Request {
    readonly method: string;
    /** The path below the service's own, without the query. */
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly requestId: string;
    /** `http://127.0.0.1:PORT` */
    readonly origin: string;
}

/** A request as it arrives. Header names are in lower case. */
export interface Arriving {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/** What a caller gets: an answer, or a connection that is closed without one. */
export type Delivery =
    | {
          readonly status: number;
          readonly headers: Readonly<Record<string, string | readonly string[]>>;
          readonly text: string;
      }
    | "dropped";

/** The answer of a service. */
export interface Response {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    /** Undefined: no body at all. */
    readonly body?: Json | undefined;
    /** The project of the caller, for the record. */
    readonly projectId?: string | undefined;
    readonly microversion?: string | undefined;
}

/** One of the cloud's services (identity, compute, volume). */
export type Service = (request: Request) => Response;

/** A recorded request and its result. */
export interface RecordedRequest {
    readonly time: number;
    readonly service: "identity" | "compute" | "volume" | "other";
    readonly method: string;
    /** The whole path, e.g. `/compute/v2.1/servers/detail`. */
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly requestId: string;
    /** Parsed if it is JSON, otherwise the text; undefined without a body. */
    readonly body: unknown;
    /** As requested, for example "2.79"; undefined if none was requested. */
    readonly microversion: string | undefined;
    /** Undefined until it is answered; stays undefined if the connection was dropped. */
    status: number | undefined;
    /** The project of the caller's token, if it had one. */
    projectId: string | undefined;
}

/** The latest requests. A cloud that runs for weeks gets more than fit into its memory. */
export class RequestLog {
    readonly latest: RecordedRequest[] = [];
    private forgotten = 0;

    constructor(private readonly most = 100_000) {}

    add(request: RecordedRequest): void {
        this.latest.push(request);
        if (this.latest.length >= 2 * this.most) {
            this.forgotten += this.latest.splice(0, this.most).length;
        }
    }

    /** The place at its end. */
    mark(): number {
        return this.forgotten + this.latest.length;
    }

    since(mark: number): readonly RecordedRequest[] {
        return this.latest.slice(Math.max(0, mark - this.forgotten));
    }
}
