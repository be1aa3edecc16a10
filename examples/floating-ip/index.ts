/** A floating IP that is associated with one of two servers. `pulumi config set active green` moves it in place. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const [blue, green] = ["blue", "green"].map(
    (name) =>
        new compute.Server(name, {
            flavor: config.get("flavor") ?? "m1.small",
            image: config.get("image") ?? "debian-12",
            networks: [{ network: config.get("network") ?? "private" }],
        }),
);

const ip = new compute.FloatingIp("live", {
    pool: config.get("pool"),
    serverId: config.get("active") === "green" ? green?.id : blue?.id,
});

export const address = ip.address;
