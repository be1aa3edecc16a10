/** OpenStack Compute for Pulumi: `import * as compute from "pulumi-openstack-compute"`. */

export * from "./arguments";
export { Flavor } from "./flavor";
export { FloatingIp } from "./floating-ip";
export { Keypair } from "./keypair";
export type { CloudArgs } from "./resource";
export { SecurityGroup } from "./security-group";
export type { AttachedVolume, ServerAddress, ServerFault } from "./server";
export { Server } from "./server";
