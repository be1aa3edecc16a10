// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { FloatingIpArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * A floating IP: an address out of a pool. `serverId` says which server it is associated with, and changes in
 * place.
 *
 * @example
 * ```ts
 * const ip = new compute.FloatingIp("web", { pool: "public", serverId: server.id });
 * export const address = ip.address;
 * ```
 */
export class FloatingIp extends ComputeResource {
    /** The address. */
    declare readonly address: pulumi.Output<string>;
    /** The pool to take the address from. */
    declare readonly pool: Shown<FloatingIpArgs, "pool">;
    /**
     * The id of the server to associate the address with. Omit for none: an association that others make is
     * then left alone.
     */
    declare readonly serverId: Shown<FloatingIpArgs, "serverId">;
    /** Which of the server's own addresses to associate it with. */
    declare readonly fixedIp: Shown<FloatingIpArgs, "fixedIp">;

    constructor(name: string, args: FloatingIpArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({"kind":"FloatingIp","outputs":["address","pool","serverId","fixedIp"],"secrets":[]}, name, args, options);
    }

    /** Reads a floating IP that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): FloatingIp {
        return new FloatingIp(name, args as FloatingIpArgs, { ...options, id });
    }
}
