/** One server with most of what it can be told. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const server = new compute.Server(
    "app",
    {
        flavor: config.get("flavor") ?? "m1.small",
        image: config.get("image") ?? "debian-12",
        networks: [{ network: config.get("network") ?? "private" }],
        description: "The application server",
        metadata: { role: "app", stage: pulumi.getStack() },
        tags: ["app", "managed"],
        userData: "#cloud-config\npackages: [nginx]\n",
        powerState: "active",
    },
    { customTimeouts: { create: "10m", delete: "5m" } },
);

export const status = server.status;
export const address = server.ipV4;
