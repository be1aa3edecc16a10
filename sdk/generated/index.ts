// Written by `npm run build` out of provider/resources/: edit that.
export * from "./arguments";
export * from "./functions";
export * from "./outputs";
export { Server } from "./server";
export { Keypair } from "./keypair";
export { FloatingIp } from "./floating-ip";
export { SecurityGroup } from "./security-group";
export { Flavor } from "./flavor";
export { ServerGroup } from "./server-group";
export { Aggregate } from "./aggregate";
export { QuotaSet } from "./quota-set";
export { ServerAction } from "./server-action";
