// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import { ask, askOutput } from "../ask";
import type { GetSecurityGroupRule, ServerAddress, ServerFault } from "./outputs";

/** What {@link getFlavor} takes. */
export interface GetFlavorArgs {
    /** The id of the flavor. */
    id?: string | undefined;
    /** The name of the flavor. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** At least so much memory, in MiB. */
    minRam?: number | undefined;
    /** At least so many virtual processors. */
    minVcpus?: number | undefined;
    /** At least so large a root disk, in GiB. */
    minDisk?: number | undefined;
    /** Whether every project may use it. */
    isPublic?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getFlavorOutput} takes. */
export interface GetFlavorOutputArgs {
    /** The id of the flavor. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the flavor. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** At least so much memory, in MiB. */
    minRam?: pulumi.Input<number | undefined>;
    /** At least so many virtual processors. */
    minVcpus?: pulumi.Input<number | undefined>;
    /** At least so large a root disk, in GiB. */
    minDisk?: pulumi.Input<number | undefined>;
    /** Whether every project may use it. */
    isPublic?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getFlavor} answers. */
export interface GetFlavorResult {
    /** The id of the flavor. */
    id: string;
    /**  */
    name?: string | undefined;
    /** Memory, in MiB. */
    ram?: number | undefined;
    /** Virtual processors. */
    vcpus?: number | undefined;
    /**  */
    disk?: number | undefined;
    /**  */
    ephemeral?: number | undefined;
    /**  */
    swap?: number | undefined;
    /** A factor for the network's bandwidth. Nova 26 and older refuse one below 1. Default: 1. */
    rxtxFactor?: number | undefined;
    /** Whether every project may use it. Default: true. */
    isPublic?: boolean | undefined;
    /** A description (microversion 2.55). */
    description?: string | undefined;
    /**  */
    extraSpecs?: { [key: string]: string } | undefined;
}

/**
 * Reads one flavor. Fails where none fits, and where more than one does.
 *
 * @example
 * const small = await compute.getFlavor({ name: "m1.small" });
 * const server = new compute.Server("web", { flavor: small.id, image: "debian-12" });
 */
export function getFlavor(args: GetFlavorArgs = {}): Promise<GetFlavorResult> {
    return ask("getFlavor", args);
}

/** {@link getFlavor}, of arguments that may be outputs. */
export function getFlavorOutput(args: GetFlavorOutputArgs = {}): pulumi.Output<GetFlavorResult> {
    return askOutput("getFlavor", args);
}

/** What {@link getFlavors} takes. */
export interface GetFlavorsArgs {
    /** The name of the flavor. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** At least so much memory, in MiB. */
    minRam?: number | undefined;
    /** At least so many virtual processors. */
    minVcpus?: number | undefined;
    /** At least so large a root disk, in GiB. */
    minDisk?: number | undefined;
    /** Whether every project may use it. */
    isPublic?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getFlavorsOutput} takes. */
export interface GetFlavorsOutputArgs {
    /** The name of the flavor. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** At least so much memory, in MiB. */
    minRam?: pulumi.Input<number | undefined>;
    /** At least so many virtual processors. */
    minVcpus?: pulumi.Input<number | undefined>;
    /** At least so large a root disk, in GiB. */
    minDisk?: pulumi.Input<number | undefined>;
    /** Whether every project may use it. */
    isPublic?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getFlavors} answers. */
export interface GetFlavorsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    flavors: { id: string; name?: string; ram?: number; vcpus?: number; disk?: number; ephemeral?: number; swap?: number; rxtxFactor?: number; isPublic?: boolean; description?: string; extraSpecs?: { [key: string]: string } }[];
}

/**
 * Reads all of the project's flavors that fit. None is no error.
 *
 * @example
 * const { flavors } = await compute.getFlavors({ minRam: 4096, isPublic: true });
 */
export function getFlavors(args: GetFlavorsArgs = {}): Promise<GetFlavorsResult> {
    return ask("getFlavors", args);
}

/** {@link getFlavors}, of arguments that may be outputs. */
export function getFlavorsOutput(args: GetFlavorsOutputArgs = {}): pulumi.Output<GetFlavorsResult> {
    return askOutput("getFlavors", args);
}

/** What {@link getImage} takes. */
export interface GetImageArgs {
    /** The id of the image. */
    id?: string | undefined;
    /** The name of the image. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The status. Default: any. */
    status?: string | undefined;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /** Of several that fit, the one that was created last. Default: false, and several are an error. */
    newest?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getImageOutput} takes. */
export interface GetImageOutputArgs {
    /** The id of the image. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the image. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The status. Default: any. */
    status?: pulumi.Input<string | undefined>;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** Of several that fit, the one that was created last. Default: false, and several are an error. */
    newest?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getImage} answers. */
export interface GetImageResult {
    /** The id. */
    id: string;
    /** The name. Several images may have one. */
    name: string;
    /** `ACTIVE`, `SAVING`, `DELETED`, `ERROR` or `UNKNOWN`. */
    status: string;
    /** The smallest root disk that it fits on, in GiB. */
    minDisk?: number | undefined;
    /** The least memory that it needs, in MiB. */
    minRam?: number | undefined;
    /** Its metadata. */
    metadata: { [key: string]: string };
    /** When it was created (ISO 8601, UTC). */
    created?: string | undefined;
    /** When it was last changed (ISO 8601, UTC). */
    updated?: string | undefined;
}

/**
 * Reads one image. Fails where none fits, and where more than one does.
 *
 * @example
 * const debian = await compute.getImage({ nameRegex: "^debian-12", newest: true });
 * const server = new compute.Server("web", { flavor: "m1.small", image: debian.id });
 */
export function getImage(args: GetImageArgs = {}): Promise<GetImageResult> {
    return ask("getImage", args);
}

/** {@link getImage}, of arguments that may be outputs. */
export function getImageOutput(args: GetImageOutputArgs = {}): pulumi.Output<GetImageResult> {
    return askOutput("getImage", args);
}

/** What {@link getImages} takes. */
export interface GetImagesArgs {
    /** The name of the image. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The status. Default: any. */
    status?: string | undefined;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getImagesOutput} takes. */
export interface GetImagesOutputArgs {
    /** The name of the image. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The status. Default: any. */
    status?: pulumi.Input<string | undefined>;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getImages} answers. */
export interface GetImagesResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    images: { id: string; name: string; status: string; minDisk?: number; minRam?: number; metadata: { [key: string]: string }; created?: string; updated?: string }[];
}

/**
 * Reads all of the project's images that fit. None is no error.
 *
 * @example
 * const { images } = await compute.getImages({ metadata: { os_distro: "debian" } });
 */
export function getImages(args: GetImagesArgs = {}): Promise<GetImagesResult> {
    return ask("getImages", args);
}

/** {@link getImages}, of arguments that may be outputs. */
export function getImagesOutput(args: GetImagesOutputArgs = {}): pulumi.Output<GetImagesResult> {
    return askOutput("getImages", args);
}

/** What {@link getKeypair} takes. */
export interface GetKeypairArgs {
    /** The id of the keypair. */
    id?: string | undefined;
    /** The name of the keypair. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getKeypairOutput} takes. */
export interface GetKeypairOutputArgs {
    /** The id of the keypair. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the keypair. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getKeypair} answers. */
export interface GetKeypairResult {
    /** The id of the keypair. */
    id: string;
    /**  */
    name?: string | undefined;
    /** The OpenSSH public key to import, or, for `x509`, the certificate in PEM. Omit to generate a pair: `privateKey` has its private half. */
    publicKey?: string | undefined;
    /** `ssh` (default), or `x509`: a certificate, for Windows (microversion 2.2). */
    type?: "ssh" | "x509" | undefined;
    /** The public key's MD5 fingerprint, as the cloud gives it. */
    fingerprint?: string | undefined;
}

/**
 * Reads one keypair. Fails where none fits, and where more than one does.
 *
 * @example
 * const key = await compute.getKeypair({ name: "deploy" });
 * export const fingerprint = key.fingerprint;
 */
export function getKeypair(args: GetKeypairArgs = {}): Promise<GetKeypairResult> {
    return ask("getKeypair", args);
}

/** {@link getKeypair}, of arguments that may be outputs. */
export function getKeypairOutput(args: GetKeypairOutputArgs = {}): pulumi.Output<GetKeypairResult> {
    return askOutput("getKeypair", args);
}

/** What {@link getKeypairs} takes. */
export interface GetKeypairsArgs {
    /** The name of the keypair. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getKeypairsOutput} takes. */
export interface GetKeypairsOutputArgs {
    /** The name of the keypair. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getKeypairs} answers. */
export interface GetKeypairsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    keypairs: ({ id: string; name?: string; publicKey?: string; type?: "ssh" | "x509"; fingerprint?: string })[];
}

/**
 * Reads all of the project's keypairs that fit. None is no error.
 *
 * @example
 * const { ids } = await compute.getKeypairs({ nameRegex: "^ci-" });
 */
export function getKeypairs(args: GetKeypairsArgs = {}): Promise<GetKeypairsResult> {
    return ask("getKeypairs", args);
}

/** {@link getKeypairs}, of arguments that may be outputs. */
export function getKeypairsOutput(args: GetKeypairsOutputArgs = {}): pulumi.Output<GetKeypairsResult> {
    return askOutput("getKeypairs", args);
}

/** What {@link getNetwork} takes. */
export interface GetNetworkArgs {
    /** The id of the network. */
    id?: string | undefined;
    /** The name of the network. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getNetworkOutput} takes. */
export interface GetNetworkOutputArgs {
    /** The id of the network. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the network. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getNetwork} answers. */
export interface GetNetworkResult {
    /** The id. */
    id: string;
    /** The name. */
    name: string;
    /** Its addresses in CIDR notation, where the cloud tells them. */
    cidr?: string | undefined;
}

/**
 * Reads one network. Fails where none fits, and where more than one does.
 *
 * @example
 * const network = await compute.getNetwork({ name: "private" });
 * const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", networks: [{ network: network.id }] });
 */
export function getNetwork(args: GetNetworkArgs = {}): Promise<GetNetworkResult> {
    return ask("getNetwork", args);
}

/** {@link getNetwork}, of arguments that may be outputs. */
export function getNetworkOutput(args: GetNetworkOutputArgs = {}): pulumi.Output<GetNetworkResult> {
    return askOutput("getNetwork", args);
}

/** What {@link getNetworks} takes. */
export interface GetNetworksArgs {
    /** The name of the network. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getNetworksOutput} takes. */
export interface GetNetworksOutputArgs {
    /** The name of the network. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getNetworks} answers. */
export interface GetNetworksResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    networks: { id: string; name: string; cidr?: string }[];
}

/**
 * Reads all of the project's networks that fit. None is no error.
 *
 * @example
 * const { networks } = await compute.getNetworks({ nameRegex: "^prod-" });
 */
export function getNetworks(args: GetNetworksArgs = {}): Promise<GetNetworksResult> {
    return ask("getNetworks", args);
}

/** {@link getNetworks}, of arguments that may be outputs. */
export function getNetworksOutput(args: GetNetworksOutputArgs = {}): pulumi.Output<GetNetworksResult> {
    return askOutput("getNetworks", args);
}

/** What {@link getSecurityGroup} takes. */
export interface GetSecurityGroupArgs {
    /** The id of the security group. */
    id?: string | undefined;
    /** The name of the security group. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getSecurityGroupOutput} takes. */
export interface GetSecurityGroupOutputArgs {
    /** The id of the security group. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the security group. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getSecurityGroup} answers. */
export interface GetSecurityGroupResult {
    /** The id. */
    id: string;
    /** The name. With the network service behind Compute, several groups may have one. */
    name: string;
    /** The description. */
    description: string;
    /** The rules for what may come in. */
    rules: GetSecurityGroupRule[];
}

/**
 * Reads one security group. Fails where none fits, and where more than one does.
 *
 * @example
 * const web = await compute.getSecurityGroup({ name: "web" });
 * const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", securityGroups: [web.id] });
 */
export function getSecurityGroup(args: GetSecurityGroupArgs = {}): Promise<GetSecurityGroupResult> {
    return ask("getSecurityGroup", args);
}

/** {@link getSecurityGroup}, of arguments that may be outputs. */
export function getSecurityGroupOutput(args: GetSecurityGroupOutputArgs = {}): pulumi.Output<GetSecurityGroupResult> {
    return askOutput("getSecurityGroup", args);
}

/** What {@link getSecurityGroups} takes. */
export interface GetSecurityGroupsArgs {
    /** The name of the security group. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getSecurityGroupsOutput} takes. */
export interface GetSecurityGroupsOutputArgs {
    /** The name of the security group. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getSecurityGroups} answers. */
export interface GetSecurityGroupsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    securityGroups: { id: string; name: string; description: string; rules: GetSecurityGroupRule[] }[];
}

/**
 * Reads all of the project's securityGroups that fit. None is no error.
 *
 * @example
 * const { ids } = await compute.getSecurityGroups({ nameRegex: "^prod-" });
 */
export function getSecurityGroups(args: GetSecurityGroupsArgs = {}): Promise<GetSecurityGroupsResult> {
    return ask("getSecurityGroups", args);
}

/** {@link getSecurityGroups}, of arguments that may be outputs. */
export function getSecurityGroupsOutput(args: GetSecurityGroupsOutputArgs = {}): pulumi.Output<GetSecurityGroupsResult> {
    return askOutput("getSecurityGroups", args);
}

/** What {@link getFloatingIp} takes. */
export interface GetFloatingIpArgs {
    /** The id of the floating IP. */
    id?: string | undefined;
    /** The name of the floating IP. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The address. */
    address?: string | undefined;
    /** The pool that it is from. */
    pool?: string | undefined;
    /** The id of the server that it is associated with. */
    serverId?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getFloatingIpOutput} takes. */
export interface GetFloatingIpOutputArgs {
    /** The id of the floating IP. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the floating IP. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The address. */
    address?: pulumi.Input<string | undefined>;
    /** The pool that it is from. */
    pool?: pulumi.Input<string | undefined>;
    /** The id of the server that it is associated with. */
    serverId?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getFloatingIp} answers. */
export interface GetFloatingIpResult {
    /** The id. */
    id: string;
    /** The address, by which messages name it. */
    name: string;
    /** The address. */
    address: string;
    /** The pool that it is from, where the cloud tells it. */
    pool?: string | undefined;
    /** The id of the server that it is associated with. */
    serverId?: string | undefined;
    /** Which of the server's own addresses it is associated with. */
    fixedIp?: string | undefined;
}

/**
 * Reads one floating IP. Fails where none fits, and where more than one does.
 *
 * @example
 * const ip = await compute.getFloatingIp({ address: "203.0.113.10" });
 * export const serverId = ip.serverId;
 */
export function getFloatingIp(args: GetFloatingIpArgs = {}): Promise<GetFloatingIpResult> {
    return ask("getFloatingIp", args);
}

/** {@link getFloatingIp}, of arguments that may be outputs. */
export function getFloatingIpOutput(args: GetFloatingIpOutputArgs = {}): pulumi.Output<GetFloatingIpResult> {
    return askOutput("getFloatingIp", args);
}

/** What {@link getFloatingIps} takes. */
export interface GetFloatingIpsArgs {
    /** The name of the floating IP. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The address. */
    address?: string | undefined;
    /** The pool that it is from. */
    pool?: string | undefined;
    /** The id of the server that it is associated with. */
    serverId?: string | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getFloatingIpsOutput} takes. */
export interface GetFloatingIpsOutputArgs {
    /** The name of the floating IP. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The address. */
    address?: pulumi.Input<string | undefined>;
    /** The pool that it is from. */
    pool?: pulumi.Input<string | undefined>;
    /** The id of the server that it is associated with. */
    serverId?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getFloatingIps} answers. */
export interface GetFloatingIpsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    floatingIps: { id: string; name: string; address: string; pool?: string; serverId?: string; fixedIp?: string }[];
}

/**
 * Reads all of the project's floatingIps that fit. None is no error.
 *
 * @example
 * const { floatingIps } = await compute.getFloatingIps({ pool: "public" });
 */
export function getFloatingIps(args: GetFloatingIpsArgs = {}): Promise<GetFloatingIpsResult> {
    return ask("getFloatingIps", args);
}

/** {@link getFloatingIps}, of arguments that may be outputs. */
export function getFloatingIpsOutput(args: GetFloatingIpsOutputArgs = {}): pulumi.Output<GetFloatingIpsResult> {
    return askOutput("getFloatingIps", args);
}

/** What {@link getServer} takes. */
export interface GetServerArgs {
    /** The id of the server. */
    id?: string | undefined;
    /** The name of the server. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The status: `ACTIVE`, `SHUTOFF`, `ERROR`... */
    status?: string | undefined;
    /** The id of its flavor. */
    flavor?: string | undefined;
    /** The id of its image. */
    image?: string | undefined;
    /** The host that it runs on. For administrators. */
    host?: string | undefined;
    /** The reservation with which it was created. */
    reservationId?: string | undefined;
    /** When it was changed, at the earliest (ISO 8601). Then deleted servers are among them, with the status `DELETED`. */
    changesSince?: string | undefined;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /** Tags, all of which it has (microversion 2.26). */
    tags?: string[] | undefined;
    /** In all projects. For administrators. */
    allProjects?: boolean | undefined;
    /** Of several that fit, the one that was created last. Default: false, and several are an error. */
    newest?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getServerOutput} takes. */
export interface GetServerOutputArgs {
    /** The id of the server. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the server. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The status: `ACTIVE`, `SHUTOFF`, `ERROR`... */
    status?: pulumi.Input<string | undefined>;
    /** The id of its flavor. */
    flavor?: pulumi.Input<string | undefined>;
    /** The id of its image. */
    image?: pulumi.Input<string | undefined>;
    /** The host that it runs on. For administrators. */
    host?: pulumi.Input<string | undefined>;
    /** The reservation with which it was created. */
    reservationId?: pulumi.Input<string | undefined>;
    /** When it was changed, at the earliest (ISO 8601). Then deleted servers are among them, with the status `DELETED`. */
    changesSince?: pulumi.Input<string | undefined>;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** Tags, all of which it has (microversion 2.26). */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** In all projects. For administrators. */
    allProjects?: pulumi.Input<boolean | undefined>;
    /** Of several that fit, the one that was created last. Default: false, and several are an error. */
    newest?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getServer} answers. */
export interface GetServerResult {
    /** The id of the server. */
    id: string;
    /** The name. */
    name: string;
    /** The status that the cloud gives it: `ACTIVE`, `SHUTOFF`, `ERROR`… */
    status: string;
    /** The name of its flavor, where the cloud tells it. */
    flavorName?: string | undefined;
    /** The id of its flavor: up to microversion 2.46. */
    flavorId?: string | undefined;
    /** The id of its image. */
    imageId?: string | undefined;
    /** The name of its keypair. */
    keyName?: string | undefined;
    /** Its metadata. */
    metadata: { [key: string]: string };
    /** Its tags (microversion 2.26). */
    tags?: string[] | undefined;
    /** The names of its security groups. */
    securityGroups?: string[] | undefined;
    /** Its own addresses, by network. Floating IPs are outputs of {@link FloatingIp}. */
    addresses: { [key: string]: ServerAddress[] };
    /** `accessIpV4`, or its first IPv4 address. */
    ipV4?: string | undefined;
    /** `accessIpV6`, or its first IPv6 address. */
    ipV6?: string | undefined;
    /** Its availability zone. */
    availabilityZone?: string | undefined;
    /** Tells hosts apart within the project; it does not name one. */
    hostId?: string | undefined;
    /** Its description (microversion 2.19). */
    description?: string | undefined;
    /** The host name that the guest is told (microversion 2.90). */
    hostname?: string | undefined;
    /** Whether it is locked (microversion 2.9). */
    locked?: boolean | undefined;
    /** When it was created (ISO 8601, UTC). */
    created?: string | undefined;
    /** When it was last changed (ISO 8601, UTC). */
    updated?: string | undefined;
    /** Why it is in ERROR. */
    fault?: ServerFault | undefined;
}

/**
 * Reads one server. Fails where none fits, and where more than one does.
 *
 * @example
 * const bastion = await compute.getServer({ name: "bastion" });
 * export const address = bastion.ipV4;
 */
export function getServer(args: GetServerArgs = {}): Promise<GetServerResult> {
    return ask("getServer", args);
}

/** {@link getServer}, of arguments that may be outputs. */
export function getServerOutput(args: GetServerOutputArgs = {}): pulumi.Output<GetServerResult> {
    return askOutput("getServer", args);
}

/** What {@link getServers} takes. */
export interface GetServersArgs {
    /** The name of the server. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** The status: `ACTIVE`, `SHUTOFF`, `ERROR`... */
    status?: string | undefined;
    /** The id of its flavor. */
    flavor?: string | undefined;
    /** The id of its image. */
    image?: string | undefined;
    /** The host that it runs on. For administrators. */
    host?: string | undefined;
    /** The reservation with which it was created. */
    reservationId?: string | undefined;
    /** When it was changed, at the earliest (ISO 8601). Then deleted servers are among them, with the status `DELETED`. */
    changesSince?: string | undefined;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /** Tags, all of which it has (microversion 2.26). */
    tags?: string[] | undefined;
    /** In all projects. For administrators. */
    allProjects?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getServersOutput} takes. */
export interface GetServersOutputArgs {
    /** The name of the server. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** The status: `ACTIVE`, `SHUTOFF`, `ERROR`... */
    status?: pulumi.Input<string | undefined>;
    /** The id of its flavor. */
    flavor?: pulumi.Input<string | undefined>;
    /** The id of its image. */
    image?: pulumi.Input<string | undefined>;
    /** The host that it runs on. For administrators. */
    host?: pulumi.Input<string | undefined>;
    /** The reservation with which it was created. */
    reservationId?: pulumi.Input<string | undefined>;
    /** When it was changed, at the earliest (ISO 8601). Then deleted servers are among them, with the status `DELETED`. */
    changesSince?: pulumi.Input<string | undefined>;
    /** Metadata that it has, at least these keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** Tags, all of which it has (microversion 2.26). */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** In all projects. For administrators. */
    allProjects?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getServers} answers. */
export interface GetServersResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    servers: { id: string; name: string; status: string; flavorName?: string; flavorId?: string; imageId?: string; keyName?: string; metadata: { [key: string]: string }; tags?: string[]; securityGroups?: string[]; addresses: { [key: string]: ServerAddress[] }; ipV4?: string; ipV6?: string; availabilityZone?: string; hostId?: string; description?: string; hostname?: string; locked?: boolean; created?: string; updated?: string; fault?: ServerFault }[];
}

/**
 * Reads all of the project's servers that fit. None is no error.
 *
 * @example
 * const { servers } = await compute.getServers({ status: "ERROR" });
 * export const broken = servers.map(({ name }) => name);
 */
export function getServers(args: GetServersArgs = {}): Promise<GetServersResult> {
    return ask("getServers", args);
}

/** {@link getServers}, of arguments that may be outputs. */
export function getServersOutput(args: GetServersOutputArgs = {}): pulumi.Output<GetServersResult> {
    return askOutput("getServers", args);
}

/** What {@link getAvailabilityZones} takes. */
export interface GetAvailabilityZonesArgs {
    /** Whether the zone is available. Default: both. */
    available?: boolean | undefined;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getAvailabilityZonesOutput} takes. */
export interface GetAvailabilityZonesOutputArgs {
    /** Whether the zone is available. Default: both. */
    available?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getAvailabilityZones} answers. */
export interface GetAvailabilityZonesResult {
    /** Their names. */
    names: string[];
    /** What they are. */
    zones: { name: string; available: boolean }[];
}

/**
 * Reads the availability zones that servers can be created in.
 *
 * @example
 * const { names } = await compute.getAvailabilityZones({ available: true });
 * const servers = names.map((zone) => new compute.Server(`web-${zone}`, {
 *     flavor: "m1.small", image: "debian-12", availabilityZone: zone,
 * }));
 */
export function getAvailabilityZones(args: GetAvailabilityZonesArgs = {}): Promise<GetAvailabilityZonesResult> {
    return ask("getAvailabilityZones", args);
}

/** {@link getAvailabilityZones}, of arguments that may be outputs. */
export function getAvailabilityZonesOutput(args: GetAvailabilityZonesOutputArgs = {}): pulumi.Output<GetAvailabilityZonesResult> {
    return askOutput("getAvailabilityZones", args);
}

/** What {@link getLimits} takes. */
export interface GetLimitsArgs {
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: string | undefined;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: string | undefined;
}

/** What {@link getLimitsOutput} takes. */
export interface GetLimitsOutputArgs {
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. */
    region?: pulumi.Input<string | undefined>;
}

/** What {@link getLimits} answers. */
export interface GetLimitsResult {
    /** By the API's own names (`maxTotalCores`, `totalCoresUsed`, ...); -1 means no limit. */
    absolute: { [key: string]: number };
}

/**
 * Reads the project's limits, and what of them is used.
 *
 * @example
 * const { absolute } = await compute.getLimits();
 * export const serversLeft = absolute.maxTotalInstances - absolute.totalInstancesUsed;
 */
export function getLimits(args: GetLimitsArgs = {}): Promise<GetLimitsResult> {
    return ask("getLimits", args);
}

/** {@link getLimits}, of arguments that may be outputs. */
export function getLimitsOutput(args: GetLimitsOutputArgs = {}): pulumi.Output<GetLimitsResult> {
    return askOutput("getLimits", args);
}
