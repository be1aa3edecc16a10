/**
 * How many requests a minute an old cloud takes ("Limits": `rate`), kept ahead of its refusal (413): each limit is a
 * bucket that fills again all the time, and a request that finds it empty waits for its drop.
 */
import * as z from "zod";
import { ConnectionError } from "./errors";
import { exchange, type Line } from "./http-exchange";

export interface RateLimit {
    verb: string;
    /** So many requests in `unit` milliseconds. */
    value: number;
    unit: number;
    /** What is left of them now. */
    remaining: number;
    /** Of the path below the endpoint, with its query. */
    matches(path: string): boolean;
}

interface Bucket {
    limit: RateLimit;
    /** Below zero: that many wait already. */
    drops: number;
    filledAt: number;
}

/** The rate limits of one cloud, and what is left of them. */
export class Pace {
    private readonly buckets: readonly Bucket[];

    constructor(limits: readonly RateLimit[], now: number) {
        this.buckets = limits.map((limit) => ({ limit, drops: limit.remaining, filledAt: now }));
    }

    /** Takes a place for a request; returns the milliseconds until it may be sent. All limits that match hold. */
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

/** Limits, and entries of one, that are kept. */
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

/** Asks a cloud for its rate limits. One that does not tell any has none that we could keep. */
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
 * HP writes a template for people (`/{suburi}`) where a regular expression belongs: it is meant for all. So is one that
 * is not of the simple kind that clouds send (`.*`, `^/servers`, `changes-since`): some take for ever to match.
 */
function matcher(regex: string | null | undefined): (path: string) => boolean {
    if (!regex || !SIMPLE.test(regex) || (regex.match(/[*+]/g) ?? []).length > 2) {
        return () => true;
    }
    const pattern = new RegExp(`^(?:${regex})`);
    return (path) => pattern.test(path.slice(0, LONGEST_PATH));
}

/** Letters, escaped characters, `.`, each also repeated, and anchors; no groups, sets or alternatives. */
const SIMPLE = /^\^?(?:(?:[\w/ =&?-]|\\[^\w\s]|\.)[*+]?){0,100}\$?$/;
const LONGEST_PATH = 500;
