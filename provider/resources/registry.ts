/** Every resource of this package, by the name that a program uses. To add one: write its file, and list it here. */

import { apiOperations } from "../api/index";
import type { Operations, ResourceKind } from "../lifecycle/kind";
import type { FunctionKind } from "../lifecycle/lookup";
import type { AnyChangeTable } from "../plan/change-table";
import type { OwnState } from "../state/stored-state";
import { aggregate } from "./aggregate";
import { getAvailabilityZones } from "./availability-zones";
import { flavor, flavorFunctions } from "./flavor";
import { floatingIp, floatingIpFunctions } from "./floating-ip";
import { imageFunctions } from "./image";
import { keypair, keypairFunctions } from "./keypair";
import { networkFunctions } from "./network";
import { getLimits } from "./project-limits";
import { quotaSet } from "./quota-set";
import { securityGroup, securityGroupFunctions } from "./security-group";
import { serverFunctions } from "./server/functions";
import { server } from "./server/server";
import { serverAction } from "./server-action";
import { serverGroup } from "./server-group";

/** A resource whose arguments are known only from its change table. */
export interface AnyKind extends ResourceKind<object, OwnState> {
    readonly changes: AnyChangeTable;
}

export const kinds: ReadonlyMap<string, AnyKind> = new Map(
    [server, keypair, floatingIp, securityGroup, flavor, serverGroup, aggregate, quotaSet, serverAction].map(
        (kind: AnyKind) => [kind.kind, kind],
    ),
);

/** Every function of this package, by its name. */
export const functions: ReadonlyMap<string, FunctionKind> = new Map(
    [
        ...flavorFunctions,
        ...imageFunctions,
        ...keypairFunctions,
        ...networkFunctions,
        ...securityGroupFunctions,
        ...floatingIpFunctions,
        ...serverFunctions,
        getAvailabilityZones,
        getLimits,
    ].map((it) => [it.name, it]),
);

/** The state was written by a newer release, with a resource that this one lacks. Nothing was done. */
export class UnknownKindError extends Error {
    override readonly name = "UnknownKindError";
}

export function kindOf(name: string): AnyKind {
    const kind = kinds.get(name);
    if (kind === undefined) {
        throw new UnknownKindError(
            `this release of pulumi-openstack-compute has no resource "${name}". Nothing was done. Install a newer release.`,
        );
    }
    return kind;
}

/** Every API operation that this package uses, by group and name: `allOperations.servers.create`. */
export const allOperations: Operations = Object.assign(
    {},
    apiOperations,
    ...[...kinds.values()].map(({ operations }) => operations ?? {}),
);
