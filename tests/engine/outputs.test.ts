/** A program that goes on with what a server has told it, as the next preview knows it. */
import { Setting } from "./setting";

const PROGRAM = `
    const pulumi = require("@pulumi/pulumi");
    const compute = require("pulumi-openstack-compute");
    const ARGS = { flavor: "m1.tiny", image: "debian-12", networks: "none" };
    const first = new compute.Server("first", ARGS);
    const { hostId, created, adminPass } = first;
    new compute.Server("second", {
        ...ARGS,
        metadata: { hostId, created },
        userData: pulumi.interpolate\`#!/bin/sh\\necho \${adminPass}\\n\`,
    });
    exports.first = { id: first.id, hostId, created, adminPass };
`;

describe("what a server tells a program", () => {
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make({ program: PROGRAM });
        await setting.stack.up();
    });
    afterAll(() => setting.end());

    it("is what the cloud says", async () => {
        const { first } = (await setting.stack.outputs()) as { first: Record<string, string> };
        const { server } = await setting.nova.get<{ server: Record<string, unknown> }>(`/servers/${first.id}`);
        const made = setting.cloud.inspect().servers.find(({ id }) => id === first.id);
        expect(first).toEqual({
            id: server.id,
            hostId: server.hostId,
            created: server.created,
            adminPass: made?.adminPass,
        });
    });

    it("is no change of what was made with it, before a refresh and after", async () => {
        expect(Object.keys((await setting.stack.preview({ expectNoChanges: true })).changes)).toEqual(["same"]);
        await setting.stack.preview({ expectNoChanges: true, refresh: true });
    });
});
