/** The limits of the project and their use (API reference, "Limits"). */
import * as z from "zod";
import { getLimits as askLimits } from "../api/index";
import type { FunctionKind } from "../lifecycle/lookup";

export const getLimits: FunctionKind = {
    name: "getLimits",
    about: "Reads the project's limits, and what of them is used.",
    example: `const { absolute } = await compute.getLimits();
export const serversLeft = absolute.maxTotalInstances - absolute.totalInstancesUsed;`,
    schema: z.strictObject({}),
    result: {
        absolute: z
            .record(z.string(), z.number())
            .describe("By the API's own names (`maxTotalCores`, `totalCoresUsed`, ...); -1 means no limit."),
    },
    async ask({ compute, subject: resource, deadline }) {
        const { absolute } = await askLimits(compute, { resource, deadline });
        return { absolute };
    },
};
