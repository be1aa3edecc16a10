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
