/**
 * What the constant `__provider` text of every resource loads: `require("pulumi-openstack-compute/provider").provider()`.
 * One process of Pulumi serves all dynamic resources of a program with it.
 */
import type { dynamic } from "@pulumi/pulumi";
import { ComputeProvider } from "./provider";

/** The provider of all resources of this package. */
export function provider(): dynamic.ResourceProvider {
    return new ComputeProvider();
}
