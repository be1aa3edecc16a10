import { EmbeddedCloud } from "../../emulator";
import { request, type Stage, signIn, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

test("the list of versions needs no token, and tells the range of microversions", async () => {
    const { status, body } = await request(`${at.cloud.url}/compute/`);
    expect(status).toBe(200);
    expect(body.versions[1]).toMatchObject({ id: "v2.1", status: "CURRENT", version: "2.93", min_version: "2.1" });
    const one = await request(`${at.cloud.url}/compute/v2.1/`);
    expect(one.body.version.links[0]).toEqual({ rel: "self", href: `${at.cloud.url}/compute/v2.1/` });
    expect((await request(`${at.cloud.url}/compute/v9`)).status).toBe(300);
});

test("an answer names its microversion in both headers, and varies by them", async () => {
    const { headers } = await at.demo.get("/servers", "2.79");
    expect(headers.get("openstack-api-version")).toBe("compute 2.79");
    expect(headers.get("x-openstack-nova-api-version")).toBe("2.79");
    expect(headers.get("vary")).toBe("OpenStack-API-Version, X-OpenStack-Nova-API-Version");
    expect(headers.get("x-openstack-request-id")).toBe(headers.get("x-compute-request-id"));
    expect((await at.demo.get("/servers")).headers.get("x-openstack-nova-api-version")).toBe("2.1");
    expect((await at.demo.get("/servers", "latest")).headers.get("x-openstack-nova-api-version")).toBe("2.93");
});

test("a microversion beyond the newest is 406, and one that is none is 400", async () => {
    const beyond = await at.demo.get("/servers", "2.200");
    expect(beyond.status).toBe(406);
    expect(beyond.body).toEqual({
        computeFault: {
            code: 406,
            message: "Version 2.200 is not supported by the API. Minimum is 2.1 and maximum is 2.93.",
        },
    });
    expect((await at.demo.get("/servers", "banana")).body.badRequest.code).toBe(400);
});

test("an older cloud knows fewer microversions", async () => {
    const cloud = await EmbeddedCloud.start({ maximumMicroversion: "2.53" });
    const demo = await signIn(cloud, "demo");
    expect((await demo.get("/servers", "2.53")).status).toBe(200);
    expect((await demo.get("/servers", "2.54")).status).toBe(406);
    await cloud.stop();
});

test("what Nova only passed on to other services ends with 2.35", async () => {
    for (const path of [
        "/images",
        "/os-floating-ips",
        "/os-floating-ip-pools",
        "/os-security-groups",
        "/os-networks",
        "/os-tenant-networks",
    ]) {
        expect([path, (await at.demo.get(path, "2.35")).status]).toEqual([path, 200]);
        const gone = await at.demo.get(path, "2.36");
        expect(gone.status).toBe(404);
        expect(gone.body).toEqual({ itemNotFound: { code: 404, message: "The resource could not be found." } });
    }
});

test.each([
    ["2.9", "locked"],
    ["2.19", "description"],
    ["2.26", "tags"],
    ["2.63", "trusted_image_certificates"],
    ["2.71", "server_groups"],
    ["2.73", "locked_reason"],
    ["2.90", "OS-EXT-SRV-ATTR:hostname"],
])("from %s on a member's server has %s", async (version, key) => {
    const id = await at.active();
    const before = `2.${Number(version.slice(2)) - 1}`;
    expect(key in (await at.demo.get(`/servers/${id}`, version)).body.server).toBe(true);
    expect(key in (await at.demo.get(`/servers/${id}`, before)).body.server).toBe(false);
});

test.each([
    ["2.1", "OS-EXT-SRV-ATTR:host"],
    ["2.3", "OS-EXT-SRV-ATTR:reservation_id"],
    ["2.16", "host_status"],
])("from %s on only administrators see %s", async (version, key) => {
    const id = await at.active();
    expect(key in (await at.admin.get(`/servers/${id}`, version)).body.server).toBe(true);
    expect(key in (await at.demo.get(`/servers/${id}`, version)).body.server).toBe(false);
});

test("a server at 2.1 has the keys of the API reference", async () => {
    const id = await at.active();
    const { server } = (await at.demo.get(`/servers/${id}`)).body;
    expect(Object.keys(server).sort()).toEqual(
        [
            "OS-DCF:diskConfig",
            "OS-EXT-AZ:availability_zone",
            "OS-EXT-STS:power_state",
            "OS-EXT-STS:task_state",
            "OS-EXT-STS:vm_state",
            "OS-SRV-USG:launched_at",
            "OS-SRV-USG:terminated_at",
            "accessIPv4",
            "accessIPv6",
            "addresses",
            "config_drive",
            "created",
            "flavor",
            "hostId",
            "id",
            "image",
            "key_name",
            "links",
            "metadata",
            "name",
            "os-extended-volumes:volumes_attached",
            "progress",
            "security_groups",
            "status",
            "tenant_id",
            "updated",
            "user_id",
        ].sort(),
    );
    expect(server.addresses.private[0]).toEqual({
        version: 4,
        addr: "10.20.0.10",
        "OS-EXT-IPS:type": "fixed",
        "OS-EXT-IPS-MAC:mac_addr": expect.stringMatching(/^fa:16:3e(:[0-9a-f]{2}){3}$/),
    });
});

test("from 2.47 on a server's flavor is what it was, without an id", async () => {
    const id = await at.active();
    expect((await at.demo.get(`/servers/${id}`, "2.46")).body.server.flavor.id).toBe("1");
    expect((await at.demo.get(`/servers/${id}`, "2.47")).body.server.flavor).toEqual({
        vcpus: 1,
        ram: 512,
        disk: 1,
        ephemeral: 0,
        swap: 0,
        original_name: "m1.tiny",
        extra_specs: {},
    });
});

test("from 2.37 on a create must say its networks, or auto, or none", async () => {
    const image = at.cloud.inspect().images[0]?.id;
    const server = { name: "web", flavorRef: "1", imageRef: image };
    const missing = await at.demo.post("/servers", { server }, "2.37");
    expect(missing.body.badRequest.message).toMatch(
        /^Invalid input for field\/attribute server\. Value: \{'name': 'web'.*'networks' is a required property$/,
    );
    const id = await at.demo.create({ networks: "none" }, "2.37");
    at.clock.advance(1500);
    expect((await at.demo.get(`/servers/${id}`)).body.server.addresses).toEqual({});
    await at.demo.create({ networks: "auto" }, "2.37");
});

test("the legacy API has no microversions and overlooks what it does not know", async () => {
    const image = at.cloud.inspect().images[0]?.id;
    const headers = { "X-Auth-Token": at.demo.token, "X-OpenStack-Nova-API-Version": "2.200" };
    const body = { server: { name: "web", flavorRef: "1", imageRef: image, unheardOf: 1 } };
    const answer = await request(`${at.cloud.url}/compute/v2/${at.demo.projectId}/servers`, "POST", headers, body);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("x-openstack-nova-api-version")).toBeNull();
    expect(answer.headers.get("location")).toContain(`/compute/v2/${at.demo.projectId}/servers/`);
});

test("links repeat the project of the URL, and another's project there is refused", async () => {
    const id = await at.active();
    const own = await at.demo.get(`/${at.demo.projectId}/servers/${id}`);
    expect(own.body.server.links).toEqual([
        { rel: "self", href: `${at.cloud.url}/compute/v2.1/${at.demo.projectId}/servers/${id}` },
        { rel: "bookmark", href: `${at.cloud.url}/compute/${at.demo.projectId}/servers/${id}` },
    ]);
    const other = await at.demo.get(`/${at.admin.projectId}/servers/${id}`);
    expect(other.status).toBe(400);
    expect(other.body.badRequest.message).toMatch(/^Malformed request URL/);
});
