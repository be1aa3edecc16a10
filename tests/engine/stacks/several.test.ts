/** Several stacks, and several of the same: stack references, components, the same names in two components. */
import { Stack } from "../../support/stack";
import { Setting } from "../setting";
import { programOf, server } from "./program";
import { idsIn, standing } from "./standing";

// The tests tell one story, in this order.
describe("a stack that uses another's outputs", () => {
    let setting: Setting;
    let app: Stack;

    const shared = (description: string) =>
        programOf(
            [
                { kind: "Keypair", name: "key" },
                { kind: "SecurityGroup", name: "group", args: { description } },
                { kind: "Flavor", name: "size" },
                server("bastion"),
            ],
            {
                after: `
                    const { key, group, size, bastion } = all;
                    Object.assign(exports, { key: key.name, group: group.name, size: size.name, bastion: bastion.ipV4, password: bastion.adminPass });
                `,
            },
        );
    const using = programOf(
        [
            server("web", {
                flavor: "=shared.requireOutput('size')",
                keyName: "=shared.requireOutput('key')",
                securityGroups: ["=shared.requireOutput('group')"],
                metadata: { bastion: "=shared.requireOutput('bastion')" },
                adminPass: "=shared.requireOutput('password')",
            }),
        ],
        {
            before: 'const shared = new pulumi.StackReference("organization/engine/test");',
            after: "exports.password = all.web.adminPass;",
        },
    );

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        app = await Stack.create({
            name: "app",
            cloud: { cloudsYaml: () => setting.cloud.cloudsYaml({ project: "admin" }) },
            env: { PULUMI_BACKEND_URL: setting.stack.backendUrl },
            program: using,
        });
        setting.stack.write(shared("one"));
        await setting.stack.up();
        await app.up({ skipPreview: false });
    });
    afterAll(async () => {
        await app.dispose();
        await setting.end();
    });

    it("is made of them", async () => {
        const outputs = await setting.stack.outputs();
        const [web] = setting.cloud.inspect().servers.filter(({ name }) => name.startsWith("web"));
        expect(web).toMatchObject({
            status: "ACTIVE",
            keyName: outputs.key,
            flavor: { name: outputs.size },
            metadata: { bastion: outputs.bastion },
        });
        expect((await app.outputs()).password).toBe(outputs.password);
        expect(JSON.stringify(await app.state())).not.toContain(outputs.password);
        await app.preview({ refresh: true, expectNoChanges: true });
    });

    it("owns what it made, and no more: the other's things stay when it is destroyed", async () => {
        const others = await idsIn(setting.stack);
        await app.destroy();
        expect(standing(setting)).toEqual([...others.values()].sort());
        await setting.stack.destroy();
        expect(standing(setting)).toEqual([]);
    });
});
