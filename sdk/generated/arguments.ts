/**
 * What each resource takes. Written by `npm run build` out of the schemas in provider/resources: edit those.
 */
import type * as pulumi from "@pulumi/pulumi";

/** A volume as the root disk. Default: a disk on the host, of the flavor's size. */
export interface ServerBootVolume {
    /** The id of an existing bootable volume. Omit `image` then. */
    volume?: pulumi.Input<string | undefined>;
    /** The id of a snapshot to create the volume from. Omit `image` then. */
    snapshot?: pulumi.Input<string | undefined>;
    /**
     * In GiB; required with an image.
     *
     * @default the size of the snapshot
     */
    size?: pulumi.Input<number | undefined>;
    /**
     * The volume type.
     *
     * Microversion: 2.67.
     *
     * @default the cloud's default type
     */
    type?: pulumi.Input<string | undefined>;
    /**
     * Whether the volume is deleted with the server.
     *
     * @default true for a volume that is created with it, false for an existing one
     */
    deleteOnTermination?: pulumi.Input<boolean | undefined>;
    /**
     * A tag that the guest finds in its metadata.
     *
     * Microversion: 2.42.
     */
    tag?: pulumi.Input<string | undefined>;
}

/** A disk of a server besides its root. */
export interface ServerBlockDevice {
    /** The id of an existing volume. */
    volume?: pulumi.Input<string | undefined>;
    /** The id of a snapshot: a volume is created from it with the server. */
    snapshot?: pulumi.Input<string | undefined>;
    /**
     * An image: a volume is created from it with the server. By name or id; `{ name }` or `{ id }` where a
     * text could be either. Two matches are an error.
     */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** A disk on the host, within the flavor's ephemeral or swap size. */
    local?: pulumi.Input<"ephemeral" | "swap" | undefined>;
    /** In GiB (`swap`: MiB). Without a source, an empty volume of this size is created with the server. */
    size?: pulumi.Input<number | undefined>;
    /**
     * The type of the new volume.
     *
     * Microversion: 2.67.
     *
     * @default the cloud's default type
     */
    type?: pulumi.Input<string | undefined>;
    /**
     * The file system of an ephemeral disk, for example `ext4`.
     *
     * @default the cloud's
     */
    format?: pulumi.Input<string | undefined>;
    /** The device name in the guest, for example `/dev/vdb`. Most hypervisors choose it themselves. */
    device?: pulumi.Input<string | undefined>;
    /**
     * Whether it is deleted with the server.
     *
     * @default true for a disk that is created with it, false for an existing volume
     */
    deleteOnTermination?: pulumi.Input<boolean | undefined>;
    /**
     * A tag that the guest finds in its metadata.
     *
     * Microversion: 2.42; when attaching, 2.49.
     */
    tag?: pulumi.Input<string | undefined>;
}

/** One interface of a server: on a network, or an existing port. */
export interface ServerNetwork {
    /**
     * The network to connect to. By name or id; `{ name }` or `{ id }` where a text could be either. Two
     * matches are an error.
     */
    network?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** The id of an existing port. It is kept when the server is deleted. */
    port?: pulumi.Input<string | undefined>;
    /**
     * The address on that network.
     *
     * @default the cloud chooses one
     */
    fixedIp?: pulumi.Input<string | undefined>;
    /**
     * A tag that the guest finds in its metadata.
     *
     * Microversion: 2.42; when attaching, 2.49.
     */
    tag?: pulumi.Input<string | undefined>;
}

/** A file written into a server before its first boot. */
export interface ServerFile {
    /** The path in the guest. */
    path: pulumi.Input<string>;
    /** The text of the file. A secret. */
    contents?: pulumi.Input<string | undefined>;
    /** The contents of the file in base64. A secret. */
    contentsBase64?: pulumi.Input<string | undefined>;
}

/** A lock with a reason. */
export interface ServerLock {
    /**
     * Why it is locked.
     *
     * Microversion: 2.73.
     */
    reason?: pulumi.Input<string | undefined>;
}

/** What a change does, if there is a choice. */
export interface ServerOnChange {
    /** @default resize */
    flavor?: pulumi.Input<"resize" | "replace" | undefined>;
    /**
     * An ephemeral disk is kept only if the hypervisor supports it (bare metal).
     *
     * @default rebuild
     */
    image?: pulumi.Input<"rebuild" | "rebuild-preserve-ephemeral" | "replace" | undefined>;
    /**
     * `rebuild` needs microversion 2.54.
     *
     * @default `ignore`, because a key matters only at the first boot
     */
    keyName?: pulumi.Input<"ignore" | "rebuild" | "replace" | undefined>;
    /**
     * Also for `userDataBase64`. `rebuild` needs microversion 2.57.
     *
     * @default replace
     */
    userData?: pulumi.Input<"replace" | "rebuild" | "ignore" | undefined>;
}

/** What the next update does with a server in ERROR. */
export interface ServerOnError {
    /**
     * For a server that never ran and holds no data.
     *
     * @default replace
     */
    build?: pulumi.Input<"replace" | "keep" | undefined>;
    /**
     * For a server that has run.
     *
     * @default `keep`, because it may hold data
     */
    running?: pulumi.Input<"keep" | "rebuild" | "replace" | undefined>;
}

/** A rule for incoming traffic: a protocol, its ports, and a source. */
export interface SecurityGroupRule {
    /** `tcp`, `udp` or `icmp`; with an IPv6 `cidr`, `icmp` is ICMPv6. */
    protocol: pulumi.Input<"tcp" | "udp" | "icmp">;
    /** The port: sets both fromPort and toPort. */
    port?: pulumi.Input<number | undefined>;
    /**
     * The first port.
     *
     * @default all ports, 1 to 65535
     */
    fromPort?: pulumi.Input<number | undefined>;
    /** The last port. */
    toPort?: pulumi.Input<number | undefined>;
    /** The ICMP type; -1: all (default). */
    icmpType?: pulumi.Input<number | undefined>;
    /** The ICMP code; -1: all (default). */
    icmpCode?: pulumi.Input<number | undefined>;
    /** The source network, in CIDR notation. */
    cidr?: pulumi.Input<string | undefined>;
    /**
     * The source security group, by name or id; `"self"` is this group. Traffic from its servers is allowed.
     */
    group?: pulumi.Input<string | undefined>;
}

/** Restarts the server. */
export interface ServerReboot {
    /** `SOFT` (default): the guest shuts down cleanly. `HARD`: the server is powered off and on. */
    type?: pulumi.Input<"SOFT" | "HARD" | undefined>;
}

/** Boots the server from a rescue image. */
export interface ServerRescue {
    /**
     * The image to boot from. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches
     * are an error.
     *
     * @default the server's own
     */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /**
     * The password in the rescue system. A secret.
     *
     * @default the cloud generates one; see the output `adminPass`
     */
    adminPass?: pulumi.Input<string | undefined>;
}

/** Creates an image of the server's disk. */
export interface ServerCreateImage {
    /** The name of the image. */
    name: pulumi.Input<string>;
    /** Metadata of the image. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
}

/** The arguments of a {@link Server}. */
export interface ServerArgs {
    /**
     * The server's name.
     *
     * On change: updated in place.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The flavor. A change resizes in place. By name or id; `{ name }` or `{ id }` where a text could be
     * either. Two matches are an error.
     *
     * On change: resize in place, the server restarts.
     */
    flavor: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> }>;
    /**
     * The image to boot from; required unless `bootVolume` names a volume or snapshot. A change rebuilds in
     * place: the root disk is lost. By name or id; `{ name }` or `{ id }` where a text could be either. Two
     * matches are an error.
     *
     * On change: rebuild in place, the root disk is lost; id and addresses stay.
     */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /**
     * A volume as the root disk.
     *
     * On change: replace: the root disk is created with the server.
     *
     * @default a disk on the host, of the flavor's size
     */
    bootVolume?: pulumi.Input<ServerBootVolume | undefined>;
    /**
     * More disks: existing volumes, which are attached and detached in place, and disks that are created with
     * the server. Volumes that others attach are left alone.
     *
     * On change: volumes are attached and detached in place.
     */
    blockDevices?: pulumi.Input<pulumi.Input<ServerBlockDevice>[] | undefined>;
    /**
     * How the root disk is partitioned: `AUTO` (one partition that fills it) or `MANUAL` (as in the image).
     *
     * On change: updated in place.
     *
     * @default what the image asks for
     */
    diskConfig?: pulumi.Input<"AUTO" | "MANUAL" | undefined>;
    /**
     * The ids of the certificates that validate the image's signature.
     *
     * On change: rebuild in place with these certificates, the root disk is lost; id and addresses stay.
     *
     * Microversion: 2.63.
     */
    trustedImageCertificates?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * What to connect to: `"auto"` (the cloud chooses or creates a network; microversion 2.37), `"none"`
     * (2.37), or networks and ports in the order of the server's interfaces.
     *
     * On change: interfaces are attached and detached in place.
     *
     * @default the project's only network
     */
    networks?: pulumi.Input<"auto" | "none" | pulumi.Input<ServerNetwork>[] | undefined>;
    /**
     * The security groups, by name or id, in any order.
     *
     * On change: added and removed in place.
     *
     * @default the project's group `default`
     */
    securityGroups?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * The IPv4 address at which the server can be reached; Nova only stores it.
     *
     * On change: updated in place.
     */
    accessIpV4?: pulumi.Input<string | undefined>;
    /**
     * The IPv6 address at which the server can be reached; Nova only stores it.
     *
     * On change: updated in place.
     */
    accessIpV6?: pulumi.Input<string | undefined>;
    /**
     * The host name in the guest's metadata. A domain needs microversion 2.94.
     *
     * On change: updated in place.
     *
     * Microversion: 2.90.
     *
     * @default made from the name that the server is created with
     */
    hostname?: pulumi.Input<string | undefined>;
    /**
     * The name of the keypair whose public key the server gets at its first boot.
     *
     * On change: recorded only: a key is put into a server at its first boot; see onChange.
     */
    keyName?: pulumi.Input<string | undefined>;
    /**
     * User data for cloud-init, as text; sent in base64. A secret; the outputs keep only its hash.
     *
     * On change: replace: user data is read at the first boot.
     */
    userData?: pulumi.Input<string | undefined>;
    /**
     * User data in base64 (for compressed or multi-part data), with or without line breaks. The same bytes as
     * in `userData` are no change. A secret.
     *
     * On change: replace: user data is read at the first boot.
     */
    userDataBase64?: pulumi.Input<string | undefined>;
    /**
     * Whether the guest also gets metadata and user data on a drive. An image may require one.
     *
     * On change: replace: the drive is created with the server.
     *
     * @default false
     */
    configDrive?: pulumi.Input<boolean | undefined>;
    /**
     * Files written to the root disk before the first boot, if the hypervisor supports it. Secret; the state
     * keeps only hashes. User data does the same on every cloud.
     *
     * On change: rebuild in place with these files, the root disk is lost; id and addresses stay.
     *
     * Microversion: up to 2.56.
     */
    personality?: pulumi.Input<pulumi.Input<ServerFile>[] | undefined>;
    /**
     * The administrator's password. A secret.
     *
     * On change: changed in the running server.
     *
     * @default the cloud generates one; see the output `adminPass`
     */
    adminPass?: pulumi.Input<string | undefined>;
    /**
     * Metadata. Only the keys named here are managed; those that others write are left alone.
     *
     * On change: only these keys are written.
     */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * Whether a new server gets metadata that names its stack and resource, so that the next `pulumi up`
     * finds it if its creation is interrupted.
     *
     * On change: recorded only: it is written at creation.
     *
     * @default true, or what the stack's config `openstack-compute:owner` says
     */
    ownerMetadata?: pulumi.Input<boolean | undefined>;
    /**
     * Tags. Only those named here are managed.
     *
     * On change: only these tags are added and removed.
     *
     * Microversion: 2.26.
     */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * A description.
     *
     * On change: updated in place.
     *
     * Microversion: 2.19.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The availability zone.
     *
     * On change: replace: a server stays in its zone.
     *
     * @default the cloud chooses
     */
    availabilityZone?: pulumi.Input<string | undefined>;
    /**
     * Whether the server stays in its availability zone when it is moved.
     *
     * On change: updated in place.
     *
     * Microversion: 2.104.
     *
     * @default not managed; the cloud pins a server whose creation named a zone
     */
    pinnedToZone?: pulumi.Input<boolean | undefined>;
    /**
     * Hints for the cloud's scheduler, which chooses the host: `group` (the id of a server group),
     * `different_host`, `same_host`, `query`…
     *
     * On change: replace: the scheduler uses hints only at creation.
     */
    schedulerHints?: pulumi.Input<{ [key: string]: pulumi.Input<string | number | boolean | pulumi.Input<string>[]> } | undefined>;
    /**
     * The power state. The cloud removes a `shelved` server from its host by itself, at once or later.
     *
     * On change: the server is started, stopped, paused, suspended or shelved.
     *
     * @default not managed
     */
    powerState?: pulumi.Input<"active" | "shutoff" | "paused" | "suspended" | "shelved" | "shelved_offloaded" | undefined>;
    /**
     * Whether the server is locked. The provider unlocks it for its own changes and locks it again; other
     * changes need an administrator.
     *
     * On change: locked or unlocked.
     *
     * @default not managed
     */
    locked?: pulumi.Input<boolean | ServerLock | undefined>;
    /**
     * What a change does, if there is a choice.
     *
     * On change: recorded for later changes.
     */
    onChange?: pulumi.Input<ServerOnChange | undefined>;
    /**
     * What the next update does with a server in ERROR.
     *
     * On change: recorded for a server in ERROR.
     */
    onError?: pulumi.Input<ServerOnError | undefined>;
    /**
     * Whether the guest is shut down cleanly before the server is deleted.
     *
     * On change: recorded for the deletion.
     *
     * @default false
     */
    stopBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the server is deleted at once, even if the cloud keeps deleted servers for a while (soft
     * delete).
     *
     * On change: recorded for the deletion.
     *
     * @default false
     */
    forceDelete?: pulumi.Input<boolean | undefined>;
    /**
     * Whether existing ports are detached before the server is deleted: some clouds release them slowly.
     *
     * On change: recorded for the deletion.
     *
     * @default false
     */
    detachPortsBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Keypair}. */
export interface KeypairArgs {
    /**
     * The keypair's name: letters, digits, spaces and _ - . @ only.
     *
     * On change: replace: a keypair is known by its name.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The OpenSSH public key to import; for `x509`, the certificate in PEM. Omit to generate a pair: the
     * output `privateKey` has its private key.
     *
     * On change: replace; servers keep the key they booted with.
     */
    publicKey?: pulumi.Input<string | undefined>;
    /**
     * `ssh`, or `x509`: a certificate, for Windows.
     *
     * On change: replace: another kind of key.
     *
     * Microversion: 2.2.
     *
     * @default "ssh"
     */
    type?: pulumi.Input<"ssh" | "x509" | undefined>;
    /**
     * The id of the user who owns the keypair (administrators only).
     *
     * On change: replace: it is another user's.
     *
     * Microversion: 2.10.
     *
     * @default the user whose credentials are in use
     */
    userId?: pulumi.Input<string | undefined>;
    /**
     * What to generate: `ed25519` or `rsa` (4096 bits).
     *
     * On change: replace: another pair is generated.
     *
     * @default "ed25519"
     */
    keyAlgorithm?: pulumi.Input<"ed25519" | "rsa" | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link FloatingIp}. */
export interface FloatingIpArgs {
    /**
     * The pool to take the address from.
     *
     * On change: replace: another pool, another address.
     *
     * @default the only one that there is
     */
    pool?: pulumi.Input<string | undefined>;
    /**
     * The id of the server to associate the address with. Omit for none: an association that others make is
     * then left alone.
     *
     * On change: associated again in place, the address stays.
     */
    serverId?: pulumi.Input<string | undefined>;
    /**
     * Which of the server's own addresses to associate it with.
     *
     * On change: associated again in place.
     *
     * @default its first
     */
    fixedIp?: pulumi.Input<string | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link SecurityGroup}. */
export interface SecurityGroupArgs {
    /**
     * The group's name.
     *
     * On change: updated in place.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * A description.
     *
     * On change: updated in place.
     *
     * @default "Managed by Pulumi"
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The rules for incoming traffic, in any order: exactly these. Omit to leave the rules unmanaged.
     *
     * On change: single rules are added and removed in place.
     */
    rules?: pulumi.Input<pulumi.Input<SecurityGroupRule>[] | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Flavor}. */
export interface FlavorArgs {
    /**
     * The flavor's name.
     *
     * On change: replace: the API cannot change it.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The flavor's id.
     *
     * On change: replace: the API cannot change it.
     *
     * @default the cloud generates a UUID
     */
    flavorId?: pulumi.Input<string | undefined>;
    /**
     * Memory, in MiB.
     *
     * On change: replace: the API cannot change it.
     */
    ram: pulumi.Input<number>;
    /**
     * Virtual processors.
     *
     * On change: replace: the API cannot change it.
     */
    vcpus: pulumi.Input<number>;
    /**
     * The root disk, in GiB. 0 makes it as large as the image.
     *
     * On change: replace: the API cannot change it.
     *
     * @default 0
     */
    disk?: pulumi.Input<number | undefined>;
    /**
     * The ephemeral disk, in GiB.
     *
     * On change: replace: the API cannot change it.
     *
     * @default 0
     */
    ephemeral?: pulumi.Input<number | undefined>;
    /**
     * The swap disk, in MiB.
     *
     * On change: replace: the API cannot change it.
     *
     * @default 0
     */
    swap?: pulumi.Input<number | undefined>;
    /**
     * A factor for the network's bandwidth. Nova 26 and older refuse a factor below 1.
     *
     * On change: replace: the API cannot change it.
     *
     * @default 1
     */
    rxtxFactor?: pulumi.Input<number | undefined>;
    /**
     * Whether every project may use it.
     *
     * On change: replace: the API cannot change it.
     *
     * @default true
     */
    isPublic?: pulumi.Input<boolean | undefined>;
    /**
     * A description.
     *
     * On change: updated in place.
     *
     * Microversion: 2.55.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Extra specs, for example `hw:cpu_policy`. Only the keys named here are managed.
     *
     * On change: only these keys are written; servers see them at their next resize.
     */
    extraSpecs?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * The ids of the projects that may use the flavor, if it is not public: exactly these.
     *
     * On change: access is granted and revoked in place.
     */
    projects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link ServerGroup}. */
export interface ServerGroupArgs {
    /**
     * The group's name.
     *
     * On change: replace: a server group cannot change.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * `affinity` (the same host), `anti-affinity` (different hosts), or the best-effort forms `soft-affinity`
     * and `soft-anti-affinity`.
     *
     * On change: replace: a server group cannot change.
     *
     * Microversion: 2.15.
     */
    policy: pulumi.Input<"affinity" | "anti-affinity" | "soft-affinity" | "soft-anti-affinity">;
    /**
     * The most of its servers that may share a host.
     *
     * On change: replace: a server group cannot change.
     *
     * Microversion: 2.64.
     *
     * @default 1
     */
    maxServerPerHost?: pulumi.Input<number | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Aggregate}. */
export interface AggregateArgs {
    /**
     * The aggregate's name.
     *
     * On change: updated in place.
     *
     * @default generated from the resource's name, with a random suffix
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The availability zone that its hosts are in.
     *
     * On change: updated in place.
     *
     * @default none
     */
    availabilityZone?: pulumi.Input<string | undefined>;
    /**
     * The names of its compute hosts, in any order. Omit to leave them alone.
     *
     * On change: added and removed in place.
     */
    hosts?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Metadata. Only the keys named here are managed.
     *
     * On change: only these keys are written.
     */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link QuotaSet}. */
export interface QuotaSetArgs {
    /**
     * The id of the project.
     *
     * On change: replace: the quotas of another project.
     */
    project: pulumi.Input<string>;
    /**
     * The id of a user, to set this user's quotas in the project.
     *
     * On change: replace: the quotas of another user.
     *
     * @default the project's own quotas
     */
    user?: pulumi.Input<string | undefined>;
    /**
     * The most servers; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    instances?: pulumi.Input<number | undefined>;
    /**
     * The most virtual processors; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    cores?: pulumi.Input<number | undefined>;
    /**
     * The most memory, in MiB; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    ram?: pulumi.Input<number | undefined>;
    /**
     * The most metadata items of a server; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    metadataItems?: pulumi.Input<number | undefined>;
    /**
     * The most files written into a server; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.56.
     */
    injectedFiles?: pulumi.Input<number | undefined>;
    /**
     * The most bytes in a file written into a server; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.56.
     */
    injectedFileContentBytes?: pulumi.Input<number | undefined>;
    /**
     * The most bytes in the path of a file written into a server; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.56.
     */
    injectedFilePathBytes?: pulumi.Input<number | undefined>;
    /**
     * The most fixed addresses of a project; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.35.
     */
    fixedIps?: pulumi.Input<number | undefined>;
    /**
     * The most keypairs of a user; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    keyPairs?: pulumi.Input<number | undefined>;
    /**
     * The most server groups; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    serverGroups?: pulumi.Input<number | undefined>;
    /**
     * The most servers in a server group; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     */
    serverGroupMembers?: pulumi.Input<number | undefined>;
    /**
     * The most floating IPs of a project; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.35.
     */
    floatingIps?: pulumi.Input<number | undefined>;
    /**
     * The most rules of a security group; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.35.
     */
    securityGroupRules?: pulumi.Input<number | undefined>;
    /**
     * The most security groups; -1: no limit. Omit to leave it alone.
     *
     * On change: updated in place.
     *
     * Microversion: up to 2.35.
     */
    securityGroups?: pulumi.Input<number | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link ServerAction}. */
export interface ServerActionArgs {
    /**
     * The id of the server.
     *
     * On change: replace: it is done on another one.
     */
    server: pulumi.Input<string>;
    /**
     * Restarts the server.
     *
     * On change: runs again.
     */
    reboot?: pulumi.Input<ServerReboot | undefined>;
    /**
     * Boots the server from a rescue image. A secret.
     *
     * On change: runs again.
     */
    rescue?: pulumi.Input<ServerRescue | undefined>;
    /**
     * Creates an image of the server's disk.
     *
     * On change: runs again.
     */
    createImage?: pulumi.Input<ServerCreateImage | undefined>;
    /**
     * Texts that make it run again when they change: a version, a checksum.
     *
     * On change: runs again.
     *
     * @default none
     */
    triggers?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * The entry of clouds.yaml.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:cloud`, then the environment
     */
    cloud?: pulumi.Input<string | undefined>;
    /**
     * The region.
     *
     * On change: replace: it is in another cloud or region.
     *
     * @default the stack's config `openstack-compute:region`, then that of the cloud's entry
     */
    region?: pulumi.Input<string | undefined>;
    /**
     * The id of an existing one to adopt. Adopting only reads; the next preview shows what differs.
     *
     * On change: replace: another one is adopted instead.
     */
    adopt?: pulumi.Input<string | undefined>;
}
