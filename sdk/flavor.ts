import type * as pulumi from "@pulumi/pulumi";
import type { FlavorArgs } from "./arguments";
import type { CloudArgs } from "./resource";
import { ComputeResource } from "./resource";

/**
 * A flavor: a size that servers come in. Only administrators may make one, by the API's default policy.
 *
 * @example
 * const large = new compute.Flavor("build", { ram: 16384, vcpus: 8, disk: 40, extraSpecs: { "hw:cpu_policy": "dedicated" } });
 * const server = new compute.Server("ci", { flavor: large.name, image: "debian-12" });
 */
export class Flavor extends ComputeResource {
    /** The name in the cloud: what a server's `flavor` takes. */
    declare readonly name: pulumi.Output<string>;

    constructor(name: string, args: FlavorArgs, options?: pulumi.CustomResourceOptions) {
        super({ kind: "Flavor", outputs: ["name"], secrets: [] }, name, args, options);
    }

    /** Reads a flavor that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): Flavor {
        return new Flavor(name, args as FlavorArgs, { ...options, id });
    }
}
