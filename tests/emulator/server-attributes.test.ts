/** What a server is told at its creation, in a PUT and at a rebuild, and where it may be. */
import { journey, type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

const shown = async (id: string, version = "2.93") => (await at.demo.get(`/servers/${id}`, version)).body.server;
const image = (index = 0) => at.cloud.inspect().images[index]?.id;
const hostOf = (id: string) => at.cloud.inspect().servers.find((server) => server.id === id)?.host;
async function rebuild(id: string, more: object, version = "2.93") {
    const answer = await at.demo.act(id, "rebuild", { imageRef: image(), ...more }, version);
    at.clock.advance(1000);
    return answer;
}

test("a host name is given at creation, by PUT and at a rebuild, from 2.90 on", async () => {
    const id = await at.demo.create({ networks: "auto", hostname: "one" }, "2.90");
    at.clock.advance(1500);
    expect((await shown(id))["OS-EXT-SRV-ATTR:hostname"]).toBe("one");
    await at.demo.put(`/servers/${id}`, { server: { hostname: "two" } }, "2.90");
    expect((await shown(id))["OS-EXT-SRV-ATTR:hostname"]).toBe("two");
    await rebuild(id, { hostname: "three" });
    expect((await shown(id))["OS-EXT-SRV-ATTR:hostname"]).toBe("three");
    expect((await at.demo.put(`/servers/${id}`, { server: { hostname: "four" } }, "2.89")).status).toBe(400);
});

test("a rebuild changes key, user data and certificates, and takes them away", async () => {
    await at.demo.post("/os-keypairs", { keypair: { name: "key" } });
    const id = await at.active();
    const given = { key_name: "key", user_data: "aGVsbG8=", trusted_image_certificates: ["a", "b"] };
    expect((await rebuild(id, given)).body.server).toMatchObject({ user_data: "aGVsbG8=" });
    expect(await shown(id)).toMatchObject({ key_name: "key", trusted_image_certificates: ["a", "b"] });
    await rebuild(id, { key_name: null, user_data: null, trusted_image_certificates: null });
    expect(await shown(id)).toMatchObject({ key_name: null, trusted_image_certificates: null });
    expect((await rebuild(id, { key_name: "none" })).status).toBe(400);
});

test("files are injected up to 2.56, at a rebuild too, within the quota", async () => {
    const id = await at.active();
    const file = (contents: string) => ({ path: "/etc/motd", contents: Buffer.from(contents).toString("base64") });
    expect((await rebuild(id, { personality: [file("hello")] }, "2.56")).status).toBe(202);
    expect((await rebuild(id, { personality: [file("hello")] }, "2.57")).status).toBe(400);
    expect((await rebuild(id, { personality: [file("x".repeat(10_241))] }, "2.1")).status).toBe(403);
    expect((await rebuild(id, { personality: Array(6).fill(file("x")) }, "2.1")).status).toBe(403);
});

test("only hosts that can keep an ephemeral disk rebuild a server without it", async () => {
    const id = await at.active();
    expect((await rebuild(id, { preserve_ephemeral: true })).status).toBe(202);
    expect(await shown(id)).toMatchObject({
        status: "ERROR",
        fault: { code: 400, message: "The current driver does not support preserving ephemeral partitions." },
    });
    const metal = await stage({ preservesEphemeral: true });
    const kept = await metal.active();
    await metal.demo.act(kept, "rebuild", { imageRef: image(), preserve_ephemeral: true });
    expect((await journey(metal.demo, metal.clock, kept)).at(-1)).toBe("ACTIVE/-");
    await metal.cloud.stop();
});

test("a shelved server comes back to a zone, and to the host that an administrator names", async () => {
    const id = await at.active();
    const unshelve = (client: typeof at.demo, target: unknown, version: string) =>
        client.act(id, "unshelve", target, version);
    await at.demo.act(id, "shelve");
    at.clock.advance(1000);
    expect((await unshelve(at.demo, { availability_zone: "nowhere" }, "2.77")).status).toBe(400);
    expect((await unshelve(at.demo, { host: "compute2" }, "2.91")).status).toBe(403);
    expect((await unshelve(at.admin, { host: "compute9" }, "2.91")).status).toBe(400);
    expect((await unshelve(at.admin, { host: "compute2", availability_zone: "internal" }, "2.91")).status).toBe(409);
    expect((await unshelve(at.admin, { host: "compute2", availability_zone: "nova" }, "2.91")).status).toBe(202);
    at.clock.advance(2000);
    expect(await at.demo.state(id)).toBe("ACTIVE/-");
    expect(hostOf(id)).toBe("compute2");
});

describe("a server group", () => {
    async function group(policy: string, rules?: object): Promise<string> {
        const body = { server_group: { name: policy, policy, ...(rules === undefined ? {} : { rules }) } };
        return (await at.demo.post("/os-server-groups", body, "2.64")).body.server_group.id;
    }
    async function member(id: string): Promise<string> {
        const server = { name: "member", flavorRef: "1", imageRef: image() };
        // Nova bears hints that it does not know.
        const answer = await at.demo.post("/servers", { server, "os:scheduler_hints": { group: id, colour: "red" } });
        at.clock.advance(1500);
        return answer.body.server.id;
    }

    test("keeps its servers apart, as long as there are hosts", async () => {
        const id = await group("anti-affinity");
        const servers = [await member(id), await member(id), await member(id)];
        expect(servers.slice(0, 2).map(hostOf).sort()).toEqual(["compute1", "compute2"]);
        expect(await shown(servers[2] as string)).toMatchObject({ status: "ERROR" });
        expect(await shown(servers[0] as string, "2.71")).toMatchObject({ server_groups: [id] });
        const { body } = await at.demo.get(`/os-server-groups/${id}`, "2.64");
        expect(body.server_group).toMatchObject({ policy: "anti-affinity", rules: {}, members: servers });
    });

    test("lets as many share a host as its rule says", async () => {
        const id = await group("anti-affinity", { max_server_per_host: 2 });
        const servers = [await member(id), await member(id), await member(id), await member(id)];
        expect(servers.map(hostOf).sort()).toEqual(["compute1", "compute1", "compute2", "compute2"]);
    });

    test("keeps its servers together", async () => {
        const id = await group("affinity");
        const servers = [await member(id), await member(id), await member(id)];
        expect(new Set(servers.map(hostOf)).size).toBe(1);
    });

    test("is a list of one policy before 2.64, and shows its project from 2.13 on", async () => {
        const id = await group("affinity");
        const { server_group: old } = (await at.demo.get(`/os-server-groups/${id}`)).body;
        expect(old).toEqual({ id, name: "affinity", policies: ["affinity"], metadata: {}, members: [] });
        expect((await at.demo.get("/os-server-groups", "2.13")).body.server_groups).toMatchObject([
            { id, project_id: at.demo.projectId, user_id: at.demo.userId },
        ]);
    });

    test("leaves its servers when it is deleted, and is nobody else's", async () => {
        const id = await group("affinity");
        const server = await member(id);
        const stranger = await at.admin.post("/os-server-groups", {
            server_group: { name: "x", policies: ["affinity"] },
        });
        expect((await at.demo.get(`/os-server-groups/${stranger.body.server_group.id}`)).status).toBe(404);
        expect((await at.demo.delete(`/os-server-groups/${id}`)).status).toBe(204);
        expect(await shown(server, "2.71")).toMatchObject({ status: "ACTIVE", server_groups: [] });
        expect((await at.demo.delete(`/os-server-groups/${id}`)).status).toBe(404);
    });

    test("has to be there for a server that is to be in it", async () => {
        const hints = { group: "00000000-aaaa-4bbb-8ccc-000000000000" };
        const server = { name: "x", flavorRef: "1", imageRef: image() };
        const answer = await at.demo.post("/servers", { server, "os:scheduler_hints": hints });
        expect(answer).toMatchObject({ status: 400 });
        expect(answer.body.badRequest.message).toBe(`Instance group ${hints.group} could not be found.`);
    });

    test("is one of as many as the quota allows", async () => {
        await at.admin.put(`/os-quota-sets/${at.demo.projectId}`, { quota_set: { server_groups: 1 } });
        await group("affinity");
        const body = { server_group: { name: "more", policies: ["affinity"] } };
        expect((await at.demo.post("/os-server-groups", body)).status).toBe(403);
    });
});

describe("an interface", () => {
    const ports = async (id: string) =>
        (await at.demo.get(`/servers/${id}/os-interface`, "2.70")).body.interfaceAttachments;
    const attach = (id: string, given: object, version = "2.70") =>
        at.demo.post(`/servers/${id}/os-interface`, { interfaceAttachment: given }, version);
    const network = () => at.cloud.inspect().networks[0]?.id;

    test("is there when the answer comes, and leaves a little after it", async () => {
        const id = await at.active();
        const { body } = await attach(id, { net_id: network(), fixed_ips: [{ ip_address: "10.20.0.77" }], tag: "x" });
        const port = body.interfaceAttachment.port_id;
        expect(await ports(id)).toMatchObject([{}, { port_id: port, tag: "x", port_state: "ACTIVE" }]);
        expect((await at.demo.delete(`/servers/${id}/os-interface/${port}`)).status).toBe(202);
        expect(await ports(id)).toHaveLength(2);
        const actions = async () =>
            (await at.demo.get(`/servers/${id}/os-instance-actions`)).body.instanceActions.map(
                (each: { action: string }) => each.action,
            );
        expect(await actions()).toEqual(["detach_interface", "attach_interface", "create"]);
        at.clock.advance(300);
        expect(await ports(id)).toHaveLength(1);
        expect(at.cloud.inspect().ports.map((each) => each.id)).not.toContain(port);
    });

    test("of a port made beforehand is the port's, which outlives detaching and its server", async () => {
        const [first, second] = [at.cloud.createPort(), at.cloud.createPort({ address: "10.20.0.99" })];
        const id = await at.demo.create({ networks: [{ port: first.id, tag: "one" }] }, "2.42");
        at.clock.advance(1500);
        expect((await attach(id, { port_id: second.id, tag: "two" })).status).toBe(200);
        expect(await ports(id)).toMatchObject([
            { port_id: first.id, tag: "one" },
            { port_id: second.id, tag: "two", fixed_ips: [{ ip_address: "10.20.0.99" }] },
        ]);
        await at.demo.delete(`/servers/${id}/os-interface/${first.id}`);
        at.clock.advance(300);
        await at.demo.delete(`/servers/${id}`);
        at.clock.advance(1000);
        expect(at.cloud.inspect().ports).toMatchObject([
            { id: first.id, serverId: null, tag: null },
            { id: second.id, serverId: null, tag: null },
        ]);
    });

    test("stays where its host fails to let go of it, and the action tells", async () => {
        const id = await at.active();
        const [{ port_id: port }] = await ports(id);
        at.cloud.faults.failStep("detach_interface");
        const { headers } = await at.demo.delete(`/servers/${id}/os-interface/${port}`);
        at.clock.advance(300);
        expect(await ports(id)).toHaveLength(1);
        const path = `/servers/${id}/os-instance-actions/${headers.get("x-openstack-request-id")}`;
        expect((await at.demo.get(path)).body.instanceAction).toMatchObject({ message: "Error" });
    });

    test("is not there where its host fails to plug it", async () => {
        const id = await at.active();
        at.cloud.faults.failStep("attach_interface");
        expect((await attach(id, { net_id: network() })).status).toBe(500);
        expect(await ports(id)).toHaveLength(1);
    });

    test("is refused for an address, a port or a network that cannot be", async () => {
        const id = await at.active();
        const other = await at.active();
        const [{ port_id: port, fixed_ips: addresses }] = await ports(other);
        const { ip_address } = addresses[0];
        const taken = { net_id: network(), fixed_ips: [{ ip_address }] };
        expect((await attach(id, taken)).status).toBe(409);
        expect((await attach(id, { port_id: port })).status).toBe(409);
        expect((await attach(id, { port_id: port, net_id: network() })).status).toBe(400);
        expect((await attach(id, { fixed_ips: [{ ip_address }] })).status).toBe(400);
        expect((await attach(id, { net_id: network(), tag: "x" }, "2.48")).status).toBe(400);
    });

    test.each(["suspend", "shelve", "rescue"])("is refused after %s", async (action) => {
        const id = await at.active();
        await at.demo.act(id, action);
        at.clock.advance(1000);
        expect((await attach(id, { net_id: network() })).status).toBe(409);
    });
});
