/** One story on the real Pulumi engine, with all five resources, told on every cloud. It runs what was built last. */
import { randomBytes } from "node:crypto";
import { Stack } from "../support/stack";
import { type CloudUnderTest, openCloud, releaseUnderTest } from "./cloud";
import { until, Witness } from "./witness";

const KINDS = ["FloatingIp", "Server", "Flavor", "SecurityGroup", "Keypair"];

/** For one command: a real cloud on a busy machine takes its time. */
const SECONDS = releaseUnderTest() === undefined ? 60 : 200;
jest.setTimeout(2 * SECONDS * 1000);

describe(`a stack on the real engine, on ${releaseUnderTest() ?? "the embedded cloud"},`, () => {
    const run = `conf-${randomBytes(4).toString("hex").slice(0, 6)}`;
    let cloud: CloudUnderTest;
    let witness: Witness;
    let stack: Stack;
    let ids: Record<string, string>;

    beforeAll(async () => {
        cloud = await openCloud();
        witness = await Witness.of(cloud, cloud.admin);
        stack = await Stack.create({ cloud });
    }, 600_000);

    afterAll(async () => {
        // What a failure has left.
        for (const { id } of await witness.servers(run)) {
            await witness.deleteServer(id);
        }
        if (ids?.ip !== undefined) {
            await witness.releaseFloatingIp(ids.ip);
        }
        for (const { id } of await witness.groups(run)) {
            await witness.removeGroup(id);
        }
        for (const name of await witness.keypairs(run)) {
            await witness.deleteKeypair(name);
        }
        for (const { id } of await witness.flavors(run)) {
            await witness.deleteFlavor(id);
        }
        await stack.dispose();
        await cloud.close();
    });

    function program({ image, larger }: { image: string; larger: boolean }): string {
        const names = Object.fromEntries(
            ["key", "group", "small", "larger", "web"].map((one) => [one, `${run}-${one}`]),
        );
        return `
            const compute = require("pulumi-openstack-compute");
            const names = ${JSON.stringify(names)};
            const key = new compute.Keypair("key", { name: names.key });
            const group = new compute.SecurityGroup("group", {
                name: names.group,
                rules: [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }],
            });
            const size = { vcpus: 1, disk: 1 };
            const small = new compute.Flavor("small", { name: names.small, ram: 512, ...size });
            const larger = new compute.Flavor("larger", { name: names.larger, ram: 1024, ...size });
            const server = new compute.Server("web", {
                name: names.web,
                flavor: ${larger ? "larger" : "small"}.name,
                image: ${JSON.stringify(image)},
                keyName: key.name,
                securityGroups: [group.name],
                networks: [{ network: ${JSON.stringify(cloud.network)} }],
                metadata: { role: "web" },
                tags: ["web"],
            });
            const ip = new compute.FloatingIp("ip", { pool: ${JSON.stringify(cloud.pool)}, serverId: server.id });
            exports.ids = { web: server.id, ip: ip.id, group: group.id };
            exports.address = ip.address;
        `;
    }

    /** Where the address leads to: Compute hears of it a moment after the network service. */
    const address = async (leadsTo: string) =>
        until(`the address leads to ${leadsTo}`, async () => {
            const seen = await witness.floatingIp(ids.ip ?? "");
            return seen?.instance_id === leadsTo ? { found: seen.ip } : { seen: JSON.stringify(seen) };
        });

    it("is previewed without anything being made", async () => {
        stack.write(program({ image: cloud.images[0], larger: false }));
        const { changes } = await stack.preview({ timeout: SECONDS });
        // With the stack itself and its identity.
        expect(changes).toMatchObject({ create: 8 });
        expect(await witness.servers(run)).toEqual([]);
        expect(await witness.flavors(run)).toEqual([]);
        expect(await witness.groups(run)).toEqual([]);
        expect(await witness.keypairs(run)).toEqual([]);
    });

    it("comes up as declared", async () => {
        await stack.up({ timeout: SECONDS });
        const outputs = await stack.outputs();
        ids = outputs.ids as Record<string, string>;
        expect(await witness.server(ids.web ?? "")).toMatchObject({
            name: `${run}-web`,
            status: "ACTIVE",
            key_name: `${run}-key`,
            metadata: { role: "web" },
            tags: ["web"],
            flavor: { original_name: `${run}-small` },
            image: { id: await witness.imageId(cloud.images[0]) },
        });
        expect(await witness.groupsOf(ids.web ?? "")).toEqual([`${run}-group`]);
        expect(await address(ids.web ?? "")).toBe(outputs.address);
        const { resources } = await stack.state();
        expect(
            resources.map(({ type }) => type).filter((type) => KINDS.some((kind) => type.endsWith(kind))),
        ).toHaveLength(6);
    });

    it("is proposed no change, also after a refresh", async () => {
        await stack.preview({ expectNoChanges: true, timeout: SECONDS });
        await stack.preview({ refresh: true, expectNoChanges: true, timeout: SECONDS });
    });

    it("resizes and rebuilds in place, as the preview says; id and addresses stay", async () => {
        const before = await witness.server(ids.web ?? "");
        stack.write(program({ image: cloud.images[1], larger: true }));
        const { text } = await stack.preview({ timeout: SECONDS });
        expect(text).toContain(`flavor ${run}-small -> ${run}-larger: resize in place, the server restarts`);
        expect(text).toContain(
            `image ${cloud.images[0]} -> ${cloud.images[1]}: rebuild in place, the root disk is lost; id and addresses stay`,
        );
        const result = await stack.up({ timeout: SECONDS });
        expect(result.ops("web")).toEqual(["update"]);
        const after = await witness.server(ids.web ?? "");
        expect(after).toMatchObject({
            status: "ACTIVE",
            flavor: { original_name: `${run}-larger` },
            image: { id: await witness.imageId(cloud.images[1]) },
        });
        expect(after.addresses).toEqual(before.addresses);
        expect(await witness.actions(ids.web ?? "")).toEqual(["create", "resize", "confirmResize", "rebuild"]);
        await stack.preview({ refresh: true, expectNoChanges: true, timeout: SECONDS });
    });

    it("shows what others changed, and up puts it right", async () => {
        const web = ids.web ?? "";
        await witness.nova.call("PUT", `/servers/${web}`, { server: { name: `${run}-renamed` } });
        await witness.nova.post(`/servers/${web}/metadata`, { metadata: { role: "db", billing: "4711" } });
        await witness.addRule(ids.group ?? "", 8080);
        await witness.deleteKeypair(`${run}-key`);
        const { text } = await stack.preview({
            refresh: true,
            expectNoChanges: true,
            expectFailure: true,
            timeout: SECONDS,
        });
        expect(text).toContain(`name ${run}-renamed -> ${run}-web: updated in place`);
        expect(text).toContain("metadata ~role: only these keys are written");
        expect(text).toContain("rules - tcp 8080 from 0.0.0.0/0");

        const result = await stack.up({ refresh: true, timeout: SECONDS });
        expect(result.ops("web")).toEqual(["update"]);
        expect(result.ops("key")).toEqual(["create"]);
        expect(await witness.server(web)).toMatchObject({
            name: `${run}-web`,
            metadata: { role: "web", billing: "4711" },
        });
        expect((await witness.group(ids.group ?? "")).rules).toHaveLength(1);
        expect(await witness.keypairs(run)).toEqual([`${run}-key`]);
        await stack.preview({ refresh: true, expectNoChanges: true, timeout: SECONDS });
    });

    it("is destroyed, and nothing of it is left", async () => {
        await stack.destroy({ timeout: SECONDS });
        expect((await stack.state()).resources.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
        expect(await witness.isGone(ids.web ?? "")).toBe(true);
        expect(await witness.floatingIp(ids.ip ?? "")).toBeUndefined();
        expect(await witness.groups(run)).toEqual([]);
        expect(await witness.keypairs(run)).toEqual([]);
        expect(await witness.flavors(run)).toEqual([]);
    });
});
