import { createServer, deleteServer, getServer, listServers, updateServer } from "../../../provider/api";
import { MicroversionError } from "../../../provider/cloud/errors";
import { FakeCompute } from "./fake-compute";
import { bodyAt } from "./fixtures";

const read = (body: unknown, maximum?: string) => getServer(new FakeCompute(maximum).answering({ body }), "1");

describe("a server of the documents", () => {
    test("for HP Cloud in ERROR(spawning) is in ERROR, and nothing is under way", async () => {
        const { server } = bodyAt("003", 1587) as { server: object };
        const failed = { server: { ...server, status: "ERROR(spawning)" } };
        await expect(read(failed)).resolves.toMatchObject({ status: "ERROR", taskState: undefined });
    });

    test("for v2.1 in ERROR with the task that failed is in ERROR, and nothing is under way", async () => {
        const { server } = bodyAt("001", 1120) as { server: object };
        const failed = { server: { ...server, status: "ERROR", "OS-EXT-STS:task_state": "resize_migrating" } };
        await expect(read(failed)).resolves.toMatchObject({ status: "ERROR", taskState: undefined });
    });

    test("for v2.1 is read in full", async () => {
        await expect(read(bodyAt("001", 1120))).resolves.toEqual({
            id: "f474386b-4fb6-4elf-b1d5-d6bf4437f7d5",
            name: "new-server-test",
            status: "ACTIVE",
            vmState: "active",
            taskState: undefined,
            powerState: 1,
            progress: 0,
            flavor: { id: "1" },
            imageId: "70a599e0-31e7-49b7-b260-868f441e862b",
            metadata: { "My Server Name": "Apache1" },
            addresses: {
                private: [{ address: "192.168.0.3", version: 4, mac: "aa:bb:cc:dd:ee:ff", type: "fixed" }],
            },
            accessIpV4: "192.0.2.0",
            accessIpV6: expect.stringMatching(/^2002:/),
            configDrive: false,
            availabilityZone: "nova",
            diskConfig: "AUTO",
            securityGroups: ["default"],
            hostId: expect.any(String),
            tenantId: "openstack",
            userId: "fake",
            created: expect.stringMatching(/Z$/),
            updated: expect.stringMatching(/Z$/),
            launchedAt: expect.stringMatching(/\.\d{6}$/),
            volumesAttached: [],
            partial: false,
        });
    });

    test("for v2 has no extensions: nothing is made up for them", async () => {
        const server = await read(bodyAt("004", 366));
        expect(server).toMatchObject({ status: "ACTIVE", configDrive: false, partial: false, volumesAttached: [] });
        expect(server.securityGroups).toBeUndefined();
        expect(server.vmState).toBeUndefined();
        expect(server.tags).toBeUndefined();
        expect(server.locked).toBeUndefined();
    });

    test("for HP Cloud has a number for its id", async () => {
        const server = await read(bodyAt("003", 1587));
        expect(server).toMatchObject({
            id: String(bodyAt("003", 1587).server.id),
            flavor: { id: "100" },
            securityGroups: ["default"],
            accessIpV4: undefined,
            accessIpV6: undefined,
        });
        expect(server.addresses.private).toHaveLength(2);
    });
});

/** A server as Nova 2.93 describes it to a member: the keys are the API's, the values ours. */
const modern = {
    id: "5f0c4b1e-86d1-4d0a-9f0a-0d2d7c1b7a11",
    name: "db-1",
    status: "SHUTOFF",
    tenant_id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    user_id: "f9e8d7c6b5a493827160f5e4d3c2b1a0",
    metadata: { role: "db" },
    hostId: "",
    image: "",
    flavor: {
        vcpus: 4,
        ram: 8192,
        disk: 0,
        ephemeral: 20,
        swap: 512,
        original_name: "c4.large",
        extra_specs: { "hw:cpu_policy": "dedicated" },
    },
    created: "2023-04-05T06:07:08Z",
    updated: "2023-04-05T06:08:09Z",
    addresses: {
        "net one": [
            {
                version: 4,
                addr: "10.1.2.3",
                "OS-EXT-IPS:type": "fixed",
                "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:01:02:03",
            },
            {
                version: 4,
                addr: "198.51.100.7",
                "OS-EXT-IPS:type": "floating",
                "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:01:02:03",
            },
            { version: 6, addr: "2001:db8::7", "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": null },
        ],
    },
    accessIPv4: "",
    accessIPv6: "2001:db8::1",
    links: [],
    "OS-DCF:diskConfig": "MANUAL",
    "OS-EXT-AZ:availability_zone": "",
    config_drive: "True",
    key_name: null,
    "OS-SRV-USG:launched_at": "2023-04-05T06:07:30.000000",
    "OS-SRV-USG:terminated_at": null,
    "OS-EXT-SRV-ATTR:hostname": "db-1",
    "OS-EXT-STS:task_state": "powering-on",
    "OS-EXT-STS:vm_state": "stopped",
    "OS-EXT-STS:power_state": 4,
    security_groups: [{ name: "default" }, { name: "db" }, { name: "default" }],
    "os-extended-volumes:volumes_attached": [
        { id: "6f3a0f3e-8c57-4f9c-9a93-1d2b7f8f4a10", delete_on_termination: true },
        { id: "b2c0d9a4-55f1-4a4b-8f63-3f2f0a7a9b21", delete_on_termination: false },
    ],
    locked: true,
    locked_reason: "backup runs",
    description: null,
    tags: ["blue"],
    trusted_image_certificates: null,
    server_groups: [],
};

describe("a server at 2.93", () => {
    test("has its flavor's sizes and no flavor id, and no image when it was booted from a volume", async () => {
        const server = await read({ server: modern });
        expect(server).toEqual({
            id: modern.id,
            name: "db-1",
            status: "SHUTOFF",
            vmState: "stopped",
            taskState: "powering-on",
            powerState: 4,
            flavor: {
                name: "c4.large",
                vcpus: 4,
                ram: 8192,
                disk: 0,
                ephemeral: 20,
                swap: 512,
                extraSpecs: { "hw:cpu_policy": "dedicated" },
            },
            metadata: { role: "db" },
            addresses: {
                "net one": [
                    { address: "10.1.2.3", version: 4, mac: "fa:16:3e:01:02:03", type: "fixed" },
                    { address: "198.51.100.7", version: 4, mac: "fa:16:3e:01:02:03", type: "floating" },
                    { address: "2001:db8::7", version: 6, type: "fixed" },
                ],
            },
            accessIpV6: "2001:db8::1",
            configDrive: true,
            diskConfig: "MANUAL",
            securityGroups: ["default", "db"],
            tags: ["blue"],
            hostname: "db-1",
            locked: true,
            lockedReason: "backup runs",
            serverGroups: [],
            tenantId: modern.tenant_id,
            userId: modern.user_id,
            created: modern.created,
            updated: modern.updated,
            launchedAt: "2023-04-05T06:07:30.000000",
            volumesAttached: [
                { id: "6f3a0f3e-8c57-4f9c-9a93-1d2b7f8f4a10", deleteOnTermination: true },
                { id: "b2c0d9a4-55f1-4a4b-8f63-3f2f0a7a9b21", deleteOnTermination: false },
            ],
            partial: false,
        });
        expect(Object.values(server)).not.toContain(null);
    });

    test("between 2.47 and 2.74 has swap as a text when there is none", async () => {
        const server = await read({ server: { ...modern, flavor: { ...modern.flavor, swap: "" } } });
        expect(server.flavor.swap).toBeUndefined();
        expect(server.flavor.vcpus).toBe(4);
    });

    test("in ERROR has a fault, of which members see no details", async () => {
        const fault = { code: 500, created: "2023-04-05T06:07:31Z", message: "No valid host was found." };
        await expect(read({ server: { ...modern, status: "ERROR", fault } })).resolves.toMatchObject({
            status: "ERROR",
            fault: { code: 500, message: "No valid host was found.", details: undefined },
        });
    });

    test("with its image's properties (2.98) has its image's id", async () => {
        const image = { id: "7d9c1f4a-12aa-4f25-94c1-58b1c0c5f001", links: [], properties: { min_disk: "1" } };
        await expect(read({ server: { ...modern, image } })).resolves.toMatchObject({ imageId: image.id });
    });

    test.each([
        ["True", true],
        [true, true],
        ["1", true],
        ["", false],
        ["False", false],
        [null, false],
        [undefined, false],
    ])("a config drive of %j is %s", async (config_drive, configDrive) => {
        await expect(read({ server: { ...modern, config_drive } })).resolves.toMatchObject({ configDrive });
    });
});

describe("a server in a cell that is down", () => {
    const known = { id: modern.id, status: "UNKNOWN", tenant_id: "p", created: "2023-04-05T06:07:08Z", links: [] };

    test("is a partial record in a list", async () => {
        const compute = new FakeCompute().answering({ body: { servers: [known] } });
        await expect(listServers(compute)).resolves.toEqual([
            {
                id: modern.id,
                name: "",
                status: "UNKNOWN",
                partial: true,
                flavor: {},
                metadata: {},
                addresses: {},
                configDrive: false,
                volumesAttached: [],
                tenantId: "p",
                created: "2023-04-05T06:07:08Z",
            },
        ]);
    });

    test("is a partial record when shown, with what the API's own database has", async () => {
        const shown = {
            ...known,
            "OS-EXT-AZ:availability_zone": "UNKNOWN",
            "OS-EXT-STS:power_state": 0,
            flavor: modern.flavor,
            image: { id: "i", links: [] },
            user_id: "u",
        };
        const server = await read({ server: shown });
        expect(server).toMatchObject({ partial: true, imageId: "i", flavor: { name: "c4.large" } });
        expect(server.availabilityZone).toBeUndefined();
        expect(server.securityGroups).toBeUndefined();
    });

    test("is not the same as a status UNKNOWN of a server that is all there", async () => {
        await expect(read({ server: { ...modern, status: "UNKNOWN" } })).resolves.toMatchObject({ partial: false });
    });
});

describe("calls for servers", () => {
    test("reads are at the cloud's read level", async () => {
        const compute = new FakeCompute("2.79").answering({ body: { server: modern } });
        await getServer(compute, modern.id);
        expect(compute.onlyCall).toMatchObject({ method: "GET", path: `/servers/${modern.id}`, microversion: "2.79" });
    });

    test("hints stand beside the server in a create request; the password is told once", async () => {
        const compute = new FakeCompute().answering({
            requestId: "req-7",
            body: { server: { id: 12, links: [], adminPass: "s3cret" } },
        });
        const request = { server: { name: "web" }, schedulerHints: { group: "g" }, microversion: "2.37" };
        const created = await createServer(compute, request, { resource: 'server "web"', deadline: 5 });
        expect(created).toEqual({ id: "12", adminPass: "s3cret", requestId: "req-7" });
        expect(compute.onlyCall).toMatchObject({
            path: "/servers",
            microversion: "2.37",
            body: { server: { name: "web" }, "os:scheduler_hints": { group: "g" } },
            resource: 'server "web"',
            deadline: 5,
        });
        expect(compute.onlyCall.repeatable).toBeUndefined();
    });

    test("a cloud that makes no passwords tells none", async () => {
        const compute = new FakeCompute().answering({ body: { server: { id: "1", links: [] } } });
        await expect(createServer(compute, { server: {}, microversion: "2.1" })).resolves.toEqual({
            id: "1",
            adminPass: undefined,
            requestId: "req-1",
        });
    });

    test("an update sends what changes and nothing else", async () => {
        const compute = new FakeCompute().answering({ body: bodyAt("001", 1279) });
        await expect(updateServer(compute, "1", { description: null }, "2.19")).resolves.toEqual({
            requestId: "req-1",
        });
        expect(compute.onlyCall).toMatchObject({
            method: "PUT",
            path: "/servers/1",
            microversion: "2.19",
            body: { server: { description: null } },
        });
    });

    test("a delete has no body and needs no microversion", async () => {
        const compute = new FakeCompute().answering({ status: 204 });
        await expect(deleteServer(compute, "1")).resolves.toEqual({ requestId: "req-1" });
        expect(compute.onlyCall).toMatchObject({ method: "DELETE", path: "/servers/1", body: undefined });
    });

    test("filters have the API's names", async () => {
        const compute = new FakeCompute().answering({ body: { servers: [] } });
        await listServers(compute, {
            status: "ERROR",
            changesSince: "2023-01-01T00:00:00Z",
            tags: ["a", "b"],
            allProjects: true,
        });
        expect(compute.onlyCall.query).toMatchObject({
            status: "ERROR",
            "changes-since": "2023-01-01T00:00:00Z",
            tags: "a,b",
            all_tenants: 1,
        });
    });

    test("a filter that the cloud would ignore is refused", async () => {
        await expect(listServers(new FakeCompute("2.25"), { tags: ["a"] })).rejects.toThrow(MicroversionError);
    });
});
