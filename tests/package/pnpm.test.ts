import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator";
import { Stack } from "../support/stack";
import { Installation } from "./installation";
import { COMMONJS } from "./programs";

describe("in a workspace of pnpm's, which links packages and hoists none", () => {
    let installation: Installation;
    beforeAll(async () => {
        const uses = ["@pulumi/pulumi", "pulumi-openstack-compute"];
        installation = await Installation.workspace({
            stack: { uses, files: { "index.js": COMMONJS } },
            library: { uses, files: { "index.js": `exports.make = () => { ${COMMONJS} };` } },
            indirect: { uses: ["@pulumi/pulumi", "library"], files: { "index.js": 'require("library").make();' } },
        });
    });
    afterAll(() => installation.dispose());

    const project = (name: string) => ({ folder: join(installation.folder, name), main: "index.js" });

    it("the package serves a program", async () => {
        const cloud = await EmbeddedCloud.start({ speed: 50 });
        const stack = await Stack.create({ cloud, project: project("stack") });
        try {
            expect((await stack.up()).ops("web")).toEqual(["create"]);
            await stack.destroy();
            expect((await stack.state()).resources).toEqual([]);
        } finally {
            await stack.dispose();
            await cloud.stop();
        }
    });

    it("the program ends with one sentence where only a library depends on the package", async () => {
        const { folder, main } = project("indirect");
        const stack = await Stack.create({ project: { folder, main } });
        try {
            const { text } = await stack.up({ expectFailure: true });
            expect(text).toContain(
                `Add "pulumi-openstack-compute" to the dependencies in ${join(folder, "package.json")}, and install.`,
            );
            expect(text).not.toMatch(/^\s+at /m);
            expect(text).not.toContain("Cannot find module");
        } finally {
            await stack.dispose();
        }
    });
});
