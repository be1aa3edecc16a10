/** Taking over a server that exists, and reading one that is not managed here. */
import { program, Setting } from "./setting";

describe("adopting a server", () => {
    let setting: Setting;
    let id = "";

    beforeAll(async () => {
        setting = await Setting.make();
        const images = setting.cloud.inspect().images;
        const { server } = await setting.nova.post<{ server: { id: string } }>("/servers", {
            server: {
                name: "by-hand",
                flavorRef: "1",
                imageRef: images.find(({ name }) => name === "debian-12")?.id,
                metadata: { role: "web", other: "theirs" },
            },
        });
        id = server.id;
        while ((await setting.nova.get<{ server: { status: string } }>(`/servers/${id}`)).server.status !== "ACTIVE") {
            // It boots by itself.
        }
    });

    afterAll(() => setting.end());

    const args = () => ({ adopt: id, name: "web", flavor: "m1.small", image: "debian-12", metadata: { role: "web" } });

    it("only reads", async () => {
        setting.stack.write(program("Server", "web", args()));
        const calls = await setting.calls(() => setting.stack.up());
        expect(calls.length).toBeGreaterThan(0);
        expect(calls.filter((call) => !call.startsWith("GET "))).toEqual([]);
        expect((await setting.stack.outputs()).id).toBe(id);
    });

    it("shows what differs in the next preview, and up changes it in place", async () => {
        const { text } = await setting.stack.preview();
        expect(text).toContain('server "web": name by-hand -> web: updated in place');
        expect(text).toContain('server "web": flavor m1.tiny -> m1.small: resize in place, the server restarts');
        expect(text).not.toContain("image");
        expect(text).not.toContain("metadata");

        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual([
            "PUT /servers/{id}",
            "POST /servers/{id}/action resize",
            "POST /servers/{id}/action confirmResize",
        ]);
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is not replaced while adopt names it", async () => {
        setting.stack.write(program("Server", "web", { ...args(), userData: "#!/bin/sh\n" }));
        const { text } = await setting.stack.preview();
        expect(text).toContain("refused while adopt still names this one");
        const writes = await setting.writes(() => setting.stack.up({ expectFailure: true }));
        expect(writes).toEqual([]);
    });

    it("needs adopt no more afterwards", async () => {
        setting.stack.write(program("Server", "web", { ...args(), adopt: undefined }));
        await setting.stack.up({ expectNoChanges: true });
    });

    it("fails in words where there is nothing to adopt, and nothing is made", async () => {
        const missing = "00000000-0000-4000-8000-000000000000";
        setting.stack.write(program("Server", "web", { ...args(), adopt: missing }));
        const writes = await setting.writes(async () => {
            const { text } = await setting.stack.up({ expectFailure: true });
            expect(text).toContain(`there is no server "${missing}" to adopt in cloud "embedded" for this project`);
        });
        expect(writes).toEqual([]);
        setting.stack.write(program("Server", "web", args()));
        await setting.stack.up();
    });

    it("can be read without being managed", async () => {
        setting.stack.write(`
            const compute = require("pulumi-openstack-compute");
            const server = compute.Server.get("seen", ${JSON.stringify(id)});
            exports.status = server.status;
            exports.name = server.name;
        `);
        // What the stack managed is let go of, not deleted.
        await setting.stack.run(["state", "delete", "--yes", (await setting.stack.resource("web")).urn]);
        const calls = await setting.calls(() => setting.stack.up());
        expect(calls.filter((call) => !call.startsWith("GET "))).toEqual([]);
        expect(await setting.stack.outputs()).toEqual({ status: "ACTIVE", name: "web" });

        setting.stack.write(`
            const compute = require("pulumi-openstack-compute");
            compute.Server.get("missing", "00000000-0000-4000-8000-000000000000");
        `);
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toContain('there is no server "00000000-0000-4000-8000-000000000000" in cloud "embedded"');
    });
});
