import { journey, type Stage, stage } from "./client";

let it_: Stage;
beforeEach(async () => {
    it_ = await stage();
});
afterEach(() => it_.cloud.stop());

test("a build goes through scheduling, networking and spawning to ACTIVE", async () => {
    const id = await it_.demo.create();
    expect(await journey(it_.demo, it_.clock, id)).toEqual([
        "BUILD/scheduling",
        "BUILD/-",
        "BUILD/networking",
        "BUILD/block_device_mapping",
        "BUILD/spawning",
        "ACTIVE/-",
    ]);
});

test("a resize waits in VERIFY_RESIZE, and its confirmation keeps the server's id", async () => {
    const id = await it_.active();
    const answer = await it_.demo.act(id, "resize", { flavorRef: "2" });
    expect(answer.status).toBe(202);
    expect(await journey(it_.demo, it_.clock, id)).toEqual([
        "RESIZE/resize_prep",
        "RESIZE/resize_migrating",
        "RESIZE/resize_migrated",
        "RESIZE/resize_finish",
        "VERIFY_RESIZE/-",
    ]);
    expect((await it_.demo.act(id, "confirmResize")).status).toBe(204);
    expect(await journey(it_.demo, it_.clock, id)).toEqual(["VERIFY_RESIZE/-", "ACTIVE/-"]);
    expect((await it_.demo.get(`/servers/${id}`)).body.server.flavor.id).toBe("2");
});
