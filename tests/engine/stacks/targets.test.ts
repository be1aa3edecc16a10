/** A part of a stack at a time: `--target`, `--target-dependents`, `--exclude`, `--replace`. */
import { CREATED_FIRST, DELETED_FIRST, Setting } from "../setting";
import { programOf, server } from "./program";
import { idsIn, standing } from "./standing";

const urn = (kind: string, name: string) =>
    `urn:pulumi:test::engine::pulumi-nodejs:dynamic/openstack-compute:${kind}::${name}`;

const FIXED = { network: "private", fixedIp: "10.20.0.200" };
const alone = { deleteBeforeReplace: true };

// The tests tell one story, in this order.
describe("a part of a stack", () => {
    let setting: Setting;
    let ids: ReadonlyMap<string, string>;

    /** `role` is what changes of every server. */
    const program = (role: string) =>
        programOf([
            { kind: "Keypair", name: "key" },
            { kind: "SecurityGroup", name: "group", args: { description: role } },
            server("aimed", { metadata: { role }, keyName: "=all.key.name", securityGroups: ["=all.group.name"] }),
            { kind: "FloatingIp", name: "ip", args: { serverId: "=all.aimed.id" } },
            server("dependent", { metadata: { role, peer: "=all.aimed.ipV4", status: "=all.aimed.status" } }),
            server("other", { metadata: { role } }),
            // Of these there cannot be two at once. With --replace Pulumi does not ask the provider, so the program says it.
            server("fixed", { name: "fixed", metadata: { role }, networks: [FIXED] }, alone),
            { kind: "Keypair", name: "named", args: { name: "named" }, options: alone },
            { kind: "Flavor", name: "size", args: { name: "size" }, options: alone },
        ]);

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        setting.stack.write(program("one"));
        await setting.stack.up();
        ids = await idsIn(setting.stack);
    });
    afterAll(() => setting.end());

    const roles = () =>
        Object.fromEntries(
            setting.cloud
                .inspect()
                .servers.map(({ name, metadata }) => [name.replace(/-[0-9a-f]{7}$/, ""), metadata.role]),
        );

    it("is updated alone: a --target is, what it depends on and what depends on it is not", async () => {
        setting.stack.write(program("two"));
        const writes = await setting.writes(() => setting.stack.up({ args: ["--target", urn("Server", "aimed")] }));
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
        expect(roles()).toEqual({ aimed: "two", dependent: "one", other: "one", fixed: "one" });
    });

    it("is updated with what depends on it by --target-dependents", async () => {
        setting.stack.write(program("three"));
        const result = await setting.stack.up({ args: ["--target", urn("Server", "aimed"), "--target-dependents"] });
        expect(result.ops("other")).toEqual([]);
        expect(roles()).toEqual({ aimed: "three", dependent: "three", other: "one", fixed: "one" });
    });

    it("is left out by --exclude", async () => {
        setting.stack.write(program("four"));
        await setting.stack.up({ args: ["--exclude", urn("Server", "other"), "--exclude", urn("Server", "fixed")] });
        expect(roles()).toEqual({ aimed: "four", dependent: "four", other: "one", fixed: "one" });
        expect(setting.cloud.inspect().securityGroups.map(({ description }) => description)).toContain("four");
    });

    it("is replaced by --replace, after a refresh by which the provider learns of it: beside the old one, or after it", async () => {
        setting.stack.write(program("five"));
        const beside = { other: "Server", key: "Keypair", group: "SecurityGroup" };
        const after = { fixed: "Server", named: "Keypair", size: "Flavor" };
        const args = Object.entries({ ...beside, ...after }).flatMap(([name, kind]) => ["--replace", urn(kind, name)]);
        const result = await setting.stack.up({ refresh: true, args });
        const now = await idsIn(setting.stack);
        for (const name of Object.keys(beside)) {
            expect([name, result.ops(name)]).toEqual([name, CREATED_FIRST]);
            expect(now.get(name)).not.toBe(ids.get(name));
        }
        for (const name of Object.keys(after)) {
            expect([name, result.ops(name)]).toEqual([name, DELETED_FIRST]);
        }
        expect(standing(setting)).toEqual([...now.values()].sort());
    });

    it("is refreshed alone: what others changed elsewhere is not seen", async () => {
        for (const name of ["aimed", "other"]) {
            await setting.nova.post(`/servers/${(await idsIn(setting.stack)).get(name)}/metadata`, {
                metadata: { role: "drifted" },
            });
        }
        const result = await setting.stack.refresh({ args: ["--target", urn("Server", "aimed")] });
        expect(result.found("aimed")).toBe("update");
        expect(result.found("other")).toBeUndefined();
        const writes = await setting.writes(() =>
            setting.stack.up({ args: ["--refresh", "--target", urn("Server", "aimed")] }),
        );
        expect(writes).toEqual(["POST /servers/{id}/metadata"]);
        expect(roles()).toMatchObject({ aimed: "five", other: "drifted" });
    });

    it("is destroyed alone, with what depends on it", async () => {
        const before = await idsIn(setting.stack);
        await setting.stack.destroy({ args: ["--target", urn("Server", "aimed"), "--target-dependents"] });
        const gone = ["aimed", "ip", "dependent"].map((name) => before.get(name) ?? "");
        expect(standing(setting)).toEqual([...before.values()].filter((id) => !gone.includes(id)).sort());
        await setting.stack.destroy();
        expect(standing(setting)).toEqual([]);
    });
});
