/** A program that goes on with what a server has told it, and with what `get` reads, as the next preview knows it. */
import { Setting } from "./setting";

interface ByHand {
    keypair: string;
    group: string;
    address: string;
}

const programOf = ({ group, address }: ByHand) => `
    const pulumi = require("@pulumi/pulumi");
    const compute = require("pulumi-openstack-compute");
    const ARGS = { flavor: "m1.tiny", image: "debian-12", networks: "none" };
    const first = new compute.Server("first", ARGS);
    const { hostId, created, adminPass } = first;
    new compute.Server("second", {
        ...ARGS,
        metadata: { hostId, created },
        userData: pulumi.interpolate\`#!/bin/sh\\necho \${adminPass}\\n\`,
    });
    exports.first = { id: first.id, hostId, created, adminPass };
    exports.read = {
        server: compute.Server.get("read-server", first.id).hostId,
        keypair: compute.Keypair.get("read-keypair", "theirs").publicKey,
        flavor: compute.Flavor.get("read-flavor", "4").name,
        group: compute.SecurityGroup.get("read-group", ${JSON.stringify(group)}).name,
        address: compute.FloatingIp.get("read-address", ${JSON.stringify(address)}).address,
    };
`;

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f theirs";
const MISSING = "00000000-0000-4000-8000-000000000000";

// The tests tell one story, in this order.
describe("what a server tells a program, and what a program reads of others", () => {
    let setting: Setting;
    let byHand: ByHand;

    beforeAll(async () => {
        setting = await Setting.make();
        const { nova } = setting;
        await nova.post("/os-keypairs", { keypair: { name: "theirs", public_key: PUBLIC_KEY } });
        const { security_group } = await nova.post<{ security_group: { id: string } }>("/os-security-groups", {
            security_group: { name: "theirs", description: "theirs" },
        });
        const { floating_ip } = await nova.post<{ floating_ip: { id: string } }>("/os-floating-ips", {
            pool: "public",
        });
        byHand = { keypair: "theirs", group: security_group.id, address: floating_ip.id };
        setting.stack.write(programOf(byHand));
        await setting.stack.up();
    });
    afterAll(() => setting.end());

    it("is what the cloud says", async () => {
        const { first, read } = (await setting.stack.outputs()) as Record<string, Record<string, string>>;
        const { server } = await setting.nova.get<{ server: Record<string, unknown> }>(`/servers/${first?.id}`);
        const { servers, floatingIps } = setting.cloud.inspect();
        expect(first).toEqual({
            id: server.id,
            hostId: server.hostId,
            created: server.created,
            adminPass: servers.find(({ id }) => id === first?.id)?.adminPass,
        });
        expect(read).toEqual({
            server: server.hostId,
            keypair: PUBLIC_KEY,
            flavor: "m1.large",
            group: "theirs",
            address: floatingIps[0]?.address,
        });
    });

    it("is no change of what was made with it, before a refresh and after", async () => {
        const { changes } = await setting.stack.preview({ expectNoChanges: true });
        expect(changes).not.toHaveProperty("update");
        await setting.stack.preview({ expectNoChanges: true, refresh: true });
    });

    it("is read only where there is something, and is not deleted with the stack", async () => {
        setting.stack.write(
            `require("pulumi-openstack-compute").Server.get("read-server", ${JSON.stringify(MISSING)});`,
        );
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toContain(`there is no server "${MISSING}" in cloud "embedded"`);

        await setting.stack.destroy();
        const { servers, keypairs, flavors, securityGroups, floatingIps } = setting.cloud.inspect();
        expect(servers).toEqual([]);
        expect(keypairs.map(({ name }) => name)).toEqual([byHand.keypair]);
        expect(flavors.map(({ name }) => name)).toContain("m1.large");
        expect(securityGroups.map(({ id }) => id)).toContain(byHand.group);
        expect(floatingIps.map(({ id }) => id)).toEqual([byHand.address]);
    });
});
