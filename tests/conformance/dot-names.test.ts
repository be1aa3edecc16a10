/** Names of dots, which every parser of URLs collapses: only what has the name is changed, and nothing around it. */
import { KEYS } from "./arguments";
import { scenarios } from "./scenario";

scenarios("names of dots", (scenario) => {
    scenario("are metadata keys that are set, changed and removed by themselves", async (scene) => {
        const server = (metadata: Record<string, string>) => scene.server({ metadata });
        await scene.stack.up(server({ ".": "one", "..": "two", "...": "three", kept: "yes" }));
        const id = scene.id(server({}));
        await scene.inPlace(server({ ".": "changed", "...": "three", kept: "yes" }));
        const left = async () => {
            const { status, metadata } = await scene.witness.server(id);
            const others = Object.entries(metadata).filter(([key]) => !key.startsWith("pulumi:"));
            return { status, metadata: Object.fromEntries(others) };
        };
        const changed = { ".": "changed", "...": "three", kept: "yes" };
        expect(await left()).toEqual({ status: "ACTIVE", metadata: changed });
        await scene.inPlace(server({ kept: "yes" }));
        expect(await left()).toEqual({ status: "ACTIVE", metadata: { kept: "yes" } });
    });

    scenario("are tags that are added and removed by themselves", async (scene) => {
        const server = (tags: string[]) => scene.server({ tags });
        await scene.stack.up(server(["kept"]));
        const id = scene.id(server([]));
        const tagsNow = async () => (await scene.witness.server(id)).tags.sort();
        await scene.inPlace(server(["kept", ".", ".."]));
        expect(await tagsNow()).toEqual([".", "..", "kept"]);
        await scene.inPlace(server(["kept", ".."]));
        expect(await tagsNow()).toEqual(["..", "kept"]);
        await scene.inPlace(server(["kept"]));
        expect(await tagsNow()).toEqual(["kept"]);
    });

    scenario("are a flavor's id and the keys of its extra specs", async (scene) => {
        const flavor = (extraSpecs: Record<string, string>) =>
            scene.declare("Flavor", { name: scene.prefix, flavorId: "..", ram: 512, vcpus: 1, extraSpecs });
        await scene.stack.up(flavor({ "..": "one", kept: "yes" }));
        await scene.inPlace(flavor({ kept: "yes" }));
        const seen = async () => (await scene.witness.flavors(scene.prefix)).map(({ name }) => name);
        expect(await seen()).toEqual([scene.prefix]);
        await scene.stack.destroy();
        expect(await seen()).toEqual([]);
    });

    scenario("are a keypair's name", async (scene) => {
        const keypair = scene.declare("Keypair", { name: "..", publicKey: KEYS.first });
        await scene.stack.up(keypair);
        expect(await scene.witness.keypairs("..")).toEqual([".."]);
        await scene.unchanged(keypair);
        await scene.stack.destroy();
        expect(await scene.witness.keypairs("..")).toEqual([]);
    });
});
