/** What happens behind Pulumi's back is seen, in the user's spelling, and put right; what is not declared is let be. */
import { program, Setting } from "./setting";

const ARGS = {
    name: "web",
    flavor: "m1.tiny",
    image: { name: "debian-12" },
    networks: [{ network: "private" }],
    securityGroups: ["default"],
    metadata: { role: "web", stage: "test" },
    tags: ["web"],
    description: "as declared",
    accessIpV4: "192.0.2.10",
    powerState: "active",
};

describe("a server that was changed outside", () => {
    let setting: Setting;
    let id = "";

    const act = (action: object) => setting.nova.post(`/servers/${id}/action`, action);
    const settled = async (status: string) => {
        let seen = "";
        for (let looks = 0; looks < 5000; looks += 1) {
            const { server } = await setting.nova.get<{ server: { status: string; "OS-EXT-STS:task_state": unknown } }>(
                `/servers/${id}`,
            );
            if (server.status === status && server["OS-EXT-STS:task_state"] === null) {
                return;
            }
            seen = server.status;
        }
        throw new Error(`The server does not become ${status}: it is ${seen}.`);
    };

    beforeAll(async () => {
        setting = await Setting.make({ program: program("Server", "web", ARGS) });
        await setting.stack.up();
        id = String((await setting.stack.outputs()).id);
        await setting.nova.post("/os-security-groups", { security_group: { name: "other", description: "other" } });
        // With a disk of the same size: Nova refuses to shrink one.
        const flavor = { id: "mini", name: "m1.mini", ram: 1024, vcpus: 1, disk: 1 };
        await setting.nova.post("/flavors", { flavor });
    });

    afterAll(() => setting.end());

    it("shows no drift for what the program does not declare", async () => {
        await setting.nova.post(`/servers/${id}/metadata`, { metadata: { billing: "4711" } });
        await setting.nova.call("PUT", `/servers/${id}/tags/audited`, undefined, { microversion: "2.26" });
        await act({ lock: null });

        await setting.stack.preview({ refresh: true, expectNoChanges: true });
        await act({ unlock: null });
    });

    it("shows each difference in words, and up puts each right by the right calls", async () => {
        await setting.nova.call(
            "PUT",
            `/servers/${id}`,
            { server: { name: "renamed", description: "otherwise", accessIPv4: "192.0.2.99" } },
            { microversion: "2.19" },
        );
        await setting.nova.call("DELETE", `/servers/${id}/metadata/stage`);
        await setting.nova.post(`/servers/${id}/metadata`, { metadata: { role: "db" } });
        await setting.nova.call("DELETE", `/servers/${id}/tags/web`, undefined, { microversion: "2.26" });
        await act({ addSecurityGroup: { name: "other" } });
        await act({ resize: { flavorRef: "mini" } });
        await settled("VERIFY_RESIZE");
        await act({ confirmResize: null });
        await settled("ACTIVE");
        const image = setting.cloud.inspect().images.find(({ name }) => name === "debian-13");
        await act({ rebuild: { imageRef: image?.id } });
        await settled("ACTIVE");
        await act({ "os-stop": null });
        await settled("SHUTOFF");

        const { text } = await setting.stack.preview({ refresh: true, expectNoChanges: true, expectFailure: true });
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
            expect(text).toContain(`server "web": ${words}`);
        }

        const writes = await setting.writes(() => setting.stack.up({ refresh: true }));
        expect(writes).toEqual([
            "PUT /servers/{id}",
            "POST /servers/{id}/metadata",
            "PUT /servers/{id}/tags/web",
            ...["removeSecurityGroup", "resize", "confirmResize", "rebuild", "os-start"].map(
                (action) => `POST /servers/{id}/action ${action}`,
            ),
        ]);
        const { server } = await setting.nova.get<{ server: object }>(`/servers/${id}`, { microversion: "2.93" });
        expect(server).toMatchObject({
            name: "web",
            status: "ACTIVE",
            description: "as declared",
            accessIPv4: "192.0.2.10",
            metadata: { role: "web", stage: "test", billing: "4711" },
            flavor: { original_name: "m1.tiny" },
            security_groups: [{ name: "default" }],
        });
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    const statuses: [status: string, action: object, undo: object][] = [
        ["PAUSED", { pause: null }, { unpause: null }],
        ["SUSPENDED", { suspend: null }, { resume: null }],
        ["RESCUE", { rescue: {} }, { unrescue: null }],
        ["SHELVED_OFFLOADED", { shelve: null }, { unshelve: null }],
    ];

    it.each(statuses)("is read in every status: %s", async (status, action, undo) => {
        await act(action);
        await settled(status);
        await setting.stack.refresh();
        expect((await setting.stack.resource("web")).outputs).toMatchObject({ status });
        await act(undo);
        await settled("ACTIVE");
    });

    it("has an unconfirmed resize to another flavor reverted, and one to the declared flavor confirmed", async () => {
        await act({ resize: { flavorRef: "2" } });
        await settled("VERIFY_RESIZE");
        const reverting = await setting.writes(() => setting.stack.up({ refresh: true }));
        expect(reverting).toEqual(["POST /servers/{id}/action revertResize"]);

        await act({ resize: { flavorRef: "2" } });
        await settled("VERIFY_RESIZE");
        setting.stack.write(program("Server", "web", { ...ARGS, flavor: "m1.small" }));
        const confirming = await setting.writes(() => setting.stack.up({ refresh: true }));
        expect(confirming).toEqual(["POST /servers/{id}/action confirmResize"]);
    });

    it("is made anew when it was deleted outside, after a refresh", async () => {
        await setting.nova.call("DELETE", `/servers/${id}`);
        while (!(await setting.nova.isGone(`/servers/${id}`))) {
            // It goes by itself.
        }
        const { text } = await setting.stack.up({ refresh: true });
        expect(text).toContain("1 created");
        id = String((await setting.stack.outputs()).id);
    });

    it("is deleted without complaint when it is gone already", async () => {
        await setting.nova.call("DELETE", `/servers/${id}`);
        while (!(await setting.nova.isGone(`/servers/${id}`))) {
            // It goes by itself.
        }
        await setting.stack.destroy();
        expect((await setting.stack.state()).resources.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
    });
});
