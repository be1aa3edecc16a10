// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import { ask, askOutput } from "../ask";
import type { GetSecurityGroupRule, ServerAddress, ServerFault } from "./outputs";

/** The arguments of {@link getFlavor}. */
export interface GetFlavorArgs {
    /** The id of the flavor. */
    id?: string | undefined;
    /** The name of the flavor. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** At least this much memory, in MiB. */
    minRam?: number | undefined;
    /** At least this many virtual processors. */
    minVcpus?: number | undefined;
    /** A root disk of at least this size, in GiB. */
    minDisk?: number | undefined;
    /** Whether every project may use it. */
    isPublic?: boolean | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getFlavorOutput}. */
export interface GetFlavorOutputArgs {
    /** The id of the flavor. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the flavor. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** At least this much memory, in MiB. */
    minRam?: pulumi.Input<number | undefined>;
    /** At least this many virtual processors. */
    minVcpus?: pulumi.Input<number | undefined>;
    /** A root disk of at least this size, in GiB. */
    minDisk?: pulumi.Input<number | undefined>;
    /** Whether every project may use it. */
    isPublic?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getFlavor}. */
export interface GetFlavorResult {
    /** The id of the flavor. */
    id: string;
    /** The flavor's name. */
    name?: string | undefined;
    /** Memory, in MiB. */
    ram?: number | undefined;
    /** Virtual processors. */
    vcpus?: number | undefined;
    /** The root disk, in GiB. 0 makes it as large as the image. */
    disk?: number | undefined;
    /** The ephemeral disk, in GiB. */
    ephemeral?: number | undefined;
    /** The swap disk, in MiB. */
    swap?: number | undefined;
    /** A factor for the network's bandwidth. Nova 26 and older refuse a factor below 1. */
    rxtxFactor?: number | undefined;
    /** Whether every project may use it. */
    isPublic?: boolean | undefined;
    /** A description. */
    description?: string | undefined;
    /** Extra specs, for example `hw:cpu_policy`. Only the keys named here are managed. */
    extraSpecs?: { [key: string]: string } | undefined;
}

/**
 * Reads one flavor. Fails where none fits, and where more than one does.
 *
 * @example
 * ```ts
 * const small = await compute.getFlavor({ name: "m1.small" });
 * const server = new compute.Server("web", { flavor: small.id, image: "debian-12" });
 * ```
 */
export function getFlavor(args: GetFlavorArgs = {}): Promise<GetFlavorResult> {
    return ask("getFlavor", args);
}

/** {@link getFlavor} with arguments that may be outputs. */
export function getFlavorOutput(args: GetFlavorOutputArgs = {}): pulumi.Output<GetFlavorResult> {
    return askOutput("getFlavor", args);
}

/** The arguments of {@link getFlavors}. */
export interface GetFlavorsArgs {
    /** The name of the flavor. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /** At least this much memory, in MiB. */
    minRam?: number | undefined;
    /** At least this many virtual processors. */
    minVcpus?: number | undefined;
    /** A root disk of at least this size, in GiB. */
    minDisk?: number | undefined;
    /** Whether every project may use it. */
    isPublic?: boolean | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getFlavorsOutput}. */
export interface GetFlavorsOutputArgs {
    /** The name of the flavor. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /** At least this much memory, in MiB. */
    minRam?: pulumi.Input<number | undefined>;
    /** At least this many virtual processors. */
    minVcpus?: pulumi.Input<number | undefined>;
    /** A root disk of at least this size, in GiB. */
    minDisk?: pulumi.Input<number | undefined>;
    /** Whether every project may use it. */
    isPublic?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getFlavors}. */
export interface GetFlavorsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    flavors: GetFlavorResult[];
}

/**
 * Reads all of the project's flavors that fit. None is no error.
 *
 * @example
 * ```ts
 * const { flavors } = await compute.getFlavors({ minRam: 4096, isPublic: true });
 * ```
 */
export function getFlavors(args: GetFlavorsArgs = {}): Promise<GetFlavorsResult> {
    return ask("getFlavors", args);
}

/** {@link getFlavors} with arguments that may be outputs. */
export function getFlavorsOutput(args: GetFlavorsOutputArgs = {}): pulumi.Output<GetFlavorsResult> {
    return askOutput("getFlavors", args);
}

/** The arguments of {@link getImage}. */
export interface GetImageArgs {
    /** The id of the image. */
    id?: string | undefined;
    /** The name of the image. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The status.
     *
     * @default any
     */
    status?: string | undefined;
    /** Only images that have all of these metadata keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /**
     * Of several that fit, the one that was created last.
     *
     * @default false, and several are an error
     */
    newest?: boolean | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getImageOutput}. */
export interface GetImageOutputArgs {
    /** The id of the image. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the image. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The status.
     *
     * @default any
     */
    status?: pulumi.Input<string | undefined>;
    /** Only images that have all of these metadata keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * Of several that fit, the one that was created last.
     *
     * @default false, and several are an error
     */
    newest?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getImage}. */
export interface GetImageResult {
    /** The id. */
    id: string;
    /** The name. Several images may have the same one. */
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
 * ```ts
 * const debian = await compute.getImage({ nameRegex: "^debian-12", newest: true });
 * const server = new compute.Server("web", { flavor: "m1.small", image: debian.id });
 * ```
 */
export function getImage(args: GetImageArgs = {}): Promise<GetImageResult> {
    return ask("getImage", args);
}

/** {@link getImage} with arguments that may be outputs. */
export function getImageOutput(args: GetImageOutputArgs = {}): pulumi.Output<GetImageResult> {
    return askOutput("getImage", args);
}

/** The arguments of {@link getImages}. */
export interface GetImagesArgs {
    /** The name of the image. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The status.
     *
     * @default any
     */
    status?: string | undefined;
    /** Only images that have all of these metadata keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getImagesOutput}. */
export interface GetImagesOutputArgs {
    /** The name of the image. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The status.
     *
     * @default any
     */
    status?: pulumi.Input<string | undefined>;
    /** Only images that have all of these metadata keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getImages}. */
export interface GetImagesResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    images: GetImageResult[];
}

/**
 * Reads all of the project's images that fit. None is no error.
 *
 * @example
 * ```ts
 * const { images } = await compute.getImages({ metadata: { os_distro: "debian" } });
 * ```
 */
export function getImages(args: GetImagesArgs = {}): Promise<GetImagesResult> {
    return ask("getImages", args);
}

/** {@link getImages} with arguments that may be outputs. */
export function getImagesOutput(args: GetImagesOutputArgs = {}): pulumi.Output<GetImagesResult> {
    return askOutput("getImages", args);
}

/** The arguments of {@link getKeypair}. */
export interface GetKeypairArgs {
    /** The id of the keypair. */
    id?: string | undefined;
    /** The name of the keypair. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getKeypairOutput}. */
export interface GetKeypairOutputArgs {
    /** The id of the keypair. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the keypair. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getKeypair}. */
export interface GetKeypairResult {
    /** The id of the keypair. */
    id: string;
    /** The keypair's name: letters, digits, spaces and _ - . @ only. */
    name?: string | undefined;
    /** The OpenSSH public key to import; for `x509`, the certificate in PEM. */
    publicKey?: string | undefined;
    /** `ssh`, or `x509`: a certificate, for Windows. */
    type?: "ssh" | "x509" | undefined;
    /** The public key's MD5 fingerprint, as the cloud returns it. */
    fingerprint?: string | undefined;
}

/**
 * Reads one keypair. Fails where none fits, and where more than one does.
 *
 * @example
 * ```ts
 * const key = await compute.getKeypair({ name: "deploy" });
 * export const fingerprint = key.fingerprint;
 * ```
 */
export function getKeypair(args: GetKeypairArgs = {}): Promise<GetKeypairResult> {
    return ask("getKeypair", args);
}

/** {@link getKeypair} with arguments that may be outputs. */
export function getKeypairOutput(args: GetKeypairOutputArgs = {}): pulumi.Output<GetKeypairResult> {
    return askOutput("getKeypair", args);
}

/** The arguments of {@link getKeypairs}. */
export interface GetKeypairsArgs {
    /** The name of the keypair. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getKeypairsOutput}. */
export interface GetKeypairsOutputArgs {
    /** The name of the keypair. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getKeypairs}. */
export interface GetKeypairsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    keypairs: GetKeypairResult[];
}

/**
 * Reads all of the project's keypairs that fit. None is no error.
 *
 * @example
 * ```ts
 * const { ids } = await compute.getKeypairs({ nameRegex: "^ci-" });
 * ```
 */
export function getKeypairs(args: GetKeypairsArgs = {}): Promise<GetKeypairsResult> {
    return ask("getKeypairs", args);
}

/** {@link getKeypairs} with arguments that may be outputs. */
export function getKeypairsOutput(args: GetKeypairsOutputArgs = {}): pulumi.Output<GetKeypairsResult> {
    return askOutput("getKeypairs", args);
}

/** The arguments of {@link getNetwork}. */
export interface GetNetworkArgs {
    /** The id of the network. */
    id?: string | undefined;
    /** The name of the network. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getNetworkOutput}. */
export interface GetNetworkOutputArgs {
    /** The id of the network. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the network. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getNetwork}. */
export interface GetNetworkResult {
    /** The id. */
    id: string;
    /** The name. */
    name: string;
    /** Its address range in CIDR notation, if the cloud returns it. */
    cidr?: string | undefined;
}

/**
 * Reads one network. Fails where none fits, and where more than one does.
 *
 * @example
 * ```ts
 * const network = await compute.getNetwork({ name: "private" });
 * const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", networks: [{ network: network.id }] });
 * ```
 */
export function getNetwork(args: GetNetworkArgs = {}): Promise<GetNetworkResult> {
    return ask("getNetwork", args);
}

/** {@link getNetwork} with arguments that may be outputs. */
export function getNetworkOutput(args: GetNetworkOutputArgs = {}): pulumi.Output<GetNetworkResult> {
    return askOutput("getNetwork", args);
}

/** The arguments of {@link getNetworks}. */
export interface GetNetworksArgs {
    /** The name of the network. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getNetworksOutput}. */
export interface GetNetworksOutputArgs {
    /** The name of the network. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getNetworks}. */
export interface GetNetworksResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    networks: GetNetworkResult[];
}

/**
 * Reads all of the project's networks that fit. None is no error.
 *
 * @example
 * ```ts
 * const { networks } = await compute.getNetworks({ nameRegex: "^prod-" });
 * ```
 */
export function getNetworks(args: GetNetworksArgs = {}): Promise<GetNetworksResult> {
    return ask("getNetworks", args);
}

/** {@link getNetworks} with arguments that may be outputs. */
export function getNetworksOutput(args: GetNetworksOutputArgs = {}): pulumi.Output<GetNetworksResult> {
    return askOutput("getNetworks", args);
}

/** The arguments of {@link getSecurityGroup}. */
export interface GetSecurityGroupArgs {
    /** The id of the security group. */
    id?: string | undefined;
    /** The name of the security group. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getSecurityGroupOutput}. */
export interface GetSecurityGroupOutputArgs {
    /** The id of the security group. */
    id?: pulumi.Input<string | undefined>;
    /** The name of the security group. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getSecurityGroup}. */
export interface GetSecurityGroupResult {
    /** The id. */
    id: string;
    /** The name. With the network service behind Compute, several groups may have the same one. */
    name: string;
    /** The description. */
    description: string;
    /** The rules for incoming traffic. */
    rules: GetSecurityGroupRule[];
}

/**
 * Reads one security group. Fails where none fits, and where more than one does.
 *
 * @example
 * ```ts
 * const web = await compute.getSecurityGroup({ name: "web" });
 * const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", securityGroups: [web.id] });
 * ```
 */
export function getSecurityGroup(args: GetSecurityGroupArgs = {}): Promise<GetSecurityGroupResult> {
    return ask("getSecurityGroup", args);
}

/** {@link getSecurityGroup} with arguments that may be outputs. */
export function getSecurityGroupOutput(args: GetSecurityGroupOutputArgs = {}): pulumi.Output<GetSecurityGroupResult> {
    return askOutput("getSecurityGroup", args);
}

/** The arguments of {@link getSecurityGroups}. */
export interface GetSecurityGroupsArgs {
    /** The name of the security group. */
    name?: string | undefined;
    /** A regular expression that the name matches. */
    nameRegex?: string | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getSecurityGroupsOutput}. */
export interface GetSecurityGroupsOutputArgs {
    /** The name of the security group. */
    name?: pulumi.Input<string | undefined>;
    /** A regular expression that the name matches. */
    nameRegex?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getSecurityGroups}. */
export interface GetSecurityGroupsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    securityGroups: GetSecurityGroupResult[];
}

/**
 * Reads all of the project's security groups that fit. None is no error.
 *
 * @example
 * ```ts
 * const { ids } = await compute.getSecurityGroups({ nameRegex: "^prod-" });
 * ```
 */
export function getSecurityGroups(args: GetSecurityGroupsArgs = {}): Promise<GetSecurityGroupsResult> {
    return ask("getSecurityGroups", args);
}

/** {@link getSecurityGroups} with arguments that may be outputs. */
export function getSecurityGroupsOutput(args: GetSecurityGroupsOutputArgs = {}): pulumi.Output<GetSecurityGroupsResult> {
    return askOutput("getSecurityGroups", args);
}

/** The arguments of {@link getFloatingIp}. */
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
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getFloatingIpOutput}. */
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
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getFloatingIp}. */
export interface GetFloatingIpResult {
    /** The id of the floating IP. */
    id: string;
    /** The address, by which messages name it. */
    name: string;
    /** The pool to take the address from. */
    pool?: string | undefined;
    /** The id of the server to associate the address with. */
    serverId?: string | undefined;
    /** Which of the server's own addresses to associate it with. */
    fixedIp?: string | undefined;
    /** The address. */
    address?: string | undefined;
}

/**
 * Reads one floating IP. Fails where none fits, and where more than one does.
 *
 * @example
 * ```ts
 * const ip = await compute.getFloatingIp({ address: "203.0.113.10" });
 * export const serverId = ip.serverId;
 * ```
 */
export function getFloatingIp(args: GetFloatingIpArgs = {}): Promise<GetFloatingIpResult> {
    return ask("getFloatingIp", args);
}

/** {@link getFloatingIp} with arguments that may be outputs. */
export function getFloatingIpOutput(args: GetFloatingIpOutputArgs = {}): pulumi.Output<GetFloatingIpResult> {
    return askOutput("getFloatingIp", args);
}

/** The arguments of {@link getFloatingIps}. */
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
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getFloatingIpsOutput}. */
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
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getFloatingIps}. */
export interface GetFloatingIpsResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    floatingIps: GetFloatingIpResult[];
}

/**
 * Reads all of the project's floating IPs that fit. None is no error.
 *
 * @example
 * ```ts
 * const { floatingIps } = await compute.getFloatingIps({ pool: "public" });
 * ```
 */
export function getFloatingIps(args: GetFloatingIpsArgs = {}): Promise<GetFloatingIpsResult> {
    return ask("getFloatingIps", args);
}

/** {@link getFloatingIps} with arguments that may be outputs. */
export function getFloatingIpsOutput(args: GetFloatingIpsOutputArgs = {}): pulumi.Output<GetFloatingIpsResult> {
    return askOutput("getFloatingIps", args);
}

/** The arguments of {@link getServer}. */
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
    /** A regular expression that one of its IPv4 addresses matches: `^10\.0\.0\.`. */
    ip?: string | undefined;
    /**
     * A regular expression that one of its IPv6 addresses matches.
     *
     * Microversion: 2.5.
     */
    ip6?: string | undefined;
    /** The host that it runs on. Administrators only. */
    host?: string | undefined;
    /** The id of the reservation that it was created with. */
    reservationId?: string | undefined;
    /**
     * Only servers that changed at this time or later (ISO 8601). The result includes deleted servers
     * (`DELETED`).
     */
    changesSince?: string | undefined;
    /**
     * Only servers that have all of these tags.
     *
     * Microversion: 2.26.
     */
    tags?: string[] | undefined;
    /**
     * Only servers that have at least one of these tags.
     *
     * Microversion: 2.26.
     */
    tagsAny?: string[] | undefined;
    /**
     * Only servers that lack at least one of these tags.
     *
     * Microversion: 2.26.
     */
    notTags?: string[] | undefined;
    /**
     * Only servers that have none of these tags.
     *
     * Microversion: 2.26.
     */
    notTagsAny?: string[] | undefined;
    /** Whether to return deleted servers instead. Administrators only. */
    deleted?: boolean | undefined;
    /** Whether to search all projects. Administrators only. */
    allProjects?: boolean | undefined;
    /** Only servers that have all of these metadata keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /**
     * Of several that fit, the one that was created last.
     *
     * @default false, and several are an error
     */
    newest?: boolean | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getServerOutput}. */
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
    /** A regular expression that one of its IPv4 addresses matches: `^10\.0\.0\.`. */
    ip?: pulumi.Input<string | undefined>;
    /**
     * A regular expression that one of its IPv6 addresses matches.
     *
     * Microversion: 2.5.
     */
    ip6?: pulumi.Input<string | undefined>;
    /** The host that it runs on. Administrators only. */
    host?: pulumi.Input<string | undefined>;
    /** The id of the reservation that it was created with. */
    reservationId?: pulumi.Input<string | undefined>;
    /**
     * Only servers that changed at this time or later (ISO 8601). The result includes deleted servers
     * (`DELETED`).
     */
    changesSince?: pulumi.Input<string | undefined>;
    /**
     * Only servers that have all of these tags.
     *
     * Microversion: 2.26.
     */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that have at least one of these tags.
     *
     * Microversion: 2.26.
     */
    tagsAny?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that lack at least one of these tags.
     *
     * Microversion: 2.26.
     */
    notTags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that have none of these tags.
     *
     * Microversion: 2.26.
     */
    notTagsAny?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Whether to return deleted servers instead. Administrators only. */
    deleted?: pulumi.Input<boolean | undefined>;
    /** Whether to search all projects. Administrators only. */
    allProjects?: pulumi.Input<boolean | undefined>;
    /** Only servers that have all of these metadata keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * Of several that fit, the one that was created last.
     *
     * @default false, and several are an error
     */
    newest?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getServer}. */
export interface GetServerResult {
    /** The id of the server. */
    id: string;
    /** The name. */
    name: string;
    /** The status: `ACTIVE`, `SHUTOFF`, `ERROR`… */
    status: string;
    /** The name of its flavor, if the cloud returns it. */
    flavorName?: string | undefined;
    /**
     * The id of its flavor.
     *
     * Microversion: up to 2.46.
     */
    flavorId?: string | undefined;
    /** The id of its image. */
    imageId?: string | undefined;
    /** The name of its keypair. */
    keyName?: string | undefined;
    /** Its metadata. */
    metadata: { [key: string]: string };
    /**
     * Its tags.
     *
     * Microversion: 2.26.
     */
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
    /** An opaque id of its host, which is the same for all servers of the project on that host. */
    hostId?: string | undefined;
    /**
     * Its description.
     *
     * Microversion: 2.19.
     */
    description?: string | undefined;
    /**
     * The host name in the guest's metadata.
     *
     * Microversion: 2.90.
     */
    hostname?: string | undefined;
    /**
     * Whether it is locked.
     *
     * Microversion: 2.9.
     */
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
 * ```ts
 * const bastion = await compute.getServer({ name: "bastion" });
 * export const address = bastion.ipV4;
 * ```
 */
export function getServer(args: GetServerArgs = {}): Promise<GetServerResult> {
    return ask("getServer", args);
}

/** {@link getServer} with arguments that may be outputs. */
export function getServerOutput(args: GetServerOutputArgs = {}): pulumi.Output<GetServerResult> {
    return askOutput("getServer", args);
}

/** The arguments of {@link getServers}. */
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
    /** A regular expression that one of its IPv4 addresses matches: `^10\.0\.0\.`. */
    ip?: string | undefined;
    /**
     * A regular expression that one of its IPv6 addresses matches.
     *
     * Microversion: 2.5.
     */
    ip6?: string | undefined;
    /** The host that it runs on. Administrators only. */
    host?: string | undefined;
    /** The id of the reservation that it was created with. */
    reservationId?: string | undefined;
    /**
     * Only servers that changed at this time or later (ISO 8601). The result includes deleted servers
     * (`DELETED`).
     */
    changesSince?: string | undefined;
    /**
     * Only servers that have all of these tags.
     *
     * Microversion: 2.26.
     */
    tags?: string[] | undefined;
    /**
     * Only servers that have at least one of these tags.
     *
     * Microversion: 2.26.
     */
    tagsAny?: string[] | undefined;
    /**
     * Only servers that lack at least one of these tags.
     *
     * Microversion: 2.26.
     */
    notTags?: string[] | undefined;
    /**
     * Only servers that have none of these tags.
     *
     * Microversion: 2.26.
     */
    notTagsAny?: string[] | undefined;
    /** Whether to return deleted servers instead. Administrators only. */
    deleted?: boolean | undefined;
    /** Whether to search all projects. Administrators only. */
    allProjects?: boolean | undefined;
    /** Only servers that have all of these metadata keys with these values. */
    metadata?: { [key: string]: string } | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getServersOutput}. */
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
    /** A regular expression that one of its IPv4 addresses matches: `^10\.0\.0\.`. */
    ip?: pulumi.Input<string | undefined>;
    /**
     * A regular expression that one of its IPv6 addresses matches.
     *
     * Microversion: 2.5.
     */
    ip6?: pulumi.Input<string | undefined>;
    /** The host that it runs on. Administrators only. */
    host?: pulumi.Input<string | undefined>;
    /** The id of the reservation that it was created with. */
    reservationId?: pulumi.Input<string | undefined>;
    /**
     * Only servers that changed at this time or later (ISO 8601). The result includes deleted servers
     * (`DELETED`).
     */
    changesSince?: pulumi.Input<string | undefined>;
    /**
     * Only servers that have all of these tags.
     *
     * Microversion: 2.26.
     */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that have at least one of these tags.
     *
     * Microversion: 2.26.
     */
    tagsAny?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that lack at least one of these tags.
     *
     * Microversion: 2.26.
     */
    notTags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Only servers that have none of these tags.
     *
     * Microversion: 2.26.
     */
    notTagsAny?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Whether to return deleted servers instead. Administrators only. */
    deleted?: pulumi.Input<boolean | undefined>;
    /** Whether to search all projects. Administrators only. */
    allProjects?: pulumi.Input<boolean | undefined>;
    /** Only servers that have all of these metadata keys with these values. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getServers}. */
export interface GetServersResult {
    /** Their ids. */
    ids: string[];
    /** What they are. */
    servers: GetServerResult[];
}

/**
 * Reads all of the project's servers that fit. None is no error.
 *
 * @example
 * ```ts
 * const { servers } = await compute.getServers({ status: "ERROR" });
 * export const broken = servers.map(({ name }) => name);
 * ```
 */
export function getServers(args: GetServersArgs = {}): Promise<GetServersResult> {
    return ask("getServers", args);
}

/** {@link getServers} with arguments that may be outputs. */
export function getServersOutput(args: GetServersOutputArgs = {}): pulumi.Output<GetServersResult> {
    return askOutput("getServers", args);
}

/** The arguments of {@link getAvailabilityZones}. */
export interface GetAvailabilityZonesArgs {
    /**
     * Only zones that are available, or only those that are not.
     *
     * @default both
     */
    available?: boolean | undefined;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getAvailabilityZonesOutput}. */
export interface GetAvailabilityZonesOutputArgs {
    /**
     * Only zones that are available, or only those that are not.
     *
     * @default both
     */
    available?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getAvailabilityZones}. */
export interface GetAvailabilityZonesResult {
    /** The names of the zones. */
    names: string[];
    /** The zones, each with its name and whether it is available. */
    zones: { name: string; available: boolean }[];
}

/**
 * Reads the availability zones that servers can be created in.
 *
 * @example
 * ```ts
 * const { names } = await compute.getAvailabilityZones({ available: true });
 * const servers = names.map((zone) => new compute.Server(`web-${zone}`, {
 *     flavor: "m1.small", image: "debian-12", availabilityZone: zone,
 * }));
 * ```
 */
export function getAvailabilityZones(args: GetAvailabilityZonesArgs = {}): Promise<GetAvailabilityZonesResult> {
    return ask("getAvailabilityZones", args);
}

/** {@link getAvailabilityZones} with arguments that may be outputs. */
export function getAvailabilityZonesOutput(args: GetAvailabilityZonesOutputArgs = {}): pulumi.Output<GetAvailabilityZonesResult> {
    return askOutput("getAvailabilityZones", args);
}

/** The arguments of {@link getLimits}. */
export interface GetLimitsArgs {
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: string | undefined;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: string | undefined;
}

/** The arguments of {@link getLimitsOutput}. */
export interface GetLimitsOutputArgs {
    /**
     * The entry of clouds.yaml.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
}

/** The result of {@link getLimits}. */
export interface GetLimitsResult {
    /** The quotas, by their names in a `QuotaSet`. */
    quotas: { instances?: { limit: number; used?: number }; cores?: { limit: number; used?: number }; ram?: { limit: number; used?: number }; metadataItems?: { limit: number; used?: number }; injectedFiles?: { limit: number; used?: number }; injectedFileContentBytes?: { limit: number; used?: number }; keyPairs?: { limit: number; used?: number }; serverGroups?: { limit: number; used?: number }; serverGroupMembers?: { limit: number; used?: number }; floatingIps?: { limit: number; used?: number }; securityGroupRules?: { limit: number; used?: number }; securityGroups?: { limit: number; used?: number } };
    /** The limits, by the API's own names (`maxTotalCores`, `totalCoresUsed`, ...); -1 means no limit. */
    absolute: { [key: string]: number };
}

/**
 * Reads the project's limits and how much of each is used.
 *
 * @example
 * ```ts
 * const { quotas } = await compute.getLimits();
 * export const serversLeft = quotas.instances!.limit - (quotas.instances!.used ?? 0);
 * ```
 */
export function getLimits(args: GetLimitsArgs = {}): Promise<GetLimitsResult> {
    return ask("getLimits", args);
}

/** {@link getLimits} with arguments that may be outputs. */
export function getLimitsOutput(args: GetLimitsOutputArgs = {}): pulumi.Output<GetLimitsResult> {
    return askOutput("getLimits", args);
}
