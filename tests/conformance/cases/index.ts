/** All requests of the differential check, in the order in which they are made. */
import { aggregateCases } from "./aggregates";
import { type Case, cases } from "./case";
import { flavorCases } from "./flavors";
import { keypairCases } from "./keypairs";
import { proxyCases } from "./proxies";
import { quotaSetCases } from "./quota-sets";
import { lastServerActionCases, serverActionCases } from "./server-actions";
import { serverGroupCases } from "./server-groups";
import { serverPartCases } from "./server-parts";
import { serverCases } from "./servers";
import { volumeCases } from "./volumes";

const rest: readonly Case[] = [
    ...cases("versions.list", { from: "/.." }),
    ...cases("versions.show"),
    ...cases("versions.show", { at: ["2.1", "2.93", "2.999"] }),
    ...cases("limits.show", { at: ["2.1", "2.36", "2.39", "2.57", "2.93"] }),
    ...cases("limits.show", { variant: "another project's", query: "tenant_id=$adminProject", at: ["2.1"] }),
    ...cases("limits.show", { variant: "a member's", query: "tenant_id=$memberProject", at: ["2.1"], who: "admin" }),
    ...cases("limits.show", { variant: "unknown parameter", query: "colour=red", at: ["2.1", "2.75"] }),
];

/**
 * Lanes that do not meet: the first leaves groups and floating IPs alone, the second metadata, tags and ports, the third
 * has servers of its own.
 */
export const lanes: readonly (readonly Case[])[] = [
    [...rest, ...flavorCases, ...keypairCases, ...serverCases, ...serverPartCases],
    [...proxyCases, ...serverActionCases, ...lastServerActionCases],
    [...aggregateCases, ...quotaSetCases, ...serverGroupCases, ...volumeCases],
];

export const allCases: readonly Case[] = lanes.flat();
