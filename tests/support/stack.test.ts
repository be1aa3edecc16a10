import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Stack } from "./stack";

/** A dynamic provider that needs no cloud: a change of `size` updates, one of `kind` replaces. */
const PROVIDER = `
    exports.handler = () => ({
        check: async (olds, news) => ({ inputs: news, failures: [] }),
        diff: async (id, olds, news) => ({
            changes: olds.size !== news.size || olds.kind !== news.kind,
            replaces: olds.kind !== news.kind ? ["kind"] : [],
            deleteBeforeReplace: news.deleteFirst,
        }),
        create: async (inputs) => {
            if (inputs.size === "slow") {
                require("fs").writeFileSync("creating", "");
                await new Promise((resolve) => setTimeout(resolve, 600000));
            }
            return { id: inputs.kind + "-1", outs: { ...inputs, cloud: process.env.OS_CLOUD, home: process.env.HOME } };
        },
        update: async (id, olds, news) => {
            if (news.size === "broken") throw new Error("the cloud said no");
            console.log("resizing to " + news.size);
            return { outs: { ...olds, ...news } };
        },
        read: async (id, props) => {
            const fs = require("fs");
            if (fs.existsSync("gone")) return {};
            const size = fs.existsSync("drifted") ? "drifted" : props.size;
            return { id, props: { ...props, size }, inputs: { size, kind: props.kind, __provider: props.__provider } };
        },
        delete: async () => {},
    });`;

interface ThingArgs {
    size: string;
    kind: string;
    deleteFirst?: boolean;
}

function programWith(thing: ThingArgs): string {
    return `
        const pulumi = require("@pulumi/pulumi");
        class Thing extends pulumi.CustomResource {
            constructor(name, args) {
                super("pulumi-nodejs:dynamic/test:Thing", name, {
                    ...args, __provider: ${JSON.stringify(PROVIDER)}, cloud: undefined, home: undefined,
                });
            }
        }
        const thing = new Thing("thing", ${JSON.stringify(thing)});
        exports.cloud = thing.cloud;
        exports.home = thing.home;
        exports.setting = new pulumi.Config("openstack-compute").get("allow");
        exports.secret = pulumi.secret("hush");`;
}

const cloud = { cloudsYaml: () => "clouds: { embedded: { auth: { auth_url: 'http://127.0.0.1:1' } } }" };

describe("a stack on the real CLI", () => {
    let stack: Stack;

    beforeAll(async () => {
        process.env.OS_PASSWORD = "from the outer environment";
        stack = await Stack.create({ cloud, config: { "openstack-compute:allow": "restart" } });
    });

    afterAll(async () => {
        delete process.env.OS_PASSWORD;
        await stack.dispose();
    });

    // The tests tell one story, in this order: each begins where the one before it ended.
    it("creates, and shows the steps, the outputs and the state", async () => {
        stack.write(programWith({ size: "s", kind: "a" }));

        const result = await stack.up();

        expect(result.ops("thing")).toEqual(["create"]);
        expect(result.steps[0]).toMatchObject({ type: "pulumi-nodejs:dynamic/test:Thing", oldId: "", newId: "a-1" });
        const outputs = await stack.outputs();
        expect(outputs).toMatchObject({ cloud: "embedded", setting: "restart", secret: "hush" });
        expect(outputs.home).toContain(join(".work", "stacks"));
        expect(await stack.resource("thing")).toMatchObject({ id: "a-1", inputs: { size: "s" } });
        expect(stack.transcript).toContain("created");
        expect(stack.transcript).not.toContain("hush\n");
    });

    it("tells an unchanged preview from a proposed change", async () => {
        expect((await stack.preview({ expectNoChanges: true })).ops("thing")).toEqual([]);

        stack.write(programWith({ size: "m", kind: "a" }));
        const result = await stack.preview({ expectNoChanges: true, expectFailure: true });

        expect(result.ops("thing")).toEqual(["update"]);
        expect(result.changes).toEqual({ same: 1, update: 1 });
    });

    it("shows an update in place that keeps the id, and what the provider printed", async () => {
        const result = await stack.up();

        expect(result.steps).toEqual([
            expect.objectContaining({ op: "update", oldId: "a-1", newId: "a-1", failed: false }),
        ]);
        expect(result.messages).toContainEqual({ severity: "info", urn: undefined, text: "resizing to m" });
    });

    it("tells a replacement that deletes first from one that creates first", async () => {
        stack.write(programWith({ size: "m", kind: "b", deleteFirst: true }));
        const first = await stack.up();
        stack.write(programWith({ size: "m", kind: "c" }));
        const second = await stack.up({ refresh: true });

        expect(first.ops("thing")).toEqual(["delete-replaced", "replace", "create-replacement"]);
        expect(first.steps.find(({ op }) => op === "replace")?.replaceKeys).toEqual(["kind"]);
        expect(second.found("thing")).toBe("same");
        expect(second.ops("thing")).toEqual(["create-replacement", "replace", "delete-replaced"]);
    });

    it("throws all that was printed when a command fails and should not, and the reverse", async () => {
        stack.write(programWith({ size: "broken", kind: "c" }));

        await expect(stack.run(["config", "get", "nothing"])).rejects.toThrow(
            /`pulumi config get nothing` failed \(exit code 255\)[\s\S]*nothing.* not found/,
        );
        const result = await stack.up({ expectFailure: true });
        expect(result.steps).toEqual([expect.objectContaining({ op: "update", failed: true })]);
        expect(result.text).toContain("the cloud said no");
        await expect(stack.run(["stack", "output"], { expectFailure: true })).rejects.toThrow("should have failed");
    });

    it("shows what a refresh found", async () => {
        writeFileSync(join(stack.folder, "gone"), "");
        expect((await stack.preview({ refresh: true })).found("thing")).toBe("delete");
        rmSync(join(stack.folder, "gone"));

        writeFileSync(join(stack.folder, "drifted"), "");
        expect((await stack.refresh({ previewOnly: true })).found("thing")).toBe("update");
        expect((await stack.refresh()).found("thing")).toBe("update");
    });

    it("ends a command that takes too long, and the provider with it", async () => {
        stack.write(programWith({ size: "slow", kind: "d" }));
        const running = stack.startUp();
        while (!existsSync(join(stack.folder, "creating"))) {
            await sleep(50);
        }

        running.kill();

        const { code } = await running.result;
        expect(code).not.toBe(0);
        expect((await stack.state()).pendingOperations).toMatchObject([{ type: "creating" }]);
        await expect(stack.run(["version"], { timeout: 0 })).rejects.toThrow("took longer than 0 s");
    });

    it("destroys", async () => {
        await stack.run(["cancel", "--yes"]);
        const result = await stack.destroy({ args: ["--exclude-protected"] });

        expect(result.ops("thing")).toContain("delete");
        expect((await stack.state()).resources).toEqual([]);
    });
});
