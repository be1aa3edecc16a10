/**
 * What the constant `__provider` text of every resource loads: `exports.handler=require("…/provider").provider`.
 * One process of Pulumi serves all dynamic resources of a program with it. A stack's identity loads `identity()`.
 */
import type { dynamic } from "@pulumi/pulumi";
import { endWithPulumi } from "./dynamic/end-with-pulumi";
import { InShort } from "./dynamic/shorthand";
import { IdentityProvider } from "./dynamic/stack-identity";
import { ComputeProvider } from "./provider";

export { call } from "./call";

/** The provider of all resources of this package. */
export function provider(): dynamic.ResourceProvider {
    endWithPulumi();
    return new InShort(new ComputeProvider());
}

/** The provider of the stack's identity. */
export function identity(): dynamic.ResourceProvider {
    endWithPulumi();
    return new IdentityProvider();
}
