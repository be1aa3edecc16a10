/** Whatever fails, the state says what exists, the next preview says what will be done, and the next up does it. */

import type { Result } from "../support/stack";
import { DELETED_FIRST, resources, Setting, words } from "./setting";

const ARGS = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
const CREATION = { method: "POST", path: /\/servers$/ };
const action = (name: string) => `POST /servers/{id}/action ${name}`;

/** The cloud's servers by their names, those that the provider made without what it added. */
function serversOf({ cloud }: Setting) {
    return new Map(cloud.inspect().servers.map((server) => [server.name.replace(/-[0-9a-f]{7}$/, ""), server]));
}

// The tests of each block tell one story, in this order: each begins where the one before it ended.
describe("servers of which some cannot be created", () => {
    const STANDING = { dropped: ARGS, malformed: ARGS, resized: ARGS, broken: { ...ARGS, name: "broken" } };
    const AFTER = { ...STANDING, resized: { ...ARGS, flavor: "m1.small" } };
    const WEB = { ...ARGS, name: "web" };
    let setting: Setting;
    let last: Result;
    let written: string[];

    beforeAll(async () => {
        setting = await Setting.make({ cloud: { resizeConfirmWindow: 1 } });
    });
    afterAll(() => setting.end());

    /** One after another, so that each meets the fault that is meant for it. */
    const inTurn = (all: Readonly<Record<string, object>>) => `
        const compute = require("pulumi-openstack-compute");
        let before = [];
        for (const [name, args] of ${JSON.stringify(Object.entries(all))}) {
            before = [new compute.Server(name, args, { dependsOn: before })];
        }
    `;
    const state = async () =>
        new Map((await setting.stack.state()).resources.map((one) => [one.urn.replace(/^.*::/, ""), one]));

    it("have one that failed kept in the state with its fault", async () => {
        setting.stack.write(inTurn(STANDING));
        setting.cloud.faults.drop("after", CREATION);
        setting.cloud.faults.malformed(CREATION);
        setting.cloud.faults.noValidHost("create", { server: "broken" });
        last = await setting.stack.up({ expectFailure: true });
        expect(last.text).toMatch(
            /server "broken" went to ERROR while creating: No valid host was found\..* \[request id req-[0-9a-f-]{36}\]/,
        );
        expect((await state()).get("broken")).toMatchObject({
            id: serversOf(setting).get("broken")?.id,
            outputs: { status: "ERROR", fault: { code: 500 } },
        });
    });

    it.each(["dropped", "malformed"])(
        "have one not lost when the answer to its creation is %s, and not made twice",
        async (name) => {
            const id = serversOf(setting).get(name)?.id;
            expect(last.text).toContain(
                `server "${name}": server ${id} is there, though the answer to its creation was lost: going on with it`,
            );
            expect(setting.cloud.inspect().servers).toHaveLength(Object.keys(STANDING).length);
            expect((await state()).get(name)?.id).toBe(id);
        },
    );

    it("have the failed one made anew by the next up, as the preview says", async () => {
        const broken = serversOf(setting).get("broken")?.id;
        setting.stack.write(resources("Server", AFTER));
        const preview = await setting.stack.preview();
        expect(preview.text).toContain(
            'server "broken": status ERROR -> ACTIVE: replace: it never ran (No valid host was found.',
        );
        expect(preview.text).toContain("the old one is deleted first: it never ran");

        const again = await setting.stack.up();
        expect(again.ops("broken")).toEqual(DELETED_FIRST);
        expect([...again.ops("dropped"), ...again.ops("malformed")]).toEqual([]);
        const servers = serversOf(setting);
        expect(servers.size).toBe(Object.keys(STANDING).length);
        expect(servers.get("broken")).toMatchObject({ status: "ACTIVE" });
        expect(servers.get("broken")?.id).not.toBe(broken);
    });

    it("bear a cloud that confirms resizes by itself: the resize ends when the server runs at the new flavor", () => {
        expect(serversOf(setting).get("resized")).toMatchObject({ status: "ACTIVE", flavor: { name: "m1.small" } });
    });

    it("have one named as a candidate, and no more, under a name that the program chose where no owner is written", async () => {
        setting.stack.setConfig("openstack-compute:owner", "false");
        const unknown = { ...ARGS, flavor: "m1.gigantic" };
        setting.stack.write(resources("Server", { ...AFTER, web: WEB, unknown }));
        setting.cloud.faults.drop("after", CREATION);
        written = await setting.writes(async () => {
            last = await setting.stack.up({ expectFailure: true, args: ["--continue-on-error"] });
        });
        const candidate = serversOf(setting).get("web")?.id;
        expect(last.text).toContain(`take it over with adopt: "${candidate}", or delete it`);
    });

    it("have none made of one that names what is unknown", () => {
        expect(last.text).toContain(
            'server "unknown": there is no flavor "m1.gigantic" in cloud "embedded" for this project. ' +
                "It has: m1.large, m1.medium, m1.small, m1.tiny, m1.xlarge. Nothing was changed.",
        );
        // The candidate's.
        expect(written).toEqual(["POST /servers"]);
    });

    it("have the candidate taken over with adopt, and then all is as it is declared", async () => {
        const servers = setting.cloud.inspect().servers.length;
        const adopt = serversOf(setting).get("web")?.id;
        setting.stack.write(resources("Server", { ...AFTER, web: { ...WEB, adopt } }));
        await setting.stack.up();
        expect(setting.cloud.inspect().servers).toHaveLength(servers);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });
});

describe("servers of which some cannot be updated", () => {
    const before = { ...ARGS, name: "web" };
    const after = { ...ARGS, name: "web-2", metadata: { role: "web" }, flavor: "m1.small", powerState: "shutoff" };
    const others = { kept: { ...ARGS, name: "kept" } };
    const rebuilt = { ...ARGS, name: "rebuilt", image: "debian-13" };
    let setting: Setting;
    let failed: Result;
    let preview: Result;
    const ids = { web: "", rebuilt: "", kept: "" };

    beforeAll(async () => {
        const all = { ...others, web: before, rebuilt: { ...rebuilt, image: "debian-12" } };
        setting = await Setting.make({ program: resources("Server", all) });
        await setting.stack.up();
        const servers = serversOf(setting);
        for (const name of ["web", "rebuilt", "kept"] as const) {
            ids[name] = servers.get(name)?.id ?? "";
        }
    });
    afterAll(() => setting.end());

    it("keep what was done before the failure, in the state and in the next preview", async () => {
        setting.cloud.faults.noValidHost("resize", { server: ids.web });
        setting.cloud.faults.failStep("spawn", { server: ids.rebuilt });
        setting.stack.write(resources("Server", { ...others, web: after, rebuilt }));
        failed = await setting.stack.up({ expectFailure: true, args: ["--continue-on-error"] });
        expect(failed.text).toMatch(
            /was not resized to m1\.small, and runs on as before: No valid host was found\..* \[request id req-[0-9a-f-]{36}\]/,
        );
        expect((await setting.stack.resource("web")).outputs).toMatchObject({
            name: "web-2",
            metadata: { role: "web" },
            flavor: "m1.tiny",
            status: "ACTIVE",
        });

        preview = await setting.stack.preview();
        expect(preview.text).toContain('server "web": flavor m1.tiny -> m1.small');
        expect(preview.text).not.toContain('server "web": name');
        expect(preview.text).not.toContain('server "web": metadata');
    });

    it("keep one that goes to ERROR, since it ran, and propose to rebuild it", async () => {
        expect(failed.text).toMatch(
            /server "rebuilt" .*went to ERROR while rebuilding from debian-13: .* \[request id req-[0-9a-f-]{36}\]/,
        );
        const { outputs } = await setting.stack.resource("rebuilt");
        expect(outputs).toMatchObject({ status: "ERROR", image: "debian-12" });
        expect(preview.text).toContain('server "rebuilt": status ERROR -> ACTIVE: kept as it is, for it has run');
        expect(preview.text).toContain('server "rebuilt": image debian-12 -> debian-13: rebuild in place');
        expect(preview.text).not.toContain("replace");
    });

    it("have the rest done by the next up, and nothing twice; the rebuild repairs the one in ERROR", async () => {
        const writes = await setting.writesById(() => setting.stack.up());
        expect(writes(ids.web)).toEqual(["resize", "confirmResize", "os-stop"].map(action));
        expect(writes(ids.rebuilt)).toEqual([action("rebuild")]);
        expect(writes(ids.kept)).toEqual([]);
        expect(serversOf(setting).get("rebuilt")).toMatchObject({ id: ids.rebuilt, status: "ACTIVE" });
    });

    it("have one in ERROR kept by each up as long as it is, in words; it can be destroyed", async () => {
        await setting.nova.post(`/servers/${ids.kept}/action`, { "os-resetState": { state: "error" } });
        const result = await setting.stack.up({ refresh: true, expectFailure: true });
        expect([...result.ops("web"), ...result.ops("rebuilt")]).toEqual([]);
        expect(words(result).join("\n")).not.toMatch(/server "(web|rebuilt)"/);
        expect(result.text).toContain("is in ERROR");
        expect(result.text).toContain("It is kept, for it has run and there may be something on it");
        await setting.stack.destroy();
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
