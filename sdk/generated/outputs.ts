// Written by `npm run build` out of provider/resources/: edit that.

/** One of a server's own addresses. */
export interface ServerAddress {
    address: string;
    version: 4 | 6;
    /** The hardware address of the interface, where the cloud tells it. */
    mac?: string;
}

/**
 * An interface of a server. The record of a server names no ports, and each server would have to be asked for
 * them alone: `portId` is known of a port that the program names, after a change to `networks`, and of a
 * server that `Server.get` reads.
 */
export interface AttachedInterface {
    /** The name of its network. */
    network: string;
    /** Its addresses. */
    addresses: string[];
    /** Its hardware address, where the cloud tells it. */
    mac?: string;
    /** The id of its network, where it is known. */
    networkId?: string;
    /** The id of its port, where it is known. */
    portId?: string;
}

/** A volume on a server. */
export interface AttachedVolume {
    id: string;
    /**
     * Whether it is deleted with the server. Missing where the cloud does not tell (below microversion 2.3).
     */
    deleteOnTermination?: boolean;
}

/** Why it is in ERROR. */
export interface ServerFault {
    code: number;
    message: string;
}

/** A rule, as the argument `rules` would have it. */
export interface GetSecurityGroupRule {
    protocol?: string;
    port?: number;
    fromPort?: number;
    toPort?: number;
    icmpType?: number;
    icmpCode?: number;
    cidr?: string;
    /** The name of a group, or `self`. */
    group?: string;
}
