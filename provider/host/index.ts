/**
 * What the constant `__provider` text of every resource loads: `exports.handler=require("…/provider").provider`.
 * One process of Pulumi serves all dynamic resources of a program with it. A stack's identity loads `identity()`.
 */
import { DynamicProvider } from "./dynamic/dynamic-provider";
import { endWithPulumi } from "./dynamic/end-with-pulumi";
import { IdentityProvider } from "./dynamic/stack-identity";

export { call } from "./call";

/** The provider of all resources of this package. */
export function provider(): DynamicProvider {
    endWithPulumi();
    return new DynamicProvider();
}

/** The provider of the stack's identity. */
export function identity(): IdentityProvider {
    endWithPulumi();
    return new IdentityProvider();
}
