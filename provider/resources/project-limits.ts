/** The project's limits and their use (API reference, "Limits"). */
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import * as z from "zod";
import { getLimits as askLimits } from "../api/index";
import type { FunctionKind } from "../lifecycle/lookup";
import type { Quota } from "../plan/quota-declaration";
import { quotas } from "./quota-set";

const limited = pickBy<Quota>(quotas, ({ limit }) => limit !== undefined);

const use = ({ name, of = name }: Quota) =>
    z
        .object({
            limit: z.number().describe("The limit; -1 means no limit."),
            used: z.number().optional().describe("How much is used, if the cloud returns it."),
        })
        .optional()
        .describe(`The most ${of}, and how much is used.`);

export const getLimits: FunctionKind = {
    name: "getLimits",
    about: "Reads the project's limits and how much of each is used.",
    example: `const { quotas } = await compute.getLimits();
export const serversLeft = quotas.instances!.limit - (quotas.instances!.used ?? 0);`,
    schema: z.strictObject({}),
    result: {
        quotas: z.object(mapValues(limited, use)).describe("The quotas, by their names in a `QuotaSet`."),
        absolute: z
            .record(z.string(), z.number())
            .describe(
                "The limits, by the API's own names (`maxTotalCores`, `totalCoresUsed`, ...); -1 means no limit.",
            ),
    },
    async ask({ compute, subject: resource, deadline }) {
        const { absolute } = await askLimits(compute, { resource, deadline });
        const quotasOf = mapValues(limited, ({ limit = "", used = "" }) =>
            absolute[limit] === undefined ? undefined : { limit: absolute[limit], used: absolute[used] },
        );
        return { absolute, quotas: quotasOf };
    },
};
