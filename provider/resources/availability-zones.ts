/** Availability zones (API reference, "Availability zones"). */
import * as z from "zod";
import { invoke, operation } from "../api/operation";
import { flag } from "../api/values";
import type { FunctionKind } from "../lifecycle/lookup";

const zones = z
    .object({
        availabilityZoneInfo: z.array(z.object({ zoneName: z.string(), zoneState: z.object({ available: flag }) })),
    })
    .transform(({ availabilityZoneInfo }) =>
        availabilityZoneInfo.map(({ zoneName: name, zoneState: { available } }) => ({ name, available })),
    );

const list = operation({
    title: "Get availability zone information",
    method: "GET",
    path: "/os-availability-zone",
    answer: zones,
});

export const getAvailabilityZones: FunctionKind<{ available?: boolean | undefined }> = {
    name: "getAvailabilityZones",
    about: "Reads the availability zones that servers can be created in.",
    example: `const { names } = await compute.getAvailabilityZones({ available: true });
const servers = names.map((zone) => new compute.Server(\`web-\${zone}\`, {
    flavor: "m1.small", image: "debian-12", availabilityZone: zone,
}));`,
    schema: z.strictObject({
        available: z
            .boolean({ error: "expected true or false" })
            .optional()
            .describe("Only zones that are available, or only those that are not. Default: both."),
    }),
    result: {
        names: z.array(z.string()).describe("The names of the zones."),
        zones: z
            .array(z.object({ name: z.string(), available: z.boolean() }))
            .describe("The zones, each with its name and whether it is available."),
    },
    async ask({ compute, subject: resource, deadline }, { available }) {
        const all = (await invoke(compute, list, { resource, deadline })).value;
        const found = available === undefined ? all : all.filter((zone) => zone.available === available);
        return { names: found.map(({ name }) => name), zones: found };
    },
};
