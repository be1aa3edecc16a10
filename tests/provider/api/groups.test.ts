import {
    addTag,
    attachInterface,
    createRule,
    deleteMetadataKey,
    detachInterface,
    getImage,
    getInstanceAction,
    getLimits,
    getMetadata,
    getSecurityGroup,
    getServerAddresses,
    getServerAddressesOn,
    invoke,
    listImages,
    listInstanceActions,
    listInterfaces,
    listNetworks,
    listSecurityGroups,
    listServerSecurityGroups,
    listTags,
    listVersions,
    mergeMetadata,
    replaceTags,
} from "../../../provider/api";
import { CloudError, ForbiddenError, NotFoundError } from "../../../provider/cloud/errors";
import { floatingIp, listPools } from "../../../provider/resources/floating-ip";
import { keypair as keypairKind } from "../../../provider/resources/keypair";
import { FakeCompute } from "./fake-compute";
import { bodyAt } from "./fixtures";

const answering = (body: unknown) => new FakeCompute().answering({ body });

describe("keypairs", () => {
    const { records } = keypairKind;

    test("are wrapped in one another's examples: each is read as what it is", async () => {
        const shown = await records.get(answering(bodyAt("001", 4539)), "k");
        expect(shown).toMatchObject({ name: expect.stringMatching(/^keypair-6638/), owner: "fake" });
        const listed = await records.list(answering(bodyAt("001", 4645)));
        expect(listed).toHaveLength(1);
        expect(listed[0]?.publicKey).toMatch(/^ssh-rsa AAAA/);
    });

    test("are listed with and without the second wrapping", async () => {
        const wrapped = bodyAt("003", 4288);
        const plain = { keypairs: wrapped.keypairs.map((item: { keypair: unknown }) => item.keypair) };
        expect(await records.list(answering(plain))).toEqual(await records.list(answering(wrapped)));
    });

    test("never have the private key that a cloud made", async () => {
        const created = await records.create(answering(bodyAt("003", 4405)), { name: "k", public_key: "ssh-rsa A" });
        expect(JSON.stringify(created.value)).not.toContain("PRIVATE");
    });

    test("have a type from 2.2, and are read at the read level", async () => {
        const keypair = { name: "k", public_key: "ssh-ed25519 A", fingerprint: "aa", type: "ssh", user_id: "u" };
        const compute = answering({ keypair });
        await records.create(compute, { name: "k", type: "ssh" }, { microversion: "2.2" });
        await expect(records.get(compute, "my key")).resolves.toMatchObject({
            id: "k",
            name: "k",
            publicKey: "ssh-ed25519 A",
            fingerprint: "aa",
            type: "ssh",
            owner: "u",
        });
        expect(compute.calls[0]).toMatchObject({ microversion: "2.2", body: { keypair: { name: "k", type: "ssh" } } });
        expect(compute.calls[1]).toMatchObject({ path: "/os-keypairs/my%20key", microversion: "2.93" });
    });
});

describe("floating IPs", () => {
    const { records } = floatingIp;

    test("are read in Nova's form", async () => {
        await expect(records.get(answering(bodyAt("001", 8692)), "1")).resolves.toEqual({
            id: "c9c04158-3ed4-449c-953a-aa21fb47cde7",
            address: "172.24.4.4",
            pool: "public",
        });
    });

    test("are listed in Nova's form and in the network service's", async () => {
        await expect(records.list(answering(bodyAt("003", 4004)))).resolves.toEqual([
            { id: "980", address: "15.185.227.211" },
            { id: "1146", address: "15.185.228.121" },
        ]);
        await expect(records.list(answering(bodyAt("001", 8633)))).resolves.toEqual([
            { id: "2f245a7b-796b-4f26-9cf9-9e82d248fda7", address: "172.24.4.228", fixedIp: "10.0.0.3" },
            { id: "61cea855-49cb-4846-997d-801b70c71bdd", address: "172.24.4.227" },
        ]);
    });

    test("with a server have its id", async () => {
        const floating_ip = { id: "f", ip: "198.51.100.7", pool: "public", fixed_ip: "10.0.0.2", instance_id: "s" };
        await expect(records.get(answering({ floating_ip }), "f")).resolves.toEqual({
            id: "f",
            address: "198.51.100.7",
            pool: "public",
            fixedIp: "10.0.0.2",
            serverId: "s",
        });
    });

    test("are asked for without a key around the request, and never twice", async () => {
        const compute = answering(bodyAt("001", 8692));
        await records.create(compute, { pool: "public" });
        expect(compute.onlyCall.body).toEqual({ pool: "public" });
        expect(compute.onlyCall.repeatable).toBeUndefined();
    });

    test("have pools", async () => {
        const { value: pools } = await invoke(answering(bodyAt("001", 8582)), listPools);
        expect(pools.length).toBeGreaterThan(0);
        expect(pools.every((pool) => typeof pool === "string")).toBe(true);
    });
});

describe("security groups", () => {
    test("have rules with ports, with -1, and with a group instead", async () => {
        const [group] = await listSecurityGroups(answering(bodyAt("003", 4613)));
        expect(group).toEqual({
            id: "12091",
            name: "default",
            description: "default",
            tenantId: "36991859863737",
            rules: [
                { id: "31701", protocol: "tcp", fromPort: 22, toPort: 22, cidr: "0.0.0.0/0" },
                { id: "31703", protocol: "icmp", fromPort: -1, toPort: -1, cidr: "0.0.0.0/0" },
                { id: "31705", group: { name: "default", tenantId: "36991859863737" } },
            ],
        });
    });

    test("may have ports as texts and protocols in capitals", async () => {
        const rule = {
            id: 1,
            ip_protocol: "TCP",
            from_port: "80",
            to_port: "81",
            ip_range: { cidr: "::/0" },
            group: {},
        };
        const group = { id: 1, name: "g", description: null, rules: [rule] };
        await expect(getSecurityGroup(answering({ security_group: group }), "1")).resolves.toMatchObject({
            description: "",
            rules: [{ id: "1", protocol: "tcp", fromPort: 80, toPort: 81, cidr: "::/0" }],
        });
    });

    test("get a rule for the members of another group", async () => {
        const compute = answering(bodyAt("001", 10817));
        await createRule(compute, { parentGroupId: "g", groupId: "h" });
        expect(compute.onlyCall.body).toEqual({ security_group_rule: { parent_group_id: "g", group_id: "h" } });
    });

    test("of a server are told by id and name", async () => {
        const compute = answering(bodyAt("001", 10610));
        await expect(listServerSecurityGroups(compute, "s")).resolves.toEqual([{ id: "1", name: "default" }]);
        expect(compute.onlyCall.path).toBe("/servers/s/os-security-groups");
    });
});

describe("images", () => {
    test("have what a server needs at least", async () => {
        const image = { ...bodyAt("001", 6205).image, minDisk: 20, minRam: 1024 };
        await expect(getImage(answering({ image }), "i")).resolves.toMatchObject({
            id: "70a599e0-31e7-49b7-b260-868f441e862b",
            name: "fakeimage7",
            status: "ACTIVE",
            minDisk: 20,
            minRam: 1024,
        });
    });

    test("have metadata without the nulls, numbers as texts", async () => {
        const images = await listImages(answering(bodyAt("003", 3108)));
        expect(images.length).toBeGreaterThan(0);
        expect(
            images.flatMap(({ metadata }) => Object.values(metadata)).every((value) => typeof value === "string"),
        ).toBe(true);
    });

    test("may share a name", async () => {
        const compute = answering(bodyAt("001", 5938));
        await expect(listImages(compute, { name: "fakeimage7" })).resolves.toHaveLength(7);
        expect(compute.onlyCall).toMatchObject({ path: "/images/detail", query: { name: "fakeimage7" } });
    });
});

describe("networks", () => {
    const refused = { operation: "List project networks", status: 403, cloudMessage: "Policy doesn't allow it" };

    test("come from os-tenant-networks", async () => {
        const compute = answering({ networks: [{ id: "n", label: "private", cidr: "None" }] });
        await expect(listNetworks(compute)).resolves.toEqual([{ id: "n", name: "private" }]);
        expect(compute.onlyCall.path).toBe("/os-tenant-networks");
    });

    test.each([new ForbiddenError(refused), new NotFoundError({ ...refused, status: 404 })])(
        "come from os-networks where that is refused: %s",
        async (error) => {
            const compute = new FakeCompute().answering(error, { body: bodyAt("001", 9738) });
            await expect(listNetworks(compute)).resolves.toEqual([
                { id: "20c8acc0-f747-4d71-a389-46d078ebf047", name: "mynet_0", cidr: "10.0.0.0/29" },
                { id: "20c8acc0-f747-4d71-a389-46d078ebf000", name: "mynet_1", cidr: "10.0.0.10/29" },
            ]);
            expect(compute.calls[1]?.path).toBe("/os-networks");
        },
    );

    test("are each told once, for a name that comes twice is that of none", async () => {
        const twice = [
            { id: "b39f78b5-50cf-5dc5-a70c-f22ef3d3fd44", label: "private" },
            { id: "b39f78b5-50cf-5dc5-a70c-f22ef3d3fd44", label: "private" },
        ];
        expect(await listNetworks(answering({ networks: twice }))).toHaveLength(1);
    });

    test("that cannot be listed at all are an error", async () => {
        const broken = new FakeCompute().answering(new CloudError({ ...refused, status: 500 }));
        await expect(listNetworks(broken)).rejects.toThrow(CloudError);
        expect(broken.calls).toHaveLength(1);
    });
});

describe("a server's parts", () => {
    test("are each told once, however often a list has them: for each there may be a request", async () => {
        const group = { id: "0f3cb1d8-3d4f-4f43-8f3b-2a6b3f6f6a11", name: "web" };
        const compute = answering({ security_groups: [group, { ...group }] });
        expect(await listServerSecurityGroups(compute, "web")).toEqual([group]);
    });

    test("interfaces", async () => {
        const compute = answering(bodyAt("001", 3632));
        await expect(listInterfaces(compute, "s")).resolves.toEqual([
            {
                portId: "ce531f90-199f-48c0-816c-13e38010b442",
                networkId: "3cb9bc59-5699-4588-a4b1-b87f96708bc6",
                mac: "fa:16:3e:4c:2c:30",
                state: "ACTIVE",
                fixedIps: [{ address: "192.168.1.3", subnetId: "f8a6e8f8-c2ec-497c-9f23-da9616de54ef" }],
            },
        ]);
    });

    test("an interface on a network, with an address and a tag (2.49)", async () => {
        const compute = answering(bodyAt("001", 3592));
        await attachInterface(compute, "s", { networkId: "n", fixedIp: "10.0.0.9", tag: "t" });
        expect(compute.onlyCall).toMatchObject({
            microversion: "2.49",
            body: { interfaceAttachment: { net_id: "n", fixed_ips: [{ ip_address: "10.0.0.9" }], tag: "t" } },
        });
        const detaching = answering(undefined);
        await detachInterface(detaching, "s", "p");
        expect(detaching.onlyCall).toMatchObject({ method: "DELETE", path: "/servers/s/os-interface/p" });
    });

    test("addresses, all and of one network in three forms", async () => {
        await expect(getServerAddresses(answering(bodyAt("003", 2791)), "s")).resolves.toMatchObject({
            private: [{ version: 4 }, { version: 4 }],
        });
        const of = (body: unknown) => getServerAddressesOn(answering(body), "s", "private");
        await expect(of(bodyAt("001", 3210))).resolves.toEqual([{ address: "192.168.0.3", version: 4 }]);
        await expect(of(bodyAt("004", 517))).resolves.toHaveLength(4);
        await expect(of({ network: [{ addr: "10.0.0.1", version: 4 }] })).resolves.toHaveLength(1);
    });

    test("metadata: read, merged, and one key deleted", async () => {
        await expect(getMetadata(answering(bodyAt("001", 3260)), "s")).resolves.toEqual(bodyAt("001", 3260).metadata);
        await expect(getMetadata(answering({}), "s")).rejects.toThrow("metadata: expected object, got nothing");
        const merging = answering(bodyAt("001", 3342));
        await mergeMetadata(merging, "s", { a: "b" });
        expect(merging.onlyCall).toMatchObject({ method: "POST", repeatable: true, body: { metadata: { a: "b" } } });
        const deleting = answering(undefined);
        await deleteMetadataKey(deleting, "s", "My Key");
        expect(deleting.onlyCall).toMatchObject({ method: "DELETE", path: "/servers/s/metadata/My%20Key" });
    });

    test("tags, from 2.26", async () => {
        const compute = answering({ tags: ["a", "b"] });
        await expect(listTags(compute, "s")).resolves.toEqual(["a", "b"]);
        await expect(replaceTags(compute, "s", ["a", "b"])).resolves.toEqual(["a", "b"]);
        await addTag(compute, "s", "a b");
        expect(compute.calls.map(({ method, path, microversion, body }) => [method, path, microversion, body])).toEqual(
            [
                ["GET", "/servers/s/tags", "2.26", undefined],
                ["PUT", "/servers/s/tags", "2.26", { tags: ["a", "b"] }],
                ["PUT", "/servers/s/tags/a%20b", "2.26", undefined],
            ],
        );
    });

    test("actions, with what went wrong in them", async () => {
        const actions = await listInstanceActions(answering(bodyAt("001", 3474)), "s");
        expect(actions.map(({ action }) => action)).toEqual(["resize", "reboot"]);
        expect(actions[0]?.message).toBeUndefined();
        const failed = {
            instance_uuid: "s",
            request_id: "req-5",
            action: "resize",
            message: "Error",
            start_time: "2023-04-05T06:07:08.000000",
            updated_at: "2023-04-05T06:07:09.000000",
            user_id: "u",
            project_id: "p",
            events: [
                {
                    event: "conductor_migrate_server",
                    start_time: "2023-04-05T06:07:08.000000",
                    finish_time: "2023-04-05T06:07:09.000000",
                    result: "Error",
                    hostId: "",
                    details: "No valid host was found.",
                },
            ],
        };
        const compute = answering({ instanceAction: failed });
        await expect(getInstanceAction(compute, "s", "req-5")).resolves.toMatchObject({
            requestId: "req-5",
            message: "Error",
            events: [{ event: "conductor_migrate_server", result: "Error", details: "No valid host was found." }],
        });
        expect(compute.onlyCall.path).toBe("/servers/s/os-instance-actions/req-5");
    });
});

describe("limits", () => {
    test("may name a verb twice", async () => {
        const limits = await getLimits(answering(bodyAt("003", 1056)));
        expect(limits.absolute).toMatchObject({ maxTotalInstances: 20 });
        expect(limits.rate[0]?.limits.filter(({ verb }) => verb === "GET").map(({ value }) => value)).toEqual([
            3000, 200,
        ]);
        expect(limits.rate[0]?.limits[0]).toEqual({
            verb: "GET",
            value: 3000,
            remaining: 3000,
            unit: "MINUTE",
            nextAvailable: "2012-10-05T03:47:15Z",
        });
    });

    test("of a modern cloud are absolute only", async () => {
        await expect(getLimits(answering(bodyAt("001", 4694)))).resolves.toMatchObject({
            rate: [],
            absolute: { maxTotalCores: 20, totalInstancesUsed: 1 },
        });
    });
});

describe("versions", () => {
    test("are listed at the root", async () => {
        await expect(listVersions(answering(bodyAt("001", 628)))).resolves.toEqual([
            {
                id: "v2.0",
                status: "SUPPORTED",
                updated: "2011-01-21T11:33:21Z",
                self: "http://openstack.example.com/v2/",
            },
            {
                id: "v2.1",
                status: "CURRENT",
                version: "2.14",
                minVersion: "2.1",
                updated: "2013-07-23T11:33:21Z",
                self: "http://openstack.example.com/v2.1/",
            },
        ]);
    });

    test("tell of themselves at their own URL", async () => {
        const [version] = await listVersions(answering(bodyAt("003", 837)));
        expect(version).toMatchObject({ id: "v1.1", status: "CURRENT", version: undefined });
    });
});
