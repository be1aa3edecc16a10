/** Two servers that the scheduler puts on different hosts. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const apart = new compute.ServerGroup("web", { policy: "anti-affinity" });

const servers = ["web-0", "web-1"].map(
    (name) =>
        new compute.Server(name, {
            flavor: config.get("flavor") ?? "m1.small",
            image: config.get("image") ?? "debian-12",
            networks: [{ network: config.get("network") ?? "private" }],
            schedulerHints: { group: apart.id },
        }),
);

export const hosts = servers.map(({ hostId }) => hostId);
