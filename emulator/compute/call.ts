import { notAllowed } from "../http/api-error";
import type { Json } from "../http/json";
import type { Clock } from "../state/clock";
import type { CloudState } from "../state/cloud-state";
import type { Origin, ServerMachine } from "../state/machine";
import { allows } from "./policy";

/** What the Compute API needs from its cloud. */
export interface ComputeCloud {
    readonly state: CloudState;
    readonly machine: ServerMachine;
    readonly clock: Clock;
    /** The largest page of any list. */
    readonly pageLimit: number;
    /** The pool of a floating IP request that names none. */
    readonly defaultFloatingPool: string;
    /** Whether the hosts can keep a server's ephemeral disk during a rebuild. */
    readonly preservesEphemeral: boolean;
    readonly missingAction: (action: string) => 400 | 404 | undefined;
}

/** The caller. */
export interface Caller {
    readonly userId: string;
    readonly projectId: string;
    readonly isAdmin: boolean;
}

/** One call of the Compute API, after authentication and routing. */
export class Call {
    constructor(
        readonly cloud: ComputeCloud,
        readonly caller: Caller,
        /** The minor number of the microversion. */
        readonly version: number,
        readonly legacy: boolean,
        readonly method: string,
        readonly parameters: Readonly<Record<string, string>>,
        readonly query: URLSearchParams,
        readonly body: Json,
        readonly requestId: string,
        /** `http://127.0.0.1:PORT/compute` */
        readonly root: string,
        /** `v2.1` or `v2` */
        readonly dialect: string,
        /** The project in the URL, if it is there. Links repeat it. */
        readonly urlProject: string | undefined,
    ) {}

    get state(): CloudState {
        return this.cloud.state;
    }

    get origin(): Origin {
        return { requestId: this.requestId, userId: this.caller.userId, projectId: this.caller.projectId };
    }

    /** Whether the microversion is at least 2.`minor`. */
    since(minor: number): boolean {
        return this.version >= minor;
    }

    may(policy: string): boolean {
        return allows(policy, this.caller);
    }

    /** Refuses the call if its policy does not allow it. */
    require(policy: string): void {
        if (!this.may(policy)) {
            throw notAllowed(policy);
        }
    }

    parameter(name: string): string {
        const value = this.parameters[name];
        if (value === undefined) {
            throw new Error(`the route has no parameter ${name}`);
        }
        return value;
    }
}

/** The result of a handler. Without a status, the route's own is used. */
export interface Reply {
    readonly status?: number;
    readonly body?: Json;
    readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Reply | undefined;
