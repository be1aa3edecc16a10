/** Taking over a server that exists, and reading one that is not managed here. */
import type { Result } from "../support/stack";
import { resources, Setting } from "./setting";

const MISSING = "00000000-0000-4000-8000-000000000000";

describe("adopting a server", () => {
    let setting: Setting;
    /** Of the server that is taken over, and of one that is only read. */
    let [id, seen] = ["", ""];

    beforeAll(async () => {
        setting = await Setting.make();
        [id = "", seen = ""] = await Promise.all(["by-hand", "theirs"].map(made));
    });

    afterAll(() => setting.end());

    /** Makes a server by hand, and waits until it runs. */
    async function made(name: string): Promise<string> {
        const image = setting.cloud.inspect().images.find((one) => one.name === "debian-12");
        const metadata = { role: "web", other: "theirs" };
        const body = { server: { name, flavorRef: "1", imageRef: image?.id, metadata } };
        const { server } = await setting.nova.post<{ server: { id: string } }>("/servers", body);
        const path = `/servers/${server.id}`;
        while ((await setting.nova.get<{ server: { status: string } }>(path)).server.status !== "ACTIVE") {
            // It boots by itself.
        }
        return server.id;
    }

    const args = () => ({ adopt: id, name: "web", flavor: "m1.small", image: "debian-12", metadata: { role: "web" } });

    /** A program of these servers, and of more. */
    const write = (servers: Record<string, object>, ...more: string[]) =>
        setting.stack.write([resources("Server", servers), ...more].join("\n"));

    /** `Server.get` in a program. */
    const get = (server: string) => `const seen = compute.Server.get("seen", ${JSON.stringify(server)});`;

    it("only reads, as reading one that is not managed does", async () => {
        const outputs = "[it.status, it.name, it.hostId, it.created]";
        write({ web: args() }, get(seen), "exports.web = all.web.id;", `exports.seen = ((it) => ${outputs})(seen);`);
        const calls = await setting.calls(() => setting.stack.up());
        expect(calls.length).toBeGreaterThan(0);
        expect(calls.filter((call) => !call.startsWith("GET "))).toEqual([]);
        const { server } = await setting.nova.get<{ server: { hostId: string; created: string } }>(`/servers/${seen}`);
        expect(await setting.stack.outputs()).toEqual({
            web: id,
            seen: ["ACTIVE", "theirs", server.hostId, server.created],
        });
    });

    it("shows what differs in the next preview, and up changes it in place; what was only read is not deleted", async () => {
        write({ web: args() });
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
    });

    it("fails in words where it would be replaced, or is not there, and nothing is made", async () => {
        write({ web: { ...args(), userData: "#!/bin/sh\n" }, missing: { ...args(), adopt: MISSING } });
        let result: Result | undefined;
        const writes = await setting.writes(async () => {
            result = await setting.stack.up({ expectFailure: true, args: ["--continue-on-error"] });
        });
        expect(result?.text).toContain("; refused while adopt still names this one");
        expect(result?.text).toContain("It is not replaced while adopt still names it: remove adopt from the program");
        expect(result?.text).toContain(`there is no server "${MISSING}" to adopt in cloud "embedded" for this project`);
        expect(writes).toEqual([]);
    });

    it("needs adopt no more afterwards, and finds what it made of it", async () => {
        write({ web: { ...args(), adopt: undefined } });
        const result = await setting.stack.up({ refresh: true, expectNoChanges: true });
        expect(result.found("web")).toBe("same");
    });

    it("is read only where there is one", async () => {
        write({ web: { ...args(), adopt: undefined } }, get(MISSING));
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toContain(`there is no server "${MISSING}" in cloud "embedded"`);
    });
});
