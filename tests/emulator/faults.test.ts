import { journey, type Stage, stage } from "./client";

let at: Stage;
beforeEach(async () => {
    at = await stage();
});
afterEach(() => at.cloud.stop());

test("a server whose spawn fails by its metadata is in ERROR, with a fault", async () => {
    const id = await at.demo.create({ metadata: { "osreal:fail": "spawn" } });
    expect((await journey(at.demo, at.clock, id)).at(-1)).toBe("ERROR/-");
    const { server } = (await at.demo.get(`/servers/${id}`)).body;
    expect(server.fault).toEqual({
        code: 500,
        created: expect.any(String),
        message: `Build of instance ${id} aborted: osreal:fail=spawn`,
    });
    expect(server.addresses).toEqual({});
    expect((await at.admin.get(`/servers/${id}`)).body.server.fault.details).toContain("Traceback");
    expect((await at.demo.delete(`/servers/${id}`)).status).toBe(204);
    expect(await at.demo.state(id)).toBe("404");
});

test("a step that is delayed by the metadata takes so much longer", async () => {
    const id = await at.demo.create({ metadata: { "osreal:delay": "spawn=5" } });
    at.clock.advance(6499);
    expect(await at.demo.state(id)).toBe("BUILD/spawning");
    at.clock.advance(1);
    expect(await at.demo.state(id)).toBe("ACTIVE/-");
});

test("a build that finds no host is in ERROR", async () => {
    at.cloud.faults.noValidHost("create", { server: "web" });
    const id = await at.active();
    const { server } = (await at.demo.get(`/servers/${id}`)).body;
    expect(server).toMatchObject({ status: "ERROR", hostId: "", fault: { code: 500 } });
    expect(server.fault.message).toMatch(/^No valid host was found\./);
});

test("a resize that finds no host leaves the server as it was, and only its action tells", async () => {
    const id = await at.active();
    at.cloud.faults.noValidHost("resize");
    const answer = await at.demo.act(id, "resize", { flavorRef: "2" });
    expect(answer.status).toBe(202);
    expect(await journey(at.demo, at.clock, id)).toEqual(["RESIZE/resize_prep", "ACTIVE/-"]);
    const { server } = (await at.demo.get(`/servers/${id}`)).body;
    expect(server.flavor.id).toBe("1");
    expect(server.fault).toBeUndefined();
    const request = answer.headers.get("x-openstack-request-id");
    const { instanceAction } = (await at.admin.get(`/servers/${id}/os-instance-actions/${request}`, "2.84")).body;
    expect(instanceAction.message).toBe("Error");
    expect(instanceAction.events).toMatchObject([{ event: "conductor_migrate_server", result: "Error" }]);
    expect(instanceAction.events[0].details).toMatch(/^No valid host was found\./);
    const member = (await at.demo.get(`/servers/${id}/os-instance-actions/${request}`, "2.84")).body.instanceAction;
    expect(member.events[0]).toMatchObject({ result: "Error" });
    expect(member.events[0].details).toBeUndefined();
});

test("a resize that fails on its way ends in ERROR with the old flavor", async () => {
    const id = await at.active();
    at.cloud.faults.failStep("finish_migration");
    await at.demo.act(id, "resize", { flavorRef: "2" });
    at.clock.advance(1500);
    const { server } = (await at.demo.get(`/servers/${id}`)).body;
    expect(server).toMatchObject({ status: "ERROR", flavor: { id: "1" } });
});

test("a stop that fails leaves the server running", async () => {
    const id = await at.active({ metadata: { "osreal:fail": "power_off" } });
    await at.demo.act(id, "os-stop");
    expect(await journey(at.demo, at.clock, id)).toEqual(["ACTIVE/powering-off", "ACTIVE/-"]);
});

test("a flavor that no host is large enough for finds no host", async () => {
    const flavor = { name: "huge", id: "huge", ram: 900_000, vcpus: 1, disk: 1 };
    await at.admin.post("/flavors", { flavor });
    await at.admin.put(`/os-quota-sets/${at.demo.projectId}`, { quota_set: { ram: -1 } });
    const id = await at.active({ flavorRef: "huge" });
    expect(await at.demo.state(id)).toBe("ERROR/-");
});

test("the next requests that match are answered with the status that was asked for", async () => {
    at.cloud.faults.answer(503, { method: "GET", path: "/servers/detail", times: 2 });
    at.cloud.faults.answer(429, { action: "resize", retryAfter: 7 });
    expect((await at.demo.get("/flavors")).status).toBe(200);
    expect((await at.demo.get("/servers/detail")).body).toHaveProperty("serviceUnavailable.code", 503);
    expect((await at.demo.get("/servers/detail")).status).toBe(503);
    expect((await at.demo.get("/servers/detail")).status).toBe(200);
    const id = await at.active();
    const limited = await at.demo.act(id, "resize", { flavorRef: "2" });
    expect(limited.headers.get("retry-after")).toBe("7");
    expect(limited.body.overLimit).toMatchObject({ code: 429, retryAfter: "7" });
    expect((await at.demo.act(id, "resize", { flavorRef: "2" })).status).toBe(202);
});

test("a connection that is dropped before the cloud acts leaves nothing, one dropped after leaves a server", async () => {
    at.cloud.faults.drop("before", { method: "POST", path: /\/servers$/ });
    await expect(at.demo.create()).rejects.toThrow();
    expect(at.cloud.inspect().servers).toHaveLength(0);
    at.cloud.faults.drop("after", { method: "POST", path: /\/servers$/ });
    await expect(at.demo.create()).rejects.toThrow();
    expect(at.cloud.inspect().servers).toHaveLength(1);
});

test("a malformed answer is cut off", async () => {
    at.cloud.faults.malformed({ path: "/flavors" });
    await expect(at.demo.get("/flavors")).rejects.toThrow(SyntaxError);
});

test("a delayed answer waits for the clock", async () => {
    at.cloud.faults.delay(5000, { path: "/flavors" });
    const mark = at.cloud.mark();
    const answer = at.demo.get("/flavors");
    while (at.cloud.requestsSince(mark).length === 0) {
        await at.demo.get("/servers");
    }
    expect(at.cloud.requestsSince(mark)[0]?.status).toBeUndefined();
    at.clock.advance(5000);
    expect((await answer).status).toBe(200);
});

test("a cloud without resize says that there is no such action", async () => {
    const id = await at.active();
    at.cloud.faults.withoutAction("resize");
    const { status, body } = await at.demo.act(id, "resize", { flavorRef: "2" });
    expect(status).toBe(400);
    expect(body.badRequest.message).toBe("There is no such action: resize");
    at.cloud.faults.withoutAction("resize", 404);
    expect((await at.demo.act(id, "resize", { flavorRef: "2" })).status).toBe(404);
    at.cloud.faults.clear();
    expect((await at.demo.act(id, "resize", { flavorRef: "2" })).status).toBe(202);
});

test("every request is on record, with who asked for what and what came of it", async () => {
    const mark = at.cloud.mark();
    const answer = await at.demo.post(
        "/os-security-groups",
        { security_group: { name: "a", description: "b" } },
        "2.35",
    );
    expect(at.cloud.requestsSince(mark)).toEqual([
        {
            time: at.clock.now(),
            service: "compute",
            method: "POST",
            path: "/compute/v2.1/os-security-groups",
            query: {},
            requestId: answer.headers.get("x-openstack-request-id"),
            body: { security_group: { name: "a", description: "b" } },
            microversion: "2.35",
            status: 200,
            projectId: at.demo.projectId,
        },
    ]);
});

describe("a request without a socket", () => {
    const authentication = () => ({
        method: "POST",
        url: `${at.cloud.authUrl}/auth/tokens`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
            auth: {
                identity: {
                    methods: ["password"],
                    password: { user: { name: "demo", password: "osreal", domain: { id: "default" } } },
                },
                scope: { project: { name: "demo", domain: { id: "default" } } },
            },
        }),
    });

    test("is answered at once", () => {
        const delivered = jest.fn();
        at.cloud.accept(authentication(), delivered);
        expect(delivered).toHaveBeenCalledWith(expect.objectContaining({ status: 201 }));
    });

    test.each(["before", "after"] as const)("can stay without an answer, %s the cloud acts", (when) => {
        at.cloud.faults.hang(when);
        const delivered = jest.fn();
        const giveUp = at.cloud.accept(authentication(), delivered);
        expect(at.cloud.held).toBe(1);
        giveUp();
        expect(at.cloud.held).toBe(0);
        expect(delivered).not.toHaveBeenCalled();
    });

    test("can be answered with an error although the cloud has acted", () => {
        at.cloud.faults.answer(500, { when: "after" });
        const delivered = jest.fn();
        at.cloud.accept(authentication(), delivered);
        expect(delivered).toHaveBeenCalledWith(expect.objectContaining({ status: 500 }));
        expect(at.cloud.requests.at(-1)).toMatchObject({ status: 500 });
    });
});
