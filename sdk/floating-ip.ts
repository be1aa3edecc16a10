import type * as pulumi from "@pulumi/pulumi";
import type { FloatingIpArgs } from "./arguments";
import type { CloudArgs, Shown } from "./resource";
import { ComputeResource } from "./resource";

/** The arguments that are outputs too. */
const SHOWN = ["pool", "serverId", "fixedIp"] as const satisfies (keyof FloatingIpArgs)[];

/**
 * A floating IP: an address out of a pool. `serverId` says which server it leads to, and changes in place.
 *
 * @example
 * const ip = new compute.FloatingIp("web", { pool: "public", serverId: server.id });
 * export const address = ip.address;
 */
export class FloatingIp extends ComputeResource {
    /** The address. */
    declare readonly address: pulumi.Output<string>;

    declare readonly pool: Shown<FloatingIpArgs, "pool">;
    declare readonly serverId: Shown<FloatingIpArgs, "serverId">;
    declare readonly fixedIp: Shown<FloatingIpArgs, "fixedIp">;

    constructor(name: string, args: FloatingIpArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({ kind: "FloatingIp", outputs: ["address", ...SHOWN], secrets: [] }, name, args, options);
    }

    /** Reads a floating IP that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): FloatingIp {
        return new FloatingIp(name, args, { ...options, id });
    }
}
