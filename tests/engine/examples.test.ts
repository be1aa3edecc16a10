/** Each stack in examples/, as it is: made, taken down, and the cloud is as it was. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { EmbeddedCloud, type Inspection } from "../../emulator/index";
import { repositoryRoot } from "../../tools/pulumi/recipe";
import { Stack } from "../support/stack";

const ROOT = repositoryRoot(__dirname);
const EXAMPLES = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** What of these a stack may make. */
const names = ({ servers, keypairs, flavors, securityGroups, floatingIps }: Inspection) =>
    [...servers, ...keypairs, ...flavors, ...securityGroups]
        .map(({ name }) => name)
        .concat(floatingIps.map(({ id }) => id));

describe("the example", () => {
    let cloud: EmbeddedCloud;
    let folder: string;

    beforeAll(async () => {
        cloud = await EmbeddedCloud.start({ speed: 20 });
        const work = join(ROOT, ".work", "stacks");
        mkdirSync(work, { recursive: true });
        folder = mkdtempSync(join(work, "examples-"));
    });
    afterAll(async () => {
        await cloud.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    it.each(EXAMPLES)("%s makes what it says, and leaves nothing behind", async (example) => {
        const before = names(cloud.inspect());
        const main = relative(folder, join(ROOT, "examples", example, "index.ts"));
        const stack = await Stack.create({
            cloud: { cloudsYaml: () => cloud.cloudsYaml({ project: "admin" }) },
            project: { folder, main },
            env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
        });
        try {
            const up = await stack.up();
            expect(up.steps.length).toBeGreaterThan(0);
            expect(up.steps.every(({ op }) => op === "create")).toBe(true);
            expect(names(cloud.inspect())).toHaveLength(before.length + up.steps.length);
            await stack.destroy();
            expect(names(cloud.inspect())).toEqual(before);
        } finally {
            await stack.dispose();
        }
    });
});
