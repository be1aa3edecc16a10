/**
 * Two web servers with a keypair, a security group and a floating IP.
 *
 * Configuration (`pulumi config set NAME VALUE`): `flavor`, `image`, `network`, `pool`; `ownFlavor: true` also makes a
 * flavor of the stack's own for the second server, which takes an administrator.
 */
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";

const config = new pulumi.Config();
const flavor = config.get("flavor") ?? "m1.small";
const image = config.get("image") ?? "debian-12";
const networks = [{ network: config.get("network") ?? "private" }];

const key = new compute.Keypair("deploy");

const web = new compute.SecurityGroup("web", {
    description: "What the web servers let in",
    rules: [
        { protocol: "tcp", port: 22, cidr: "10.0.0.0/8" },
        { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" },
    ],
});

const own =
    config.getBoolean("ownFlavor") === true
        ? new compute.Flavor("batch", { ram: 512, vcpus: 1, disk: 1, extraSpecs: { ":category": "batch" } })
        : undefined;

const server = (name: string, size: pulumi.Input<string>) =>
    new compute.Server(name, {
        flavor: size,
        image,
        networks,
        keyName: key.name,
        securityGroups: [web.name],
        metadata: { role: name },
    });

const front = server("front", flavor);
const batch = server("batch", own?.name ?? flavor);
const ip = new compute.FloatingIp("front", { pool: config.get("pool"), serverId: front.id });

export const address = ip.address;
export const servers = { front: front.ipV4, batch: batch.ipV4 };
export const privateKey = key.privateKey;
