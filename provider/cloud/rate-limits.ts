/**
 * How many requests a minute an old cloud takes ("Limits": `rate`), kept ahead of its refusal (413): each limit is a
 * bucket that fills again all the time, and a request that finds it empty waits for its drop.
 */
import * as z from "zod";
import { ConnectionError } from "./errors";
import { exchange, type Line } from "./exchange";

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
    return (data?.limits.rate ?? []).flatMap(({ regex, limit }) =>
        limit.flatMap(({ verb, value, remaining, unit }) => {
            const milliseconds = UNITS[unit.toUpperCase()];
            return milliseconds === undefined
                ? []
                : [{ verb: verb.toUpperCase(), value, remaining, unit: milliseconds, matches: matcher(regex) }];
        }),
    );
}

/** HP writes a template for people (`/{suburi}`) where a regular expression belongs: it is meant for all. */
function matcher(regex: string | null | undefined): (path: string) => boolean {
    if (!regex || regex.includes("{")) {
        return () => true;
    }
    try {
        const pattern = new RegExp(`^(?:${regex})`);
        return (path) => pattern.test(path);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return () => true;
        }
        throw error;
    }
}
