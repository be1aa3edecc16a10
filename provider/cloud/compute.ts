/**
 * The connection to one cloud's Compute service, as the layers above see it: what cloud it is, which microversions it
 * serves, and one way to call it. How it authenticates, retries and reports errors is the business of this folder.
 */

/** What tells one cloud, region and project from another: kept in the state of each resource. */
export interface CloudIdentity {
    /** The Identity service's URL, without a trailing slash. */
    authUrl: string;
    /** The region; left out where the catalog has none. */
    region?: string;
    /** The id of the project that the token is scoped to. */
    projectId: string;
}

/** Which entry of clouds.yaml, and which of its regions; both left out: the environment decides. */
export interface CloudReference {
    cloud?: string;
    region?: string;
}

/** One request to the Compute service. */
export interface Call {
    /** What is being done, in the words of the API reference: `Create server`. Errors name it. */
    operation: string;
    /** What it is done to, as a user knows it: `server "web" (0f3c…)`. Errors name it. */
    resource?: string;
    method: "GET" | "POST" | "PUT" | "DELETE";
    /** Path below the Compute endpoint, segments already URI-encoded: `/servers/0f3c…/action`. */
    path: string;
    query?: Record<string, string | number | boolean | undefined>;
    body?: unknown;
    /** The microversion to speak, `2.1` when left out. */
    microversion?: string;
    /** True where doing it twice is the same as doing it once although it is a POST. */
    repeatable?: boolean;
    /**
     * No attempt starts after this time (milliseconds since the epoch). A cloud that has answered before is tried until
     * then, or for five minutes without one, where it can be tried again at all.
     */
    deadline?: number;
    /** Fails after a few attempts whatever the deadline: the caller tries again itself, or can do without. */
    brief?: boolean;
}

/** What the cloud answered (any 2xx, and 300 for the list of versions). */
export interface Answer {
    status: number;
    /** Lower-case header names. */
    headers: Record<string, string>;
    /** Parsed JSON, or undefined where there was none. */
    body: unknown;
    /** `x-openstack-request-id` (or `x-compute-request-id`) of the answer. */
    requestId: string | undefined;
}

export interface Compute {
    readonly identity: CloudIdentity;
    /** The id of the user whose credentials are in use, where the cloud tells. */
    readonly userId?: string;
    /** The name of the clouds.yaml entry, or `environment`: for messages. */
    readonly name: string;
    /** The microversions that the cloud serves, `{ minimum: "2.1", maximum: "2.93" }`. */
    readonly microversions: { readonly minimum: string; readonly maximum: string };
    /** Milliseconds by which the cloud's clock is ahead of ours, from its last answer that has a `Date`, else from its token; undefined: it does not tell. */
    readonly ahead: number | undefined;
    /** How many requests other than reads were sent: as long as it stays, what was read is not of before a change of ours. */
    readonly writes: number;
    /** How many of those have no answer yet. */
    readonly writing: number;
    /** The highest microversion that both the cloud and this package know, no higher than `cap`: for reads. */
    readLevel(cap?: string): string;
    /** Whether the cloud serves this microversion. */
    serves(microversion: string): boolean;
    /**
     * Throws {@link MicroversionError} when the cloud does not serve `microversion`; the error names the argument, the
     * microversion and the OpenStack release that brought it.
     */
    need(microversion: string, argument: string, resource?: string): void;
    /** Sends one request, with the retries that are safe for it. Throws a {@link CloudError} for a refusal. */
    call(call: Call): Promise<Answer>;
}
