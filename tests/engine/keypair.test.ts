/** The Keypair on the real engine: imported and generated, replaced row by row, drifted, adopted, read, deleted. */
import { parseKey, parsePrivateKey } from "sshpk";
import type { Result } from "../support/stack";
import { CREATED_FIRST, DELETED_FIRST, resources, Setting, words } from "./setting";

const FIRST = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const SECOND = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA";

const CREATE = "POST /os-keypairs";
const remove = (name: string) => `DELETE /os-keypairs/${name}`;

/** Each resource stands for a row of the change table. */
const PROGRAM: Record<string, object> = {
    deploy: { name: "deploy", publicKey: `${FIRST} ops@one` },
    renamed: { name: "one", publicKey: FIRST },
    generated: {},
    algorithm: { keyAlgorithm: "rsa" },
    imported: {},
    outside: {},
    adopted: { adopt: "by-hand", publicKey: FIRST },
    commented: { publicKey: FIRST },
    spelled: {},
};

describe("a keypair", () => {
    let setting: Setting;
    beforeAll(async () => {
        setting = await Setting.make();
        for (const name of ["by-hand", "theirs"]) {
            await setting.nova.post("/os-keypairs", { keypair: { name, public_key: `${FIRST} by-hand` } });
        }
    });
    afterAll(() => setting.end());
    /** What the first up said. */
    let first: Result;
    let replaced: Result | undefined;

    const write = (program: Record<string, object>, more = "") =>
        setting.stack.write(`
            ${resources("Keypair", program)}
            const seen = compute.Keypair.get("seen", "theirs");
            exports.seen = { name: seen.name, publicKey: seen.publicKey, fingerprint: seen.fingerprint };
            ${more}
        `);
    const keys = () => new Map(setting.cloud.inspect().keypairs.map(({ name, publicKey }) => [name, publicKey]));
    const outputs = async () => {
        const { resources } = await setting.stack.state({ showSecrets: true });
        return new Map(resources.map(({ urn, outputs = {} }) => [urn.replace(/^.*::/, ""), outputs]));
    };
    const privateKey = ({ privateKey }: Record<string, unknown> = {}): string =>
        JSON.parse((privateKey as { plaintext: string }).plaintext);

    it("is created with every argument, by one POST", async () => {
        write({ ...PROGRAM, missing: { adopt: "missing" } }, 'compute.Keypair.get("nowhere", "missing");');
        const calls = await setting.calls(async () => {
            first = await setting.stack.up({ expectFailure: true, args: ["--continue-on-error"] });
        });

        expect(calls.filter((call) => !call.startsWith("GET"))).toEqual(Array(8).fill(CREATE));
        expect(new Set(calls.filter((call) => call.startsWith("GET")))).toEqual(
            new Set(["by-hand", "theirs", "missing"].map((name) => `GET /os-keypairs/${name}`)),
        );
        expect(keys().get("deploy")).toBe(`${FIRST} ops@one`);
        const { id, outputs } = await setting.stack.resource("deploy");
        expect(id).toBe("deploy");
        expect(outputs).toMatchObject({
            name: "deploy",
            publicKey: `${FIRST} ops@one`,
            fingerprint: setting.cloud.inspect().keypairs.find(({ name }) => name === "deploy")?.fingerprint,
        });
        expect(outputs).not.toHaveProperty("privateKey");
    });

    it("is generated here, under a name made from the resource's, and only its public half is sent", async () => {
        const made = await outputs();
        expect(made.get("generated")?.name).toMatch(/^generated-[0-9a-f]{7}$/);
        expect(made.get("generated")?.publicKey).toMatch(/^ssh-ed25519 /);
        expect(parseKey(String(made.get("algorithm")?.publicKey), "ssh")).toMatchObject({ type: "rsa", size: 4096 });
        const bodies = setting.cloud.requests.map(({ body }) => body);
        for (const key of ["generated", "algorithm"]) {
            const { name, publicKey } = made.get(key) ?? {};
            expect(bodies).toContainEqual({ keypair: { name, public_key: publicKey } });
        }
        expect(JSON.stringify(bodies)).not.toContain("PRIVATE KEY");
    });

    it("has a private key that fits the public one, and it is in the state encrypted only", async () => {
        const made = await outputs();
        for (const name of ["generated", "algorithm"]) {
            const key = parsePrivateKey(privateKey(made.get(name)), "ssh");
            const signer = key.createSign("sha512");
            signer.update("text");
            const verifier = parseKey(String(made.get(name)?.publicKey), "ssh").createVerify("sha512");
            verifier.update("text");
            expect(verifier.verify(signer.sign())).toBe(true);
        }
        const state = JSON.stringify(await setting.stack.state());
        expect(state).toContain("ciphertext");
        expect(state).not.toContain("PRIVATE KEY");
    });

    it("fails in words where there is none, adopted or read, and nothing is made", async () => {
        expect(first.text).toContain(
            'keypair "nowhere" (missing): there is no keypair "missing" in cloud "embedded" for this project.',
        );
        expect(first.text).toContain('keypair "missing"');
        expect(keys().has("missing")).toBe(false);
    });

    it("is adopted by reading only, and read without being managed", async () => {
        const { fingerprint } = setting.cloud.inspect().keypairs.find(({ name }) => name === "theirs") ?? {};
        const seen = { name: "theirs", publicKey: `${FIRST} by-hand`, fingerprint };
        expect((await outputs()).get("seen")).toMatchObject(seen);
        expect((await setting.stack.resource("adopted")).id).toBe("by-hand");
        expect(keys().get("by-hand")).toBe(`${FIRST} by-hand`);
    });

    it("is proposed no change while nothing changes, also after a refresh", async () => {
        write(PROGRAM);
        const result = await setting.stack.preview({ refresh: true, expectNoChanges: true });
        expect(words(result).join()).not.toContain("->");
    });

    it("is not replaced while adopt names it", async () => {
        write({ ...PROGRAM, adopted: { adopt: "by-hand", name: "by-hand", publicKey: SECOND } });
        const writes = await setting.writes(async () => {
            expect(words(await setting.stack.up({ expectFailure: true }))).toContain(
                'keypair "adopted": publicKey: replace; servers keep the key they booted with; refused while adopt still names this one',
            );
        });
        expect(writes).toEqual([]);
    });

    it("is replaced for a change of each argument, deleted first where old and new have one name", async () => {
        const before = await outputs();
        write({
            ...PROGRAM,
            deploy: { name: "deploy", publicKey: SECOND },
            renamed: { name: "two", publicKey: FIRST },
            algorithm: { keyAlgorithm: "ed25519" },
            imported: { publicKey: FIRST },
            adopted: { name: "by-hand", publicKey: SECOND },
            commented: { publicKey: `${FIRST} somebody@else` },
            spelled: { keyAlgorithm: "ed25519" },
        });
        let result: Result | undefined;
        const writes = await setting.writes(async () => {
            result = await setting.stack.up({ skipPreview: false });
        });
        const after = await outputs();
        const old = (name: string) => String(before.get(name)?.name);

        const said = result === undefined ? [] : words(result);
        for (const words of [
            'keypair "deploy": publicKey: replace; servers keep the key they booted with; the old one is deleted first: a keypair\'s name is unique',
            'keypair "renamed": name one -> two: replace: a keypair is known by its name',
            'keypair "algorithm": keyAlgorithm rsa -> ed25519: replace: another pair is generated',
            'keypair "imported": publicKey: replace; servers keep the key they booted with',
        ]) {
            expect(said).toContain(words);
        }
        for (const name of ["deploy", "adopted"]) {
            expect(result?.ops(name).slice(-3)).toEqual(DELETED_FIRST);
        }
        for (const name of ["renamed", "algorithm", "imported"]) {
            expect(result?.ops(name).slice(-3)).toEqual(CREATED_FIRST);
        }
        replaced = result;
        expect([...writes].sort()).toEqual(
            [
                ...Array(5).fill(CREATE),
                ...["deploy", "one", "by-hand", old("algorithm"), old("imported")].map((name) => remove(name)),
            ].sort(),
        );
        expect([...keys().keys()].sort()).toEqual(
            [
                ...["theirs", "by-hand", "deploy", "two"],
                ...["generated", "algorithm", "imported", "outside", "commented", "spelled"].map(nameIn(after)),
            ].sort(),
        );
        expect([keys().get("deploy"), keys().get("by-hand")]).toEqual([SECOND, SECOND]);
        expect(after.get("algorithm")?.publicKey).toMatch(/^ssh-ed25519 /);
        expect(after.get("imported")?.publicKey).toBe(FIRST);
        expect(after.get("imported")?.privateKey).toBeUndefined();
    });

    it.each(["commented", "spelled", "generated"])(
        "is not changed by another comment behind the same key, nor by a default that is spelled out: %s",
        (name) => {
            expect(replaced?.ops(name)).toEqual([]);
        },
    );

    it("shows what was changed outside, and up puts it right", async () => {
        const before = await outputs();
        const [generated, outside] = ["generated", "outside"].map(nameIn(before));
        for (const name of ["deploy", generated ?? "", outside ?? ""]) {
            await setting.nova.call("DELETE", `/os-keypairs/${name}`);
        }
        for (const name of ["deploy", generated]) {
            await setting.nova.post("/os-keypairs", { keypair: { name, public_key: `${FIRST} intruder` } });
        }

        let result: Result | undefined;
        const writes = await setting.writes(async () => {
            result = await setting.stack.up({ refresh: true });
        });
        const said = result === undefined ? [] : words(result);
        expect(said).toContainEqual(expect.stringContaining('keypair "deploy": publicKey: replace;'));
        expect(said).toContainEqual(expect.stringContaining('keypair "generated": publicKey: replace;'));
        expect(result?.ops("deploy")).toEqual(DELETED_FIRST);
        expect(result?.ops("generated")).toEqual(CREATED_FIRST);
        expect(result?.ops("outside")).toEqual(["create"]);
        expect([...writes].sort()).toEqual([CREATE, CREATE, CREATE, remove("deploy"), remove(generated ?? "")].sort());
        expect(keys().get("deploy")).toBe(SECOND);
        expect([...keys().values()]).not.toContain(`${FIRST} intruder`);
        for (const name of ["renamed", "algorithm", "imported", "adopted", "commented", "spelled"]) {
            expect([name, result?.ops(name)]).toEqual([name, []]);
        }
        expect(privateKey((await outputs()).get("generated"))).toContain("PRIVATE KEY");
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });

    it("is deleted without complaint when it is gone already", async () => {
        const gone = nameIn(await outputs())("outside");
        await setting.nova.call("DELETE", `/os-keypairs/${gone}`);
        const writes = await setting.writes(() => setting.stack.destroy());
        expect(writes).not.toContain(remove(gone));
        expect([...keys().keys()]).toEqual(["theirs"]);
    });
});

function nameIn(outputs: Map<string, Record<string, unknown>>): (resource: string) => string {
    return (resource) => String(outputs.get(resource)?.name);
}
