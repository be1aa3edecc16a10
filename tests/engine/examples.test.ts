/**
 * All stacks in examples/, as they are, as one program: created, read without a change, destroyed, and the cloud is as it
 * was. Names of their resources differ, so that one `up` runs them all.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedCloud, type Inspection } from "../../emulator/index";
import { kinds } from "../../provider/resources/registry";
import { repositoryRoot } from "../../tools/pulumi/recipe";
import { examples } from "../../tools/reference/examples";
import { Nova } from "../support/nova";
import { type Result, Stack } from "../support/stack";

const ROOT = repositoryRoot(__dirname);

/** What a stack may create, by kind. */
const idsIn = (cloud: Inspection): Record<string, string[]> => ({
    Aggregate: cloud.aggregates.map(({ uuid }) => uuid),
    Flavor: cloud.flavors.map(({ id }) => id),
    FloatingIp: cloud.floatingIps.map(({ id }) => id),
    Keypair: cloud.keypairs.map(({ name }) => name),
    SecurityGroup: cloud.securityGroups.map(({ id }) => id),
    Server: cloud.servers.map(({ id }) => id),
    ServerGroup: cloud.serverGroups.map(({ id }) => id),
});

const counted = (ids: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(ids).map(([kind, { length }]) => [kind, length]));

/** How many resources of each kind a command created. */
function created({ steps }: Result): Record<string, number> {
    const all = steps.filter(({ op }) => op === "create").map(({ type }) => type.split(":").at(-1));
    return Object.fromEntries([...kinds.keys()].map((kind) => [kind, all.filter((one) => one === kind).length]));
}

describe("the examples", () => {
    let cloud: EmbeddedCloud;
    let nova: Nova;
    let stack: Stack;
    let folder: string;
    let project: string;

    beforeAll(async () => {
        cloud = await EmbeddedCloud.start({ speed: 20 });
        const cloudsYaml = () => cloud.cloudsYaml({ project: "admin" });
        nova = await Nova.connect(cloudsYaml());
        project = cloud.inspect().projects.find(({ name }) => name === "demo")?.id ?? "";
        const work = join(ROOT, ".work", "stacks");
        mkdirSync(work, { recursive: true });
        folder = mkdtempSync(join(work, "examples-"));
        const exported = examples().map(
            (name) => `${JSON.stringify(name)}: require("../../../examples/${name}/index")`,
        );
        writeFileSync(join(folder, "index.ts"), `export = { ${exported.join(", ")} };\n`);
        stack = await Stack.create({
            cloud: { cloudsYaml },
            project: { folder, main: "index.ts" },
            config: { project, hosts: JSON.stringify(["compute1", "compute2"]) },
            env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
            startsAsUsers: false,
        });
    });
    afterAll(async () => {
        await stack.dispose();
        await cloud.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    const quota = async () => {
        const { quota_set } = await nova.get<{ quota_set: { instances: number } }>(`/os-quota-sets/${project}`);
        return quota_set.instances;
    };

    it("create what they declare, of every kind, find no drift, and leave nothing behind", async () => {
        const before = idsIn(cloud.inspect());
        const quotaBefore = await quota();

        const up = await stack.up();
        const made = created(up);

        // A kind without an example fails here.
        expect(Object.keys(made).filter((kind) => made[kind] === 0)).toEqual([]);
        const after = counted(idsIn(cloud.inspect()));
        expect(after).toEqual(
            Object.fromEntries(Object.entries(counted(before)).map(([kind, many]) => [kind, many + (made[kind] ?? 0)])),
        );
        expect(await quota()).toBe(50);
        const rebooted = cloud.requests.filter(({ body }) => JSON.stringify(body ?? {}).startsWith('{"reboot"'));
        expect(rebooted).toHaveLength(1);
        expect(Object.keys(await stack.outputs()).sort()).toEqual(examples());

        // What is read of each is what it declares.
        await stack.preview({ refresh: true, expectNoChanges: true });

        await stack.destroy();
        expect(idsIn(cloud.inspect())).toEqual(before);
        expect(await quota()).toBe(quotaBefore);
    });
});
