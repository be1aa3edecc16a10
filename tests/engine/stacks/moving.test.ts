/**
 * A stack that moves: to another name, to another backend with another passphrase; and a resource that leaves the state
 * and comes back.
 */
import type { EmbeddedCloud } from "../../../emulator/index";
import { Stack } from "../../support/stack";
import { Setting } from "../setting";
import { type Declared, programOf, server } from "./program";
import { idsIn, standing } from "./standing";

const PARTS: Declared[] = [
    { kind: "Keypair", name: "key" },
    { kind: "SecurityGroup", name: "group" },
    { kind: "Flavor", name: "size" },
    server("web", { keyName: "=all.key.name", securityGroups: ["=all.group.name"], flavor: "=all.size.name" }),
    { kind: "FloatingIp", name: "ip", args: { serverId: "=all.web.id" } },
];
const code = { after: "exports.password = all.web.adminPass; exports.privateKey = all.key.privateKey;" };

/** What servers say of whose they are, by their ids. */
function stamps(cloud: EmbeddedCloud): Record<string, string[]> {
    const owners = (metadata: Readonly<Record<string, string>>) =>
        ["pulumi:stack", "pulumi:resource"].map((key) => metadata[key] ?? "");
    return Object.fromEntries(cloud.inspect().servers.map(({ id, metadata }) => [id, owners(metadata)]));
}

// The tests tell one story, in this order.
describe("a stack that moves", () => {
    let setting: Setting;
    let elsewhere: Stack | undefined;
    let outputs: Record<string, unknown>;
    let owners: Record<string, string[]>;

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        setting.stack.write(programOf(PARTS, code));
        await setting.stack.up();
        outputs = await setting.stack.outputs();
        owners = stamps(setting.cloud);
    });
    afterAll(async () => {
        await elsewhere?.dispose();
        await setting.end();
    });

    it("is the same under another name: nothing changes, what is made says the same of whose it is", async () => {
        await setting.stack.rename("renamed");
        setting.stack.write(programOf([...PARTS, server("more")], code));
        const result = await setting.stack.up({ refresh: true });
        expect(result.changes).toMatchObject({ create: 1 });
        expect(result.changes).not.toHaveProperty("update");
        expect(await setting.stack.outputs()).toEqual(outputs);
        const now = stamps(setting.cloud);
        expect(now).toMatchObject(owners);
        expect(new Set(Object.values(now).map(([stack]) => stack)).size).toBe(1);
    });

    it("has a resource adopted again that was taken out of the state", async () => {
        const { urn = "", id = "" } = await setting.stack.resource("more");
        await setting.stack.run(["state", "delete", urn, "--yes"]);
        setting.stack.write(programOf([...PARTS, server("more", { adopt: id })], code));
        const writes = await setting.writes(() => setting.stack.up());
        expect(writes).toEqual([]);
        expect((await idsIn(setting.stack)).get("more")).toBe(id);
        setting.stack.write(programOf([...PARTS, server("more")], code));
        await setting.stack.up({ refresh: true, expectNoChanges: true });
    });

    it("goes on in another backend, with another passphrase: nothing changes, its passwords can be read", async () => {
        elsewhere = await Stack.create({
            name: "renamed",
            cloud: { cloudsYaml: () => setting.cloud.cloudsYaml({ project: "admin" }) },
            env: { PULUMI_CONFIG_PASSPHRASE: "another passphrase" },
        });
        await elsewhere.importFrom(setting.stack);
        elsewhere.write(programOf([...PARTS, server("more")], code));
        const before = standing(setting);
        await elsewhere.up({ refresh: true, expectNoChanges: true });
        expect(await elsewhere.outputs()).toEqual(outputs);
        expect(standing(setting)).toEqual(before);
    });

    it("is destroyed from there, and nothing of it is left", async () => {
        await elsewhere?.destroy();
        expect(standing(setting)).toEqual([]);
    });
});
