/** The Keypair on every cloud: imported, generated, replaced row by row, drifted, adopted. */
import { parsePrivateKey } from "sshpk";
import { keypair } from "../../provider/resources/keypair";
import { type Bag, CERTIFICATE, KEYS } from "./arguments";
import { CREATED_FIRST, DELETED_FIRST, ops, scenarios } from "./scenario";

const bare = (key: unknown) => String(key).split(" ").slice(0, 2).join(" ");

interface Row {
    row: keyof typeof keypair.changes;
    before: Bag;
    after: Bag;
    steps: readonly string[];
    words: string;
}

const REPLACED: Row[] = [
    {
        row: "name",
        before: { name: "NAME-1", publicKey: KEYS.first },
        after: { name: "NAME-2", publicKey: KEYS.first },
        steps: CREATED_FIRST,
        words: "name NAME-1 -> NAME-2: replace: a keypair is known by its name",
    },
    {
        row: "publicKey",
        before: { name: "NAME-1", publicKey: KEYS.first },
        after: { name: "NAME-1", publicKey: KEYS.second },
        steps: DELETED_FIRST,
        words: "publicKey: replace; servers keep the key they booted with; the old one is deleted first: a keypair's name is unique",
    },
    {
        row: "publicKey",
        before: {},
        after: { publicKey: KEYS.second },
        steps: CREATED_FIRST,
        words: "publicKey: replace; servers keep the key they booted with",
    },
    {
        row: "keyAlgorithm",
        before: {},
        after: { keyAlgorithm: "rsa" },
        steps: CREATED_FIRST,
        words: "keyAlgorithm (default) -> rsa: replace: another pair is generated",
    },
];

for (const as of ["admin", "member"] as const) {
    scenarios(`a keypair of a${as === "admin" ? "n admin's" : " member's"}`, (scenario) => {
        scenario(
            "is imported under its name, and not changed by another comment behind the same key",
            async (scene) => {
                const key = scene.declare("Keypair", { name: scene.name("ops"), publicKey: KEYS.first });
                await scene.stack.up(key);
                const seen = await scene.witness.keypair(scene.id(key));
                expect(seen).toMatchObject({ name: key.args.name, public_key: KEYS.first });
                expect(scene.stack.resource(key.name).outs).toMatchObject({ fingerprint: seen?.fingerprint });
                await scene.unchanged(key);
                await scene.unchanged({
                    ...key,
                    args: { ...key.args, publicKey: `${bare(KEYS.first)} somebody@else` },
                });
            },
            { as },
        );

        for (const keyAlgorithm of ["ed25519", "rsa"] as const) {
            scenario(
                `is generated (${keyAlgorithm}); the cloud has the half that fits the private one in the state`,
                async (scene) => {
                    const key = scene.declare("Keypair", { keyAlgorithm });
                    await scene.stack.up(key);
                    const { privateKey, publicKey } = scene.stack.resource(key.name).outs;
                    const fitting = parsePrivateKey(String(privateKey), "ssh").toPublic().toString("ssh");
                    expect(bare(publicKey)).toBe(bare(fitting));
                    expect(bare((await scene.witness.keypair(scene.id(key)))?.public_key)).toBe(bare(fitting));
                    await scene.unchanged(key);
                },
                { as },
            );
        }
    });
}

scenarios("a keypair", (scenario) => {
    for (const [index, { row, before, after, steps, words }] of REPLACED.entries()) {
        scenario(`is replaced for a change of ${row} (${index + 1})`, async (scene) => {
            const fill = <T>(value: T): T =>
                JSON.parse(JSON.stringify(value).replaceAll("NAME", `${scene.prefix}-key`)) as T;
            await scene.stack.up(scene.declare("Keypair", fill(before)));
            const old = scene.id(scene.declare("Keypair", {}));
            const next = scene.declare("Keypair", fill(after));
            expect(ops(await scene.stack.up(next))).toEqual(steps);
            expect(scene.said).toContain(fill(words));
            const id = scene.id(next);
            const { publicKey } = scene.stack.resource(next.name).outs;
            expect(bare((await scene.witness.keypair(id))?.public_key)).toBe(bare(publicKey));
            expect(await scene.witness.keypairs(`${scene.prefix}-`)).toEqual([id]);
            expect(old === id).toBe(row === "publicKey" && before.name !== undefined);
            await scene.unchanged(next);
        });
    }

    scenario("that others put another key under is replaced, and made anew when it was deleted", async (scene) => {
        const key = scene.declare("Keypair", { name: scene.name("ops"), publicKey: KEYS.first });
        await scene.stack.up(key);
        const id = scene.id(key);
        await scene.witness.deleteKeypair(id);
        await scene.witness.makeKeypair(id, KEYS.second);
        await scene.stack.refresh();
        expect(ops(await scene.stack.up(key))).toEqual(DELETED_FIRST);
        expect((await scene.witness.keypair(id))?.public_key).toBe(KEYS.first);

        await scene.witness.deleteKeypair(id);
        await scene.stack.refresh();
        expect(ops(await scene.stack.up(key))).toEqual(["create"]);
        await scene.witness.deleteKeypair(id);
        await scene.stack.destroy();
    });

    scenario("is adopted as it is, and not replaced while adopt names it", async (scene) => {
        const name = scene.byHand("key");
        await scene.witness.makeKeypair(name, KEYS.first);
        const adopting = scene.declare("Keypair", { adopt: name, publicKey: KEYS.first });
        await scene.stack.up(adopting);
        await scene.unchanged(adopting);
        const other = { adopt: name, name, publicKey: KEYS.second };
        await expect(scene.stack.up(scene.declare("Keypair", other))).rejects.toThrow("remove adopt");
        expect((await scene.witness.keypair(name))?.public_key).toBe(KEYS.first);
    });

    scenario("is refused under a name that is taken, in the cloud's words, and the other stays", async (scene) => {
        const name = scene.byHand("key");
        await scene.witness.makeKeypair(name, KEYS.first);
        const key = scene.declare("Keypair", { name, publicKey: KEYS.second });
        await expect(scene.stack.up(key)).rejects.toThrow(/Key pair '[^']+' already exists\. \(HTTP 409\)/);
        expect(scene.stack.holds(key.name)).toBe(false);
        expect((await scene.witness.keypair(name))?.public_key).toBe(KEYS.first);
    });

    scenario("of type x509 is a certificate; another type replaces it", async (scene) => {
        const name = scene.name("windows");
        const certificate = scene.declare("Keypair", { name, type: "x509", publicKey: CERTIFICATE });
        await scene.stack.up(certificate);
        expect(await scene.witness.keypair(name)).toMatchObject({ type: "x509" });
        await scene.unchanged(certificate);

        const key = scene.declare("Keypair", { name, type: "ssh", publicKey: KEYS.first });
        expect(ops(await scene.stack.up(key))).toEqual(DELETED_FIRST);
        expect(scene.said).toContain(
            "type x509 -> ssh: replace: another kind of key; the old one is deleted first: a keypair's name is unique",
        );
        expect(await scene.witness.keypair(name)).toMatchObject({ type: "ssh" });
    });

    scenario(
        "of another user stands beside one's own of that name, and goes when it becomes one's own",
        async (scene) => {
            const name = scene.name("ops");
            const { memberUser: userId } = scene;
            const theirs = scene.declare("Keypair", { name, userId, publicKey: KEYS.first });
            await scene.stack.up(theirs);
            expect(await scene.witness.keypair(name)).toBeUndefined();
            expect(await scene.witness.keypair(name, userId)).toMatchObject({ public_key: KEYS.first });
            await scene.unchanged(theirs);

            const own = scene.declare("Keypair", { name, userId: scene.witness.nova.userId, publicKey: KEYS.first });
            expect(ops(await scene.stack.up(own))).toEqual(CREATED_FIRST);
            expect(scene.said).toContain(
                `userId ${userId} -> ${scene.witness.nova.userId}: replace: it is another user's`,
            );
            expect(await scene.witness.keypair(name)).toMatchObject({ public_key: KEYS.first });
            expect(await scene.witness.keypair(name, userId)).toBeUndefined();
        },
    );

    it("has every row of its change table told here", () => {
        const told = new Set<string>(["type", "userId", ...REPLACED.map(({ row }) => row)]);
        expect(Object.keys(keypair.changes).filter((row) => !told.has(row))).toEqual([]);
    });
});
