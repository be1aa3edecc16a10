/** What a group lets in: from a network, from another group, and from itself. */
import * as compute from "pulumi-openstack-compute";

const balancers = new compute.SecurityGroup("balancers", {
    rules: [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }],
});

const backends = new compute.SecurityGroup("backends", {
    description: "Web servers: from the balancers, among themselves, and pings",
    rules: [
        { protocol: "tcp", fromPort: 8080, toPort: 8089, group: balancers.name },
        { protocol: "tcp", group: "self" },
        { protocol: "icmp", icmpType: 8, cidr: "10.0.0.0/8" },
    ],
});

export const groups = [balancers.name, backends.name];
