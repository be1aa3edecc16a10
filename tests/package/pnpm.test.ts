import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator";
import { Stack } from "../support/stack";
import { Installation } from "./installation";
import { COMMONJS } from "./programs";

it("installed by pnpm, the package serves a program, although pnpm links packages and hoists none", async () => {
    const cloud = await EmbeddedCloud.start({ speed: 50 });
    const installation = await Installation.create("pnpm");
    const project = installation.project("javascript", { "index.js": COMMONJS });
    const stack = await Stack.create({ cloud, project });
    try {
        expect((await stack.up()).ops("web")).toEqual(["create"]);
        await stack.destroy();
        expect((await stack.state()).resources).toEqual([]);
    } finally {
        await stack.dispose();
        installation.dispose();
        await cloud.stop();
    }
});

it("in a workspace of pnpm's where only a library depends on the package, the program ends with one sentence", async () => {
    const uses = ["@pulumi/pulumi", "pulumi-openstack-compute"];
    const installation = await Installation.workspace({
        library: { uses, files: { "index.js": `exports.make = () => { ${COMMONJS} };` } },
        stack: { uses: ["@pulumi/pulumi", "library"], files: { "index.js": 'require("library").make();' } },
    });
    const folder = join(installation.folder, "stack");
    const stack = await Stack.create({ project: { folder, main: "index.js" } });
    try {
        const { text } = await stack.up({ expectFailure: true });
        expect(text).toContain(
            `Add "pulumi-openstack-compute" to the dependencies in ${join(folder, "package.json")}, and install.`,
        );
        expect(text).not.toMatch(/^\s+at /m);
        expect(text).not.toContain("Cannot find module");
    } finally {
        await stack.dispose();
        installation.dispose();
    }
});
