import type * as pulumi from "@pulumi/pulumi";
import type { SecurityGroupArgs } from "./arguments";
import type { CloudArgs, Shown } from "./resource";
import { ComputeResource } from "./resource";

/** The arguments that are outputs too. */
const SHOWN = ["description", "rules"] as const satisfies (keyof SecurityGroupArgs)[];

/**
 * A security group with its rules. A change adds and removes single rules; one that did not change is never touched.
 *
 * @example
 * const web = new compute.SecurityGroup("web", {
 *     rules: [
 *         { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
 *         { protocol: "tcp", fromPort: 1, toPort: 65535, group: "self" },
 *     ],
 * });
 */
export class SecurityGroup extends ComputeResource {
    /** The name in the cloud: what a server's `securityGroups` takes. */
    declare readonly name: pulumi.Output<string>;

    declare readonly description: Shown<SecurityGroupArgs, "description">;
    declare readonly rules: Shown<SecurityGroupArgs, "rules">;

    constructor(name: string, args: SecurityGroupArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({ kind: "SecurityGroup", outputs: ["name", ...SHOWN], secrets: [] }, name, args, options);
    }

    /** Reads a security group that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): SecurityGroup {
        return new SecurityGroup(name, args, { ...options, id });
    }
}
