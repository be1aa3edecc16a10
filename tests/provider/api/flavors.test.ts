import { invoke } from "../../../provider/api";
import { addAccess, extraSpecs, flavor as kind, listAccess, removeAccess } from "../../../provider/resources/flavor";
import { FakeCompute } from "./fake-compute";
import { bodyAt } from "./fixtures";

const { records } = kind;

const answering = (body: unknown) => new FakeCompute().answering({ body });

describe("a flavor", () => {
    test("of v2.1 has swap as an empty text when there is none", async () => {
        await expect(records.get(answering(bodyAt("001", 3958)), "1")).resolves.toMatchObject({
            id: "1",
            name: "m1.tiny",
            ram: 512,
            vcpus: 1,
            disk: 1,
            ephemeral: 0,
            swap: 0,
            isPublic: true,
        });
    });

    test("of v2 says nothing of who may use it", async () => {
        await expect(records.get(answering(bodyAt("004", 741)), "1")).resolves.toMatchObject({
            id: "1",
            name: "m1.tiny",
            ram: 512,
            vcpus: 1,
            disk: 1,
            ephemeral: 0,
            swap: 0,
            isPublic: undefined,
        });
    });

    test("of HP Cloud has a number for its id", async () => {
        await expect(records.get(answering(bodyAt("003", 3950)), "104")).resolves.toMatchObject({
            id: "104",
            ram: 16384,
            disk: 480,
            vcpus: 4,
        });
    });

    test("at 2.75 and above has extra specs, a description and a number for swap", async () => {
        const flavor = {
            id: "c4",
            name: "c4.large",
            ram: 8192,
            vcpus: 4,
            disk: 0,
            swap: 0,
            rxtx_factor: 1.5,
            "OS-FLV-EXT-DATA:ephemeral": 20,
            "OS-FLV-DISABLED:disabled": false,
            "os-flavor-access:is_public": false,
            description: "for databases",
            extra_specs: { "hw:cpu_policy": "dedicated" },
            links: [],
        };
        const compute = answering({ flavor });
        await expect(records.get(compute, "c4")).resolves.toMatchObject({
            id: "c4",
            name: "c4.large",
            ram: 8192,
            vcpus: 4,
            disk: 0,
            swap: 0,
            ephemeral: 20,
            rxtxFactor: 1.5,
            isPublic: false,
            description: "for databases",
            extraSpecs: { "hw:cpu_policy": "dedicated" },
        });
        expect(compute.onlyCall.microversion).toBe("2.93");
    });

    test("is listed without sizes by HP Cloud, and found by its name all the same", async () => {
        const flavors = await records.list(answering(bodyAt("003", 3821)));
        expect(flavors.map(({ id, name }) => [id, name])).toContainEqual(["104", "standard.xlarge"]);
        expect(flavors[0]?.ram).toBeUndefined();
    });

    test("by itself without sizes is refused", async () => {
        const [listed] = bodyAt("003", 3821).flavors as object[];
        await expect(records.get(answering({ flavor: listed }), "100")).rejects.toThrow(
            "flavor.ram: expected number or string, got nothing",
        );
    });

    test("is created under /flavors, not where the reference of 2016 says", async () => {
        const compute = answering(bodyAt("001", 4466));
        await expect(records.create(compute, bodyAt("001", 4450).flavor)).resolves.toMatchObject({
            value: { swap: 0 },
        });
        expect(compute.onlyCall).toMatchObject({ method: "POST", path: "/flavors" });
    });
});

test("all flavors of v2.1 are listed with their details", async () => {
    const flavors = await records.list(answering(bodyAt("001", 4002)));
    expect(flavors.map(({ name, ram, disk, vcpus }) => [name, ram, disk, vcpus])).toEqual([
        ["m1.tiny", 512, 1, 1],
        ["m1.small", 2048, 20, 1],
        ["m1.medium", 4096, 40, 2],
        ["m1.large", 8192, 80, 4],
        ["m1.xlarge", 16384, 160, 8],
    ]);
});

describe("access to a private flavor", () => {
    test("is a list of project ids", async () => {
        const compute = answering(bodyAt("001", 4164));
        await expect(invoke(compute, listAccess, { path: { id: "10" } })).resolves.toMatchObject({
            value: ["fake_tenant"],
        });
        expect(compute.onlyCall.path).toBe("/flavors/10/os-flavor-access");
    });

    test("is given and taken by actions of the flavor", async () => {
        const giving = answering(bodyAt("001", 4206));
        await addAccess({ compute: giving, id: "10" }, { tenant: "fake_tenant" });
        expect(giving.onlyCall.path).toBe("/flavors/10/action");
        const taking = answering(bodyAt("001", 4248));
        await removeAccess({ compute: taking, id: "10" }, { tenant: "fake_tenant" });
    });
});

describe("extra specs", () => {
    test("are a map", async () => {
        await expect(extraSpecs.read({ compute: answering(bodyAt("001", 4336)), id: "1" })).resolves.toEqual({
            key1: "value1",
            key2: "value2",
        });
    });

    test("are deleted by key, encoded", async () => {
        const compute = answering(undefined);
        await extraSpecs.remove({ compute, id: "1" }, "hw:mem_page_size");
        expect(compute.onlyCall).toMatchObject({
            method: "DELETE",
            path: "/flavors/1/os-extra_specs/hw%3Amem_page_size",
        });
    });
});
