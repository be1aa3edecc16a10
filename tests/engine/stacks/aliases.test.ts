/**
 * Resources that are renamed or moved by an alias: each keeps what it has in the cloud, and what is declared under its
 * former name afterwards is a new resource.
 */
import { Setting } from "../setting";
import { type Declared, programOf, server } from "./program";
import { idsIn, standing } from "./standing";

const KINDS: Declared["kind"][] = ["Server", "Keypair", "Flavor", "SecurityGroup", "FloatingIp"];

/** One of each kind. */
const each = (name: string, options: (kind: string) => Declared["options"] = () => ({})): Declared[] =>
    KINDS.map((kind) => ({ kind, name: `${name}-${kind}`, options: options(kind) }));

const namesOf = (name: string) => KINDS.map((kind) => `${name}-${kind}`);

const renamed = each("renamed", (kind) => ({ aliases: [{ name: `web-${kind}` }] }));

/** Registered after the new ones are made: the provider has not yet met them then. */
const renamedAfter = each("renamed", (kind) => ({
    aliases: [{ name: `web-${kind}` }],
    dependsOn: [`=all["web-${kind}"]`],
}));

// The tests tell one story, in this order.
describe("resources that are renamed and moved by aliases", () => {
    let setting: Setting;
    /** By the name of the first program. */
    let first: ReadonlyMap<string, string>;

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        setting.stack.write(programOf([...each("web"), server("aimed"), server("moved")]));
        await setting.stack.up();
        first = await idsIn(setting.stack);
    });
    afterAll(() => setting.end());

    const component = 'const site = new pulumi.ComponentResource("my:Site", "site");';
    const moved = server("moved", {}, { parent: "=site", aliases: [{ parent: "=pulumi.rootStackResource" }] });
    const hit = server("hit", {}, { aliases: [{ name: "aimed" }] });
    const write = (...declared: Declared[]) => setting.stack.write(programOf(declared, { before: component }));

    it("may not leave their names to others in the same up: Pulumi refuses it, and nothing is changed", async () => {
        write(...renamed, ...each("web"), server("aimed"), server("moved"));
        const before = standing(setting);
        const { text } = await setting.stack.up({ expectFailure: true });
        expect(text).toMatch(/Duplicate resource (alias|URN)/);
        expect(standing(setting)).toEqual(before);
    });

    it("keep what they have, whatever they are called and where they are moved", async () => {
        write(...renamed, hit, moved);
        const before = standing(setting);
        const result = await setting.stack.up();
        expect(result.changes).not.toHaveProperty("delete");
        const ids = await idsIn(setting.stack);
        for (const kind of KINDS) {
            expect(ids.get(`renamed-${kind}`)).toBe(first.get(`web-${kind}`));
        }
        expect(ids.get("hit")).toBe(first.get("aimed"));
        expect(ids.get("moved")).toBe(first.get("moved"));
        expect(standing(setting)).toEqual(before);
    });

    it("are not taken for a new resource of the former name, not even where that alone is a target", async () => {
        write(...renamed, hit, moved, server("aimed"));
        const before = standing(setting);
        const result = await setting.stack.up({ args: ["--target", "**::aimed"] });
        expect(result.ops("aimed")).toEqual(["create"]);
        const made = (await idsIn(setting.stack)).get("aimed");
        expect(standing(setting)).toEqual([...before, made].sort());
    });

    it("are not taken for new resources of the former names, though these are made first", async () => {
        write(...each("web"), ...renamedAfter, hit, server("aimed"), moved, server("again", {}, { parent: "=site" }));
        const before = standing(setting);
        const result = await setting.stack.up();
        const ids = await idsIn(setting.stack);
        const made = [...namesOf("web"), "again"];
        expect(made.flatMap((name) => result.ops(name))).toEqual(made.map(() => "create"));
        expect(standing(setting)).toEqual([...before, ...made.map((name) => ids.get(name))].sort());
        for (const kind of KINDS) {
            expect(ids.get(`renamed-${kind}`)).toBe(first.get(`web-${kind}`));
        }
    });

    it("stay when what has their former names goes", async () => {
        write(...renamed, hit, moved);
        const result = await setting.stack.up();
        expect(result.changes).toMatchObject({ delete: KINDS.length + 2 });
        expect(standing(setting)).toEqual([...first.values()].sort());
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("say whose they are by their new names", () => {
        const resources = setting.cloud.inspect().servers.map(({ metadata }) => metadata["pulumi:resource"]);
        expect(resources.sort()).toEqual(["Server::hit", "Server::renamed-Server", "my:Site$Server::moved"]);
    });

    it("are destroyed, and nothing of them is left", async () => {
        await setting.stack.destroy();
        expect(standing(setting)).toEqual([]);
    });
});
