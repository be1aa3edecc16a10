/** A server from its first day to its last: names, networks, drift and its repair, adoption, and somebody else's hands. */
import { unsealed } from "../../provider/state/sealed";
import { keptIn } from "../support/wire";
import { KEYS } from "./arguments";
import { releaseUnderTest } from "./cloud";
import { CREATED_FIRST, DELETED_FIRST, ops, scenarios } from "./scenario";
import { until } from "./witness";

scenarios("a server's life", (scenario) => {
    scenario("is created with every argument, by one call", async (scene) => {
        const [group, key] = [scene.byHand("group"), scene.byHand("key")];
        await scene.witness.makeGroup(group);
        await scene.witness.makeKeypair(key, KEYS.first);
        const userData = "#!/bin/sh\necho größer\n";
        const server = scene.server({
            name: scene.name("web"),
            securityGroups: ["default", group],
            keyName: key,
            metadata: { role: "web", "a:b": "größer" },
            tags: ["blue", "web"],
            userData,
            configDrive: true,
            availabilityZone: "nova",
            accessIpV4: "192.0.2.10",
            accessIpV6: "2001:db8::10",
            adminPass: "first-Passw0rd",
            description: "größer",
            diskConfig: "MANUAL",
            powerState: "active",
        });
        await scene.stack.up(server);
        const id = scene.id(server);
        const seen = await scene.witness.server(id);
        expect({ ...seen, tags: seen.tags.sort() }).toMatchObject({
            name: server.args.name,
            status: "ACTIVE",
            metadata: { role: "web", "a:b": "größer" },
            tags: ["blue", "web"],
            description: "größer",
            accessIPv4: "192.0.2.10",
            accessIPv6: "2001:db8::10",
            key_name: key,
            config_drive: "True",
            "OS-DCF:diskConfig": "MANUAL",
            "OS-EXT-AZ:availability_zone": "nova",
            "OS-EXT-SRV-ATTR:user_data": Buffer.from(userData).toString("base64"),
            flavor: { original_name: scene.cloud.flavors[0] },
            image: { id: await scene.witness.imageId(scene.cloud.images[0]) },
        });
        expect(await scene.witness.groupsOf(id)).toEqual([group, "default"].sort());
        expect(await scene.witness.actions(id)).toEqual(["create"]);
        const [address] = seen.addresses[scene.cloud.network] ?? [];
        expect(scene.stack.resource(server.name).outs).toMatchObject({
            status: "ACTIVE",
            ipV4: "192.0.2.10",
            addresses: { [scene.cloud.network]: [{ address: address?.addr, version: 4 }] },
            imageId: seen.image.id,
        });
        await scene.unchanged(server);
    });

    scenario(
        "has a name made from the program's, its first address as ipV4, and a password of the cloud's",
        async (scene) => {
            const server = scene.server({ networks: undefined });
            await scene.stack.up(server);
            const { outs } = scene.stack.resource(server.name);
            const seen = await scene.witness.server(scene.id(server));
            expect(seen.name).toMatch(new RegExp(`^${server.name}-[0-9a-f]{7}$`));
            expect(outs).toMatchObject({
                name: seen.name,
                ipV4: seen.addresses[scene.cloud.network]?.[0]?.addr,
            });
            const { adminPass } = keptIn(outs).outputs as { adminPass: string };
            expect(unsealed(adminPass, scene.stack.identity.key)).toMatch(/^\S{8,}$/);
            await scene.unchanged(server);
        },
    );

    scenario(
        'is created with networks "auto", and with those of before when the network is named then',
        async (scene) => {
            const server = scene.server({ networks: "auto" });
            await scene.stack.up(server);
            const { addresses } = await scene.witness.server(scene.id(server));
            expect(Object.keys(addresses)).toEqual([scene.cloud.network]);
            await scene.unchanged(server);
        },
    );

    scenario("has two interfaces on one network, in the order of the program", async (scene) => {
        const { network, spareAddress } = scene.cloud;
        const other = spareAddress.replace(/\d+$/, (last) => String(Number(last) - 100));
        const server = scene.server({ networks: [{ network, fixedIp: other }, { network }] });
        await scene.stack.up(server);
        const { addresses } = await scene.witness.server(scene.id(server));
        expect(addresses[network]).toHaveLength(2);
        expect(addresses[network]?.map(({ addr }) => addr)).toContain(other);
        await scene.unchanged(server);
    });

    // The embedded cloud has no network service to make a port with.
    if (releaseUnderTest() !== undefined) {
        scenario(
            "takes a port made beforehand, hands it to the one in its place, and is outlived by it",
            async (scene) => {
                const { nova } = scene.witness;
                const network = { service: "network" };
                const { port } = await nova.post<{ port: { id: string; fixed_ips: { ip_address: string }[] } }>(
                    "/v2.0/ports",
                    {
                        port: {
                            network_id: await scene.witness.networkId(scene.cloud.network),
                            name: scene.byHand("port"),
                        },
                    },
                    network,
                );
                try {
                    const args = { networks: [{ port: port.id }] };
                    await scene.stack.up(scene.server(args));
                    const address = port.fixed_ips[0]?.ip_address;
                    const addresses = { [scene.cloud.network]: [expect.objectContaining({ addr: address })] };
                    expect(await scene.witness.server(scene.id(scene.server()))).toMatchObject({ addresses });
                    await scene.unchanged(scene.server(args));

                    const next = scene.server({ ...args, userData: "#!/bin/sh\n" });
                    expect(ops(await scene.stack.up(next))).toEqual(DELETED_FIRST);
                    expect(scene.said).toContainEqual(
                        expect.stringContaining("the old one is deleted first: a port serves one server at a time"),
                    );
                    expect(await scene.witness.server(scene.id(next))).toMatchObject({ addresses });
                    await scene.stack.destroy();
                    expect(await nova.isGone(`/v2.0/ports/${port.id}`, network)).toBe(false);
                } finally {
                    await scene.stack.destroy();
                    await nova.call("DELETE", `/v2.0/ports/${port.id}`, undefined, network);
                }
            },
        );
    }

    scenario("is created stopped", async (scene) => {
        const server = scene.server({ powerState: "shutoff" });
        await scene.stack.up(server);
        expect(await scene.witness.server(scene.id(server))).toMatchObject({ status: "SHUTOFF" });
        expect(await scene.witness.actions(scene.id(server))).toEqual(["create", "stop"]);
        await scene.unchanged(server);
    });

    scenario("shows each difference that others made, and has each put right by what the table says", async (scene) => {
        const { flavors, images } = scene.cloud;
        const group = scene.byHand("group");
        await scene.witness.makeGroup(group);
        // With a disk of the same size: Nova refuses to shrink one.
        const otherFlavor = scene.byHand("flavor");
        const flavorRef = await scene.admin.makeFlavor(otherFlavor, { ram: 1024, disk: 1 });
        const server = scene.server({
            name: scene.name("web"),
            metadata: { role: "web", stage: "test" },
            tags: ["web"],
            description: "as declared",
            accessIpV4: "192.0.2.10",
            securityGroups: ["default"],
            powerState: "active",
        });
        await scene.stack.up(server);
        const id = scene.id(server);
        const { nova } = scene.witness;

        const changed = { name: scene.byHand("renamed"), description: "otherwise", accessIPv4: "192.0.2.99" };
        await nova.call("PUT", `/servers/${id}`, { server: changed }, { microversion: "2.19" });
        await nova.call("DELETE", `/servers/${id}/metadata/stage`);
        await nova.post(`/servers/${id}/metadata`, { metadata: { role: "db", billing: "4711" } });
        await nova.call("DELETE", `/servers/${id}/tags/web`, undefined, { microversion: "2.26" });
        await nova.call("PUT", `/servers/${id}/tags/audited`, undefined, { microversion: "2.26" });
        await scene.witness.act(id, { addSecurityGroup: { name: group } });
        await scene.witness.act(id, { resize: { flavorRef } });
        await scene.witness.settled(id, "VERIFY_RESIZE");
        await scene.witness.act(id, { confirmResize: null });
        await scene.witness.settled(id, "ACTIVE");
        await scene.witness.act(id, { rebuild: { imageRef: await scene.witness.imageId(images[1]) } });
        await scene.witness.settled(id, "ACTIVE");
        await scene.witness.act(id, { "os-stop": null });
        await scene.witness.settled(id, "SHUTOFF");

        await scene.stack.refresh();
        expect(ops(await scene.stack.preview(server))).toEqual(["update"]);
        expect(scene.said).toEqual(
            expect.arrayContaining([
                `name ${changed.name} -> ${server.args.name}: updated in place`,
                "accessIpV4 192.0.2.99 -> 192.0.2.10: updated in place",
                "description: updated in place",
                "metadata +stage, ~role: only these keys are written",
                "tags [] -> [web]: only these tags are added and removed",
                `securityGroups [default, ${group}] -> [default]: added and removed in place`,
                `flavor ${otherFlavor} -> ${flavors[0]}: resize in place, the server restarts`,
                `image ${images[1]} -> ${images[0]}: rebuild in place, the root disk is lost; id and addresses stay`,
                "powerState shutoff -> active: the server is started",
            ]),
        );
        const before = await scene.witness.actions(id);
        await scene.inPlace(server);
        expect((await scene.witness.actions(id)).slice(before.length)).toEqual([
            "resize",
            "confirmResize",
            "rebuild",
            "start",
        ]);
        expect(await scene.witness.server(id)).toMatchObject({
            name: server.args.name,
            status: "ACTIVE",
            description: "as declared",
            accessIPv4: "192.0.2.10",
            metadata: { role: "web", stage: "test", billing: "4711" },
            tags: expect.arrayContaining(["audited", "web"]),
            flavor: { original_name: flavors[0] },
            image: { id: await scene.witness.imageId(images[0]) },
        });
        expect(await scene.witness.groupsOf(id)).toEqual(["default"]);
    });

    scenario("shows no drift for what the program does not declare", async (scene) => {
        const server = scene.server({ metadata: { role: "web" }, tags: ["web"] });
        await scene.stack.up(server);
        const id = scene.id(server);
        const { nova } = scene.witness;
        await nova.post(`/servers/${id}/metadata`, { metadata: { billing: "4711" } });
        await nova.call("PUT", `/servers/${id}/tags/audited`, undefined, { microversion: "2.26" });
        await nova.call("PUT", `/servers/${id}`, { server: { description: "x" } }, { microversion: "2.19" });
        await scene.witness.act(id, { lock: null });
        await scene.witness.act(id, { "os-stop": null });
        await scene.witness.settled(id, "SHUTOFF");
        await scene.unchanged(server);
        await scene.witness.act(id, { unlock: null });
    });

    const statuses: [status: string, action: object, undo: object][] = [
        ["PAUSED", { pause: null }, { unpause: null }],
        ["SUSPENDED", { suspend: null }, { resume: null }],
        ["RESCUE", { rescue: {} }, { unrescue: null }],
        ["SHELVED_OFFLOADED", { shelve: null }, { unshelve: null }],
        ["VERIFY_RESIZE", { resize: { flavorRef: "LARGER" } }, { revertResize: null }],
    ];

    scenario(`is read in every status: ${statuses.map(([status]) => status).join(", ")}`, async (scene) => {
        const server = scene.server();
        await scene.stack.up(server);
        const id = scene.id(server);
        const larger = await scene.witness.flavorId(scene.cloud.flavors[1]);
        for (const [status, action, undo] of statuses) {
            await scene.witness.act(id, JSON.parse(JSON.stringify(action).replace("LARGER", larger)));
            await scene.witness.settled(id, status);
            await scene.stack.refresh();
            expect(scene.stack.resource(server.name).outs).toMatchObject({ status });
            await scene.witness.act(id, undo);
            await scene.witness.settled(id, "ACTIVE");
            await scene.stack.refresh();
            expect(await scene.stack.preview(server)).toEqual([]);
        }
    });

    scenario("has an unconfirmed resize reverted, or confirmed where the program has that flavor", async (scene) => {
        const [name, larger] = scene.cloud.flavors;
        await scene.stack.up(scene.server());
        const id = scene.id(scene.server());
        const resizeByHand = async () => {
            await scene.witness.act(id, { resize: { flavorRef: await scene.witness.flavorId(larger) } });
            await scene.witness.settled(id, "VERIFY_RESIZE");
            await scene.stack.refresh();
        };
        await resizeByHand();
        await scene.inPlace(scene.server());
        expect((await scene.witness.server(id)).flavor.original_name).toBe(name);

        await resizeByHand();
        await scene.inPlace(scene.server({ flavor: larger }));
        expect((await scene.witness.server(id)).flavor.original_name).toBe(larger);
        expect(await scene.witness.actions(id)).toEqual([
            "create",
            "resize",
            "revertResize",
            "resize",
            "confirmResize",
        ]);
    });

    scenario(
        "has a resize that a refresh finds under way, with its flavor already, confirmed by the next update",
        async (scene) => {
            const [, larger] = scene.cloud.flavors;
            const seconds = scene.cloud.speed > 1 ? 2 * scene.cloud.speed : 12;
            const metadata = { "osreal:delay": `finish_migration=${seconds}` };
            await scene.stack.up(scene.server({ metadata }));
            const id = scene.id(scene.server());
            await scene.witness.act(id, { resize: { flavorRef: await scene.witness.flavorId(larger) } });
            await until("it is resized to the larger one", async () => {
                const { status, flavor } = await scene.witness.server(id);
                const isSo = status === "RESIZE" && flavor.original_name === larger;
                return isSo ? { found: true } : { seen: `${status} ${flavor.original_name}` };
            });
            await scene.stack.refresh();
            expect(scene.stack.resource(scene.server().name).outs).toMatchObject({ status: "RESIZE", flavor: larger });
            await scene.inPlace(scene.server({ metadata, flavor: larger }));
            expect(await scene.witness.server(id)).toMatchObject({
                status: "ACTIVE",
                flavor: { original_name: larger },
            });
        },
    );

    scenario("is adopted by reading only; what differs is changed by the next up; then adopt may go", async (scene) => {
        const id = await scene.witness.boot(scene.byHand("adopted"), { metadata: { role: "web", other: "theirs" } });
        const args = {
            name: scene.name("web"),
            flavor: scene.cloud.flavors[1],
            networks: [{ network: scene.cloud.network }],
            metadata: { role: "web" },
        };
        const adopting = scene.server({ ...args, adopt: id });
        expect(ops(await scene.stack.up(adopting))).toEqual(["create"]);
        expect(scene.id(adopting)).toBe(id);
        expect(await scene.witness.actions(id)).toEqual(["create"]);

        await scene.inPlace(adopting);
        expect(await scene.witness.actions(id)).toEqual(["create", "resize", "confirmResize"]);
        expect(await scene.witness.server(id)).toMatchObject({
            name: args.name,
            flavor: { original_name: scene.cloud.flavors[1] },
            metadata: { role: "web", other: "theirs" },
        });

        await expect(scene.stack.up(scene.server({ ...args, adopt: id, userData: "x" }))).rejects.toThrow(
            "It is not replaced while adopt still names it",
        );
        await scene.unchanged(scene.server(args));
    });

    scenario("is not adopted where there is none, and nothing is made", async (scene) => {
        const server = scene.server({ adopt: NOWHERE });
        await expect(scene.stack.up(server)).rejects.toThrow(`there is no server "${NOWHERE}" to adopt`);
        expect(scene.stack.holds(server.name)).toBe(false);
    });

    scenario(
        "is said to be gone by an up, made anew after a refresh, and deleted without complaint when gone",
        async (scene) => {
            await scene.stack.up(scene.server());
            const first = scene.id(scene.server());
            await scene.witness.deleteServer(first);
            const changed = scene.server({ metadata: { role: "web" } });
            await expect(scene.stack.up(changed)).rejects.toThrow(
                "Run `pulumi refresh`; then `pulumi up` creates a new one.",
            );

            await scene.stack.refresh();
            expect(ops(await scene.stack.up(changed))).toEqual(["create"]);
            await scene.witness.deleteServer(scene.id(changed));
            await scene.stack.destroy();
        },
    );

    scenario("is not touched with the credentials of another project, and not taken for gone", async (scene) => {
        const server = scene.server();
        await scene.stack.up(server);
        const elsewhere = await scene.stack.under({ "openstack-compute:cloud": scene.cloud.member });
        for (const touching of [
            () => elsewhere.refresh(),
            () => elsewhere.up(scene.server({ metadata: { role: "web" } })),
            () => elsewhere.destroy(),
        ]) {
            await expect(touching()).rejects.toThrow(/Nothing was done\. Use the right cloud/);
        }
        expect(await scene.witness.server(scene.id(server))).toMatchObject({ status: "ACTIVE", metadata: {} });
    });

    scenario(
        "lives its whole life in the hands of a member: created, resized, rebuilt, stopped, replaced",
        async (scene) => {
            const { flavors, images } = scene.cloud;
            await scene.stack.up(scene.server());
            const server = scene.server({
                flavor: flavors[1],
                image: images[1],
                tags: ["web"],
                description: "mine",
                powerState: "shutoff",
            });
            await scene.inPlace(server);
            const first = scene.id(server);
            expect(await scene.witness.actions(first)).toEqual([
                "create",
                "resize",
                "confirmResize",
                "rebuild",
                "stop",
            ]);
            const next = { ...server, args: { ...server.args, userData: "#!/bin/sh\n" } };
            expect(ops(await scene.stack.up(next))).toEqual(CREATED_FIRST);
            expect(await scene.witness.isGone(first)).toBe(true);
            await scene.unchanged(next);
        },
        { as: "member" },
    );

    scenario(
        "is not visible to a member of another project: there is none to adopt",
        async (scene) => {
            const id = await scene.admin.boot(scene.byHand("admins"));
            await expect(scene.stack.up(scene.server({ adopt: id }))).rejects.toThrow(
                `there is no server "${id}" to adopt`,
            );
        },
        { as: "member" },
    );
});

const NOWHERE = "00000000-0000-4000-8000-000000000000";
