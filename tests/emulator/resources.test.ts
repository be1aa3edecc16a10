import { type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICWwgXETYebaGv/RtRRn+N31pZOOdsk/YJjymVQofNdx check";

describe("keypairs", () => {
    test("an imported key comes back with its fingerprint, and without a private key", async () => {
        const answer = await at.demo.post("/os-keypairs", { keypair: { name: "ci", public_key: PUBLIC_KEY } }, "2.2");
        expect(answer.status).toBe(201);
        expect(answer.body.keypair).toEqual({
            name: "ci",
            public_key: PUBLIC_KEY,
            fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
            type: "ssh",
            user_id: at.demo.userId,
        });
        const { keypair } = (await at.demo.get("/os-keypairs/ci")).body;
        expect(keypair).toMatchObject({ id: expect.any(Number), deleted: false, deleted_at: null, updated_at: null });
        expect((await at.admin.get("/os-keypairs/ci")).status).toBe(404);
    });

    test("a key is generated up to 2.91, and must be given from 2.92 on", async () => {
        const keypair = { name: "made" };
        const made = await at.demo.post("/os-keypairs", { keypair });
        expect(made.status).toBe(200);
        expect(made.body.keypair.private_key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
        const refused = await at.demo.post("/os-keypairs", { keypair: { name: "other" } }, "2.92");
        expect(refused.body.badRequest.message).toMatch(/'public_key' is a required property$/);
    });

    test("a name is taken once, a key must be one, and a name has few characters", async () => {
        const create = (keypair: unknown, version = "2.2") => at.demo.post("/os-keypairs", { keypair }, version);
        await create({ name: "ci", public_key: PUBLIC_KEY });
        expect((await create({ name: "ci", public_key: PUBLIC_KEY })).body.conflictingRequest.message).toBe(
            "Key pair 'ci' already exists.",
        );
        expect((await create({ name: "bad", public_key: "nonsense" })).body.badRequest.message).toBe(
            "Keypair data is invalid: failed to generate fingerprint",
        );
        expect((await create({ name: "a.b", public_key: PUBLIC_KEY })).body.badRequest.message).toMatch(
            /^An invalid 'name' value was provided\. The name must be: Only expected characters: \[_- 0/,
        );
        expect((await create({ name: "a.b@c", public_key: PUBLIC_KEY }, "2.92")).status).toBe(201);
    });

    test("only an administrator has to do with another user's keys", async () => {
        const keypair = { name: "theirs", public_key: PUBLIC_KEY, user_id: at.demo.userId };
        expect((await at.admin.post("/os-keypairs", { keypair }, "2.10")).status).toBe(201);
        expect((await at.demo.get("/os-keypairs/theirs")).status).toBe(200);
        const own = { ...keypair, user_id: at.admin.userId };
        expect((await at.demo.post("/os-keypairs", { keypair: own }, "2.10")).status).toBe(403);
        expect((await at.demo.delete("/os-keypairs/theirs")).status).toBe(202);
        expect((await at.demo.delete("/os-keypairs/theirs", "2.2")).status).toBe(404);
    });
});

describe("flavors", () => {
    test("a flavor is made, described from 2.55 on, and deleted", async () => {
        const flavor = { name: "mine", id: "auto", ram: 64, vcpus: 1, disk: 0, "OS-FLV-EXT-DATA:ephemeral": 1 };
        const made = await at.admin.post("/flavors", { flavor: { ...flavor, description: "d1" } }, "2.55");
        expect(made.status).toBe(200);
        const { id } = made.body.flavor;
        expect(made.body.flavor).toMatchObject({ swap: "", rxtx_factor: 1, description: "d1" });
        expect((await at.admin.put(`/flavors/${id}`, { flavor: { description: "d2" } }, "2.54")).status).toBe(404);
        const changed = await at.admin.put(`/flavors/${id}`, { flavor: { description: "d2" } }, "2.75");
        expect(changed.body.flavor).toMatchObject({ description: "d2", swap: 0, extra_specs: {} });
        expect((await at.admin.post("/flavors", { flavor: { ...flavor, id: "x" } })).status).toBe(409);
        expect((await at.admin.delete(`/flavors/${id}`)).status).toBe(202);
        expect((await at.admin.get(`/flavors/${id}`)).body.itemNotFound.message).toBe(
            `Flavor ${id} could not be found.`,
        );
    });

    test("extra specs are merged, shown, and checked from 2.86 on", async () => {
        const path = "/flavors/1/os-extra_specs";
        const extra_specs = { "hw:cpu_policy": "shared", note: "x" };
        expect((await at.admin.post(path, { extra_specs })).body).toEqual({ extra_specs });
        expect((await at.admin.put(`${path}/note`, { note: "y" })).body).toEqual({ note: "y" });
        expect((await at.demo.get(`${path}/note`)).body).toEqual({ note: "y" });
        expect((await at.admin.delete(`${path}/note`)).status).toBe(200);
        expect((await at.demo.get(path)).body).toEqual({ extra_specs: { "hw:cpu_policy": "shared" } });
        expect((await at.admin.post(path, { extra_specs: { "hw:nonsense": "1" } }, "2.86")).status).toBe(400);
    });

    test("a private flavor is for those projects that have access", async () => {
        const flavor = { name: "own", id: "own", ram: 64, vcpus: 1, disk: 1, "os-flavor-access:is_public": false };
        await at.admin.post("/flavors", { flavor });
        expect((await at.demo.get("/flavors/own")).status).toBe(404);
        const access = { flavor_access: [{ flavor_id: "own", tenant_id: at.demo.projectId }] };
        const add = { addTenantAccess: { tenant: at.demo.projectId } };
        expect((await at.admin.post("/flavors/own/action", add)).body).toEqual(access);
        expect((await at.admin.post("/flavors/own/action", add)).status).toBe(409);
        expect((await at.admin.get("/flavors/own/os-flavor-access")).body).toEqual(access);
        expect((await at.demo.get("/flavors/own")).status).toBe(200);
        const remove = { removeTenantAccess: { tenant: at.demo.projectId } };
        expect((await at.admin.post("/flavors/own/action", remove)).body).toEqual({ flavor_access: [] });
        expect((await at.demo.get("/flavors/own")).status).toBe(404);
        expect((await at.admin.get("/flavors?is_public=false")).body.flavors).toMatchObject([{ id: "own" }]);
    });

    test("a list goes on with its marker", async () => {
        const first = (await at.demo.get("/flavors?limit=2")).body;
        expect(first.flavors.map((flavor: { name: string }) => flavor.name)).toEqual(["m1.tiny", "m1.small"]);
        expect(first.flavors_links[0].href).toBe(`${at.cloud.url}/compute/v2.1/flavors?limit=2&marker=2`);
        expect((await at.demo.get("/flavors?limit=2&marker=4")).body.flavors).toMatchObject([{ id: "5" }]);
        expect((await at.demo.get("/flavors?marker=none")).body.badRequest.message).toBe("marker [none] not found");
    });
});

describe("floating IPs", () => {
    test("one is taken from its pool, given to a server, and released with its association", async () => {
        const id = await at.active();
        const made = await at.demo.post("/os-floating-ips", { pool: "public" });
        expect(made.status).toBe(200);
        const { floating_ip: ip } = made.body;
        expect(ip).toMatchObject({ ip: "203.0.113.10", pool: "public", fixed_ip: null, instance_id: null });
        expect((await at.demo.act(id, "addFloatingIp", { address: ip.ip })).status).toBe(202);
        expect((await at.demo.get(`/os-floating-ips/${ip.id}`)).body.floating_ip).toMatchObject({
            fixed_ip: "10.20.0.10",
            instance_id: id,
        });
        const { addresses } = (await at.demo.get(`/servers/${id}`)).body.server;
        expect(addresses.private[1]).toMatchObject({ addr: ip.ip, "OS-EXT-IPS:type": "floating" });
        expect((await at.demo.delete(`/os-floating-ips/${ip.id}`)).status).toBe(202);
        expect((await at.demo.get(`/servers/${id}`)).body.server.addresses.private).toHaveLength(1);
    });

    test("it is taken away again, and only from the server that has it", async () => {
        const id = await at.active();
        const ip = (await at.demo.post("/os-floating-ips", { pool: "public" })).body.floating_ip.ip;
        const apart = await at.demo.act(id, "removeFloatingIp", { address: ip });
        // Nova asks a policy about the server that has it: for one that none has, only administrators hear of that.
        expect(apart.status).toBe(403);
        expect((await at.admin.act(id, "removeFloatingIp", { address: ip })).status).toBe(409);
        const other = await at.active({ name: "other" });
        await at.demo.act(other, "addFloatingIp", { address: ip });
        expect((await at.demo.act(id, "removeFloatingIp", { address: ip })).status).toBe(409);
        await at.demo.act(id, "addFloatingIp", { address: ip });
        expect((await at.demo.act(id, "removeFloatingIp", { address: ip })).status).toBe(202);
        expect((await at.demo.act(id, "addFloatingIp", { address: ip }, "2.44")).status).toBe(404);
        expect((await at.demo.act(id, "addFloatingIp", { address: "203.0.113.99" })).status).toBe(404);
    });

    test("a pool that is not there is 404, as is the default one of a real Nova", async () => {
        expect((await at.demo.get("/os-floating-ip-pools")).body).toEqual({ floating_ip_pools: [{ name: "public" }] });
        const none = await at.demo.post("/os-floating-ips", { pool: "none" });
        expect(none.body.itemNotFound.message).toBe("Floating IP pool not found.");
        expect((await at.demo.post("/os-floating-ips", undefined)).status).toBe(404);
    });
});

describe("security groups", () => {
    const rule = (parent_group_id: string, more: Record<string, unknown> = {}) => ({
        security_group_rule: { parent_group_id, ip_protocol: "tcp", from_port: 443, to_port: 443, ...more },
    });

    test("each project has a default group that lets its own members in", async () => {
        const { security_groups } = (await at.demo.get("/os-security-groups")).body;
        expect(security_groups).toHaveLength(1);
        expect(security_groups[0]).toMatchObject({ name: "default", tenant_id: at.demo.projectId });
        expect(security_groups[0].rules[0]).toMatchObject({
            ip_protocol: null,
            from_port: null,
            group: { name: "default", tenant_id: at.demo.projectId },
            ip_range: {},
        });
    });

    test("a group and its rules are made, changed and deleted", async () => {
        const security_group = { name: "web", description: "for the web" };
        const made = await at.demo.post("/os-security-groups", { security_group });
        const { id } = made.body.security_group;
        expect(made.body.security_group.rules).toEqual([]);
        const open = await at.demo.post("/os-security-group-rules", rule(id, { cidr: "10.0.0.0/8" }));
        expect(open.body.security_group_rule).toEqual({
            id: expect.any(String),
            parent_group_id: id,
            ip_protocol: "tcp",
            from_port: 443,
            to_port: 443,
            group: {},
            ip_range: { cidr: "10.0.0.0/8" },
        });
        const own = await at.demo.post("/os-security-group-rules", rule(id, { group_id: id }));
        expect(own.body.security_group_rule.group).toEqual({ name: "web", tenant_id: at.demo.projectId });
        const again = await at.demo.post("/os-security-group-rules", rule(id, { cidr: "10.0.0.0/8" }));
        expect(again.body.badRequest.message).toBe(`This rule already exists in group ${id}`);
        const bad = await at.demo.post("/os-security-group-rules", rule(id, { from_port: 500 }));
        expect(bad.body.badRequest.message).toBe(
            "Invalid port range 500:443. Former value cannot be greater than the later",
        );
        const path = `/os-security-group-rules/${open.body.security_group_rule.id}`;
        expect((await at.demo.delete(path)).status).toBe(202);
        const renamed = await at.demo.put(`/os-security-groups/${id}`, {
            security_group: { name: "web2", description: "" },
        });
        expect(renamed.body.security_group).toMatchObject({ name: "web2", description: "" });
        expect((await at.demo.delete(`/os-security-groups/${id}`)).status).toBe(202);
        expect((await at.demo.get(`/os-security-groups/${id}`)).status).toBe(404);
        expect((await at.demo.get("/os-security-groups/1")).body.badRequest.message).toBe(
            "Security group id should be uuid",
        );
    });

    test("a group is put on a server and taken off, and stays while it is in use", async () => {
        const id = await at.active();
        const security_group = { name: "web", description: "" };
        const group = (await at.demo.post("/os-security-groups", { security_group })).body.security_group;
        expect((await at.demo.act(id, "addSecurityGroup", { name: "web" })).status).toBe(202);
        const { server } = (await at.demo.get(`/servers/${id}`)).body;
        expect(server.security_groups).toEqual([{ name: "default" }, { name: "web" }]);
        expect((await at.demo.delete(`/os-security-groups/${group.id}`)).status).toBe(400);
        expect((await at.demo.act(id, "removeSecurityGroup", { name: "web" })).status).toBe(202);
        expect((await at.demo.act(id, "removeSecurityGroup", { name: "web" })).status).toBe(404);
        const listed = (await at.demo.get(`/servers/${id}/os-security-groups`)).body.security_groups;
        expect(listed).toMatchObject([{ name: "default" }]);
    });
});

describe("what belongs to a server", () => {
    test.each(["constructor", "toString"])(
        "a key that every object has, %s, is there only once it was written",
        async (key) => {
            const id = await at.active();
            const flavor = (await at.admin.post("/flavors", { flavor: { name: key, ram: 1, vcpus: 1, disk: 0 } })).body
                .flavor;
            const items = [
                { path: `/servers/${id}/metadata`, body: { meta: { [key]: "x" } } },
                { path: `/flavors/${flavor.id}/os-extra_specs`, body: { [key]: "x" } },
            ];
            for (const { path, body } of items) {
                expect((await at.admin.get(`${path}/${key}`)).status).toBe(404);
                expect((await at.admin.delete(`${path}/${key}`)).status).toBe(404);
                expect((await at.admin.put(`${path}/other`, body)).status).toBe(400);
                expect((await at.admin.put(`${path}/${key}`, body)).body).toEqual(body);
                expect((await at.admin.get(`${path}/${key}`)).body).toEqual(body);
            }
            expect((await at.admin.get(`/servers/${id}/ips/${key}`)).status).toBe(404);
            expect((await at.demo.get(`/servers?${key}=x`)).status).toBe(200);
            expect((await at.demo.get(`/servers?sort_key=${key}`, "2.1")).status).toBeLessThan(500);
            expect((await at.demo.get(`/flavors?sort_key=${key}`)).status).toBeLessThan(500);
        },
    );

    test("metadata is merged by POST, replaced by PUT, and changed by the item", async () => {
        const id = await at.active({ metadata: { a: "1" } });
        const path = `/servers/${id}/metadata`;
        expect((await at.demo.post(path, { metadata: { b: "2" } })).body).toEqual({ metadata: { a: "1", b: "2" } });
        expect((await at.demo.put(`${path}/a`, { meta: { a: "3" } })).body).toEqual({ meta: { a: "3" } });
        expect((await at.demo.delete(`${path}/b`)).status).toBe(204);
        expect((await at.demo.get(`${path}/b`)).status).toBe(404);
        expect((await at.demo.put(path, { metadata: {} })).body).toEqual({ metadata: {} });
    });

    test("tags are there from 2.26 on", async () => {
        const id = await at.active();
        const path = `/servers/${id}/tags`;
        expect((await at.demo.get(path, "2.25")).status).toBe(404);
        const added = await at.demo.call("PUT", `${path}/blue`, { version: "2.26" });
        expect(added.status).toBe(201);
        expect((await at.demo.call("PUT", `${path}/blue`, { version: "2.26" })).status).toBe(204);
        expect((await at.demo.put(path, { tags: ["x", "y"] }, "2.26")).body).toEqual({ tags: ["x", "y"] });
        expect((await at.demo.delete(`${path}/x`, "2.26")).status).toBe(204);
        expect((await at.demo.get(`/servers?tags=y`, "2.26")).body.servers).toHaveLength(1);
        expect((await at.demo.get(`/servers?tags=x`, "2.26")).body.servers).toHaveLength(0);
    });

    test("interfaces are attached at once, and detached after a while", async () => {
        const id = await at.active();
        const net_id = at.cloud.inspect().networks[0]?.id;
        const path = `/servers/${id}/os-interface`;
        const made = await at.demo.post(path, { interfaceAttachment: { net_id } });
        expect(made.status).toBe(200);
        const { port_id } = made.body.interfaceAttachment;
        expect((await at.demo.get(path)).body.interfaceAttachments).toHaveLength(2);
        expect((await at.demo.delete(`${path}/${port_id}`)).status).toBe(202);
        expect((await at.demo.get(`${path}/${port_id}`)).status).toBe(200);
        at.clock.advance(300);
        expect((await at.demo.get(`${path}/${port_id}`)).status).toBe(404);
        expect((await at.demo.get(`/servers/${id}/ips/private`)).body.private).toHaveLength(1);
    });
});

describe("lists of servers", () => {
    test("come newest first, in pages, with a link to the next", async () => {
        const own = await stage({ pageLimit: 2 });
        const ids: string[] = [];
        for (const name of ["a", "b", "c"]) {
            ids.push(await own.demo.create({ name }));
            own.clock.advance(2000);
        }
        const first = (await own.demo.get("/servers/detail")).body;
        expect(first.servers.map((server: { id: string }) => server.id)).toEqual([ids[2], ids[1]]);
        const next = new URL(first.servers_links[0].href);
        expect(`${next.pathname}${next.search}`).toBe(`/compute/v2.1/servers/detail?marker=${ids[1]}`);
        const second = (await own.demo.get(`/servers/detail${next.search}`)).body;
        expect(second.servers.map((server: { id: string }) => server.id)).toEqual([ids[0]]);
        expect(second.servers_links).toBeUndefined();
        await own.cloud.stop();
    });

    test("are filtered by name, status and flavor; unknown filters count from 2.75 on", async () => {
        await at.active({ name: "bob" });
        await at.active({ name: "bobbb", flavorRef: "2" });
        const names = async (query: string, version?: string) =>
            (await at.demo.get(`/servers?${query}`, version)).body.servers.map(
                (server: { name: string }) => server.name,
            );
        expect(await names("name=bob")).toEqual(["bobbb", "bob"]);
        expect(await names("name=%5Ebob%24")).toEqual(["bob"]);
        expect(await names("flavor=2")).toEqual(["bobbb"]);
        expect(await names("status=SHUTOFF")).toEqual([]);
        expect(await names("status=active")).toHaveLength(2);
        expect(await names("colour=red")).toHaveLength(2);
        expect((await at.demo.get("/servers?colour=red", "2.75")).status).toBe(400);
        expect((await at.demo.get("/servers?status=odd", "2.38")).body.badRequest.message).toBe("Invalid status value");
        expect((await at.demo.get("/servers?limit=x")).body.badRequest.message).toBe(
            "Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'",
        );
    });
});

test("images are listed up to 2.35, with what the image service says of them", async () => {
    const { images } = (await at.demo.get("/images/detail?name=cirros")).body;
    expect(images).toMatchObject([{ name: "cirros", status: "ACTIVE", progress: 100, minDisk: 0, metadata: {} }]);
    expect((await at.demo.get("/images/none")).body.itemNotFound.message).toBe("Image not found.");
});

test("networks have names, and hardly more", async () => {
    const { networks } = (await at.demo.get("/os-tenant-networks")).body;
    expect(networks.map((network: { label: string }) => network.label)).toEqual(["private", "public"]);
    expect((await at.demo.post("/os-networks", { network: {} })).status).toBe(410);
});
