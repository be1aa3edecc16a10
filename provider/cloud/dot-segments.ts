/**
 * Whether a segment `..` reaches the cloud unchanged. Nova accepts `%2E%2E`, but a proxy or load balancer in front of
 * it may decode and collapse it (Apache and nginx can): `DELETE /servers/1/metadata/%2E%2E` would delete the server. So
 * a harmless path is tried first. Only Nova's own 404 shows that nothing collapses it.
 */

import { UnaddressableError } from "./errors";
import type { ExchangeRequest, Line } from "./exchange-request";
import { exchange } from "./http-exchange";

/** If it is collapsed, it becomes `/limits`, which every cloud has. */
const TRIAL = "/limits/%2E%2E/limits";

type Trial = Pick<ExchangeRequest, "resource" | "headers" | "deadline" | "addressFrom"> & { endpoint: string };

/** Throws {@link UnaddressableError} if such a path does not arrive unchanged, or if that is not certain. */
export async function needDotSegments(line: Line, operation: string, trial: Trial): Promise<void> {
    const { endpoint, ...context } = trial;
    const { status } = await exchange(line, {
        ...context,
        operation,
        method: "GET",
        url: `${endpoint}${TRIAL}`,
        repeatable: true,
    });
    if (status !== 404) {
        throw new UnaddressableError({
            operation,
            resource: trial.resource,
            problem:
                'its path has a segment "." or "..", and a proxy or load balancer in front of the cloud may change that ' +
                `to another path (a test request was answered with HTTP ${status})`,
            remedy: "Rename it, or ask the cloud's operators to do this.",
        });
    }
}
