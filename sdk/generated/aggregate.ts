// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { AggregateArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * A set of compute hosts, with metadata that flavors and the scheduler refer to. Administrators only, by the
 * API's default policy.
 *
 * @example
 * ```ts
 * const ssd = new compute.Aggregate("ssd", {
 *     hosts: ["compute-1", "compute-2"],
 *     metadata: { ssd: "true" },
 * });
 * ```
 */
export class Aggregate extends ComputeResource {
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** The availability zone that its hosts are in. */
    declare readonly availabilityZone: Shown<AggregateArgs, "availabilityZone">;
    /** The names of its compute hosts, in any order. Omit to leave them alone. */
    declare readonly hosts: Shown<AggregateArgs, "hosts">;
    /** Metadata. Only the keys named here are managed. */
    declare readonly metadata: Shown<AggregateArgs, "metadata">;

    constructor(name: string, args: AggregateArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({"kind":"Aggregate","outputs":["name","availabilityZone","hosts","metadata"],"secrets":[]}, name, args, options);
    }

    /** Reads an aggregate that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): Aggregate {
        return new Aggregate(name, args as AggregateArgs, { ...options, id });
    }
}
