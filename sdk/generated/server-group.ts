// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { ServerGroupArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * A rule for the scheduler: its servers run on the same host, or each on a different one. A server joins the
 * group with `schedulerHints.group`.
 *
 * @example
 * ```ts
 * const apart = new compute.ServerGroup("web", { policy: "anti-affinity" });
 * const servers = [0, 1].map((index) => new compute.Server(`web-${index}`, {
 *     flavor: "m1.small", image: "debian-12", schedulerHints: { group: apart.id },
 * }));
 * ```
 */
export class ServerGroup extends ComputeResource {
    /** The ids of its servers. */
    declare readonly members: pulumi.Output<string[]>;
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /**
     * `affinity` (the same host), `anti-affinity` (different hosts), or the best-effort forms `soft-affinity`
     * and `soft-anti-affinity`.
     */
    declare readonly policy: Shown<ServerGroupArgs, "policy">;
    /** The most of its servers that may share a host. */
    declare readonly maxServerPerHost: Shown<ServerGroupArgs, "maxServerPerHost">;

    constructor(name: string, args: ServerGroupArgs, options?: pulumi.CustomResourceOptions) {
        super({"kind":"ServerGroup","outputs":["members","name","policy","maxServerPerHost"],"secrets":[]}, name, args, options);
    }

    /** Reads a server group that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): ServerGroup {
        return new ServerGroup(name, args as ServerGroupArgs, { ...options, id });
    }
}
