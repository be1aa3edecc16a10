import { journey, type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

test("a build goes through scheduling, networking and spawning to ACTIVE", async () => {
    const id = await at.demo.create();
    expect(await journey(at.demo, at.clock, id)).toEqual([
        "BUILD/scheduling",
        "BUILD/-",
        "BUILD/networking",
        "BUILD/block_device_mapping",
        "BUILD/spawning",
        "ACTIVE/-",
    ]);
});

test("the answer to a create says where the server is, and its password", async () => {
    const image = at.cloud.inspect().images[0]?.id;
    const server = { name: "web", flavorRef: "1", imageRef: image };
    const answer = await at.demo.post("/servers", { server });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`${at.cloud.url}/compute/v2.1/servers/${answer.body.server.id}`);
    expect(Object.keys(answer.body.server).sort()).toEqual([
        "OS-DCF:diskConfig",
        "adminPass",
        "id",
        "links",
        "security_groups",
    ]);
});

test("a resize waits in VERIFY_RESIZE, and its confirmation keeps the server's id", async () => {
    const id = await at.active();
    const answer = await at.demo.act(id, "resize", { flavorRef: "2" });
    expect(answer.status).toBe(202);
    expect(await journey(at.demo, at.clock, id)).toEqual([
        "RESIZE/resize_prep",
        "RESIZE/resize_migrating",
        "RESIZE/resize_migrated",
        "RESIZE/resize_finish",
        "VERIFY_RESIZE/-",
    ]);
    expect((await at.demo.act(id, "confirmResize")).status).toBe(204);
    expect((await at.demo.act(id, "confirmResize")).status).toBe(400);
    expect(await journey(at.demo, at.clock, id)).toEqual(["VERIFY_RESIZE/-", "ACTIVE/-"]);
    expect((await at.demo.get(`/servers/${id}`)).body.server.flavor.id).toBe("2");
});

test("a reverted resize gives the old flavor back", async () => {
    const id = await at.active();
    await at.demo.act(id, "resize", { flavorRef: "2" });
    at.clock.advance(1500);
    expect((await at.demo.act(id, "revertResize")).status).toBe(202);
    expect(await journey(at.demo, at.clock, id)).toEqual(["REVERT_RESIZE/resize_reverting", "ACTIVE/-"]);
    expect((await at.demo.get(`/servers/${id}`)).body.server.flavor.id).toBe("1");
});

test("a stopped server is resized, and stays stopped", async () => {
    const id = await at.active();
    await at.demo.act(id, "os-stop");
    at.clock.advance(300);
    await at.demo.act(id, "resize", { flavorRef: "2" });
    at.clock.advance(1500);
    await at.demo.act(id, "confirmResize");
    at.clock.advance(500);
    expect(await at.demo.state(id)).toBe("SHUTOFF/-");
});

test("a deleted server is there for a moment, then 404, and a list of changes still has it, without its metadata", async () => {
    const id = await at.active({ metadata: { role: "web" } });
    const since = new Date(at.clock.now()).toISOString();
    expect((await at.demo.delete(`/servers/${id}`)).status).toBe(204);
    expect(await journey(at.demo, at.clock, id)).toEqual(["ACTIVE/deleting", "DELETED/-", "404"]);
    const changes = await at.demo.get(`/servers/detail?changes-since=${since}`);
    expect(changes.body.servers).toMatchObject([{ id, status: "DELETED", metadata: {} }]);
    expect((await at.demo.get("/servers/detail")).body.servers).toEqual([]);
});

test.each([
    ["os-stop", "SHUTOFF", "powering-off", "os-start", "powering-on"],
    ["pause", "PAUSED", "pausing", "unpause", "unpausing"],
    ["suspend", "SUSPENDED", "suspending", "resume", "resuming"],
    ["rescue", "RESCUE", "rescuing", "unrescue", "unrescuing"],
])("%s leads to %s, and back", async (there, status, going, back, returning) => {
    const id = await at.active();
    await at.demo.act(id, there);
    expect(await journey(at.demo, at.clock, id)).toEqual([`ACTIVE/${going}`, `${status}/-`]);
    await at.demo.act(id, back);
    expect(await journey(at.demo, at.clock, id)).toEqual([`${status}/${returning}`, "ACTIVE/-"]);
});

test("a shelved server leaves its host at once, and comes back", async () => {
    const id = await at.active();
    await at.demo.act(id, "shelve");
    const seen = await journey(at.demo, at.clock, id);
    expect(seen.slice(-2)).toEqual(["SHELVED/shelving_offloading", "SHELVED_OFFLOADED/-"]);
    expect((await at.demo.get(`/servers/${id}`)).body.server.hostId).toBe("");
    await at.demo.act(id, "unshelve");
    expect((await journey(at.demo, at.clock, id)).at(-1)).toBe("ACTIVE/-");
});

test("a rebuild takes the new image, and leaves a stopped server stopped", async () => {
    const id = await at.active();
    const image = at.cloud.inspect().images[1]?.id;
    await at.demo.act(id, "os-stop");
    at.clock.advance(300);
    const answer = await at.demo.act(id, "rebuild", { imageRef: image, name: "anew" });
    expect(answer.status).toBe(202);
    expect(answer.body.server).toMatchObject({ name: "anew", status: "REBUILD", image: { id: image } });
    expect(await journey(at.demo, at.clock, id)).toEqual([
        "REBUILD/rebuilding",
        "REBUILD/rebuild_block_device_mapping",
        "REBUILD/rebuild_spawning",
        "ACTIVE/powering-off",
        "SHUTOFF/-",
    ]);
});

test("a reboot shows as REBOOT, a hard one as HARD_REBOOT", async () => {
    const id = await at.active();
    await at.demo.act(id, "reboot", { type: "SOFT" });
    expect((await journey(at.demo, at.clock, id))[0]).toBe("REBOOT/rebooting");
    await at.demo.act(id, "reboot", { type: "HARD" });
    expect((await journey(at.demo, at.clock, id))[0]).toBe("HARD_REBOOT/rebooting_hard");
});

test("a cloud may confirm resizes by itself", async () => {
    const own = await stage({ resizeConfirmWindow: 1000 });
    const id = await own.active();
    await own.demo.act(id, "resize", { flavorRef: "2" });
    expect((await journey(own.demo, own.clock, id)).slice(-2)).toEqual(["VERIFY_RESIZE/-", "ACTIVE/-"]);
    await own.cloud.stop();
});

test("speed divides every time", async () => {
    const fast = await stage({ speed: 100 });
    const id = await fast.demo.create();
    fast.clock.advance(15);
    expect(await fast.demo.state(id)).toBe("ACTIVE/-");
    await fast.cloud.stop();
});

test("the actions of a server tell what its requests did", async () => {
    const id = await at.active();
    const { headers } = await at.demo.act(id, "resize", { flavorRef: "2" });
    const request = headers.get("x-openstack-request-id");
    at.clock.advance(1500);
    const list = await at.demo.get(`/servers/${id}/os-instance-actions`, "2.58");
    expect(list.body.instanceActions.map((action: { action: string }) => action.action)).toEqual(["resize", "create"]);
    const { body } = await at.admin.get(`/servers/${id}/os-instance-actions/${request}`, "2.84");
    expect(body.instanceAction).toMatchObject({ action: "resize", message: null, request_id: request });
    expect(body.instanceAction.events.map((event: { event: string }) => event.event)).toEqual([
        "conductor_migrate_server",
        "compute_prep_resize",
        "compute_resize_instance",
        "compute_finish_resize",
    ]);
});
