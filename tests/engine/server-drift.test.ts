/**
 * What happens behind Pulumi's back is seen, in the user's spelling, and put right; what is not declared is let be. Each
 * server stands for something that happens to one: all of it is seen, and put right, at once.
 */

import type { Result } from "../support/stack";
import { resources, Setting, words } from "./setting";

const ARGS = {
    flavor: "m1.tiny",
    image: { name: "debian-12" },
    networks: [{ network: "private" }],
    securityGroups: ["default"],
    metadata: { role: "web", stage: "test" },
    tags: ["web"],
    description: "as declared",
    accessIpV4: "192.0.2.10",
};

/** The servers that are stopped in some way, and let be: their program says nothing of it. */
const STATUSES: [status: string, action: object][] = [
    ["PAUSED", { pause: null }],
    ["SUSPENDED", { suspend: null }],
    ["RESCUE", { rescue: {} }],
    ["SHELVED_OFFLOADED", { shelve: null }],
];

const action = (name: string) => `POST /servers/{id}/action ${name}`;

describe("a server that was changed outside", () => {
    const names = ["web", "undeclared", "reverted", "confirmed", "gone", ...STATUSES.map(([status]) => status)];
    const all = Object.fromEntries(names.map((name) => [name, { ...ARGS, name }]));
    const active = { ...all, web: { ...all.web, powerState: "active" } };
    let setting: Setting;
    /** The latest up, and what it wrote of each server. */
    let result: Result;
    let writes: (id: string) => string[];
    const ids: Record<string, string> = {};
    const id = (name: string) => ids[name] ?? "";

    const act = (name: string, body: object) => setting.nova.post(`/servers/${id(name)}/action`, body);
    const settled = async (name: string, status: string) => {
        let seen = "";
        for (let looks = 0; looks < 5000; looks += 1) {
            const { server } = await setting.nova.get<{ server: { status: string; "OS-EXT-STS:task_state": unknown } }>(
                `/servers/${id(name)}`,
            );
            if (server.status === status && server["OS-EXT-STS:task_state"] === null) {
                return;
            }
            seen = server.status;
        }
        throw new Error(`The server ${name} does not become ${status}: it is ${seen}.`);
    };
    const deleted = async (name: string) => {
        await setting.nova.call("DELETE", `/servers/${id(name)}`);
        while (!(await setting.nova.isGone(`/servers/${id(name)}`))) {
            // It goes by itself.
        }
    };

    beforeAll(async () => {
        setting = await Setting.make({ program: resources("Server", active) });
        await setting.stack.up();
        for (const server of setting.cloud.inspect().servers) {
            ids[server.name] = server.id;
        }
        await setting.nova.post("/os-security-groups", { security_group: { name: "other", description: "other" } });
        // With a disk of the same size: Nova refuses to shrink one.
        const flavor = { id: "mini", name: "m1.mini", ram: 1024, vcpus: 1, disk: 1 };
        await setting.nova.post("/flavors", { flavor });
    });

    afterAll(() => setting.end());

    /** Everything that the program of `web` declares. */
    async function changeAll(): Promise<void> {
        await setting.nova.call(
            "PUT",
            `/servers/${id("web")}`,
            { server: { name: "renamed", description: "otherwise", accessIPv4: "192.0.2.99" } },
            { microversion: "2.19" },
        );
        await setting.nova.call("DELETE", `/servers/${id("web")}/metadata/stage`);
        await setting.nova.post(`/servers/${id("web")}/metadata`, { metadata: { role: "db", billing: "4711" } });
        await setting.nova.call("DELETE", `/servers/${id("web")}/tags/web`, undefined, { microversion: "2.26" });
        await act("web", { addSecurityGroup: { name: "other" } });
        await act("web", { resize: { flavorRef: "mini" } });
        await settled("web", "VERIFY_RESIZE");
        await act("web", { confirmResize: null });
        await settled("web", "ACTIVE");
        const image = setting.cloud.inspect().images.find(({ name }) => name === "debian-13");
        await act("web", { rebuild: { imageRef: image?.id } });
        await settled("web", "ACTIVE");
        await act("web", { "os-stop": null });
        await settled("web", "SHUTOFF");
    }

    /** What the program of `undeclared` says nothing of. */
    async function changeOthers(): Promise<void> {
        const path = `/servers/${id("undeclared")}`;
        await setting.nova.post(`${path}/metadata`, { metadata: { billing: "4711" } });
        await setting.nova.call("PUT", `${path}/tags/audited`, undefined, { microversion: "2.26" });
        await act("undeclared", { lock: null });
    }

    it("shows each difference in words", async () => {
        await changeAll();
        await changeOthers();
        for (const [status, body] of STATUSES) {
            await act(status, body);
            await settled(status, status);
        }
        for (const name of ["reverted", "confirmed"]) {
            await act(name, { resize: { flavorRef: "2" } });
            await settled(name, "VERIFY_RESIZE");
        }
        await deleted("gone");

        result = await setting.stack.preview({ refresh: true, expectNoChanges: true, expectFailure: true });
        for (const words of [
            "name renamed -> web: updated in place",
            "accessIpV4 192.0.2.99 -> 192.0.2.10: updated in place",
            "description: updated in place",
            "metadata +stage, ~role: only these keys are written",
            "tags [] -> [web]: only these tags are added and removed",
            "securityGroups [default, other] -> [default]: added and removed in place",
            "flavor m1.mini -> m1.tiny: resize in place, the server restarts",
            "image debian-13 -> debian-12: rebuild in place, the root disk is lost; id and addresses stay",
            "powerState shutoff -> active: the server is started",
        ]) {
            expect(result.text).toContain(`server "web": ${words}`);
        }
    });

    it("shows no drift for what the program does not declare", () => {
        expect(result.ops("undeclared")).toEqual([]);
        expect(words(result).filter((line) => line.startsWith('server "undeclared"'))).toEqual([]);
    });

    it("has each put right by the right calls, in one up", async () => {
        const confirmed = { ...all.confirmed, flavor: "m1.small" };
        setting.stack.write(resources("Server", { ...active, confirmed }));
        writes = await setting.writesById(async () => {
            result = await setting.stack.up({ refresh: true });
        });
        expect(writes(id("web"))).toEqual([
            "PUT /servers/{id}",
            "POST /servers/{id}/metadata",
            "PUT /servers/{id}/tags/web",
            ...["removeSecurityGroup", "resize", "confirmResize", "rebuild", "os-start"].map(action),
        ]);
        const { server } = await setting.nova.get<{ server: object }>(`/servers/${id("web")}`, {
            microversion: "2.93",
        });
        expect(server).toMatchObject({
            name: "web",
            status: "ACTIVE",
            description: "as declared",
            accessIPv4: "192.0.2.10",
            metadata: { role: "web", stage: "test", billing: "4711" },
            flavor: { original_name: "m1.tiny" },
            security_groups: [{ name: "default" }],
        });
    });

    it("is let be in what the program does not declare", () => {
        expect(result.ops("undeclared")).toEqual([]);
        expect(writes(id("undeclared"))).toEqual([]);
    });

    it.each(STATUSES)("is read in every status, and let be: %s", async (status) => {
        expect((await setting.stack.resource(status)).outputs).toMatchObject({ status });
        expect(writes(id(status))).toEqual([]);
    });

    it("has an unconfirmed resize to another flavor reverted, and one to the declared flavor confirmed", () => {
        expect(writes(id("reverted"))).toEqual([action("revertResize")]);
        expect(writes(id("confirmed"))).toEqual([action("confirmResize")]);
    });

    it("is made anew when it was deleted outside, and nothing is then proposed for any", async () => {
        expect(result.ops("gone")).toEqual(["create"]);
        expect(result.changes).toMatchObject({ create: 1 });
        ids.gone = setting.cloud.inspect().servers.find(({ name }) => name === "gone")?.id ?? "";
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is deleted without complaint when it is gone already, and in every status", async () => {
        await deleted("gone");
        await act("undeclared", { unlock: null });
        await setting.stack.destroy();
        expect((await setting.stack.state()).resources.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
        expect(setting.cloud.inspect().servers).toEqual([]);
    });
});
