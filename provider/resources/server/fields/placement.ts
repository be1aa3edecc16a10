/** Where the server runs. */
import isEqual from "lodash/isEqual";
import * as z from "zod";
import { nameArgument } from "../../../arguments/argument-types";
import { bareHints, hints } from "../hint-arguments";
import { argument, attribute, type Beside, replace } from "./server-field";

export const placementFields = {
    availabilityZone: argument(
        nameArgument("The availability zone. Default: the cloud chooses.")
            .refine((zone) => zone.split(":").length <= 3, {
                error: 'expected a zone, or for administrators "zone:host" or "zone:host:node"',
                abort: true,
            })
            // Nova treats such a zone as any zone, even if it does not exist.
            .refine((zone) => !/^[^:]*::?$/.test(zone), { error: "has no host after the colon" })
            .optional(),
        {
            ...replace,
            removed: "unmanaged",
            effect: "replace: a server stays in its zone",
            // Declaring the zone that the cloud chose is no change. Up to 0.1.0 only `__state` had it.
            same: (old, wanted, { zone, __state }) => old === undefined && wanted === (zone ?? __state?.zone),
        },
        {
            key: "availability_zone",
            told: ({ availabilityZone }, wanted, beside) => zoneTold(availabilityZone, wanted, beside),
        },
    ),
    pinnedToZone: argument(
        z
            .boolean()
            .optional()
            .describe(
                "Whether the server stays in its availability zone when it is moved. Default: not managed; the cloud pins a server whose creation named a zone.",
            ),
        {
            ...attribute,
            removed: "unmanaged",
            according: (_old, wanted) => ({
                effect:
                    wanted === false
                        ? "moves may take the server to another zone"
                        : "moves keep the server in its zone",
            }),
        },
        // A creation pins the server only if it names a zone; another value is written afterwards.
        {
            since: "2.104",
            inCreation: "later",
            told: ({ pinnedToZone }, wanted) => pinnedToZone ?? wanted,
        },
    ),
    schedulerHints: argument(
        hints
            .optional()
            .describe(
                "Hints for the cloud's scheduler, which chooses the host: `group` (the id of a server group), `different_host`, `same_host`, `query`…",
            ),
        {
            ...replace,
            effect: "replace: the scheduler uses hints only at creation",
            same: (old, wanted) => isEqual(bareHints(old), bareHints(wanted)),
        },
    ),
};

/** `zone:host` names a zone too, `:host` any zone. A server that is declared as not pinned may be in any zone. */
function zoneTold(
    actual: string | undefined,
    wanted: string | undefined,
    { pinnedToZone }: Beside,
): string | undefined {
    const named = wanted?.split(":")[0];
    const isMeant = actual === undefined || pinnedToZone === false || named === "" || named === actual;
    return wanted !== undefined && isMeant ? wanted : actual;
}
