/** A server that reboots with each new version of its settings: `pulumi config set version 2`. */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();

const server = new compute.Server("worker", {
    flavor: config.get("flavor") ?? "m1.small",
    image: config.get("image") ?? "debian-12",
    networks: [{ network: config.get("network") ?? "private" }],
});

const reboot = new compute.ServerAction("settings", {
    server: server.id,
    reboot: { type: "SOFT" },
    triggers: [config.get("version") ?? "1"],
});

export const rebooted = reboot.id;
