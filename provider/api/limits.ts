/** A project's limits (API reference, "Limits"): absolute limits, and requests per minute. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { filledText, quantity } from "./values";

export interface RateLimit {
    verb: string;
    value: number;
    remaining: number;
    /** `MINUTE`, `HOUR`, `DAY`, `SECOND`. */
    unit: string;
    /** When a request is possible again. */
    nextAvailable?: string;
}

/** The limits of matching requests. If a verb occurs twice, both limits apply. */
export interface RateLimits {
    /** For humans. */
    uri: string;
    regex: string;
    limits: RateLimit[];
}

export interface Limits {
    /** By the API's own names (`maxTotalInstances`, `totalCoresUsed`…). -1 means no limit. */
    absolute: Record<string, number>;
    rate: RateLimits[];
}

const rateLimit = z
    .object({
        verb: z.string(),
        value: quantity,
        remaining: quantity,
        unit: z.string(),
        "next-available": filledText,
    })
    .transform(({ "next-available": nextAvailable, ...limit }): RateLimit => ({ ...limit, nextAvailable }));

const limits = z.object({
    absolute: z.record(z.string(), quantity),
    rate: z
        .array(
            z
                .object({ uri: z.string(), regex: z.string(), limit: z.array(rateLimit) })
                .transform(({ uri, regex, limit }): RateLimits => ({ uri, regex, limits: limit })),
        )
        .nullish()
        .transform((rate) => rate ?? []),
});

export const limitOperations = {
    // At 2.1, because later microversions omit the limits of the proxies (2.36) and of personality (2.57).
    show: operation({
        title: "Show rate and absolute limits",
        method: "GET",
        path: "/limits",
        answer: z.object({ limits }),
    }),
};

/** The project's limits and their use. */
export async function getLimits(compute: Compute, context: CallContext = {}): Promise<Limits> {
    const { value } = await invoke(compute, limitOperations.show, context);
    return value.limits;
}
