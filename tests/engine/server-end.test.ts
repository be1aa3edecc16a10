/** On the real engine: a confirmation that fails, a quota, a server in ERROR as the program has it, and ends. */
import { CREATED_FIRST, DELETED_FIRST, program, Setting, words } from "./setting";

const ARGS = { name: "web", flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

let setting: Setting;

beforeEach(async () => {
    setting = await Setting.make({ program: program("Server", "web", ARGS) });
});

afterEach(() => setting.end());

const write = (args: object) => setting.stack.write(program("Server", "web", { ...ARGS, ...args }));

/** Brings the server to ERROR, as others may. */
async function breakIt(): Promise<void> {
    const { id } = await setting.stack.resource("web");
    await setting.nova.post(`/servers/${id}/action`, { "os-resetState": { state: "error" } });
}

it("a resize that cannot be confirmed stays in VERIFY_RESIZE, and the next up confirms it and no more", async () => {
    await setting.stack.up();
    setting.cloud.faults.answer(500, { action: "confirmResize", times: 3 });
    write({ flavor: "m1.small" });
    const writes = await setting.writes(async () => {
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(
            /Confirm resized server: .* \(HTTP 500\) \[request id req-\S+\]\..* The server runs on its new flavor and stays in VERIFY_RESIZE; the next `pulumi up` confirms it\./,
        );
    });
    expect(writes).toEqual(action("resize", "confirmResize", "confirmResize", "confirmResize"));
    expect((await setting.stack.resource("web")).outputs).toMatchObject({ status: "VERIFY_RESIZE" });

    const preview = await setting.stack.preview();
    expect(words(preview)).toContain(
        'server "web": status VERIFY_RESIZE -> ACTIVE: the resize that awaits confirmation is confirmed or reverted',
    );
    expect(await setting.writes(() => setting.stack.up())).toEqual(action("confirmResize"));
    await setting.stack.preview({ refresh: true, expectNoChanges: true });
});

it("a creation over quota names the quota, what is used and the limit, and makes nothing", async () => {
    const path = `/os-quota-sets/${setting.nova.projectId}`;
    await setting.nova.call("PUT", path, { quota_set: { cores: 1 } });
    write({ flavor: "m1.large" });
    const { text } = await setting.stack.up({ expectFailure: true });
    expect(text).toMatch(
        /Quota exceeded for cores: .* \(HTTP 403\) \[request id req-\S+\]\. This project's quota: cores: 0 of 1 used\./,
    );
    expect((await setting.stack.state()).resources.filter(({ type }) => type.includes("Server"))).toEqual([]);
    expect(setting.cloud.inspect().servers).toEqual([]);
});

it("one that never ran is kept where onError says so, and made anew when it says so no more", async () => {
    setting.cloud.faults.failStep("spawn");
    write({ onError: { build: "keep" } });
    await setting.stack.up({ expectFailure: true });
    const { id } = await setting.stack.resource("web");
    const { text } = await setting.stack.up({ expectFailure: true });
    expect(text).toContain("It is kept, as onError says: repair it");
    expect((await setting.stack.resource("web")).id).toBe(id);
    write({});
    expect((await setting.stack.up()).ops("web")).toEqual(DELETED_FIRST);
});

it("one that ran is rebuilt where onError says so, and keeps its id", async () => {
    write({ onError: { running: "rebuild" } });
    await setting.stack.up();
    const { id } = await setting.stack.resource("web");
    await breakIt();
    const writes = await setting.writes(async () => {
        const result = await setting.stack.up({ refresh: true });
        expect(result.ops("web")).toEqual(["update"]);
        expect(words(result)).toContainEqual(
            expect.stringMatching(/status ERROR -> ACTIVE: rebuild in place, as onError says; the root disk is lost/),
        );
    });
    expect(writes).toEqual(action("rebuild"));
    expect(setting.cloud.inspect().servers).toMatchObject([{ id, status: "ACTIVE" }]);
    await setting.stack.preview({ refresh: true, expectNoChanges: true });
});

it("one that ran is replaced where onError says so", async () => {
    write({ onError: { running: "replace" } });
    await setting.stack.up();
    await breakIt();
    const writes = await setting.writes(async () => {
        const result = await setting.stack.up({ refresh: true });
        expect(result.ops("web")).toEqual(CREATED_FIRST);
    });
    expect(writes).toEqual(["POST /servers", "DELETE /servers/{id}"]);
});

it.each([
    ["rebuild", "restart"],
    ["replace", "rebuild"],
])("a %s that onError asks for is refused where the stack allows no more than %s", async (running, level) => {
    write({ onError: { running } });
    await setting.stack.up();
    await breakIt();
    await setting.stack.refresh();
    setting.stack.setConfig("openstack-compute:allow", level);
    const writes = await setting.writes(async () => {
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toContain(
            `The stack allows no more than "${level}" (config openstack-compute:allow); this is "${running}". Nothing was changed.`,
        );
    });
    expect(writes).toEqual([]);
});

it.each([
    ["is stopped before it is deleted", { stopBeforeDestroy: true }, [...action("os-stop"), "DELETE /servers/{id}"]],
    ["is deleted by force", { forceDelete: true }, action("forceDelete")],
    [
        "is unlocked, stopped and deleted by force",
        { locked: true, stopBeforeDestroy: true, forceDelete: true },
        action("unlock", "os-stop", "forceDelete"),
    ],
    [
        "that is stopped already is only deleted",
        { stopBeforeDestroy: true, powerState: "shutoff" },
        ["DELETE /servers/{id}"],
    ],
])("one %s where the program says so", async (_what, args, writes) => {
    write(args);
    await setting.stack.up();
    expect(await setting.writes(() => setting.stack.destroy())).toEqual(writes);
    expect(setting.cloud.inspect().servers).toEqual([]);
});
