/**
 * How many requests a minute an old cloud accepts ("Limits": `rate`). Requests are delayed, so that the cloud does not
 * refuse them (413). Each limit is a bucket that fills continuously; a request that finds it empty waits.
 */
import * as z from "zod";
import { ConnectionError } from "./errors";
import type { Line } from "./exchange-request";
import { exchange } from "./http-exchange";

export interface RateLimit {
    verb: string;
    /** This many requests in `unit` milliseconds. */
    value: number;
    unit: number;
    /** How many are left now. */
    remaining: number;
    /** Whether the limit applies to a path below the endpoint, with its query. */
    matches(path: string): boolean;
}

interface Bucket {
    limit: RateLimit;
    /** Below zero: the number of requests that wait already. */
    drops: number;
    filledAt: number;
}

/** The rate limits of one cloud, and what is left of them. */
export class Pace {
    private readonly buckets: readonly Bucket[];

    constructor(limits: readonly RateLimit[], now: number) {
        this.buckets = limits.map((limit) => ({ limit, drops: limit.remaining, filledAt: now }));
    }

    /** Reserves a place for a request. Returns the milliseconds until it may be sent. All matching limits apply. */
    take(verb: string, path: string, now: number): number {
        const matching = this.buckets.filter(({ limit }) => limit.verb === verb && limit.matches(path));
        return Math.max(0, ...matching.map((bucket) => takeFrom(bucket, now)));
    }
}

function takeFrom(bucket: Bucket, now: number): number {
    const { value, unit } = bucket.limit;
    const perMillisecond = value / unit;
    bucket.drops = Math.min(value, bucket.drops + (now - bucket.filledAt) * perMillisecond) - 1;
    bucket.filledAt = now;
    return bucket.drops >= 0 ? 0 : Math.ceil(-bucket.drops / perMillisecond);
}

/** How many limits, and entries of each, are kept. */
const MOST = 100;

const UNITS: Readonly<Record<string, number>> = { SECOND: 1_000, MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };

const Limits = z.object({
    limits: z.object({
        rate: z
            .array(
                z.object({
                    regex: z.string().nullish(),
                    limit: z.array(
                        z.object({
                            verb: z.string(),
                            value: z.coerce.number().positive(),
                            remaining: z.coerce.number(),
                            unit: z.string(),
                        }),
                    ),
                }),
            )
            .nullish(),
    }),
});

/** Reads a cloud's rate limits. If it returns none, there are none to respect. */
export async function rateLimits(
    line: Line,
    endpoint: string,
    token: string,
    addressFrom: string,
): Promise<Pace | undefined> {
    const answer = await exchange(line, {
        operation: "Show rate and absolute limits",
        method: "GET",
        url: `${endpoint}/limits`,
        headers: { "X-Auth-Token": token },
        repeatable: true,
        brief: true,
        addressFrom,
    }).catch((error: unknown) => {
        if (error instanceof ConnectionError) {
            return undefined;
        }
        throw error;
    });
    const limits = readLimits(answer?.body);
    return limits.length === 0 ? undefined : new Pace(limits, line.timing.now());
}

/** The rate limits in the body of GET /limits. */
export function readLimits(body: unknown): RateLimit[] {
    const { data } = Limits.safeParse(body);
    return (data?.limits.rate ?? []).slice(0, MOST).flatMap(({ regex, limit }) =>
        limit.slice(0, MOST).flatMap(({ verb, value, remaining, unit }) => {
            const milliseconds = UNITS[unit.toUpperCase()];
            return milliseconds === undefined
                ? []
                : [
                      {
                          verb: verb.toUpperCase(),
                          value,
                          remaining: Math.max(0, remaining),
                          unit: milliseconds,
                          matches: matcher(regex),
                      },
                  ];
        }),
    );
}

/**
 * HP sends a template for humans (`/{suburi}`) instead of a regular expression; it applies to all paths. So does an
 * expression that is not one of the simple ones that clouds send (`.*`, `^/servers`, `changes-since`), because some
 * expressions take forever to match.
 */
function matcher(regex: string | null | undefined): (path: string) => boolean {
    if (!regex || !SIMPLE.test(regex) || (regex.match(/[*+]/g) ?? []).length > 2) {
        return () => true;
    }
    const pattern = new RegExp(`^(?:${regex})`);
    return (path) => pattern.test(path.slice(0, LONGEST_PATH));
}

/** Letters, escaped characters and `.`, each optionally repeated, and anchors. No groups, sets or alternatives. */
const SIMPLE = /^\^?(?:(?:[\w/ =&?-]|\\[^\w\s]|\.)[*+]?){0,100}\$?$/;
const LONGEST_PATH = 500;
