/**
 * What each resource takes. Written by `npm run build` out of the schemas in provider/resources: edit those.
 */
import type * as pulumi from "@pulumi/pulumi";

/** A volume as the root disk. Left out: the root disk is on the host, as large as the flavor says. */
export interface ServerBootVolume {
    /** The id of a bootable volume. Then `image` is left out. */
    volume?: pulumi.Input<string | undefined>;
    /** The id of a snapshot to make the volume from. Then `image` is left out. */
    snapshot?: pulumi.Input<string | undefined>;
    /** In GiB; required with an image. Default with a snapshot: its size. */
    size?: pulumi.Input<number | undefined>;
    /** The volume type (microversion 2.67). Default: the cloud's. */
    type?: pulumi.Input<string | undefined>;
    /** Whether the volume is deleted with the server. Default: true for one that is made with it, false for one that is named. */
    deleteOnTermination?: pulumi.Input<boolean | undefined>;
    /** A tag that the guest finds in its metadata (microversion 2.42). */
    tag?: pulumi.Input<string | undefined>;
}

/** A disk of a server besides its root. */
export interface ServerBlockDevice {
    /** The id of a volume that exists. */
    volume?: pulumi.Input<string | undefined>;
    /** The id of a snapshot, of which a volume is made with the server. */
    snapshot?: pulumi.Input<string | undefined>;
    /** An image, of which a volume is made with the server. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches are an error. */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** A disk on the host, out of what the flavor has of that kind. */
    local?: pulumi.Input<"ephemeral" | "swap" | undefined>;
    /** In GiB (`swap`: MiB). Alone: an empty volume of this size is made with the server. */
    size?: pulumi.Input<number | undefined>;
    /** The volume type of what is made (microversion 2.67). Default: the cloud's. */
    type?: pulumi.Input<string | undefined>;
    /** The file system of an ephemeral disk: `ext4`. Default: the cloud's. */
    format?: pulumi.Input<string | undefined>;
    /** Where the guest should see it: `/dev/vdb`. Most hypervisors choose themselves. */
    device?: pulumi.Input<string | undefined>;
    /** Whether it is deleted with the server. Default: true for what is made with it, false for a volume that is named. */
    deleteOnTermination?: pulumi.Input<boolean | undefined>;
    /** A tag that the guest finds in its metadata (microversion 2.42; on attaching 2.49). */
    tag?: pulumi.Input<string | undefined>;
}

/** One interface of a server: on a network, or a port made beforehand. */
export interface ServerNetwork {
    /** The network to connect to. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches are an error. */
    network?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** The id of a port made beforehand; it outlives the server. */
    port?: pulumi.Input<string | undefined>;
    /** The address to have on that network; left out: the cloud picks one. */
    fixedIp?: pulumi.Input<string | undefined>;
    /** A tag that the guest finds in its metadata (microversion 2.42; on attaching 2.49). */
    tag?: pulumi.Input<string | undefined>;
}

/** A file written into a server before its first boot. */
export interface ServerFile {
    /** Where it is put in the guest. */
    path: pulumi.Input<string>;
    /** Its text. A secret. */
    contents?: pulumi.Input<string | undefined>;
    /** What is in it, in base64. A secret. */
    contentsBase64?: pulumi.Input<string | undefined>;
}

/** A lock with a reason. */
export interface ServerLock {
    /** Why (microversion 2.73). */
    reason?: pulumi.Input<string | undefined>;
}

/** What a change does where there is a choice. */
export interface ServerOnChange {
    /** Default: `resize`. */
    flavor?: pulumi.Input<"resize" | "replace" | undefined>;
    /** Default: `rebuild`. An ephemeral disk is kept only where the hypervisor can (bare metal). */
    image?: pulumi.Input<"rebuild" | "rebuild-preserve-ephemeral" | "replace" | undefined>;
    /** Default: `ignore`, for it matters at the first boot only. `rebuild` needs microversion 2.54. */
    keyName?: pulumi.Input<"ignore" | "rebuild" | "replace" | undefined>;
    /** Also for `userDataBase64`. Default: `replace`. `rebuild` needs microversion 2.57. */
    userData?: pulumi.Input<"replace" | "rebuild" | "ignore" | undefined>;
}

/** What the next update does with a server in ERROR. */
export interface ServerOnError {
    /** A server that never ran: there is nothing on it. Default: `replace`. */
    build?: pulumi.Input<"replace" | "keep" | undefined>;
    /** A server that has run. Default: `keep`, for there may be something on it. */
    running?: pulumi.Input<"keep" | "rebuild" | "replace" | undefined>;
}

/** What may come in: a protocol, its ports, and from where. */
export interface SecurityGroupRule {
    /** `tcp`, `udp` or `icmp`; with an IPv6 `cidr`, `icmp` is ICMPv6. */
    protocol: pulumi.Input<"tcp" | "udp" | "icmp">;
    /** The port; short for fromPort and toPort alike. */
    port?: pulumi.Input<number | undefined>;
    /** The first port. Default, with toPort: 1 to 65535. */
    fromPort?: pulumi.Input<number | undefined>;
    /** The last port. */
    toPort?: pulumi.Input<number | undefined>;
    /** The ICMP type; -1: all (default). */
    icmpType?: pulumi.Input<number | undefined>;
    /** The ICMP code; -1: all (default). */
    icmpCode?: pulumi.Input<number | undefined>;
    /** The network that it lets in. */
    cidr?: pulumi.Input<string | undefined>;
    /** The group whose servers it lets in, by name or id; `"self"`: this one. */
    group?: pulumi.Input<string | undefined>;
}

/** Restarts the server. */
export interface ServerReboot {
    /** `SOFT` (default): the guest shuts down in an orderly way. `HARD`: it is switched off and on. */
    type?: pulumi.Input<"SOFT" | "HARD" | undefined>;
}

/** Boots the server from a rescue image. */
export interface ServerRescue {
    /** The image to boot from. Default: the server's own. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches are an error. */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** The password in the rescue system. A secret. Default: the cloud makes one; see the output `adminPass`. */
    adminPass?: pulumi.Input<string | undefined>;
}

/** Makes an image of the server's disk. */
export interface ServerCreateImage {
    /** The name of the image. */
    name: pulumi.Input<string>;
    /** Metadata of the image. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
}

/** The arguments of a {@link Server}. */
export interface ServerArgs {
    /** The server's name. Left out: made from the resource's name and a random suffix. Changed: updated in place. */
    name?: pulumi.Input<string | undefined>;
    /** The flavor. A change resizes in place. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches are an error. Changed: resize in place, the server restarts. */
    flavor: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> }>;
    /** The image to boot from; required where `bootVolume` names no volume or snapshot. A change rebuilds in place: the root disk is lost. By name or id; `{ name }` or `{ id }` where a text could be either. Two matches are an error. Changed: rebuild in place, the root disk is lost; id and addresses stay. */
    image?: pulumi.Input<string | { id: pulumi.Input<string> } | { name: pulumi.Input<string> } | undefined>;
    /** A volume as the root disk. Left out: the root disk is on the host, as large as the flavor says. Changed: replace: the root disk is made with the server. */
    bootVolume?: pulumi.Input<ServerBootVolume | undefined>;
    /** More disks: volumes that exist, which are attached and detached in place, and such as are made with the server. Volumes that others attach are left alone. Changed: volumes are attached and detached in place. */
    blockDevices?: pulumi.Input<pulumi.Input<ServerBlockDevice>[] | undefined>;
    /** The name of the keypair whose public key the server gets at its first boot. Changed: noted only: a key is put into a server at its first boot; see onChange. */
    keyName?: pulumi.Input<string | undefined>;
    /** The security groups, by name or id, in any order. Default: the project's group `default`. Changed: added and removed in place. */
    securityGroups?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** What to connect to: `"auto"` (the cloud chooses or makes a network; microversion 2.37), `"none"` (2.37), or networks and ports in the order of the server's interfaces. Default: the project's only network. Changed: interfaces are attached and detached in place. */
    networks?: pulumi.Input<"auto" | "none" | pulumi.Input<ServerNetwork>[] | undefined>;
    /** Metadata. Only the keys named here are managed; those that others write are left alone. Changed: only these keys are written. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** Whether a server that is created carries in its metadata which stack and resource it is of, so that it is found again when its creation is interrupted. Default: true, or what the stack's config `openstack-compute:owner` says. Changed: noted: only a creation writes it. */
    ownerMetadata?: pulumi.Input<boolean | undefined>;
    /** Tags (microversion 2.26). Only those named here are managed. Changed: only these tags are added and removed. */
    tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** User data for cloud-init, as text; sent in base64. A secret; the outputs keep only its hash. Changed: replace: user data is read at the first boot. */
    userData?: pulumi.Input<string | undefined>;
    /** User data that is in base64 already (a compressed or multi-part one), with or without line breaks. The same bytes as `userData` are no change. Changed: replace: user data is read at the first boot. */
    userDataBase64?: pulumi.Input<string | undefined>;
    /** Whether metadata and user data come on a drive too. Default: false, or what the image asks for. Changed: replace: the drive is made with the server. */
    configDrive?: pulumi.Input<boolean | undefined>;
    /** The availability zone. Default: the cloud chooses. Changed: replace: a server stays in its zone. */
    availabilityZone?: pulumi.Input<string | undefined>;
    /** Whether the server stays in its availability zone when it is moved (microversion 2.104). Default: not managed; the cloud pins those that were created in a zone by name. Changed: updated in place. */
    pinnedToZone?: pulumi.Input<boolean | undefined>;
    /** The IPv4 address at which others should reach the server; Nova only notes it. Changed: updated in place. */
    accessIpV4?: pulumi.Input<string | undefined>;
    /** The IPv6 address at which others should reach the server; Nova only notes it. Changed: updated in place. */
    accessIpV6?: pulumi.Input<string | undefined>;
    /** The administrator's password. A secret. Default: the cloud makes one; see the output `adminPass`. Changed: changed in the running server. */
    adminPass?: pulumi.Input<string | undefined>;
    /** A description (microversion 2.19). Changed: updated in place. */
    description?: pulumi.Input<string | undefined>;
    /** How the root disk is partitioned: `AUTO` (one partition that fills it) or `MANUAL` (as in the image). Default: what the image asks for. Changed: updated in place. */
    diskConfig?: pulumi.Input<"AUTO" | "MANUAL" | undefined>;
    /** The host name that the guest is told (microversion 2.90; a domain name: 2.94). Default: made from the server's first name. Changed: updated in place. */
    hostname?: pulumi.Input<string | undefined>;
    /** Files written into the root disk before the first boot (up to microversion 2.56, and only where the hypervisor can). Secret; the state keeps only hashes. User data does the same on every cloud. Changed: rebuild in place with these files, the root disk is lost; id and addresses stay. */
    personality?: pulumi.Input<pulumi.Input<ServerFile>[] | undefined>;
    /** The ids of the certificates that the image's signature is checked by (microversion 2.63). Changed: rebuild in place with these certificates, the root disk is lost; id and addresses stay. */
    trustedImageCertificates?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Hints for the choice of a host, as the cloud's scheduler knows them: `group` (the id of a server group), `different_host`, `same_host`, `query`… Changed: replace: hints are for the choice of a host. */
    schedulerHints?: pulumi.Input<{ [key: string]: pulumi.Input<string | number | boolean | pulumi.Input<string>[]> } | undefined>;
    /** Whether the server runs. `shelved`: clouds take it off its host by themselves, at once or in time. Left out: not managed. Changed: the server is started, stopped, paused, suspended or shelved. */
    powerState?: pulumi.Input<"active" | "shutoff" | "paused" | "suspended" | "shelved" | "shelved_offloaded" | undefined>;
    /** Whether only administrators may change the server by other means. The provider takes this lock off for its own changes, and puts it on again. Left out: not managed. Changed: locked or unlocked. */
    locked?: pulumi.Input<boolean | ServerLock | undefined>;
    /** What a change does where there is a choice. Changed: noted: what later changes do. */
    onChange?: pulumi.Input<ServerOnChange | undefined>;
    /** What the next update does with a server in ERROR. Changed: noted: what becomes of a server in ERROR. */
    onError?: pulumi.Input<ServerOnError | undefined>;
    /** Whether the guest is shut down in an orderly way before the server is deleted. Default: false. Changed: noted for its deletion. */
    stopBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /** Whether it is deleted at once also where the cloud keeps deleted servers for a while (soft delete). Default: false. Changed: noted for its deletion. */
    forceDelete?: pulumi.Input<boolean | undefined>;
    /** Whether ports made beforehand are taken off before the server is deleted: some clouds are slow to let go of them. Default: false. Changed: noted for its deletion. */
    detachPortsBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Keypair}. */
export interface KeypairArgs {
    /** The keypair's name: letters, digits, spaces and _ - . @ only. Default: made from the resource's name and a random suffix. Changed: replace: a keypair is known by its name. */
    name?: pulumi.Input<string | undefined>;
    /** The OpenSSH public key to import, or, for `x509`, the certificate in PEM. Omit to generate a pair: `privateKey` has its private half. Changed: replace; servers keep the key they booted with. */
    publicKey?: pulumi.Input<string | undefined>;
    /** `ssh` (default), or `x509`: a certificate, for Windows (microversion 2.2). Changed: replace: another kind of key. */
    type?: pulumi.Input<"ssh" | "x509" | undefined>;
    /** The id of the user whose keypair it is (microversion 2.10; for administrators). Default: the user whose credentials are in use. Changed: replace: it is another user's. */
    userId?: pulumi.Input<string | undefined>;
    /** What to generate: `ed25519` (default) or `rsa` (4096 bits). Changed: replace: another pair is generated. */
    keyAlgorithm?: pulumi.Input<"ed25519" | "rsa" | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link FloatingIp}. */
export interface FloatingIpArgs {
    /** The pool to take the address from. Default: the only one that there is. Changed: replace: another pool, another address. */
    pool?: pulumi.Input<string | undefined>;
    /** The id of the server that the address leads to. Left out: to none; where others lead it then is left alone. Changed: associated anew in place, the address stays. */
    serverId?: pulumi.Input<string | undefined>;
    /** Which of the server's own addresses it leads to. Default: its first. Changed: associated anew in place. */
    fixedIp?: pulumi.Input<string | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link SecurityGroup}. */
export interface SecurityGroupArgs {
    /** The group's name. Default: made from the resource's name and a random suffix. Changed: updated in place. */
    name?: pulumi.Input<string | undefined>;
    /** A description. Default: "Managed by Pulumi". Changed: updated in place. */
    description?: pulumi.Input<string | undefined>;
    /** What may come in, in any order: exactly these rules. Left out: the rules are not managed. Changed: single rules are added and removed in place. */
    rules?: pulumi.Input<pulumi.Input<SecurityGroupRule>[] | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Flavor}. */
export interface FlavorArgs {
    /** The flavor's name. Default: made from the resource's name and a random suffix. Changed: replace: the API cannot change it. */
    name?: pulumi.Input<string | undefined>;
    /** The flavor's id. Default: the cloud makes a UUID. Changed: replace: the API cannot change it. */
    flavorId?: pulumi.Input<string | undefined>;
    /** Memory, in MiB. Changed: replace: the API cannot change it. */
    ram: pulumi.Input<number>;
    /** Virtual processors. Changed: replace: the API cannot change it. */
    vcpus: pulumi.Input<number>;
    /** The root disk, in GiB. Default: 0, as large as the image. Changed: replace: the API cannot change it. */
    disk?: pulumi.Input<number | undefined>;
    /** The ephemeral disk, in GiB. Default: 0. Changed: replace: the API cannot change it. */
    ephemeral?: pulumi.Input<number | undefined>;
    /** The swap disk, in MiB. Default: 0. Changed: replace: the API cannot change it. */
    swap?: pulumi.Input<number | undefined>;
    /** A factor for the network's bandwidth. Nova 26 and older refuse one below 1. Default: 1. Changed: replace: the API cannot change it. */
    rxtxFactor?: pulumi.Input<number | undefined>;
    /** Whether every project may use it. Default: true. Changed: replace: the API cannot change it. */
    isPublic?: pulumi.Input<boolean | undefined>;
    /** A description (microversion 2.55). Changed: updated in place. */
    description?: pulumi.Input<string | undefined>;
    /** Extra specs, as `hw:cpu_policy`. Only the keys named here are managed. Changed: only these keys are written; servers see them at their next resize. */
    extraSpecs?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** The ids of the projects that may use a flavor that is not public; no others may. Changed: access is given and taken in place. */
    projects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link ServerGroup}. */
export interface ServerGroupArgs {
    /** The group's name. Default: made from the resource's name and a random suffix. Changed: replace: a server group cannot change. */
    name?: pulumi.Input<string | undefined>;
    /** `affinity` (one host), `anti-affinity` (each on another host), and, from microversion 2.15 on, `soft-affinity` and `soft-anti-affinity`, which the scheduler follows as far as it can. Changed: replace: a server group cannot change. */
    policy: pulumi.Input<"affinity" | "anti-affinity" | "soft-affinity" | "soft-anti-affinity">;
    /** How many of its servers may share a host (microversion 2.64). Default: 1. Changed: replace: a server group cannot change. */
    maxServerPerHost?: pulumi.Input<number | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link Aggregate}. */
export interface AggregateArgs {
    /** The aggregate's name. Default: made from the resource's name and a random suffix. Changed: updated in place. */
    name?: pulumi.Input<string | undefined>;
    /** The availability zone that its hosts are in. Default: none. Changed: updated in place. */
    availabilityZone?: pulumi.Input<string | undefined>;
    /** The names of its compute hosts, in any order. Omit to leave them alone. Changed: added and removed in place. */
    hosts?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Metadata. Only the keys named here are managed. Changed: only these keys are written. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link QuotaSet}. */
export interface QuotaSetArgs {
    /** The id of the project. Changed: replace: the quotas of another project. */
    project: pulumi.Input<string>;
    /** The id of the user whose quotas in the project these are. Default: those of the project itself. Changed: replace: the quotas of another user. */
    user?: pulumi.Input<string | undefined>;
    /** The most servers; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    instances?: pulumi.Input<number | undefined>;
    /** The most virtual processors; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    cores?: pulumi.Input<number | undefined>;
    /** The most memory, in MiB; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    ram?: pulumi.Input<number | undefined>;
    /** The most keypairs of a user; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    keyPairs?: pulumi.Input<number | undefined>;
    /** The most metadata items of a server; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    metadataItems?: pulumi.Input<number | undefined>;
    /** The most server groups; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    serverGroups?: pulumi.Input<number | undefined>;
    /** The most servers in a server group; -1: no limit. Omit to leave it alone. Changed: updated in place. */
    serverGroupMembers?: pulumi.Input<number | undefined>;
    /** The most files written into a server; -1: no limit. Up to microversion 2.56. Omit to leave it alone. Changed: updated in place. */
    injectedFiles?: pulumi.Input<number | undefined>;
    /** The most bytes in such a file; -1: no limit. Up to microversion 2.56. Omit to leave it alone. Changed: updated in place. */
    injectedFileContentBytes?: pulumi.Input<number | undefined>;
    /** The most bytes in the path of such a file; -1: no limit. Up to microversion 2.56. Omit to leave it alone. Changed: updated in place. */
    injectedFilePathBytes?: pulumi.Input<number | undefined>;
    /** The most fixed addresses; -1: no limit. Up to microversion 2.35. Omit to leave it alone. Changed: updated in place. */
    fixedIps?: pulumi.Input<number | undefined>;
    /** The most floating IPs; -1: no limit. Up to microversion 2.35. Omit to leave it alone. Changed: updated in place. */
    floatingIps?: pulumi.Input<number | undefined>;
    /** The most security groups; -1: no limit. Up to microversion 2.35. Omit to leave it alone. Changed: updated in place. */
    securityGroups?: pulumi.Input<number | undefined>;
    /** The most rules of a security group; -1: no limit. Up to microversion 2.35. Omit to leave it alone. Changed: updated in place. */
    securityGroupRules?: pulumi.Input<number | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}

/** The arguments of a {@link ServerAction}. */
export interface ServerActionArgs {
    /** The id of the server. Changed: replace: it is done on another one. */
    server: pulumi.Input<string>;
    /** Restarts the server. Changed: runs again. */
    reboot?: pulumi.Input<ServerReboot | undefined>;
    /** Boots the server from a rescue image. Changed: runs again. */
    rescue?: pulumi.Input<ServerRescue | undefined>;
    /** Makes an image of the server's disk. Changed: runs again. */
    createImage?: pulumi.Input<ServerCreateImage | undefined>;
    /** Texts that make it run again when they change: a version, a checksum. Default: none. Changed: runs again. */
    triggers?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** The entry of clouds.yaml. Default: the stack's config `openstack-compute:cloud`, then the environment. Changed: replace: it stands in another cloud or region. */
    cloud?: pulumi.Input<string | undefined>;
    /** The region. Default: the stack's config `openstack-compute:region`, then that of the cloud's entry. Changed: replace: it stands in another cloud or region. */
    region?: pulumi.Input<string | undefined>;
    /** The id of one that exists already: it is taken over as it is, by reading only. What differs shows in the next preview. Changed: replace: another one is taken over in its place. */
    adopt?: pulumi.Input<string | undefined>;
}
