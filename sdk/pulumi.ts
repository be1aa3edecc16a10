/**
 * The parts of Pulumi's SDK that this package needs in a program. Its index loads a package manager besides, which takes
 * longer than all of this.
 */

export { RunError } from "@pulumi/pulumi/errors";
export * as log from "@pulumi/pulumi/log";
export { isSecret, Output, output, secret } from "@pulumi/pulumi/output";
export { CustomResource, createUrn } from "@pulumi/pulumi/resource";
export { allConfig } from "@pulumi/pulumi/runtime/config";
export { isDryRun } from "@pulumi/pulumi/runtime/settings";
export { getStackResource } from "@pulumi/pulumi/runtime/stack";
