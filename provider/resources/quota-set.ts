import mapValues from "lodash/mapValues";
import * as z from "zod";
import { refusing, unstorable } from "../arguments/characters";
import { singleton } from "../lifecycle/singleton";
import { argument, replaces, updates } from "../plan/fields";
import type { Quota, Quotas } from "../plan/quota-declaration";
import { floatingIpQuotas } from "./floating-ip";
import { keypairQuotas } from "./keypair";
import { securityGroupQuotas } from "./security-group";
import { serverQuotas } from "./server/quotas";
import { serverGroupQuotas } from "./server-group";

const id = z
    .string()
    .regex(/^[^/\s]{1,255}$/, { error: "an id: no spaces and no slash" })
    .superRefine(refusing(unstorable));

/** The quotas of all kinds. */
export const quotas = {
    ...serverQuotas,
    ...keypairQuotas,
    ...serverGroupQuotas,
    ...floatingIpQuotas,
    ...securityGroupQuotas,
};

/** One quota: a number, or -1 for no limit. */
function quota({ name, of = name, until }: Quota) {
    const error = "expected a whole number from -1 to 2147483647";
    return argument(
        z
            .number({ error })
            .int({ error })
            .min(-1, { error })
            .max(2_147_483_647, { error })
            .optional()
            .describe(
                `The most ${of}; -1: no limit.${until === undefined ? "" : ` Up to microversion ${until}.`} Omit to leave it alone.`,
            ),
        updates(),
    );
}

type QuotaField = ReturnType<typeof quota>;

/** Quotas that a user does not have: the cloud would change them for the whole project. */
const UNDIVIDED = ["fixedIps", "floatingIps"] as const;

/** API reference, "Quota sets". The highest microversion that has all of them is 2.35. */
export const quotaSet = singleton({
    kind: "QuotaSet",
    noun: "quota set",
    about: "The quotas of a project, or of one user in it. Only declared quotas are managed; deleting the resource resets them to the cloud's defaults. The id is the project's id, or `PROJECT/USER`. Administrators only, by the API's default policy.",
    example: `const quotas = new compute.QuotaSet("ci", { project: projectId, instances: 50, cores: 200, ram: 409600 });`,
    place: {
        path: "/os-quota-sets/{project}",
        defaults: "/os-quota-sets/{project}/defaults",
        one: "quota_set",
        microversions: { max: "2.35" },
        // Without it, the cloud refuses a default that is below the current use.
        restoring: { force: true },
    },
    identity: ["project", "user"],
    idOf: ({ project, user }) => (user === undefined ? project : `${project}/${user}`),
    addressOf: (address) => {
        const [project = "", user] = address.split("/");
        return { path: { project }, query: { user_id: user } };
    },
    inheritsFrom: (address) => (address.includes("/") ? address.split("/")[0] : undefined),
    argumentsOf: (address) => {
        const [project = "", user] = address.split("/");
        return { project, ...(user === undefined ? {} : { user }) };
    },
    fields: {
        project: argument(id.describe("The id of the project."), replaces("the quotas of another project")),
        user: argument(
            id
                .optional()
                .describe(
                    "The id of a user, to set this user's quotas in the project. Default: the project's own quotas.",
                ),
            replaces("the quotas of another user"),
        ),
        ...(mapValues<Quotas, QuotaField>(quotas, quota) as { [Name in keyof typeof quotas]: QuotaField }),
    },
    clashes: (args) =>
        args.user === undefined
            ? []
            : UNDIVIDED.filter((name) => args[name] !== undefined).map((name) => ({
                  argument: name,
                  problem: "only for a project: a user has no such quota",
                  beside: ["user"],
              })),
});
