/** What a stack's state has, and what its cloud has, by their ids. */
import { logicalName } from "../../support/engine-events";
import type { Stack } from "../../support/stack";
import type { Setting } from "../setting";

const OURS = "pulumi-nodejs:dynamic/openstack-compute:";

/** The ids of a state by the names in the program: of this package's resources that are not to be deleted. */
export async function idsIn(stack: Stack): Promise<ReadonlyMap<string, string>> {
    const { resources } = await stack.state();
    const own = resources.filter(
        ({ type, delete: isToGo }) => type.startsWith(OURS) && !type.endsWith(":StackIdentity") && isToGo !== true,
    );
    return new Map(own.map(({ urn, id = "" }) => [logicalName(urn), id]));
}

/** The ids of all that was made in a cloud, sorted: what it was born with is left out. */
export function standing({ cloud }: Setting): string[] {
    const { servers, keypairs, flavors, securityGroups, floatingIps } = cloud.inspect();
    const ids = [
        ...servers.map(({ id }) => id),
        ...keypairs.map(({ name }) => name),
        ...flavors.filter(({ name }) => !name.startsWith("m1.")).map(({ id }) => id),
        ...securityGroups.filter(({ name }) => name !== "default").map(({ id }) => id),
        ...floatingIps.map(({ id }) => id),
    ];
    return ids.sort();
}
