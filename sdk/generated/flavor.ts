// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { FlavorArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * A size of servers: memory, processors and disks. Only administrators may create one, by the API's default
 * policy.
 *
 * @example
 * ```ts
 * const large = new compute.Flavor("build", {
 *     ram: 16384, vcpus: 8, disk: 40, extraSpecs: { "hw:cpu_policy": "dedicated" },
 * });
 * const server = new compute.Server("ci", { flavor: large.name, image: "debian-12" });
 * ```
 */
export class Flavor extends ComputeResource {
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** The flavor's id. */
    declare readonly flavorId: Shown<FlavorArgs, "flavorId">;
    /** Memory, in MiB. */
    declare readonly ram: Shown<FlavorArgs, "ram">;
    /** Virtual processors. */
    declare readonly vcpus: Shown<FlavorArgs, "vcpus">;
    /** The root disk, in GiB. 0 makes it as large as the image. */
    declare readonly disk: Shown<FlavorArgs, "disk">;
    /** The ephemeral disk, in GiB. */
    declare readonly ephemeral: Shown<FlavorArgs, "ephemeral">;
    /** The swap disk, in MiB. */
    declare readonly swap: Shown<FlavorArgs, "swap">;
    /** A factor for the network's bandwidth. Nova 26 and older refuse a factor below 1. */
    declare readonly rxtxFactor: Shown<FlavorArgs, "rxtxFactor">;
    /** Whether every project may use it. */
    declare readonly isPublic: Shown<FlavorArgs, "isPublic">;
    /** A description. */
    declare readonly description: Shown<FlavorArgs, "description">;
    /** Extra specs, for example `hw:cpu_policy`. Only the keys named here are managed. */
    declare readonly extraSpecs: Shown<FlavorArgs, "extraSpecs">;
    /** The ids of the projects that may use the flavor, if it is not public: exactly these. */
    declare readonly projects: Shown<FlavorArgs, "projects">;

    constructor(name: string, args: FlavorArgs, options?: pulumi.CustomResourceOptions) {
        super({"kind":"Flavor","outputs":["name","flavorId","ram","vcpus","disk","ephemeral","swap","rxtxFactor","isPublic","description","extraSpecs","projects"],"secrets":[]}, name, args, options);
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
