/** `pulumi preview --save-plan`, and an `up` that is held to it: what the preview says of names is what is made. */
import { Setting } from "./setting";

const EXPERIMENTAL = { PULUMI_EXPERIMENTAL: "true" };

describe("a plan", () => {
    let setting: Setting;

    beforeAll(async () => {
        setting = await Setting.make();
    });
    afterAll(() => setting.end());

    const write = (keys: Record<string, string>, ...more: string[]) =>
        setting.stack.write(`
            const compute = require("pulumi-openstack-compute");
            const pulumi = require("@pulumi/pulumi");
            class Site extends pulumi.ComponentResource {
                constructor(name, opts) { super("my:Site", name, {}, opts); }
            }
            const parent = new Site("site");
            for (const [name, keyAlgorithm] of ${JSON.stringify(Object.entries(keys))}) {
                const key = new compute.Keypair(name, { keyAlgorithm }, { parent });
                exports[name] = key.name;
            }
            ${more.join("\n")}
        `);
    const SERVER = 'new compute.Server("web", { flavor: "m1.tiny", image: "debian-12" });';

    async function planned() {
        const preview = await setting.stack.preview({ args: ["--save-plan", "plan.json"], env: EXPERIMENTAL });
        await setting.stack.up({ args: ["--plan", "plan.json"], env: EXPERIMENTAL });
        return preview;
    }
    const names = () =>
        setting.cloud
            .inspect()
            .keypairs.map(({ name }) => name)
            .sort();

    it("holds in a new stack, where the names are not known yet", async () => {
        write({ one: "ed25519" }, SERVER);
        const { text } = await planned();
        expect(text).toMatch(/\+ .*Keypair one create/);
        expect(names()).toEqual([expect.stringMatching(/^one-[0-9a-f]{7}$/)]);
        await setting.stack.preview({ expectNoChanges: true });
    });

    it("holds with a new resource, whose name the preview knows", async () => {
        write({ one: "ed25519", two: "ed25519" }, SERVER);
        const { text } = await planned();
        const [, two] = names();
        expect(two).toMatch(/^two-[0-9a-f]{7}$/);
        expect(text).toContain(`two: "${two}"`);
    });

    it("holds for a replacement, and for a renamed server with a new one under its name", async () => {
        write(
            { one: "rsa", two: "ed25519" },
            SERVER.replace('"web"', '"blue"').replace(" });", ' }, { aliases: [{ name: "web" }] });'),
        );
        await planned();
        write({ one: "rsa" }, SERVER, SERVER.replace('"web"', '"blue"'));
        await planned();
        expect(setting.cloud.inspect().servers).toHaveLength(2);
        expect(names()).toEqual([expect.stringMatching(/^one-[0-9a-f]{7}$/)]);
    });
});
