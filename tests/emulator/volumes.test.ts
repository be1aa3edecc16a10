/** Volumes: the small block-storage service, attaching and detaching, servers that boot from volumes. */
import { type Answer, journey, request, type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

/** A call of the block-storage API, as its own service takes it. */
function storage(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { "X-Auth-Token": at.demo.token };
    return request(`${at.cloud.url}/volume/v3/${at.demo.projectId}${path}`, method, headers, body);
}

async function volume(more: Record<string, unknown> = {}): Promise<string> {
    const { body } = await storage("POST", "/volumes", { volume: { size: 1, ...more } });
    at.clock.advance(1000);
    return body.volume.id;
}

async function status(id: string): Promise<string> {
    const answer = await storage("GET", `/volumes/${id}`);
    return answer.status === 200 ? answer.body.volume.status : String(answer.status);
}

/** The statuses of a volume until its cloud has nothing more to do. */
async function course(id: string): Promise<string[]> {
    const seen = [await status(id)];
    do {
        const now = await status(id);
        if (now !== seen.at(-1)) {
            seen.push(now);
        }
    } while (at.clock.step());
    const last = await status(id);
    return last === seen.at(-1) ? seen : [...seen, last];
}

const attach = (server: string, volumeId: string, more: object = {}, version = "2.79") =>
    at.demo.post(`/servers/${server}/os-volume_attachments`, { volumeAttachment: { volumeId, ...more } }, version);
const attachments = async (server: string, version = "2.89") =>
    (await at.demo.get(`/servers/${server}/os-volume_attachments`, version)).body.volumeAttachments;
const detach = (server: string, volumeId: string, version?: string) =>
    at.demo.delete(`/servers/${server}/os-volume_attachments/${volumeId}`, version);
const image = (index = 0) => at.cloud.inspect().images[index]?.id;
const bootVolume = (more: object = {}) => ({
    boot_index: 0,
    uuid: image(),
    source_type: "image",
    destination_type: "volume",
    volume_size: 5,
    ...more,
});
/** A server on a volume of its own; its id. */
async function onVolume(...devices: object[]): Promise<string> {
    const body = { name: "bfv", flavorRef: "1", networks: "auto", block_device_mapping_v2: devices };
    const answer = await at.demo.post("/servers", { server: body }, "2.67");
    expect(answer).toMatchObject({ status: 202 });
    at.clock.advance(1500);
    return answer.body.server.id;
}
const shown = async (id: string) => (await at.demo.get(`/servers/${id}`, "2.93")).body.server;

describe("the block-storage service", () => {
    test("makes a volume, names its type, and lets go of it", async () => {
        const made = await storage("POST", "/volumes", { volume: { size: 3, name: "data", volume_type: "ssd" } });
        expect(made).toMatchObject({
            status: 202,
            body: { volume: { status: "creating", size: 3, volume_type: "ssd", bootable: "false", attachments: [] } },
        });
        const { id } = made.body.volume;
        expect(await course(id)).toEqual(["creating", "available"]);
        expect((await storage("GET", "/volumes/detail?name=data")).body.volumes).toMatchObject([{ id }]);
        expect((await storage("DELETE", `/volumes/${id}`)).status).toBe(202);
        expect(await course(id)).toEqual(["deleting", "404"]);
    });

    test("copies an image to a volume, from which a server can boot then", async () => {
        const { body } = await storage("POST", "/volumes", { volume: { size: 1, imageRef: image() } });
        expect(await course(body.volume.id)).toEqual(["creating", "downloading", "available"]);
        expect((await storage("GET", `/volumes/${body.volume.id}`)).body.volume).toMatchObject({
            bootable: "true",
            volume_image_metadata: { image_id: image() },
        });
    });

    test.each([
        [{}, 400],
        [{ size: 0 }, 400],
        [{ size: "much" }, 400],
        [{ size: 1, volume_type: "tape" }, 404],
        [{ size: 1, imageRef: "00000000-aaaa-4bbb-8ccc-000000000000" }, 400],
        [{ size: 1, snapshot_id: "00000000-aaaa-4bbb-8ccc-000000000000" }, 404],
    ])("refuses %j with %i", async (given, wanted) => {
        expect((await storage("POST", "/volumes", { volume: given })).status).toBe(wanted);
    });

    test("is in the catalog under both of its names, below the project", async () => {
        const { body } = await request(`${at.cloud.authUrl}/auth/catalog`, "GET", { "X-Auth-Token": at.demo.token });
        const urls = (body.catalog as { type: string; endpoints: { url: string }[] }[])
            .filter(({ type }) => ["volumev3", "block-storage"].includes(type))
            .map(({ endpoints }) => endpoints[0]?.url);
        expect(urls).toEqual(Array(2).fill(`${at.cloud.url}/volume/v3/${at.demo.projectId}`));
    });

    test("shows another project's volumes to no one but administrators", async () => {
        const id = await volume();
        const look = (client: typeof at.demo) =>
            request(`${at.cloud.url}/volume/v3/${client.projectId}/volumes/${id}`, "GET", {
                "X-Auth-Token": client.token,
            });
        expect((await look(at.admin)).status).toBe(200);
        const { body } = await at.admin.post("/os-volumes", { volume: { size: 1 } });
        expect((await at.demo.get(`/os-volumes/${body.volume.id}`)).status).toBe(404);
    });
});

describe("a volume on a server", () => {
    test("is reserved at once, and in use when its host has it", async () => {
        const server = await at.active();
        const id = await volume();
        expect(await attach(server, id, { tag: "data", delete_on_termination: true })).toMatchObject({
            status: 200,
            body: { volumeAttachment: { id, device: "/dev/vdb", tag: "data", delete_on_termination: true } },
        });
        expect(await course(id)).toEqual(["reserved", "attaching", "in-use"]);
        expect(await attachments(server)).toEqual([
            {
                volumeId: id,
                serverId: server,
                device: "/dev/vdb",
                tag: "data",
                delete_on_termination: true,
                attachment_id: expect.any(String),
                bdm_uuid: expect.any(String),
            },
        ]);
        expect(await attachments(server, "2.1")).toEqual([{ id, volumeId: id, serverId: server, device: "/dev/vdb" }]);
        expect((await shown(server))["os-extended-volumes:volumes_attached"]).toEqual([
            { id, delete_on_termination: true },
        ]);
    });

    test("is detached after the answer, and only then gone from the list", async () => {
        const server = await at.active();
        const id = await volume();
        await attach(server, id);
        at.clock.advance(1000);
        expect((await detach(server, id)).status).toBe(202);
        expect(await attachments(server)).toHaveLength(1);
        expect(await course(id)).toEqual(["detaching", "available"]);
        expect(await attachments(server)).toEqual([]);
        const { body } = await at.demo.get(`/servers/${server}/os-instance-actions`, "2.58");
        expect(body.instanceActions.map(({ action }: { action: string }) => action)).toEqual([
            "detach_volume",
            "attach_volume",
            "create",
        ]);
    });

    test("that is to go with its server goes when it is detached, too", async () => {
        const server = await at.active();
        const id = await volume();
        await attach(server, id);
        at.clock.advance(1000);
        const body = { volumeAttachment: { volumeId: id, delete_on_termination: true } };
        const path = `/servers/${server}/os-volume_attachments/${id}`;
        expect((await at.demo.put(path, body, "2.85")).status).toBe(202);
        await detach(server, id);
        expect((await course(id)).at(-1)).toBe("404");
    });

    test("comes back when its host fails to connect it, and the action tells", async () => {
        const server = await at.active();
        const id = await volume();
        at.cloud.faults.failStep("attach_volume");
        const { headers } = await attach(server, id);
        expect(await course(id)).toEqual(["reserved", "attaching", "available"]);
        expect(await attachments(server)).toEqual([]);
        const action = `/servers/${server}/os-instance-actions/${headers.get("x-openstack-request-id")}`;
        expect((await at.demo.get(action)).body.instanceAction).toMatchObject({ message: "Error" });
    });

    test("stays when its host fails to let go of it", async () => {
        const server = await at.active({ metadata: { "osreal:fail": "detach_volume" } });
        const id = await volume();
        await attach(server, id);
        at.clock.advance(1000);
        await detach(server, id);
        expect(await course(id)).toEqual(["detaching", "in-use"]);
        expect(await attachments(server)).toHaveLength(1);
    });

    test("survives its server, unless it is to go with it", async () => {
        const server = await at.active();
        const [stays, goes] = [await volume(), await volume()];
        await attach(server, stays);
        await attach(server, goes, { delete_on_termination: true });
        at.clock.advance(1000);
        await at.demo.delete(`/servers/${server}`);
        at.clock.advance(2000);
        expect([await status(stays), await status(goes)]).toEqual(["available", "404"]);
    });

    test("can be put in another's place by an administrator", async () => {
        const server = await at.active();
        const [from, to] = [await volume(), await volume({ size: 2 })];
        await attach(server, from);
        at.clock.advance(1000);
        const body = { volumeAttachment: { volumeId: to } };
        const path = `/servers/${server}/os-volume_attachments/${from}`;
        expect((await at.demo.put(path, body)).status).toBe(403);
        expect((await at.admin.put(path, body)).status).toBe(202);
        expect(await course(from)).toEqual(["detaching", "available"]);
        expect(await attachments(server)).toMatchObject([{ volumeId: to, device: "/dev/vdb" }]);
    });

    test("is refused where it is in use, being made, unknown, or its place is taken", async () => {
        const server = await at.active();
        const other = await at.active();
        const [id, second] = [await volume(), await volume()];
        await attach(server, id);
        at.clock.advance(1000);
        expect((await attach(other, id)).status).toBe(400);
        expect((await attach(server, second, { device: "/dev/vda" })).status).toBe(409);
        expect((await attach(server, second, { device: "vdx" })).status).toBe(400);
        expect((await attach(server, "00000000-aaaa-4bbb-8ccc-000000000000")).status).toBe(404);
        const { body } = await storage("POST", "/volumes", { volume: { size: 1 } });
        expect((await attach(server, body.volume.id)).status).toBe(400);
        expect((await storage("DELETE", `/volumes/${id}`)).status).toBe(400);
    });

    test.each([
        ["suspend", "suspended"],
        ["rescue", "rescued"],
    ])("is refused after %s", async (action, state) => {
        const server = await at.active();
        const id = await volume();
        await at.demo.act(server, action);
        at.clock.advance(1000);
        const answer = await attach(server, id);
        expect(answer.status).toBe(409);
        expect(answer.body.conflictingRequest.message).toBe(
            `Cannot 'attach_volume' instance ${server} while it is in vm_state ${state}`,
        );
    });

    test("can be given to a shelved server from 2.20 on, and is connected when it comes back", async () => {
        const server = await at.active();
        const [id, kept] = [await volume(), await volume()];
        await attach(server, kept);
        at.clock.advance(1000);
        await at.demo.act(server, "shelve");
        at.clock.advance(1000);
        expect(await at.demo.state(server)).toBe("SHELVED_OFFLOADED/-");
        expect(await status(kept)).toBe("reserved");
        expect((await attach(server, id, {}, "2.19")).status).toBe(409);
        expect((await attach(server, id, { tag: "x" }, "2.49")).status).toBe(400);
        expect((await attach(server, id, {}, "2.20")).status).toBe(200);
        expect(await status(id)).toBe("in-use");
        await at.demo.act(server, "unshelve");
        at.clock.advance(2000);
        expect([await status(kept), await status(id)]).toEqual(["in-use", "in-use"]);
    });
});

describe("a server that boots from a volume", () => {
    test("has no image, and its volume is made for it from the image", async () => {
        const id = await onVolume(bootVolume({ volume_type: "ssd", tag: "root" }));
        const server = await shown(id);
        expect(server).toMatchObject({ status: "ACTIVE", image: "" });
        const [attached] = await attachments(id);
        expect(attached).toMatchObject({ device: "/dev/vda", tag: "root", delete_on_termination: false });
        expect((await storage("GET", `/volumes/${attached.volumeId}`)).body.volume).toMatchObject({
            status: "in-use",
            size: 5,
            volume_type: "ssd",
            bootable: "true",
            volume_image_metadata: { image_id: image() },
            attachments: [{ server_id: id, device: "/dev/vda" }],
        });
    });

    test("boots from one that exists, which then is nobody else's", async () => {
        const root = await volume({ imageRef: image() });
        const device = { boot_index: 0, uuid: root, source_type: "volume", destination_type: "volume" };
        const id = await onVolume(device);
        expect(await attachments(id)).toMatchObject([{ volumeId: root }]);
        const body = { name: "x", flavorRef: "1", block_device_mapping_v2: [device] };
        expect((await at.demo.post("/servers", { server: body })).status).toBe(400);
        expect((await detach(id, root)).body.badRequest.message).toBe("Cannot detach a root device volume");
    });

    test("boots as the older mapping says, too", async () => {
        const root = await volume({ imageRef: image() });
        const body = {
            name: "x",
            flavorRef: "1",
            block_device_mapping: [{ volume_id: root, device_name: "vda", delete_on_termination: "1" }],
        };
        const answer = await at.demo.post("/servers", { server: body });
        at.clock.advance(1500);
        expect(await shown(answer.body.server.id)).toMatchObject({
            image: "",
            "os-extended-volumes:volumes_attached": [{ id: root, delete_on_termination: true }],
        });
    });

    test("has blank volumes and local disks beside it, each at its place", async () => {
        const flavor = { name: "roomy", ram: 512, vcpus: 1, disk: 1, "OS-FLV-EXT-DATA:ephemeral": 2, swap: 512 };
        const made = await at.admin.post("/flavors", { flavor });
        const server = {
            name: "many",
            flavorRef: made.body.flavor.id,
            imageRef: image(),
            networks: "none",
            block_device_mapping_v2: [
                { boot_index: 0, uuid: image(), source_type: "image", destination_type: "local" },
                {
                    boot_index: -1,
                    source_type: "blank",
                    destination_type: "volume",
                    volume_size: 1,
                    device_name: "vdq",
                },
                { boot_index: null, source_type: "blank", destination_type: "volume", volume_size: 2 },
            ],
        };
        const answer = await at.demo.post("/servers", { server }, "2.37");
        expect(answer.status).toBe(202);
        at.clock.advance(2000);
        // The flavor's ephemeral disk and its swap have vdb and vdc.
        expect(await attachments(answer.body.server.id)).toMatchObject([
            { device: "/dev/vdq" },
            { device: "/dev/vdd" },
        ]);
        expect((await shown(answer.body.server.id)).image).toMatchObject({ id: image() });
    });

    test("takes its volumes with it, or leaves them, as each was asked for", async () => {
        const id = await onVolume(bootVolume({ delete_on_termination: true }), {
            source_type: "blank",
            destination_type: "volume",
            volume_size: 1,
        });
        const [root, extra] = await attachments(id);
        await at.demo.delete(`/servers/${id}`);
        at.clock.advance(2000);
        expect([await status(root.volumeId), await status(extra.volumeId)]).toEqual(["404", "available"]);
    });

    test("leaves its host without an image of it when it is shelved", async () => {
        const id = await onVolume(bootVolume());
        const images = at.cloud.inspect().images.length;
        await at.demo.act(id, "shelve");
        expect(await journey(at.demo, at.clock, id)).toEqual(["ACTIVE/shelving", "SHELVED_OFFLOADED/-"]);
        expect(at.cloud.inspect().images).toHaveLength(images);
    });

    test("is rebuilt with another image from 2.93 on only", async () => {
        const id = await onVolume(bootVolume());
        const rebuild = (imageRef: unknown, version: string) => at.demo.act(id, "rebuild", { imageRef }, version);
        expect((await rebuild(image(1), "2.92")).body.badRequest.message).toBe(
            `Image ${image(1)} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
        );
        expect((await rebuild(image(), "2.92")).status).toBe(202);
        at.clock.advance(1000);
        expect((await rebuild(image(1), "2.93")).status).toBe(202);
        const [root] = await attachments(id);
        expect(await status(root.volumeId)).toBe("downloading");
        expect(await journey(at.demo, at.clock, id)).toEqual([
            "REBUILD/rebuilding",
            "REBUILD/rebuild_block_device_mapping",
            "REBUILD/rebuild_spawning",
            "ACTIVE/-",
        ]);
        expect(await shown(id)).toMatchObject({ image: "" });
        expect((await storage("GET", `/volumes/${root.volumeId}`)).body.volume).toMatchObject({
            status: "in-use",
            volume_image_metadata: { image_id: image(1) },
        });
    });

    const blank = { source_type: "blank", destination_type: "volume" };
    const nobody = "00000000-aaaa-4bbb-8ccc-000000000000";
    test.each<[string, object[], object, string]>([
        ["nothing to boot", [{ ...blank, volume_size: 1 }], {}, "Boot sequence for the instance"],
        ["a gap in the order", [{ ...blank, volume_size: 1, boot_index: 1 }], {}, "Boot sequence for the instance"],
        ["no size", [{ ...blank, boot_index: 0 }], {}, "need to have non-zero size"],
        ["a uuid of nothing", [{ ...blank, uuid: nobody, volume_size: 1 }], {}, "Invalid device UUID"],
        ["no uuid", [{ ...blank, source_type: "volume" }], {}, "Missing device UUID"],
        [
            "an unknown volume",
            [{ uuid: nobody, source_type: "volume", destination_type: "volume", boot_index: 0 }],
            {},
            "failed to get volume",
        ],
        [
            "a snapshot",
            [{ uuid: nobody, source_type: "snapshot", destination_type: "volume", boot_index: 0 }],
            {},
            `Snapshot ${nobody} could not be found`,
        ],
        [
            "a type that is not there",
            [{ ...blank, boot_index: 0, volume_size: 1, volume_type: "tape" }],
            {},
            "Volume type tape could not be found",
        ],
        [
            "one volume for two servers",
            [{ uuid: nobody, source_type: "volume", destination_type: "volume", boot_index: 0 }],
            { min_count: 2, imageRef: nobody },
            "Can not find requested image",
        ],
        ["certificates", [{ ...blank, boot_index: 0, volume_size: 1 }], { trusted_image_certificates: ["a"] }, "Image"],
    ])("is refused for %s", async (_, devices, more, message) => {
        const server = { name: "x", flavorRef: "1", networks: "auto", block_device_mapping_v2: devices, ...more };
        const answer = await at.demo.post("/servers", { server }, "2.67");
        expect(answer.status).toBe(400);
        expect(answer.body.badRequest.message).toContain(message);
        expect(at.cloud.inspect().servers).toEqual([]);
    });

    test("is refused where its volume has nothing to boot from", async () => {
        const root = await volume();
        const devices = [{ boot_index: 0, uuid: root, source_type: "volume", destination_type: "volume" }];
        const body = { name: "x", flavorRef: "1", block_device_mapping_v2: devices };
        const answer = await at.demo.post("/servers", { server: body });
        expect(answer.body.badRequest.message).toBe(`Block Device ${root} is not bootable.`);
        expect(await status(root)).toBe("available");
    });
});
