import { type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

test("what a server's state does not allow is a conflict that names the state", async () => {
    const id = await at.demo.create();
    const early = await at.demo.act(id, "resize", { flavorRef: "2" });
    expect(early.status).toBe(409);
    expect(early.body).toEqual({
        conflictingRequest: {
            code: 409,
            message: `Cannot 'resize' instance ${id} while it is in vm_state building`,
        },
    });
    at.clock.advance(1500);
    await at.demo.act(id, "os-stop");
    const busy = await at.demo.act(id, "pause");
    expect(busy.body.conflictingRequest.message).toBe(
        `Cannot 'pause' instance ${id} while it is in task_state powering-off`,
    );
});

test("a locked server is a member's to see, and only an administrator's to change", async () => {
    const id = await at.active();
    await at.demo.act(id, "lock", { locked_reason: "payroll" }, "2.73");
    const { server } = (await at.demo.get(`/servers/${id}`, "2.73")).body;
    expect(server).toMatchObject({ locked: true, locked_reason: "payroll" });
    const refused = await at.demo.delete(`/servers/${id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.conflictingRequest.message).toBe(`Instance ${id} is locked`);
    expect((await at.admin.act(id, "os-stop")).status).toBe(202);
    await at.demo.act(id, "unlock");
    at.clock.advance(300);
    expect((await at.demo.act(id, "os-start")).status).toBe(202);
});

test("a resize must change the flavor, and to one that is there", async () => {
    const id = await at.active();
    const same = await at.demo.act(id, "resize", { flavorRef: "1" });
    expect(same.body.badRequest.message).toBe("When resizing, instances must change flavor!");
    const unknown = await at.demo.act(id, "resize", { flavorRef: "99" });
    expect(unknown.body.badRequest.message).toBe("Flavor 99 could not be found.");
});

test("properties that the schema does not know are refused by name", async () => {
    const id = await at.active();
    const { status, body } = await at.demo.put(`/servers/${id}`, { server: { colour: "red" } });
    expect(status).toBe(400);
    expect(body.badRequest.message).toBe(
        "Invalid input for field/attribute server. Value: {'colour': 'red'}. Additional properties are not allowed ('colour' was unexpected)",
    );
    const early = await at.demo.put(`/servers/${id}`, { server: { description: "x" } }, "2.18");
    expect(early.status).toBe(400);
});

test("an action that no one knows is 400, and a body that is no JSON too", async () => {
    const id = await at.active();
    expect((await at.demo.act(id, "fly")).body.badRequest.message).toBe("There is no such action: fly");
    expect((await at.demo.post(`/servers/${id}/action`, "{")).body.badRequest.message).toBe("Malformed request body");
    expect((await at.demo.post("/servers", {})).body.badRequest.message).toBe("'server' is a required property");
});

test("what a create refers to must be there", async () => {
    const image = at.cloud.inspect().images[0]?.id;
    const attempt = async (more: Record<string, unknown>) => {
        const server = { name: "web", flavorRef: "1", imageRef: image, ...more };
        return (await at.demo.post("/servers", { server })).body.badRequest.message;
    };
    const nowhere = "00000000-0000-4000-8000-000000000000";
    expect(await attempt({ flavorRef: "99" })).toBe("Flavor 99 could not be found.");
    expect(await attempt({ imageRef: nowhere })).toBe("Can not find requested image");
    expect(await attempt({ imageRef: "" })).toBe("Missing imageRef attribute");
    expect(await attempt({ key_name: "none" })).toBe("Invalid key_name provided.");
    expect(await attempt({ networks: [{ uuid: nowhere }] })).toBe(`Network ${nowhere} could not be found.`);
    expect(await attempt({ availability_zone: "moon" })).toBe("The requested availability zone is not available");
    expect(await attempt({ security_groups: [{ name: "none" }] })).toBe(
        "Unable to find security_group with name or id 'none'",
    );
    expect(await attempt({ name: " web" })).toBe(
        "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    );
});

test("a quota refuses the server that is one too many", async () => {
    await at.admin.put(`/os-quota-sets/${at.demo.projectId}`, { quota_set: { instances: 1 } });
    await at.active();
    const image = at.cloud.inspect().images[0]?.id;
    const second = await at.demo.post("/servers", { server: { name: "two", flavorRef: "1", imageRef: image } });
    expect(second.status).toBe(403);
    expect(second.body.forbidden.message).toBe(
        "Quota exceeded for instances: Requested 1, but already used 1 of 1 instances",
    );
    expect((await at.demo.get("/limits")).body.limits.absolute).toMatchObject({
        maxTotalInstances: 1,
        totalInstancesUsed: 1,
    });
});

test("a resize counts only what it adds", async () => {
    await at.admin.put(`/os-quota-sets/${at.demo.projectId}`, { quota_set: { ram: 4096 } });
    const id = await at.active();
    expect((await at.demo.act(id, "resize", { flavorRef: "4" })).body.forbidden.message).toBe(
        "Quota exceeded for ram: Requested 7680, but already used 512 of 4096 ram",
    );
    expect((await at.demo.act(id, "resize", { flavorRef: "3" })).status).toBe(202);
});

test("what is an administrator's to do names the policy to a member", async () => {
    const flavor = { name: "mine", ram: 64, vcpus: 1, disk: 0 };
    const { status, body } = await at.demo.post("/flavors", { flavor });
    expect(status).toBe(403);
    expect(body.forbidden.message).toBe("Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed.");
    const id = await at.active();
    expect((await at.demo.act(id, "os-resetState", { state: "error" })).status).toBe(403);
    expect((await at.demo.get("/servers?all_tenants=1")).status).toBe(403);
});

test("another project's server is not there", async () => {
    const image = at.cloud.inspect().images[0]?.id;
    const answer = await at.admin.post("/servers", { server: { name: "a", flavorRef: "1", imageRef: image } });
    const id = answer.body.server.id;
    const { status, body } = await at.demo.get(`/servers/${id}`);
    expect(status).toBe(404);
    expect(body.itemNotFound.message).toBe(`Instance ${id} could not be found.`);
    expect((await at.demo.get("/servers")).body.servers).toEqual([]);
    expect((await at.admin.get("/servers?all_tenants=1")).body.servers).toHaveLength(1);
});

test("a host is in one zone; where an aggregate is refused another, it has its new name", async () => {
    const created = async (aggregate: object) =>
        (await at.admin.post("/os-aggregates", { aggregate })).body.aggregate.id;
    const north = await created({ name: "north", availability_zone: "north" });
    const other = await created({ name: "other" });
    for (const id of [north, other]) {
        await at.admin.post(`/os-aggregates/${id}/action`, { add_host: { host: "compute1" } });
    }
    const moved = { aggregate: { name: "south", availability_zone: "south" } };
    const { status, body } = await at.admin.put(`/os-aggregates/${other}`, moved);
    expect(status).toBe(400);
    expect(body.badRequest.message).toBe(
        `Cannot update aggregate ${other}. Reason: One or more hosts already in availability zone(s) ['north'].`,
    );
    const { aggregate } = (await at.admin.get(`/os-aggregates/${other}`)).body;
    expect(aggregate).toMatchObject({ name: "south", availability_zone: null, hosts: ["compute1"] });
});
