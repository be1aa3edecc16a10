// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { ServerArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";
import type { AttachedInterface, AttachedVolume, ServerAddress, ServerFault } from "./outputs";

/**
 * A server (an instance of OpenStack Compute). A change to `flavor` resizes it in place and confirms; a
 * change to `image` rebuilds it in place, and the root disk is lost. Its creation ends when it is ACTIVE. One
 * that ends in ERROR is kept in the state with its fault, and the next `pulumi up` replaces it.
 *
 * @example
 * ```ts
 * const server = new compute.Server("web", {
 *     flavor: "m1.small",
 *     image: "debian-12",
 *     networks: [{ network: "private" }],
 * }, { customTimeouts: { create: "10m" } });
 * export const address = server.ipV4;
 * ```
 */
export class Server extends ComputeResource {
    /** The status that the cloud gives it: `ACTIVE`, `SHUTOFF`, `ERROR`… */
    declare readonly status: pulumi.Output<string>;
    /** Its own addresses, by network. Floating IPs are outputs of {@link FloatingIp}. */
    declare readonly addresses: pulumi.Output<{ [key: string]: ServerAddress[] }>;
    /** `accessIpV4`, or its first IPv4 address. */
    declare readonly ipV4: pulumi.Output<string | undefined>;
    /** `accessIpV6`, or its first IPv6 address. */
    declare readonly ipV6: pulumi.Output<string | undefined>;
    /** Its interfaces, with those that others attached. */
    declare readonly interfaces: pulumi.Output<AttachedInterface[]>;
    /** The availability zone that it is in, declared or chosen by the cloud. */
    declare readonly zone: pulumi.Output<string | undefined>;
    /** Tells hosts apart within the project; it does not name one. */
    declare readonly hostId: pulumi.Output<string | undefined>;
    /** The id of its flavor. */
    declare readonly flavorId: pulumi.Output<string>;
    /** The id of its image. */
    declare readonly imageId: pulumi.Output<string | undefined>;
    /**
     * The volumes that it has: those that were made with it, those that the program names, and those that
     * others attached.
     */
    declare readonly attachedVolumes: pulumi.Output<AttachedVolume[]>;
    /** When it was created (ISO 8601, UTC). */
    declare readonly created: pulumi.Output<string>;
    /** When it was last changed (ISO 8601, UTC). */
    declare readonly updated: pulumi.Output<string>;
    /** Why it is in ERROR. */
    declare readonly fault: pulumi.Output<ServerFault | undefined>;
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** The administrator's password, as declared or as the cloud made it. A secret. */
    declare readonly adminPass: pulumi.Output<string | undefined>;
    /**
     * The flavor. A change resizes in place. By name or id; `{ name }` or `{ id }` where a text could be
     * either. Two matches are an error.
     */
    declare readonly flavor: Shown<ServerArgs, "flavor">;
    /**
     * The image to boot from; required where `bootVolume` names no volume or snapshot. A change rebuilds in
     * place: the root disk is lost. By name or id; `{ name }` or `{ id }` where a text could be either. Two
     * matches are an error.
     */
    declare readonly image: Shown<ServerArgs, "image">;
    /** A volume as the root disk. */
    declare readonly bootVolume: Shown<ServerArgs, "bootVolume">;
    /**
     * More disks: existing volumes, which are attached and detached in place, and disks that are created with
     * the server. Volumes that others attach are left alone.
     */
    declare readonly blockDevices: Shown<ServerArgs, "blockDevices">;
    /**
     * How the root disk is partitioned: `AUTO` (one partition that fills it) or `MANUAL` (as in the image).
     */
    declare readonly diskConfig: Shown<ServerArgs, "diskConfig">;
    /** The ids of the certificates that the image's signature is checked by. */
    declare readonly trustedImageCertificates: Shown<ServerArgs, "trustedImageCertificates">;
    /**
     * What to connect to: `"auto"` (the cloud chooses or makes a network; microversion 2.37), `"none"`
     * (2.37), or networks and ports in the order of the server's interfaces.
     */
    declare readonly networks: Shown<ServerArgs, "networks">;
    /** The security groups, by name or id, in any order. */
    declare readonly securityGroups: Shown<ServerArgs, "securityGroups">;
    /** The IPv4 address at which others should reach the server; Nova only notes it. */
    declare readonly accessIpV4: Shown<ServerArgs, "accessIpV4">;
    /** The IPv6 address at which others should reach the server; Nova only notes it. */
    declare readonly accessIpV6: Shown<ServerArgs, "accessIpV6">;
    /** The host name that the guest is told. */
    declare readonly hostname: Shown<ServerArgs, "hostname">;
    /** The name of the keypair whose public key the server gets at its first boot. */
    declare readonly keyName: Shown<ServerArgs, "keyName">;
    /** User data for cloud-init, as text; sent in base64. A secret; the outputs keep only its hash. */
    declare readonly userData: Shown<ServerArgs, "userData">;
    /**
     * User data that is in base64 already (a compressed or multi-part one), with or without line breaks. The
     * same bytes as `userData` are no change. A secret.
     */
    declare readonly userDataBase64: Shown<ServerArgs, "userDataBase64">;
    /** Whether metadata and user data come on a drive too. */
    declare readonly configDrive: Shown<ServerArgs, "configDrive">;
    /**
     * Files written into the root disk before the first boot (up to microversion 2.56, and only where the
     * hypervisor can). Secret; the state keeps only hashes. User data does the same on every cloud.
     */
    declare readonly personality: Shown<ServerArgs, "personality">;
    /** Metadata. Only the keys named here are managed; those that others write are left alone. */
    declare readonly metadata: Shown<ServerArgs, "metadata">;
    /**
     * Whether a new server gets metadata that names its stack and resource, so that the next `pulumi up`
     * finds it if its creation is interrupted.
     */
    declare readonly ownerMetadata: Shown<ServerArgs, "ownerMetadata">;
    /** Tags. Only those named here are managed. */
    declare readonly tags: Shown<ServerArgs, "tags">;
    /** A description. */
    declare readonly description: Shown<ServerArgs, "description">;
    /** The availability zone. */
    declare readonly availabilityZone: Shown<ServerArgs, "availabilityZone">;
    /** Whether the server stays in its availability zone when it is moved. */
    declare readonly pinnedToZone: Shown<ServerArgs, "pinnedToZone">;
    /**
     * Hints for the choice of a host, as the cloud's scheduler knows them: `group` (the id of a server
     * group), `different_host`, `same_host`, `query`…
     */
    declare readonly schedulerHints: Shown<ServerArgs, "schedulerHints">;
    /** Whether the server runs. `shelved`: clouds take it off its host by themselves, at once or in time. */
    declare readonly powerState: Shown<ServerArgs, "powerState">;
    /**
     * Whether only administrators may change the server by other means. The provider takes this lock off for
     * its own changes, and puts it on again.
     */
    declare readonly locked: Shown<ServerArgs, "locked">;
    /** What a change does where there is a choice. */
    declare readonly onChange: Shown<ServerArgs, "onChange">;
    /** What the next update does with a server in ERROR. */
    declare readonly onError: Shown<ServerArgs, "onError">;
    /** Whether the guest is shut down in an orderly way before the server is deleted. */
    declare readonly stopBeforeDestroy: Shown<ServerArgs, "stopBeforeDestroy">;
    /** Whether it is deleted at once also where the cloud keeps deleted servers for a while (soft delete). */
    declare readonly forceDelete: Shown<ServerArgs, "forceDelete">;
    /** Whether existing ports are detached before the server is deleted: some clouds release them slowly. */
    declare readonly detachPortsBeforeDestroy: Shown<ServerArgs, "detachPortsBeforeDestroy">;

    constructor(name: string, args: ServerArgs, options?: pulumi.CustomResourceOptions) {
        super({"kind":"Server","outputs":["status","addresses","ipV4","ipV6","zone","hostId","flavorId","imageId","created","updated","fault","name","adminPass","flavor","image","bootVolume","blockDevices","diskConfig","trustedImageCertificates","networks","securityGroups","accessIpV4","accessIpV6","hostname","keyName","userData","userDataBase64","configDrive","personality","metadata","ownerMetadata","tags","description","availabilityZone","pinnedToZone","schedulerHints","powerState","locked","onChange","onError","stopBeforeDestroy","forceDelete","detachPortsBeforeDestroy"],"secrets":["userData","userDataBase64","personality","adminPass"],"packed":{"interfaces":[],"zone":null,"hostId":null,"attachedVolumes":[],"created":null,"updated":null},"sealed":["adminPass"]}, name, args, options);
    }

    /** Reads a server that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): Server {
        return new Server(name, args as ServerArgs, { ...options, id });
    }
}
