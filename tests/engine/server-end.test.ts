/**
 * On the real engine: a confirmation that fails, a quota, servers in ERROR as the program has it, and ends. Each story
 * has a server of its own; all are in one program.
 */
import type { Result } from "../support/stack";
import { CREATED_FIRST, DELETED_FIRST, idsAfter, Setting, servers, words } from "./setting";

const action = (...names: string[]) => names.map((name) => `POST /servers/{id}/action ${name}`);

type Program = Record<string, object>;

const ENDS: [server: string, args: object, writes: string[]][] = [
    ["stopped first", { stopBeforeDestroy: true }, [...action("os-stop"), "DELETE /servers/{id}"]],
    ["by force", { forceDelete: true }, action("forceDelete")],
    [
        "unlocked, stopped and by force",
        { locked: true, stopBeforeDestroy: true, forceDelete: true },
        action("unlock", "os-stop", "forceDelete"),
    ],
    ["stopped already", { stopBeforeDestroy: true, powerState: "shutoff" }, ["DELETE /servers/{id}"]],
];

const CREATED: Program = {
    confirmed: {},
    unborn: { name: "unborn", onError: { build: "keep" } },
    rebuilt: { onError: { running: "rebuild" } },
    replaced: { onError: { running: "replace" } },
    ...Object.fromEntries(ENDS.map(([server, args]) => [server, args])),
};

/** One failure is to hinder no other story. */
const FAILS = { expectFailure: true, args: ["--continue-on-error"] };

let setting: Setting;
let program: Program = {};
/** Of the last command. */
let result: Result;
let writes: (id: string) => string[];
/** The servers' ids as they were made at first. */
let id: (server: string) => string;

async function up(change: Program = {}, options = {}): Promise<void> {
    program = { ...program, ...change };
    setting.stack.write(servers(program));
    writes = await setting.writesById(async () => {
        result = await setting.stack.up(options);
    });
}

const statusOf = (server: string) => setting.cloud.inspect().servers.find((one) => one.id === id(server))?.status;
/** Those of all servers. */
const allWrites = () => writes("v2.1");

const limit = (cores: number) =>
    setting.nova.call("PUT", `/os-quota-sets/${setting.nova.projectId}`, { quota_set: { cores } });

beforeAll(async () => {
    setting = await Setting.make();
    await setting.liftQuotas();
});

afterAll(() => setting.end());

it("a creation over quota names the quota, what is used and the limit, and makes nothing", async () => {
    await limit(1);
    await up({ large: { flavor: "m1.large" } }, FAILS);
    expect(result.text).toMatch(
        /Quota exceeded for cores: .* \(HTTP 403\) \[request id req-\S+\]\. This project's quota: cores: 0 of 1 used\./,
    );
    expect((await setting.stack.state()).resources.filter(({ type }) => type.includes("Server"))).toEqual([]);
    expect(setting.cloud.inspect().servers).toEqual([]);
    await limit(-1);
    program = {};
});

describe("a server that never ran", () => {
    it("is there after its creation, beside those that run", async () => {
        setting.cloud.faults.failStep("spawn", { server: "unborn" });
        await up(CREATED, FAILS);
        id = idsAfter(result);
        const others = Object.keys(program).filter((server) => server !== "stopped already");
        expect(others.filter((server) => statusOf(server) !== "ACTIVE")).toEqual(["unborn"]);
        expect(statusOf("unborn")).toBe("ERROR");
    });

    it("is kept where onError says so", async () => {
        setting.cloud.faults.answer(500, { action: "confirmResize", times: 3 });
        await up({ confirmed: { flavor: "m1.small" } }, FAILS);
        expect(result.text).toContain("It is kept, as onError says: repair it");
        expect(writes(id("unborn"))).toEqual([]);
        expect((await setting.stack.resource("unborn")).id).toBe(id("unborn"));
    });
});

describe("a resize that cannot be confirmed", () => {
    it("stays in VERIFY_RESIZE", async () => {
        expect(result.text).toMatch(
            /server "confirmed" .*Confirm resized server: .* \(HTTP 500\) \[request id req-\S+\]\..* The server runs on its new flavor and stays in VERIFY_RESIZE; the next `pulumi up` confirms it\./,
        );
        expect(writes(id("confirmed"))).toEqual(action("resize", "confirmResize", "confirmResize", "confirmResize"));
        expect((await setting.stack.resource("confirmed")).outputs).toMatchObject({ status: "VERIFY_RESIZE" });
    });

    it("is confirmed by the next up, and no more is done", async () => {
        await up({ unborn: { name: "unborn" } });
        expect(words(result)).toContain(
            'server "confirmed": status VERIFY_RESIZE -> ACTIVE: the resize that awaits confirmation is confirmed or reverted',
        );
        expect(writes(id("confirmed"))).toEqual(action("confirmResize"));
    });
});

it("a server that never ran is made anew when onError says no more that it is kept", () => {
    expect(result.ops("unborn")).toEqual(DELETED_FIRST);
    expect(statusOf("unborn")).toBeUndefined();
});

describe("a server that ran and is in ERROR", () => {
    const breakIt = (server: string) =>
        setting.nova.post(`/servers/${id(server)}/action`, { "os-resetState": { state: "error" } });

    beforeAll(async () => {
        await breakIt("rebuilt");
        await setting.stack.refresh();
    });

    it.each([
        ["rebuild", "restart"],
        ["replace", "rebuild"],
    ])("is left as it is where a %s is asked for, and the stack allows no more than %s", async (running, level) => {
        setting.stack.setConfig("openstack-compute:allow", level);
        await up({ rebuilt: { onError: { running } } }, FAILS);
        expect(result.text).toContain(
            `The stack allows no more than "${level}" (config openstack-compute:allow); this is "${running}". Nothing was changed.`,
        );
        expect(allWrites()).toEqual([]);
    });

    it("is rebuilt where onError says so, and keeps its id", async () => {
        await breakIt("replaced");
        setting.stack.setConfig("openstack-compute:allow", undefined);
        await up({ rebuilt: { onError: { running: "rebuild" } } }, { refresh: true });
        expect(result.ops("rebuilt")).toEqual(["update"]);
        expect(words(result)).toContainEqual(
            expect.stringMatching(
                /server "rebuilt": status ERROR -> ACTIVE: rebuild in place, as onError says; the root disk is lost/,
            ),
        );
        expect(writes(id("rebuilt"))).toEqual(action("rebuild"));
        expect(statusOf("rebuilt")).toBe("ACTIVE");
    });

    it("is replaced where onError says so", () => {
        expect(result.ops("replaced")).toEqual(CREATED_FIRST);
        expect(writes(id("replaced"))).toEqual(["DELETE /servers/{id}"]);
        expect(allWrites().sort()).toEqual(["DELETE /servers/{id}", "POST /servers", ...action("rebuild")]);
    });

    it("is there once and needs no change afterwards", async () => {
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
        expect(setting.cloud.inspect().servers).toHaveLength(Object.keys(program).length);
    });
});

describe("a server is deleted as the program says", () => {
    it("with all the others", async () => {
        writes = await setting.writesById(() => setting.stack.destroy());
        expect(setting.cloud.inspect().servers).toEqual([]);
    });

    it.each(ENDS)("%s", (server, _args, calls) => {
        expect(writes(id(server))).toEqual(calls);
    });
});
