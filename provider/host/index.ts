/**
 * What the constant `__provider` text of every resource loads: `exports.handler=require("…/provider").provider`.
 * One process of Pulumi serves all dynamic resources of a program with it. A stack's identity loads `identity()`.
 */
import type { dynamic } from "@pulumi/pulumi";
import { IdentityProvider } from "./identity";
import { ComputeProvider } from "./provider";
import { InShort } from "./shorthand";

/** The provider of all resources of this package. */
export function provider(): dynamic.ResourceProvider {
    endWithPulumi();
    return new InShort(new ComputeProvider());
}

/** Of a stream that is watched, also by another copy of this module. */
const WATCHED = Symbol.for("pulumi-openstack-compute.endsWithPulumi");

/**
 * Where Pulumi was killed nobody reads what is printed any more, and nothing more can get into a state: then this
 * process ends too. Otherwise Pulumi's handler of errors would print that error, for which there is the next, for ever.
 */
function endWithPulumi(): void {
    for (const stream of [process.stdout, process.stderr] as (NodeJS.WriteStream & { [WATCHED]?: true })[]) {
        if (stream[WATCHED] !== true) {
            stream[WATCHED] = true;
            stream.on("error", ({ code }: NodeJS.ErrnoException) => {
                if (code === "EPIPE") {
                    process.exit(1);
                }
            });
        }
    }
}

/** The provider of the stack's identity. */
export function identity(): dynamic.ResourceProvider {
    return new IdentityProvider();
}
