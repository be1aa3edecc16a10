/** The stack's program: the servers, and one of each other resource that they use. */
import type { Look } from "./rounds";

/**
 * The stack's own flavor. It has the disk size of the cloud's flavor, so that a server can be resized in both
 * directions.
 */
export const OWN_FLAVOR = { ram: 1024, vcpus: 1, disk: 1 };
export const CLOUD_FLAVOR = "m1.tiny";
export const NETWORK = "private";
export const POOL = "public";
export const PUBLIC_KEY =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAnTBI8WCo8PpZLVQZ9DTLF3gHtw60w0KBEWaM3x3lcp ops@example";

/** The logical names. Names in the cloud begin with them, which distinguishes the stack's resources from others'. */
export interface Names {
    readonly key: string;
    readonly group: string;
    readonly flavor: string;
    readonly ip: string;
    server(index: number): string;
}

export function namesOf(tag: string): Names {
    return {
        key: `${tag}-key`,
        group: `${tag}-group`,
        flavor: `${tag}-flavor`,
        ip: `${tag}-ip`,
        server: (index) => `${tag}-web${index}`,
    };
}

export function userData({ generation }: Look): string {
    return `#!/bin/sh\n# generation ${generation}\n`;
}

export function programText(looks: readonly Look[], names: Names): string {
    const servers = looks.map((look, index) => {
        const flavor = look.flavor === "cloud" ? JSON.stringify(CLOUD_FLAVOR) : "{ id: flavor.id }";
        const args = JSON.stringify({
            image: look.image,
            metadata: { round: `${look.round}` },
            userData: userData(look),
            networks: [{ network: NETWORK }],
        });
        return `new compute.Server(${JSON.stringify(names.server(index))}, { ...common, ...${args}, flavor: ${flavor} }),`;
    });
    return `const compute = require("pulumi-openstack-compute");
const key = new compute.Keypair("${names.key}", { publicKey: "${PUBLIC_KEY}" });
const group = new compute.SecurityGroup("${names.group}", {
    rules: [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }],
});
const flavor = new compute.Flavor("${names.flavor}", ${JSON.stringify(OWN_FLAVOR)});
const common = { keyName: key.name, securityGroups: [group.name] };
const servers = [
${servers.map((line) => `    ${line}`).join("\n")}
];
new compute.FloatingIp("${names.ip}", { pool: "${POOL}", serverId: servers[0].id });
`;
}
