/** Functions in a program: in a preview too, plain and with outputs, and their errors. */
import { Setting } from "./setting";

const PROGRAM = `
    const compute = require("pulumi-openstack-compute");
    module.exports = async () => {
        const small = await compute.getFlavor({ name: "m1.small" });
        const server = new compute.Server("web", { flavor: small.id, image: "debian-12", networks: "none" });
        const found = compute.getServerOutput({ id: server.id });
        return { ram: small.ram, name: server.name, found: found.name };
    };
`;

describe("a program that looks things up", () => {
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make({ program: PROGRAM });
    });
    afterAll(() => setting.end());

    it("is previewed, though what it looks up is not all there yet", async () => {
        const { changes } = await setting.stack.preview();
        expect(changes).toMatchObject({ create: expect.any(Number) });
    });

    it("finds what there is", async () => {
        await setting.stack.up();
        const { ram, name, found } = (await setting.stack.outputs()) as Record<string, unknown>;
        expect(ram).toBe(2048);
        expect(found).toBe(name);
        await setting.stack.preview({ expectNoChanges: true });
    });

    it("fails by name, with what there is", async () => {
        setting.stack.write(PROGRAM.replace("m1.small", "m1.huge"));
        const { text } = await setting.stack.preview({ expectFailure: true });
        expect(text).toContain('getFlavor: there is no flavor with name "m1.huge" in cloud "');
    });
});
