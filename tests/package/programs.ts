/** One small stack, in each language that Pulumi runs on Node.js. */

const RESOURCES = `
const key = new compute.Keypair("deploy");
const web = new compute.Server("web", { flavor: "m1.small", image: "debian-12", networks: "auto", keyName: key.name });
`;

export const COMMONJS = `
const compute = require("pulumi-openstack-compute");
${RESOURCES}
exports.server = web.id;`;

export const MODULE = `
import * as compute from "pulumi-openstack-compute";
import { Server } from "pulumi-openstack-compute";
${RESOURCES}
if (!(web instanceof Server)) throw new Error("named and namespace imports differ");
export const server = web.id;`;

/** With a type of each shape that a program needs: an argument interface, a resource as a value, an output. */
export const TYPESCRIPT = `
import * as pulumi from "@pulumi/pulumi";
import * as compute from "pulumi-openstack-compute";
const args: compute.ServerArgs = { flavor: "m1.small", image: "debian-12", networks: "auto" };
const key: compute.Keypair = new compute.Keypair("deploy");
const web = new compute.Server("web", { ...args, keyName: key.name });
export const server: pulumi.Output<string> = web.id;`;

/** One resource of every kind, in this project; the cloud's administrator may create all of them. */
export const everyKind = (projectId: string) => `
const compute = require("pulumi-openstack-compute");
const kinds = Object.keys(compute).filter((name) => /^[A-Z]/.test(name)).sort();
const made = {};
const args = {
    Aggregate: () => ({ metadata: { ssd: "true" } }),
    Flavor: () => ({ ram: 512, vcpus: 1, disk: 1 }),
    FloatingIp: () => ({}),
    Keypair: () => ({}),
    QuotaSet: () => ({ project: "${projectId}", instances: 20 }),
    SecurityGroup: () => ({ description: "web", rules: [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }] }),
    Server: () => ({ flavor: "m1.small", image: "debian-12", networks: "auto" }),
    ServerAction: () => ({ server: made.Server.id, reboot: {} }),
    ServerGroup: () => ({ policy: "affinity" }),
};
for (const kind of kinds) {
    if (args[kind] === undefined) throw new Error(kind + ": tests/package/programs.ts has no arguments for it");
    made[kind] = new compute[kind](kind, args[kind]());
}
exports.kinds = kinds;`;
