/** Whatever fails, the state says what exists, the next preview says what will be done, and the next up does it. */
import { program, Setting } from "./setting";

const ARGS = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };

describe("a server whose creation fails", () => {
    let setting: Setting;

    beforeEach(async () => {
        setting = await Setting.make({ program: program("Server", "web", ARGS) });
    });

    afterEach(() => setting.end());

    it("is kept in the state with its fault, and made anew by the next up", async () => {
        setting.cloud.faults.noValidHost("create");
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(
            /server "web" went to ERROR while creating: No valid host was found\..* \[request id req-[0-9a-f-]{36}\]/,
        );
        const [broken] = setting.cloud.inspect().servers;
        expect(await setting.stack.resource("web")).toMatchObject({
            id: broken?.id,
            outputs: { status: "ERROR", fault: { code: 500 } },
        });

        const preview = await setting.stack.preview();
        expect(preview.text).toContain(
            'server "web": status ERROR -> ACTIVE: replace: it never ran (No valid host was found.',
        );
        expect(preview.text).toContain("the old one is deleted first: it never ran");

        const again = await setting.stack.up();
        expect(again.ops("web")).toEqual(["delete-replaced", "replace", "create-replacement"]);
        const servers = setting.cloud.inspect().servers;
        expect(servers).toHaveLength(1);
        expect(servers[0]).toMatchObject({ status: "ACTIVE" });
        expect(servers[0]?.id).not.toBe(broken?.id);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it.each(["drop", "malformed"] as const)(
        "is not lost when the answer to its creation is (%s), and not made twice",
        async (how) => {
            const match = { method: "POST", path: /\/servers$/ };
            if (how === "drop") {
                setting.cloud.faults.drop("after", match);
            } else {
                setting.cloud.faults.malformed(match);
            }
            const { text } = await setting.stack.up();
            expect(text).toContain("is there, though the answer to its creation was lost: going on with it");
            const servers = setting.cloud.inspect().servers;
            expect(servers).toHaveLength(1);
            expect((await setting.stack.resource("web")).id).toBe(servers[0]?.id);
            await setting.stack.preview({ refresh: true, expectNoChanges: true });
        },
    );

    it("is named as a candidate, and no more, under a name that the program chose where no owner is written", async () => {
        setting.stack.setConfig("openstack-compute:owner", "false");
        setting.stack.write(program("Server", "web", { ...ARGS, name: "web" }));
        setting.cloud.faults.drop("after", { method: "POST", path: /\/servers$/ });
        const { text } = await setting.stack.up({ expectFailure: true });
        const [candidate] = setting.cloud.inspect().servers;
        expect(text).toContain(`take it over with adopt: "${candidate?.id}"; otherwise delete it`);

        setting.stack.write(program("Server", "web", { ...ARGS, name: "web", adopt: candidate?.id }));
        await setting.stack.up();
        expect(setting.cloud.inspect().servers).toHaveLength(1);
    });

    it("leaves nothing when a name in the program is unknown or ambiguous", async () => {
        setting.stack.write(program("Server", "web", { ...ARGS, flavor: "m1.gigantic" }));
        const writes = await setting.writes(async () => {
            const { text } = await setting.stack.up({ expectFailure: true });
            expect(text).toContain(
                'server "web": there is no flavor "m1.gigantic" in cloud "embedded" for this project. ' +
                    "It has: m1.large, m1.medium, m1.small, m1.tiny, m1.xlarge. Nothing was changed.",
            );
        });
        expect(writes).toEqual([]);
    });
});

describe("a server whose update fails", () => {
    let setting: Setting;
    let id = "";

    beforeAll(async () => {
        setting = await Setting.make({ program: program("Server", "web", { ...ARGS, name: "web" }) });
        await setting.stack.up();
        id = String((await setting.stack.outputs()).id);
    });

    afterAll(() => setting.end());

    it("keeps what was done before the failure, and the next up does the rest and nothing twice", async () => {
        setting.cloud.faults.noValidHost("resize");
        const changed = {
            ...ARGS,
            name: "web-2",
            metadata: { role: "web" },
            flavor: "m1.small",
            powerState: "shutoff",
        };
        setting.stack.write(program("Server", "web", changed));
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(
            /was not resized to m1\.small, and runs on as before: No valid host was found\..* \[request id req-[0-9a-f-]{36}\]/,
        );
        expect((await setting.stack.resource("web")).outputs).toMatchObject({
            name: "web-2",
            metadata: { role: "web" },
            flavor: "m1.tiny",
            status: "ACTIVE",
        });

        const preview = await setting.stack.preview();
        expect(preview.text).toContain('server "web": flavor m1.tiny -> m1.small');
        expect(preview.text).not.toContain('server "web": name');
        expect(preview.text).not.toContain('server "web": metadata');

        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual(
            ["resize", "confirmResize", "os-stop"].map((action) => `POST /servers/{id}/action ${action}`),
        );
        setting.stack.write(program("Server", "web", { ...changed, powerState: "active" }));
        await setting.stack.up();
    });

    it("is kept when it goes to ERROR, since it ran, and a rebuild repairs it", async () => {
        setting.cloud.faults.failStep("spawn");
        setting.stack.write(
            program("Server", "web", {
                ...ARGS,
                name: "web-2",
                metadata: { role: "web" },
                flavor: "m1.small",
                image: "debian-13",
            }),
        );
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(/went to ERROR while rebuilding from debian-13: .* \[request id req-[0-9a-f-]{36}\]/);
        expect((await setting.stack.resource("web")).outputs).toMatchObject({ status: "ERROR", image: "debian-12" });

        const preview = await setting.stack.preview();
        expect(preview.text).toContain('server "web": status ERROR -> ACTIVE: kept as it is, for it has run');
        expect(preview.text).toContain('server "web": image debian-12 -> debian-13: rebuild in place');
        expect(preview.text).not.toContain("replace");

        await setting.stack.up();
        expect(setting.cloud.inspect().servers).toMatchObject([{ id, status: "ACTIVE" }]);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is said to be kept by each up as long as it is in ERROR, and can be destroyed", async () => {
        await setting.nova.post(`/servers/${id}/action`, { "os-resetState": { state: "error" } });
        const { text } = await setting.stack.up({ refresh: true, expectFailure: true });
        expect(text).toContain("is in ERROR");
        expect(text).toContain("It is kept, for it has run and there may be something on it");
        await setting.stack.destroy();
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});

describe("a cloud that confirms resizes by itself", () => {
    it("is borne: the resize ends when the server runs at the new flavor", async () => {
        const setting = await Setting.make({
            cloud: { resizeConfirmWindow: 1 },
            program: program("Server", "web", ARGS),
        });
        try {
            await setting.stack.up();
            setting.stack.write(program("Server", "web", { ...ARGS, flavor: "m1.small" }));
            await setting.stack.up();
            const servers = setting.cloud.inspect().servers;
            expect(servers).toMatchObject([{ status: "ACTIVE" }]);
            await setting.stack.preview({ refresh: true, expectNoChanges: true });
        } finally {
            await setting.end();
        }
    });
});
