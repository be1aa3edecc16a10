/** OpenStack Compute for Pulumi: `import * as compute from "pulumi-openstack-compute"`. */

export * from "./generated/index";
export type { CloudArgs } from "./resource";
