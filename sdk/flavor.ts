import type * as pulumi from "@pulumi/pulumi";
import type { FlavorArgs } from "./arguments";
import type { CloudArgs, Shown } from "./resource";
import { ComputeResource } from "./resource";

/** The arguments that are outputs too. */
const SHOWN = [
    "flavorId",
    "ram",
    "vcpus",
    "disk",
    "ephemeral",
    "swap",
    "rxtxFactor",
    "isPublic",
    "description",
    "extraSpecs",
    "projects",
] as const satisfies (keyof FlavorArgs)[];

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

    declare readonly flavorId: Shown<FlavorArgs, "flavorId">;
    declare readonly ram: Shown<FlavorArgs, "ram">;
    declare readonly vcpus: Shown<FlavorArgs, "vcpus">;
    declare readonly disk: Shown<FlavorArgs, "disk">;
    declare readonly ephemeral: Shown<FlavorArgs, "ephemeral">;
    declare readonly swap: Shown<FlavorArgs, "swap">;
    declare readonly rxtxFactor: Shown<FlavorArgs, "rxtxFactor">;
    declare readonly isPublic: Shown<FlavorArgs, "isPublic">;
    declare readonly description: Shown<FlavorArgs, "description">;
    declare readonly extraSpecs: Shown<FlavorArgs, "extraSpecs">;
    declare readonly projects: Shown<FlavorArgs, "projects">;

    constructor(name: string, args: FlavorArgs, options?: pulumi.CustomResourceOptions) {
        super({ kind: "Flavor", outputs: ["name", ...SHOWN], secrets: [] }, name, args, options);
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
