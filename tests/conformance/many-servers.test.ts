/** Many servers at once: created, found, changed, refreshed and deleted together, with few requests. */
import { scenarios } from "./scenario";

/** More than are waited for by their ids. */
const COUNT = 8;

scenarios("many servers at once", (scenario) => {
    scenario("are created, resized, refreshed and deleted side by side, each as declared", async (scene) => {
        const [tiny, small] = scene.cloud.flavors;
        const declared = (flavor: string) =>
            Array.from({ length: COUNT }, (_, index) =>
                scene.server({ flavor, metadata: { index: `${index}` } }, { name: `many-${index}` }),
            );
        const flavorsIn = async () =>
            Promise.all(
                declared(tiny).map(async (one) => {
                    const { status, flavor, metadata } = await scene.witness.server(scene.id(one));
                    return { status, flavor: flavor.original_name, index: metadata.index };
                }),
            );
        const standing = (flavor: string) =>
            Array.from({ length: COUNT }, (_, index) => ({
                status: "ACTIVE",
                flavor,
                index: `${index}`,
            }));

        await scene.stack.atOnce(...declared(tiny));
        expect(await flavorsIn()).toEqual(standing(tiny));
        const ids = declared(tiny).map((one) => scene.id(one));
        expect(new Set(ids).size).toBe(COUNT);

        await scene.stack.atOnce(...declared(small));
        expect(await flavorsIn()).toEqual(standing(small));
        expect(declared(small).map((one) => scene.id(one))).toEqual(ids);

        await scene.stack.refresh();
        expect(await scene.stack.preview(...declared(small))).toEqual([]);

        const [first = "", ...others] = ids;
        await scene.witness.deleteServer(first);
        await scene.stack.refresh();
        expect(await scene.stack.preview(...declared(small))).toEqual([`${declared(small)[0]?.name} create`]);

        await scene.stack.destroyAtOnce();
        const left = await scene.witness.servers(scene.prefix);
        expect(left.filter(({ id }) => others.includes(id))).toEqual([]);
    });
});
