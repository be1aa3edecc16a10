/** The Compute API, group by group: typed functions, and all operations as data. */
import { floatingIpOperations } from "./floating-ips";
import { imageMetadataOperations } from "./image-metadata";
import { imageOperations } from "./images";
import { instanceActionOperations } from "./instance-actions";
import { keypairOperations } from "./keypairs";
import { limitOperations } from "./limits";
import { networkOperations, tenantNetworkOperations } from "./networks";
import type { Operation } from "./operation";
import { securityGroupOperations } from "./security-groups";
import { serverActionOperations } from "./server-actions";
import { serverAddressOperations } from "./server-addresses";
import { serverGroupOperations } from "./server-groups";
import { serverInterfaceOperations } from "./server-interfaces";
import { serverMetadataOperations } from "./server-metadata";
import { serverTagOperations } from "./server-tags";
import { serverVolumeOperations } from "./server-volumes";
import { serverOperations } from "./servers";
import { versionOperations } from "./versions";
import { volumeOperations } from "./volumes";

export * from "./floating-ips";
export * from "./image-metadata";
export * from "./images";
export * from "./instance-actions";
export * from "./keypairs";
export * from "./limits";
export * from "./networks";
export * from "./operation";
export * from "./security-groups";
export * from "./server-actions";
export * from "./server-addresses";
export * from "./server-groups";
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
    serverGroups: serverGroupOperations,
    instanceActions: instanceActionOperations,
    keypairs: keypairOperations,
    images: imageOperations,
    imageMetadata: imageMetadataOperations,
    floatingIps: floatingIpOperations,
    securityGroups: securityGroupOperations,
    networks: networkOperations,
    tenantNetworks: tenantNetworkOperations,
    volumes: volumeOperations,
} satisfies Record<string, Record<string, Operation>>;
