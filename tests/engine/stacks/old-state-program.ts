/**
 * The program whose state 0.1.0 wrote: tests/fixtures/state-0.1.0.json. All five resources, with everything that a state
 * keeps in a way of its own: a generated keypair, passwords that the cloud made (sealed) and declared, user data, a
 * server in a component, an adopted one, one in ERROR, and one whose update failed half-way.
 */

/** An id that the program has, or had. */
export interface OldProgram {
    /** Of the server that is adopted, or was. */
    adopted: string;
    /** What the program wants of the server whose update fails half-way. */
    half: { flavor: string; metadata: Record<string, string> };
}

export const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBhR2d3yKXwG3JDpTRyw9lMLw6GgOPYl7EOBYX5vkXkV fixture";

export const DECLARED_PASSWORD = "Decl4red-in-the-program";

export function oldProgram({ adopted, half }: OldProgram): string {
    return `
        const pulumi = require("@pulumi/pulumi");
        const compute = require("pulumi-openstack-compute");
        const server = (name, args, options) =>
            new compute.Server(name, { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }], ...args }, options);

        const generated = new compute.Keypair("generated");
        const imported = new compute.Keypair("imported", { name: "imported", publicKey: ${JSON.stringify(PUBLIC_KEY)} });
        const group = new compute.SecurityGroup("group", {
            description: "web servers",
            rules: [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }, { protocol: "udp", group: "self" }],
        });
        const flavor = new compute.Flavor("flavor", {
            ram: 512, vcpus: 1, disk: 1, extraSpecs: { "hw:cpu_policy": "shared" },
        });
        const web = server("web", {
            flavor: flavor.name,
            keyName: generated.name,
            securityGroups: [group.name],
            metadata: { role: "web", token: pulumi.secret("a secret of the program") },
            tags: ["web"],
            userData: "#!/bin/sh\\necho web\\n",
            blockDevices: [{ size: 1, deleteOnTermination: true }],
        }, { customTimeouts: { create: "10m" } });
        const ip = new compute.FloatingIp("ip", { pool: "public", serverId: web.id });

        class Site extends pulumi.ComponentResource {
            constructor(name) {
                super("my:Site", name);
                const key = new compute.Keypair("site", {}, { parent: this });
                this.server = server("site", { keyName: key.name, adminPass: ${JSON.stringify(DECLARED_PASSWORD)} }, { parent: this });
            }
        }
        const site = new Site("site");

        server("adopted", { name: "by-hand", adopt: ${JSON.stringify(adopted)} });
        server("broken", { name: "broken" });
        server("half", ${JSON.stringify(half)});

        exports.privateKey = generated.privateKey;
        exports.passwords = [web.adminPass, site.server.adminPass];
        exports.address = ip.address;
    `;
}
