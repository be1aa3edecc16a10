import type { PowerState, TaskState, VmState } from "./status";

/** Plain records of the cloud. Times are milliseconds since the epoch. */

export interface Project {
    readonly id: string;
    readonly name: string;
}

export interface User {
    readonly id: string;
    readonly name: string;
    readonly password: string;
    /** Roles per project id. */
    readonly roles: Readonly<Record<string, readonly string[]>>;
}

export interface ApplicationCredential {
    readonly id: string;
    readonly name: string;
    readonly secret: string;
    readonly userId: string;
    readonly projectId: string;
}

export interface Flavor {
    readonly id: string;
    readonly name: string;
    readonly ram: number;
    readonly vcpus: number;
    readonly disk: number;
    readonly ephemeral: number;
    readonly swap: number;
    readonly rxtxFactor: number;
    readonly isPublic: boolean;
    description: string | null;
    extraSpecs: Record<string, string | number>;
    projects: string[];
}

export interface Image {
    readonly id: string;
    readonly name: string;
    readonly minDisk: number;
    readonly minRam: number;
    readonly size: number;
    readonly created: number;
    metadata: Readonly<Record<string, string | null>>;
    status: "active" | "queued" | "saving" | "deleted";
    projectId: string | null;
}

export interface Network {
    readonly id: string;
    readonly name: string;
    readonly subnetId: string;
    readonly cidr: string;
    readonly external: boolean;
}

export interface Port {
    readonly id: string;
    readonly networkId: string;
    readonly projectId: string;
    readonly macAddress: string;
    readonly address: string;
    /** The tag of the interface in its server. */
    tag: string | null;
    /** Created by the user: it outlives its server. */
    readonly preexisting: boolean;
    serverId: string | null;
    securityGroupIds: string[];
}

export interface SecurityGroup {
    readonly id: string;
    readonly projectId: string;
    name: string;
    description: string;
    rules: SecurityGroupRule[];
}

export interface SecurityGroupRule {
    readonly id: string;
    readonly protocol: string | null;
    readonly fromPort: number | null;
    readonly toPort: number | null;
    readonly cidr: string | null;
    readonly groupId: string | null;
    readonly ethertype: "IPv4" | "IPv6";
}

export interface FloatingIp {
    readonly id: string;
    readonly projectId: string;
    readonly networkId: string;
    readonly address: string;
    portId: string | null;
    fixedAddress: string | null;
}

export interface Keypair {
    /** Nova's own number, shown by GET; the API addresses keypairs by name. */
    readonly id: number;
    readonly userId: string;
    readonly name: string;
    readonly type: "ssh" | "x509";
    readonly publicKey: string;
    readonly fingerprint: string;
    readonly created: number;
}

export interface Fault {
    readonly code: number;
    readonly message: string;
    readonly created: number;
    readonly details: string;
}

export interface ActionEvent {
    readonly event: string;
    readonly start: number;
    readonly host: string;
    finish: number | null;
    result: "Success" | "Error" | null;
    traceback: string | null;
    details: string | null;
}

/** One entry of os-instance-actions: what a request did to a server. */
export interface InstanceAction {
    readonly action: string;
    readonly requestId: string;
    readonly userId: string;
    readonly projectId: string;
    readonly start: number;
    updated: number;
    message: "Error" | null;
    readonly events: ActionEvent[];
}

export interface Migration {
    status: "migrating" | "finished" | "confirming" | "confirmed" | "reverting" | "reverted" | "error";
    readonly oldFlavor: Flavor;
    readonly newFlavor: Flavor;
    readonly oldHost: string | null;
    readonly oldVmState: VmState;
    readonly oldPowerState: PowerState;
}

/** One disk of a server (Nova: a block device mapping): local, or a volume, which may not exist yet. */
export interface BlockDevice {
    readonly id: string;
    readonly source: "image" | "volume" | "snapshot" | "blank";
    readonly destination: "local" | "volume";
    /** 0 is booted. */
    readonly bootIndex: number | null;
    readonly imageId: string | null;
    readonly snapshotId: string | null;
    /** In GiB; null: from the flavor. */
    readonly size: number | null;
    readonly volumeType: string | null;
    readonly guestFormat: string | null;
    readonly tag: string | null;
    deleteOnTermination: boolean;
    /** `/dev/vdb`; null until a host has the server. */
    deviceName: string | null;
    volumeId: string | null;
    attachmentId: string | null;
}

export interface VolumeType {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly isPublic: boolean;
}

export type VolumeStatus =
    | "creating"
    | "downloading"
    | "available"
    | "reserved"
    | "attaching"
    | "in-use"
    | "detaching"
    | "deleting"
    | "error";

/** A volume of the block-storage service. */
export interface Volume {
    readonly id: string;
    readonly projectId: string;
    readonly userId: string;
    readonly size: number;
    readonly type: string;
    readonly zone: string;
    readonly created: number;
    name: string | null;
    description: string | null;
    metadata: Record<string, string>;
    /** The image on it, if there is one. Then a server can boot from it. */
    imageId: string | null;
    status: VolumeStatus;
    updated: number | null;
    attachment: { readonly id: string; readonly serverId: string; device: string | null; attached: number } | null;
}

/** Hosts with metadata. The key `availability_zone` puts them into that zone. */
export interface Aggregate {
    readonly id: number;
    readonly uuid: string;
    name: string;
    readonly hosts: string[];
    readonly metadata: Record<string, string>;
    readonly created: number;
    updated: number | null;
}

/** Servers to place on the same host, or on different ones. */
export interface ServerGroup {
    readonly id: string;
    readonly name: string;
    readonly projectId: string;
    readonly userId: string;
    readonly policy: string;
    readonly rules: Readonly<Record<string, number>>;
}

export interface NetworkRequest {
    readonly networkId: string;
    readonly fixedIp: string | null;
    readonly portId: string | null;
    readonly tag: string | null;
}

export interface Server {
    readonly id: string;
    readonly number: number;
    readonly projectId: string;
    readonly userId: string;
    readonly reservationId: string;
    readonly launchIndex: number;
    readonly created: number;
    readonly configDrive: "" | "True";
    readonly schedulerHints: Readonly<Record<string, unknown>>;
    readonly requestedNetworks: readonly NetworkRequest[];
    blockDevices: BlockDevice[];
    /** The requested zone. */
    zone: string | null;
    /** The host that an administrator requested. */
    requestedHost: string | null;
    name: string;
    hostname: string;
    description: string | null;
    /** Empty if none was named: the server boots from a volume. */
    imageId: string;
    flavor: Flavor;
    /**
     * In GiB. A resize cannot go below it. It is the flavor's disk at the last creation or rebuild, or the image's
     * minimum.
     */
    minDisk: number;
    keyName: string | null;
    userData: string | null;
    adminPass: string;
    metadata: Record<string, string>;
    tags: string[];
    securityGroupIds: string[];
    accessIpV4: string | null;
    accessIpV6: string | null;
    diskConfig: "AUTO" | "MANUAL";
    trustedImageCertificates: string[] | null;
    serverGroups: string[];
    locked: { readonly by: "owner" | "admin"; readonly reason: string | null } | null;
    vmState: VmState;
    taskState: TaskState | null;
    powerState: PowerState;
    host: string | null;
    updated: number;
    launched: number | null;
    terminated: number | null;
    deleted: boolean;
    fault: Fault | null;
    migration: Migration | null;
    actions: InstanceAction[];
}
