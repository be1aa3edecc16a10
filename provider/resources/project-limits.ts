/** The project's limits and their use (API reference, "Limits"). */
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { getLimits as askLimits } from "../api/index";
import type { FunctionKind } from "../lifecycle/lookup";
import type { Quota } from "../plan/quota-declaration";
import { quotas } from "./quota-set";

const limited = pickBy<Quota>(quotas, ({ limit }) => limit !== undefined);

const use = ({ of }: Quota) =>
    z
        .object({
            limit: z.number().describe("The most that the project may have. -1: no limit."),
            used: z.number().optional().describe("How much it has, where the cloud tells it."),
        })
        .optional()
        .describe(`The most ${of}, and how many there are.`);

export const getLimits: FunctionKind = {
    name: "getLimits",
    about: "Reads the project's limits, and what of them is used.",
    example: `const { quotas } = await compute.getLimits();
export const serversLeft = quotas.instances!.limit - (quotas.instances!.used ?? 0);`,
    schema: z.strictObject({}),
    result: {
        quotas: z.object(mapValues(limited, use)).describe("By the names that a `QuotaSet` gives them."),
        absolute: z
            .record(z.string(), z.number())
            .describe("By the API's own names (`maxTotalCores`, `totalCoresUsed`, ...); -1 means no limit."),
    },
    async ask({ compute, subject: resource, deadline }) {
        const { absolute } = await askLimits(compute, { resource, deadline });
        const quotasOf = mapValues(limited, ({ limit = "", used = "" }) =>
            absolute[limit] === undefined ? undefined : { limit: absolute[limit], used: absolute[used] },
        );
        return { absolute, quotas: quotasOf };
    },
};
