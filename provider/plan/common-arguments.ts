/** The arguments that every resource has, and what a change to them does. */
import pick from "lodash/pick";
import * as z from "zod";
import { sameId } from "../arguments/argument-types";
import type { ChangeTable } from "./change-table";

const text = z.string().min(1, { error: "must not be empty" });

export const commonArguments = z.strictObject({
    cloud: text
        .optional()
        .describe(
            "The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment.",
        ),
    region: text
        .optional()
        .describe(
            "The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry.",
        ),
    adopt: text
        .optional()
        .describe("The id of an existing one to adopt. Adopting only reads; the next preview shows what differs."),
});

export type CommonArguments = z.output<typeof commonArguments>;

/** Those in a bag of properties, as they are. */
export function commonIn(properties: Readonly<Record<string, unknown>>): CommonArguments {
    return pick(properties, Object.keys(commonArguments.shape));
}

const elsewhere = {
    by: "replace",
    level: "replace",
    effect: "replace: it is in another cloud or region",
    removed: "unmanaged",
    shows: "values",
} as const;

/** What of a state these rows look at. */
interface Seen {
    readonly id?: string;
    readonly __state?: { readonly cloud?: { readonly name?: string; readonly region?: string } };
}

export const commonChanges: ChangeTable<CommonArguments, Seen, "replace"> = {
    cloud: { ...elsewhere, same: (_old, wanted, { __state }) => wanted === __state?.cloud?.name },
    region: { ...elsewhere, same: (_old, wanted, { __state }) => wanted === __state?.cloud?.region },
    adopt: {
        by: "replace",
        level: "replace",
        effect: "replace: another one is adopted instead",
        removed: "unmanaged",
        shows: "values",
        same: (_old, wanted, { id }) => sameId(wanted, id),
    },
};
