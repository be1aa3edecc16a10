/** A flavor with extra specs (for an administrator), and a server of that size. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const flavor = new compute.Flavor("build", {
    ram: 1024, // MiB
    vcpus: 1,
    disk: 5, // GiB
    extraSpecs: { "hw:cpu_policy": "shared" },
});

const server = new compute.Server("ci", {
    flavor: flavor.name,
    image: config.get("image") ?? "debian-12",
    networks: [{ network: config.get("network") ?? "private" }],
});

export const flavorId = server.flavorId;
