/**
 * The connection to one cloud's Compute service, as the layers above see it: which cloud it is, which microversions it
 * serves, and one function to call it. This folder handles authentication, retries and errors.
 */

/** Identifies a cloud, region and project. Kept in the state of each resource. */
export interface CloudIdentity {
    /** The Identity service's URL, without a trailing slash. */
    authUrl: string;
    /** The region. Missing if the catalog has none. */
    region?: string;
    /** The id of the project that the token is scoped to. */
    projectId: string;
}

/** The entry of clouds.yaml, and its region. If both are omitted, the environment decides. */
export interface CloudReference {
    cloud?: string;
    region?: string;
}

/** One request to the Compute service. */
export interface Call {
    /** What is done, in the words of the API reference: `Create server`. Errors contain it. */
    operation: string;
    /** The resource, as a user knows it: `server "web" (0f3c…)`. Errors contain it. */
    resource?: string;
    method: "GET" | "POST" | "PUT" | "DELETE";
    /** Path below the Compute endpoint, with encoded segments: `/servers/0f3c…/action`. */
    path: string;
    query?: Record<string, string | number | boolean | undefined>;
    body?: unknown;
    /** The microversion to use. Default: `2.1`. */
    microversion?: string;
    /** True for a POST that is safe to repeat. */
    repeatable?: boolean;
    /**
     * No attempt starts after this time (milliseconds since the epoch). If the cloud has answered before, a request
     * that is safe to repeat is retried until then, or for five minutes without a deadline.
     */
    deadline?: number;
    /**
     * Fails after a few attempts whatever the deadline is, because the caller retries itself or does not need the
     * answer.
     */
    brief?: boolean;
}

/** The cloud's answer (any 2xx, and 300 for the list of versions). */
export interface Answer {
    status: number;
    /** Lower-case header names. */
    headers: Record<string, string>;
    /** Parsed JSON; undefined if there was none. */
    body: unknown;
    /** `x-openstack-request-id` (or `x-compute-request-id`) of the answer. */
    requestId: string | undefined;
}

export interface Compute {
    readonly identity: CloudIdentity;
    /** The id of the user whose credentials are in use, if the cloud returns it. */
    readonly userId?: string;
    /** The name of the clouds.yaml entry, or `environment`: for messages. */
    readonly name: string;
    /** The microversions that the cloud serves, `{ minimum: "2.1", maximum: "2.93" }`. */
    readonly microversions: { readonly minimum: string; readonly maximum: string };
    /**
     * Milliseconds by which the cloud's clock is ahead of ours: from the `Date` of its last answer, or from its token.
     * Undefined if unknown.
     */
    readonly ahead: number | undefined;
    /**
     * The number of requests sent other than reads. While it does not change, an earlier read is not older than a
     * change of ours.
     */
    readonly writes: number;
    /** How many of those have no answer yet. */
    readonly writing: number;
    /** The highest microversion that the cloud and this package both know, at most `cap`. For reads. */
    readLevel(cap?: string): string;
    /** Whether the cloud serves this microversion. */
    serves(microversion: string): boolean;
    /**
     * Throws {@link MicroversionError} if the cloud does not serve `microversion`. The error names the argument, the
     * microversion and the OpenStack release that introduced it.
     */
    need(microversion: string, argument: string, resource?: string): void;
    /** Sends one request and retries it if that is safe. Throws a {@link CloudError} for a refusal. */
    call(call: Call): Promise<Answer>;
}
