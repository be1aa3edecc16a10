/**
 * A row of a change table whose step nobody carries out does not compile. Checked by `npm run check`: it
 * fails where what stands below a `@ts-expect-error` is no error.
 */
import * as z from "zod";
import { declared } from "../../provider/lifecycle/declared";
import type { Singleton } from "../../provider/lifecycle/singleton";
import type { ChangeTable } from "../../provider/plan/change-table";
import { argument, members, own, runs } from "../../provider/plan/fields";
import type { ActiveStep } from "../../provider/resources/server/fields/server-field";
import { argument as serverArgument } from "../../provider/resources/server/fields/server-field";
import type { Run } from "../../provider/resources/server/steps/step";

const text = z.string().optional();
const row = { level: "none", effect: "updated in place" } as const;

const place = { path: "/things", one: "thing", many: "things" };
const common = { kind: "Thing", noun: "thing", about: "", example: "" };

export const WRONG = [
    // @ts-expect-error no step of a server's update has this name
    () => serverArgument(text, { ...row, by: "attribute" }),
    // @ts-expect-error nor one that a row chooses by the values
    () => serverArgument(text, { ...row, by: "attributes", according: () => ({ by: "attribute" }) }),
    // @ts-expect-error nor one that the program chooses
    () => serverArgument(text, { ...row, by: "attributes", ways: { other: { by: "attribute" } } }),
    // @ts-expect-error the values of a row are those of its argument
    () => serverArgument(text, { ...row, by: "attributes", same: (old: number | undefined) => old === 1 }),
    // @ts-expect-error nobody carries out a step of its own until `completed` adds the update
    () => declared({ ...common, place, fields: { name: argument(text, own({ effect: "moved" })) } }).update,
    // @ts-expect-error a resource whose changes are PUTs does nothing once more
    () => declared({ ...common, place, fields: { name: argument(text, runs()) } }),
];

const listed = { hosts: argument(z.array(z.string()), members({ add: async () => 0, remove: async () => 0 })) };

// @ts-expect-error a singleton has no members
export type Listed = Singleton<typeof listed>;

type Steps = Readonly<Record<ActiveStep, Run>>;

const run: Run = async () => ({ declared: {} });

// @ts-expect-error each step has what carries it out
export const LACKING: Omit<Steps, "lock"> extends Steps ? typeof run : never = run;

// @ts-expect-error each argument has a row
export const ROWLESS: ChangeTable<{ name: string; size: number }> = {
    name: { ...row, by: "put", removed: "default", shows: "values" },
};
