/** The Compute API, group by group: typed functions, and all operations as data. */
import { imageMetadataOperations } from "./image-metadata";
import { imageOperations } from "./images";
import { instanceActionOperations } from "./instance-actions";
import { limitOperations } from "./limits";
import { networkOperations, tenantNetworkOperations } from "./networks";
import type { Operation } from "./operation";
import { securityGroupOperations } from "./security-groups";
import { serverActionOperations } from "./server-actions";
import { serverAddressOperations } from "./server-addresses";
import { serverInterfaceOperations } from "./server-interfaces";
import { serverMetadataOperations } from "./server-metadata";
import { serverTagOperations } from "./server-tags";
import { serverVolumeOperations } from "./server-volumes";
import { serverOperations } from "./servers";
import { versionOperations } from "./versions";
import { volumeOperations } from "./volumes";

export * from "./image-metadata";
export * from "./images";
export * from "./instance-actions";
export * from "./limits";
export * from "./networks";
export * from "./operation";
export * from "./security-groups";
export * from "./server-actions";
export * from "./server-addresses";
export * from "./server-interfaces";
export * from "./server-metadata";
export * from "./server-tags";
export * from "./server-volumes";
export * from "./servers";
export * from "./status";
export * from "./versions";
export * from "./volumes";

/** The operations of these groups, by group and name: `operations.servers.create`. Resources declare the others. */
export const apiOperations = {
    versions: versionOperations,
    limits: limitOperations,
    servers: serverOperations,
    serverActions: serverActionOperations,
    serverMetadata: serverMetadataOperations,
    serverTags: serverTagOperations,
    serverAddresses: serverAddressOperations,
    serverInterfaces: serverInterfaceOperations,
    serverVolumes: serverVolumeOperations,
    instanceActions: instanceActionOperations,
    images: imageOperations,
    imageMetadata: imageMetadataOperations,
    securityGroups: securityGroupOperations,
    networks: networkOperations,
    tenantNetworks: tenantNetworkOperations,
    volumes: volumeOperations,
} satisfies Record<string, Record<string, Operation>>;
