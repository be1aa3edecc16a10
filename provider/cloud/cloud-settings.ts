/** Everything that is needed to reach one cloud, resolved from clouds.yaml or the environment. Plain values, no I/O. */

/** A domain of the Identity service, by its id or by its name. */
export type Domain = { id: string } | { name: string };

/** How this process authenticates with the Identity service. */
export type Credentials =
    | { kind: "password"; user: { id: string } | { name: string; domain: Domain }; password: string }
    | { kind: "token"; token: string }
    | {
          kind: "applicationCredential";
          credential: { id: string } | { name: string; user: { id: string } | { name: string; domain: Domain } };
          secret: string;
      };

/** The scope of the token. `none`: what the credentials imply (an application credential, a user's default project). */
export type Scope =
    | { kind: "project"; project: { id: string } | { name: string; domain: Domain } }
    | { kind: "domain"; domain: Domain }
    | { kind: "system" }
    | { kind: "none" };

/** Which of an endpoint's addresses to use. */
export type Interface = "public" | "internal" | "admin";

/** TLS options. Files are read when the connection is opened. */
export interface Tls {
    /** False accepts any certificate. Default true. */
    verify: boolean;
    /** PEM file with the certificate authorities to trust in place of the system's. */
    caFile?: string;
    /** PEM file with the client's certificate (and its key, if `keyFile` is omitted). */
    certFile?: string;
    /** PEM file with the client's key. */
    keyFile?: string;
}

/** The proxies from HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export interface Proxies {
    http?: string;
    https?: string;
    /** Comma-separated hosts, `.suffix`es, `host:port`s or `*` that are reached directly. */
    none?: string;
}

/** Clock, delay and random numbers. Tests replace them, so that nothing waits. */
export interface Timing {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Resolves after this many milliseconds. */
    sleep(milliseconds: number): Promise<void>;
    /** From 0 up to, not including, 1. */
    random(): number;
}

export interface CloudSettings {
    /** The clouds.yaml entry, or `environment`. */
    name: string;
    /** Where the settings come from, for messages: the file's path, or `the OS_* variables`. */
    origin: string;
    /** The Identity service's URL as configured, with or without `/v3`. */
    authUrl: string;
    /** Version of the Identity API: 3, unless `auth_type` selects v2 (clouds as old as HP's). */
    identityVersion: 2 | 3;
    credentials: Credentials;
    scope: Scope;
    /** Default: the catalog's only region. */
    region?: string;
    /** In order of preference. Default `["public"]`. */
    interfaces: Interface[];
    /** A Compute URL to use in place of the catalog's. */
    computeEndpoint?: string;
    /** The highest microversion to use, if `compute_api_version` sets one. */
    maximumMicroversion?: string;
    tls: Tls;
    proxies: Proxies;
    /** Milliseconds for one attempt, from connecting to the last byte of the answer. Default 60 000. */
    timeout: number;
    /** A file, or `stderr`: one line of JSON for each attempt. */
    log?: string;
    /** Default: the system's. */
    timing?: Timing;
}

export const SYSTEM_TIMING: Timing = {
    now: Date.now,
    async sleep(milliseconds) {
        let left = milliseconds;
        do {
            const now = Math.min(left, LONGEST_TIMER);
            await new Promise((resolve) => setTimeout(resolve, now));
            left -= now;
        } while (left > 0);
    },
    random: Math.random,
};

/** Milliseconds. Node fires a longer timer immediately. */
export const LONGEST_TIMER = 2_147_483_647;
