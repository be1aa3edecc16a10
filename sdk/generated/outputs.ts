// Written by `npm run build` out of provider/resources/: edit that.

/** One of a server's own addresses. */
export interface ServerAddress {
    address: string;
    version: 4 | 6;
    /** The MAC address of the interface, if the cloud returns it. */
    mac?: string;
}

/**
 * An interface of a server. `portId` is known for a port that the program names, after a change to
 * `networks`, and for a server that `Server.get` reads. Otherwise it is omitted: it would take one request
 * for each server.
 */
export interface AttachedInterface {
    /** The name of its network. */
    network: string;
    /** Its addresses. */
    addresses: string[];
    /** Its MAC address, if the cloud returns it. */
    mac?: string;
    /** The id of its network, if known. */
    networkId?: string;
    /** The id of its port, if known. */
    portId?: string;
}

/** A volume that is attached to a server. */
export interface AttachedVolume {
    id: string;
    /**
     * Whether it is deleted with the server. Missing if the cloud does not return it (below microversion
     * 2.3).
     */
    deleteOnTermination?: boolean;
}

/** Why it is in ERROR. */
export interface ServerFault {
    code: number;
    message: string;
}

/** A rule, spelled as in the argument `rules`. */
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
