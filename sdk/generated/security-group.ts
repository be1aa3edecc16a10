// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { SecurityGroupArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * A security group with its rules. A change adds and removes single rules and never touches an unchanged one.
 *
 * @example
 * ```ts
 * const web = new compute.SecurityGroup("web", {
 *     rules: [
 *         { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
 *         { protocol: "tcp", fromPort: 1, toPort: 65535, group: "self" },
 *     ],
 * });
 * ```
 */
export class SecurityGroup extends ComputeResource {
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** A description. */
    declare readonly description: Shown<SecurityGroupArgs, "description">;
    /** The rules for incoming traffic, in any order: exactly these. Omit to leave the rules unmanaged. */
    declare readonly rules: Shown<SecurityGroupArgs, "rules">;

    constructor(name: string, args: SecurityGroupArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({"kind":"SecurityGroup","outputs":["name","description","rules"],"secrets":[]}, name, args, options);
    }

    /** Reads a security group that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): SecurityGroup {
        return new SecurityGroup(name, args as SecurityGroupArgs, { ...options, id });
    }
}
