/**
 * What the constant `__provider` text of every resource loads: `exports.handler=require("…/provider").provider`.
 * One process of Pulumi serves all dynamic resources of a program with it. A stack's identity loads `identity()`.
 */
import type { dynamic } from "@pulumi/pulumi";
import { endWithPulumi } from "./end-with-pulumi";
import { IdentityProvider } from "./identity";
import { ComputeProvider } from "./provider";
import { InShort } from "./shorthand";

export { call } from "./functions";

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
