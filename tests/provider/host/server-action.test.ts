/** What is done to a server once: it is done, waited for, done again for other triggers, and undone where it can be. */
import { type Bag, type Declared, nova, pulumi, type Stood, setting, settingForEach, thrown } from "./setting";

let web: Stood;

settingForEach();

beforeEach(async () => {
    const args = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
    web = await pulumi.first({ kind: "Server", name: "web", args });
});

const action = (args: Bag): Declared => ({ kind: "ServerAction", name: "act", args: { server: web.id, ...args } });
const done = async () =>
    (
        await nova.get<{ instanceActions: { action: string }[] }>(`/servers/${web.id}/os-instance-actions`)
    ).instanceActions
        .map((one) => one.action)
        .reverse();
const status = async () => (await nova.get<{ server: { status: string } }>(`/servers/${web.id}`)).server.status;

test("a reboot is done once, and again for other triggers only", async () => {
    const stood = await pulumi.first(action({ reboot: { type: "HARD" }, triggers: ["1"] }));
    expect(await done()).toEqual(["create", "reboot"]);
    const refreshed = await pulumi.refreshed(stood);
    const { diff } = await pulumi.preview(action({ reboot: { type: "HARD" }, triggers: ["1"] }), refreshed);
    expect(diff.changes).toBe(false);
    const next = await pulumi.next(action({ reboot: { type: "HARD" }, triggers: ["2"] }), refreshed);
    expect(await done()).toEqual(["create", "reboot", "reboot"]);
    await pulumi.delete(next.id, next.outs);
    expect(await done()).toEqual(["create", "reboot", "reboot"]);
});

test("a rescue is ended with the resource", async () => {
    const stood = await pulumi.first(action({ rescue: { adminPass: "s3cret-pass" } }));
    expect(await status()).toBe("RESCUE");
    expect(stood.outs.adminPass).toBeDefined();
    await pulumi.delete(stood.id, stood.outs);
    expect(await status()).toBe("ACTIVE");
});

test("a rescue is ended before the action runs again, or another one runs", async () => {
    const stood = await pulumi.first(action({ rescue: {}, triggers: ["1"] }));
    const again = await pulumi.next(action({ rescue: {}, triggers: ["2"] }), stood);
    expect(await done()).toEqual(["create", "rescue", "unrescue", "rescue"]);
    const rebooted = await pulumi.next(action({ reboot: {} }), again);
    expect(await done()).toEqual(["create", "rescue", "unrescue", "rescue", "unrescue", "reboot"]);
    expect(await status()).toBe("ACTIVE");
    expect(rebooted.outs).not.toHaveProperty("rescue");
    expect((await pulumi.preview(action({ reboot: {} }), rebooted)).diff.changes).toBe(false);
});

test("an image is made, and its id is an output", async () => {
    const stood = await pulumi.first(action({ createImage: { name: "backup", metadata: { of: "web" } } }));
    const [image] = setting.cloud.inspect().images.filter(({ name }) => name === "backup");
    expect(stood.outs).toMatchObject({ imageId: image?.id });
    await pulumi.delete(stood.id, stood.outs);
    expect(setting.cloud.inspect().images.map(({ name }) => name)).toContain("backup");
});

test("is gone with its server", async () => {
    const stood = await pulumi.first(action({ reboot: {} }));
    await pulumi.delete(web.id, web.outs);
    expect(await pulumi.read(stood.id, stood.outs)).toEqual({});
    await pulumi.delete(stood.id, stood.outs);
});

test("two actions at once are refused", async () => {
    const { failures } = await pulumi.check(action({ reboot: {}, rescue: {} }));
    expect(failures).toEqual(["rescue: name one action: reboot, rescue, createImage"]);
});

test("the password of a rescue is in no message, plan or warning, also where the cloud quotes it", async () => {
    const adminPass = "Adm1n+P/ss?rescue&=3c5d";
    const message = `Bad adminPass '${adminPass}' (${Buffer.from(adminPass).toString("base64")}) for image debian-12`;
    setting.cloud.faults.answer(400, { action: "rescue", message });
    const error = await thrown(pulumi.first(action({ rescue: { image: "debian-12", adminPass } })));
    expect(error.message).toContain("Bad adminPass '[secret]' ([secret]) for image debian-12 (HTTP 400)");
    expect(error.message).not.toContain(adminPass);
    const stood = await pulumi.first(action({ rescue: { image: "debian-12", adminPass } }));
    await pulumi.preview(action({ rescue: { adminPass: `${adminPass}2` } }), stood);
    const printed = setting.said.join("\n");
    expect(printed).toContain("runs again");
    expect(printed).not.toContain(adminPass);
});
