/** Pulumi's own options of a resource: what the engine makes of them leaves the cloud as they say. */
import { CREATED_FIRST, DELETED_FIRST, Setting } from "../setting";
import { type Declared, programOf, server } from "./program";
import { idsIn, standing } from "./standing";

/** Of a program: what changes of the rows from one test to the next. */
interface Rows {
    userData: string;
    role: string;
    flavor: string;
    image: string;
    isProtected: boolean;
}

const FIRST: Rows = {
    userData: "#!/bin/sh\necho one\n",
    role: "one",
    flavor: "m1.tiny",
    image: "debian-12",
    isProtected: true,
};

// The tests tell one story, in this order.
describe("the options of resources", () => {
    let setting: Setting;
    let ids: ReadonlyMap<string, string>;

    const rows = ({ userData, role, flavor, image, isProtected }: Rows) => [
        server("drifting", { flavor, image, metadata: { role } }, { ignoreChanges: ["flavor", "image", "metadata"] }),
        server("one-key", { metadata: { role, owner: role } }, { ignoreChanges: ["metadata.owner"] }),
        server("guarded", { metadata: { role } }, { protect: isProtected }),
        server("apart", { userData }, { deleteBeforeReplace: true }),
        server("beside", { userData }),
        server("hidden", {}, { additionalSecretOutputs: ["addresses"] }),
        server("transformed", {}, { transforms: ["=marked"] }),
    ];
    const code = {
        before: `
            const marked = ({ props, opts }) => ({ props: { ...props, metadata: { by: "transform" } }, opts });
            pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
                type.endsWith(":Server") ? { props: { ...props, description: "of this stack" }, opts } : undefined);
        `,
    };
    const retained: Declared[] = [
        server("kept", {}, { retainOnDelete: true }),
        { kind: "Keypair", name: "kept-key", options: { retainOnDelete: true } },
    ];
    const write = (changed: Partial<Rows> = {}, more: Declared[] = []) =>
        setting.stack.write(programOf([...rows({ ...FIRST, ...changed }), ...more], code));

    beforeAll(async () => {
        setting = await Setting.make();
        await setting.liftQuotas();
        write({}, retained);
        await setting.stack.up();
        ids = await idsIn(setting.stack);
    });
    afterAll(() => setting.end());

    const idOf = (name: string) => ids.get(name) ?? "";
    const seen = (name: string) => setting.cloud.inspect().servers.find(({ id }) => id === idOf(name));

    it("transforms and transformations set arguments", () => {
        expect(seen("transformed")).toMatchObject({ metadata: { by: "transform" }, description: "of this stack" });
        expect(seen("beside")).toMatchObject({ description: "of this stack" });
    });

    it("additionalSecretOutputs hides an output in the state", async () => {
        const { outputs } = await setting.stack.resource("hidden");
        expect(outputs?.addresses).toHaveProperty("ciphertext");
    });

    it("ignoreChanges leaves alone what others changed and what the program changes; retainOnDelete what leaves it", async () => {
        const image = setting.cloud.inspect().images.find(({ name }) => name === "cirros")?.id;
        const path = `/servers/${idOf("drifting")}`;
        await setting.nova.post(`${path}/metadata`, { metadata: { role: "drifted" } });
        await setting.nova.post(`${path}/action`, { rebuild: { imageRef: image } });
        await settled(path, "ACTIVE");
        await setting.nova.post(`${path}/action`, { resize: { flavorRef: "3" } });
        await settled(path, "VERIFY_RESIZE");
        await setting.nova.post(`${path}/action`, { confirmResize: null });
        await settled(path, "ACTIVE");

        write({ role: "two", flavor: "m1.small", image: "debian-13" });
        const writes = await setting.writesById(async () => {
            const result = await setting.stack.up({ refresh: true });
            expect(result.ops("drifting")).toEqual([]);
        });
        expect(writes(idOf("drifting"))).toEqual([]);
        expect(seen("one-key")?.metadata).toMatchObject({ role: "two", owner: "one" });
        expect(standing(setting)).toEqual([...ids.values()].sort());
    });

    it("protect refuses a replacement and a deletion, and nothing is changed; deleteBeforeReplace is the program's word", async () => {
        const userData = "#!/bin/sh\necho two\n";
        const [drifting, oneKey, , ...others] = rows({ ...FIRST, userData });
        const guarded = server("guarded", { userData }, { protect: true });
        setting.stack.write(
            programOf(
                [drifting, oneKey, guarded, ...others].flatMap((one) => one ?? []),
                code,
            ),
        );
        const refused = await setting.stack.preview({ expectFailure: true });
        expect(refused.text).toContain("protect");

        write({ userData });
        const result = await setting.stack.up();
        expect(result.ops("apart")).toEqual(DELETED_FIRST);
        expect(result.ops("beside")).toEqual(CREATED_FIRST);
        expect(seen("guarded")).toMatchObject({ status: "ACTIVE", metadata: { role: "one" } });
    });

    it("protect is lifted by the program; a destroy then leaves what retainOnDelete has left", async () => {
        const refused = await setting.stack.destroy({ expectFailure: true });
        expect(refused.text).toContain("guarded");
        write({ isProtected: false });
        await setting.stack.up();
        await setting.stack.destroy();
        expect(standing(setting)).toEqual([idOf("kept"), idOf("kept-key")].sort());
    });

    async function settled(path: string, status: string): Promise<void> {
        while ((await setting.nova.get<{ server: { status: string } }>(path)).server.status !== status) {
            // It goes by itself.
        }
    }
});
