// Written by `npm run build` out of provider/resources/: edit that.

export { Aggregate } from "./aggregate";
export * from "./arguments";
export { Flavor } from "./flavor";
export { FloatingIp } from "./floating-ip";
export { Keypair } from "./keypair";
export { QuotaSet } from "./quota-set";
export { SecurityGroup } from "./security-group";
export type { AttachedVolume, ServerAddress, ServerFault } from "./server";
export { Server } from "./server";
export { ServerGroup } from "./server-group";
