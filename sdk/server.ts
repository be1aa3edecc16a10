import type * as pulumi from "@pulumi/pulumi";
import type { ServerArgs } from "./arguments";
import { opened } from "./owner";
import { output } from "./pulumi";
import type { CloudArgs, Shown } from "./resource";
import { ComputeResource } from "./resource";

/** One of a server's own addresses. */
export interface ServerAddress {
    address: string;
    version: 4 | 6;
    /** The interface's hardware address, where the cloud tells it. */
    mac?: string;
}

/** A volume on a server. */
export interface AttachedVolume {
    id: string;
    /** Whether it is deleted with the server; left out where the cloud does not tell (below microversion 2.3). */
    deleteOnTermination?: boolean;
}

/** Why a server is in ERROR, in the cloud's words. */
export interface ServerFault {
    code: number;
    message: string;
}

/** The arguments that are outputs too. */
const SHOWN = [
    "flavor",
    "image",
    "bootVolume",
    "blockDevices",
    "keyName",
    "securityGroups",
    "networks",
    "metadata",
    "tags",
    "configDrive",
    "availabilityZone",
    "pinnedToZone",
    "accessIpV4",
    "accessIpV6",
    "description",
    "diskConfig",
    "hostname",
    "trustedImageCertificates",
    "schedulerHints",
    "powerState",
    "locked",
] as const satisfies (keyof ServerArgs)[];

/**
 * A server (an instance of OpenStack Compute).
 *
 * A change to `flavor` resizes it in place and confirms, a change to `image` rebuilds it in place (the root disk is
 * lost); what every other change does stands in docs/resources.md. Its creation ends when it is ACTIVE; one that ends
 * in ERROR is kept in the state with its fault, and the next `pulumi up` makes it anew.
 *
 * @example
 * const server = new compute.Server("web", {
 *     flavor: "m1.small",
 *     image: "debian-12",
 *     networks: [{ network: "private" }],
 * }, { customTimeouts: { create: "10m" } });
 * export const address = server.ipV4;
 */
export class Server extends ComputeResource {
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** The status that the cloud gives it: `ACTIVE`, `SHUTOFF`, `ERROR`… */
    declare readonly status: pulumi.Output<string>;
    /** Its own addresses, by network. Floating IPs are outputs of {@link FloatingIp}. */
    declare readonly addresses: pulumi.Output<{ [network: string]: ServerAddress[] }>;
    /** `accessIpV4`, or its first IPv4 address. */
    declare readonly ipV4: pulumi.Output<string | undefined>;
    /** `accessIpV6`, or its first IPv6 address. */
    declare readonly ipV6: pulumi.Output<string | undefined>;
    /** Tells hosts apart within the project; it does not name one. */
    declare readonly hostId: pulumi.Output<string | undefined>;
    /** The id of its flavor. */
    declare readonly flavorId: pulumi.Output<string>;
    /** The id of its image. */
    declare readonly imageId: pulumi.Output<string | undefined>;
    /** The volumes that it has: those that were made with it, those that the program names, and those that others attached. */
    declare readonly attachedVolumes: pulumi.Output<AttachedVolume[]>;
    /** When it was created (ISO 8601, UTC). */
    declare readonly created: pulumi.Output<string>;
    /** When it was last changed (ISO 8601, UTC). */
    declare readonly updated: pulumi.Output<string>;
    /** The administrator's password, as declared or as the cloud made it. A secret. */
    declare readonly adminPass: pulumi.Output<string | undefined>;
    /** Why it is in ERROR. */
    declare readonly fault: pulumi.Output<ServerFault | undefined>;

    declare readonly flavor: Shown<ServerArgs, "flavor">;
    declare readonly image: Shown<ServerArgs, "image">;
    declare readonly bootVolume: Shown<ServerArgs, "bootVolume">;
    declare readonly blockDevices: Shown<ServerArgs, "blockDevices">;
    declare readonly keyName: Shown<ServerArgs, "keyName">;
    declare readonly securityGroups: Shown<ServerArgs, "securityGroups">;
    declare readonly networks: Shown<ServerArgs, "networks">;
    declare readonly metadata: Shown<ServerArgs, "metadata">;
    declare readonly tags: Shown<ServerArgs, "tags">;
    declare readonly configDrive: Shown<ServerArgs, "configDrive">;
    declare readonly availabilityZone: Shown<ServerArgs, "availabilityZone">;
    declare readonly pinnedToZone: Shown<ServerArgs, "pinnedToZone">;
    declare readonly accessIpV4: Shown<ServerArgs, "accessIpV4">;
    declare readonly accessIpV6: Shown<ServerArgs, "accessIpV6">;
    declare readonly description: Shown<ServerArgs, "description">;
    declare readonly diskConfig: Shown<ServerArgs, "diskConfig">;
    declare readonly hostname: Shown<ServerArgs, "hostname">;
    declare readonly trustedImageCertificates: Shown<ServerArgs, "trustedImageCertificates">;
    declare readonly schedulerHints: Shown<ServerArgs, "schedulerHints">;
    declare readonly powerState: Shown<ServerArgs, "powerState">;
    declare readonly locked: Shown<ServerArgs, "locked">;

    constructor(name: string, args: ServerArgs, options?: pulumi.CustomResourceOptions) {
        super(
            {
                kind: "Server",
                outputs: [
                    "name",
                    "status",
                    "addresses",
                    "ipV4",
                    "ipV6",
                    "hostId",
                    "flavorId",
                    "imageId",
                    "created",
                    "updated",
                    "adminPass",
                    "fault",
                    ...SHOWN,
                ],
                secrets: ["adminPass", "userData", "userDataBase64", "personality"],
            },
            name,
            args,
            options,
        );
        this.hostId = this.unpacked("hostId", this.hostId);
        this.created = this.unpacked("created", this.created);
        this.updated = this.unpacked("updated", this.updated);
        this.attachedVolumes = this.kept<AttachedVolume[]>("attachedVolumes", []);
        const shown = this.adminPass;
        this.adminPass = output(args.adminPass).apply((declared) =>
            declared === undefined
                ? this.unpacked("adminPass", shown, (text) => opened(text, "adminPass", this))
                : shown,
        );
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
