import * as api from "../../../provider/api";
import { MicroversionError } from "../../../provider/cloud/errors";
import { serverGroup } from "../../../provider/resources/server-group";
import { FakeCompute } from "./fake-compute";

const attached = { id: "v", volumeId: "v", serverId: "s", device: "/dev/vdb" };

test("attachments are read from every shape that the API has had", async () => {
    const compute = new FakeCompute().answering({
        body: {
            volumeAttachments: [
                attached,
                { ...attached, tag: null, delete_on_termination: true },
                { volumeId: "w", serverId: "s", tag: "data", delete_on_termination: false, attachment_id: "a" },
            ],
        },
    });
    expect(await api.listServerVolumes(compute, "s")).toEqual([
        { volumeId: "v", device: "/dev/vdb" },
        { volumeId: "v", device: "/dev/vdb", deleteOnTermination: true },
        { volumeId: "w", tag: "data", deleteOnTermination: false, attachmentId: "a" },
    ]);
    expect(compute.onlyCall).toMatchObject({ path: "/servers/s/os-volume_attachments", microversion: "2.93" });
});

test.each([
    [{ volumeId: "v" }, undefined, { volumeId: "v" }],
    [{ volumeId: "v", device: "/dev/vdq", shelved: true }, "2.20", { volumeId: "v", device: "/dev/vdq" }],
    [{ volumeId: "v", tag: "data" }, "2.49", { volumeId: "v", tag: "data" }],
    [
        { volumeId: "v", deleteOnTermination: false, tag: "data", shelved: true },
        "2.79",
        { volumeId: "v", tag: "data", delete_on_termination: false },
    ],
])("attaching %j asks at the lowest microversion that has it: %s", async (request, microversion, volumeAttachment) => {
    const compute = new FakeCompute().answering({ body: { volumeAttachment: attached } });
    expect(await api.attachVolume(compute, "s", request)).toMatchObject({ volumeId: "v", requestId: "req-1" });
    expect(compute.onlyCall).toMatchObject({ method: "POST", body: { volumeAttachment } });
    expect(compute.onlyCall.microversion).toBe(microversion);
});

test("what a cloud is too old for is not asked", async () => {
    const compute = new FakeCompute("2.60").answering({ body: { volumeAttachment: attached } });
    const request = { volumeId: "v", deleteOnTermination: true };
    await expect(api.attachVolume(compute, "s", request)).rejects.toBeInstanceOf(MicroversionError);
    await expect(api.updateServerVolume(compute, "s", request)).rejects.toBeInstanceOf(MicroversionError);
    await expect(api.unshelveServer(compute, "s", { availabilityZone: "nova" })).rejects.toBeInstanceOf(
        MicroversionError,
    );
    expect(compute.calls).toEqual([]);
});

test("a volume that no server has has no servers, whatever stands in its attachments", async () => {
    const volume = { id: "v", status: "available", size: 1, displayName: null, attachments: [{}], metadata: {} };
    const compute = new FakeCompute().answering({ body: { volume } });
    expect(await api.getVolume(compute, "v")).toEqual({
        id: "v",
        status: "available",
        size: 1,
        metadata: {},
        serverIds: [],
    });
    expect(compute.onlyCall.path).toBe("/os-volumes/v");
});

test.each([
    [{}, null, undefined],
    [{ availabilityZone: "nova" }, { availability_zone: "nova" }, "2.77"],
    [{ availabilityZone: null }, { availability_zone: null }, "2.91"],
    [{ host: "compute1" }, { host: "compute1" }, "2.91"],
])("a server comes back from the shelf to %j", async (target, unshelve, microversion) => {
    const compute = new FakeCompute().answering({});
    await api.unshelveServer(compute, "s", target);
    expect(compute.onlyCall.body).toEqual({ unshelve });
    expect(compute.onlyCall.microversion).toBe(microversion);
});

test("a server group has one policy, however its cloud writes it", async () => {
    const common = { id: "g", name: "apart", members: ["s"] };
    const compute = new FakeCompute().answering({
        body: {
            server_groups: [
                { ...common, policies: ["anti-affinity"], metadata: {} },
                { ...common, id: "h", policy: "anti-affinity", rules: { max_server_per_host: "2" }, project_id: "p" },
            ],
        },
    });
    expect(await serverGroup.records.list(compute)).toEqual([
        { ...common, policy: "anti-affinity" },
        { ...common, id: "h", policy: "anti-affinity", maxServerPerHost: 2 },
    ]);
});
