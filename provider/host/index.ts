/**
 * What the constant `__provider` text of every resource loads: `require("pulumi-openstack-compute/provider").provider()`.
 * One process of Pulumi serves all dynamic resources of a program with it. A stack's identity loads `identity()`.
 */
import type { dynamic } from "@pulumi/pulumi";
import { IdentityProvider } from "./identity";
import { ComputeProvider } from "./provider";

/** The provider of all resources of this package. */
export function provider(): dynamic.ResourceProvider {
    return new ComputeProvider();
}

/** The provider of the stack's identity. */
export function identity(): dynamic.ResourceProvider {
    return new IdentityProvider();
}
