import * as z from "zod";
import { firstText } from "../api/values";
import { countArgument } from "../arguments/argument-types";
import { declared } from "../lifecycle/declared";
import { argument, nameField, output, replaces } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";

const POLICIES = ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"] as const;
const fixed = replaces("a server group cannot change");

export const serverGroupQuotas = {
    serverGroups: { name: "server groups", limit: "maxServerGroups", used: "totalServerGroupsUsed" },
    serverGroupMembers: {
        name: "servers in a server group",
        called: ["servers in group"],
        limit: "maxServerGroupMembers",
    },
} satisfies Quotas;

/** API reference, "Server groups". */
export const serverGroup = declared({
    kind: "ServerGroup",
    noun: "server group",
    about: "A rule for where the scheduler puts servers: together on one host, or each on another. A server joins it by `schedulerHints.group`.",
    example: `const apart = new compute.ServerGroup("web", { policy: "anti-affinity" });
const servers = [0, 1].map((index) => new compute.Server(\`web-\${index}\`, {
    flavor: "m1.small", image: "debian-12", schedulerHints: { group: apart.id },
}));`,
    place: { path: "/os-server-groups", one: "server_group", many: "server_groups", pages: "offset" },
    quotas: serverGroupQuotas,
    fields: {
        name: nameField("The group's name.", fixed),
        policy: argument(
            z
                .enum(POLICIES, { error: `expected ${POLICIES.join(", ")}` })
                .describe(
                    "`affinity` (one host), `anti-affinity` (each on another host), and, from microversion 2.15 on, `soft-affinity` and `soft-anti-affinity`, which the scheduler follows as far as it can.",
                ),
            fixed,
            {
                sinceOf: (policy) =>
                    policy.startsWith("soft-") ? [{ microversion: "2.15", what: `policy "${policy}"` }] : [],
                older: { until: "2.63", key: "policies", read: firstText, write: (policy) => [policy] },
            },
        ),
        maxServerPerHost: argument(
            countArgument("The most of its servers that may share a host.", 1, 2_147_483_647).optional(),
            fixed,
            { key: "rules.max_server_per_host", since: "2.64", otherwise: 1 },
        ),
        members: output(z.array(z.string()).describe("The ids of its servers.")),
    },
    clashes: ({ policy, maxServerPerHost }) =>
        maxServerPerHost === undefined || policy === "anti-affinity"
            ? []
            : [{ argument: "maxServerPerHost", problem: 'only with policy "anti-affinity"', beside: ["policy"] }],
});
