/** The password that a cloud makes for a server: kept for the program and for the next rebuild, and shown to nobody. */
import { inShort, spelledOut } from "../../../provider/host/dynamic/shorthand";
import { newKey, unsealed } from "../../../provider/state/sealed";
import { isSecret, keptIn } from "../../support/wire";
import { type Bag, type Declared, pulumi, type Stood, setting, settingForEach } from "./setting";

const KEY = newKey();

settingForEach();

const OWNER = { stack: "0123", urn: "urn:pulumi:dev::site::pulumi-nodejs:dynamic/openstack-compute:Server::web" };

const server = (args: Bag = {}, key = KEY): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "debian-12", networks: "none", ...args },
    owner: { ...OWNER, key },
});

const sealedIn = ({ outs }: { outs: Bag }) => String((keptIn(outs).outputs as Bag).adminPass);

/** What the cloud has set, of all servers there are. */
const passwords = () => setting.cloud.inspect().servers.map(({ adminPass }) => adminPass);

test("is sealed in the state with the stack's key, which is in no state of a server", async () => {
    const stood = await pulumi.first(server());
    expect([unsealed(sealedIn(stood), KEY)]).toEqual(passwords());
    expect(stood.outs).not.toHaveProperty("adminPass");
    expect(JSON.stringify([stood.inputs, stood.outs])).not.toContain(KEY);
});

test("is no difference, and the same text after a refresh in another process", async () => {
    const stood = await pulumi.first(server());
    const refreshed = await (await setting.provider()).refreshed(stood);
    expect(sealedIn(refreshed)).toBe(sealedIn(stood));
    expect(refreshed.inputs).not.toHaveProperty("adminPass");
    expect((await pulumi.preview(server(), refreshed)).diff.changes).toBe(false);
});

test("is the same text after an update that does not touch it", async () => {
    const stood = await pulumi.first(server());
    const next = await (await setting.provider()).next(server({ metadata: { role: "web" } }), stood);
    expect(sealedIn(next)).toBe(sealedIn(stood));
});

/** As a process of its own does, to which Pulumi tells the key with the program's arguments. */
async function rebuilt(stood: Stood, key?: string): Promise<Stood> {
    return (await setting.provider()).next(server({ image: "ubuntu-24.04" }, key), stood);
}

test("stays when the server is rebuilt", async () => {
    const stood = await pulumi.first(server());
    const [before] = passwords();
    const next = await rebuilt(stood);
    expect(passwords()).toEqual([before]);
    expect(unsealed(sealedIn(next), KEY)).toBe(before);
});

test("is another one after a rebuild where the stack has lost its key, which is said", async () => {
    const stood = await pulumi.first(server());
    const [before] = passwords();
    const key = newKey();
    const next = await rebuilt(stood, key);
    expect(passwords()).not.toEqual([before]);
    expect([unsealed(sealedIn(next), key)]).toEqual(passwords());
    expect(setting.said.join("\n")).toContain(
        "its password was sealed with a key that this stack does not have: the rebuild generates a new one",
    );
});

test("is the program's own from when it declares one: a secret of Pulumi's, as every argument", async () => {
    const stood = await pulumi.first(server());
    const next = await pulumi.next(server({ adminPass: "0wn-Passw0rd" }), stood);
    expect(passwords()).toEqual(["0wn-Passw0rd"]);
    expect(next.outs.adminPass).toBe("0wn-Passw0rd");
    expect(keptIn(next.outs).outputs).not.toHaveProperty("adminPass");
});

test("is sealed also where a creation fails half-way", async () => {
    setting.cloud.faults.failStep("spawn");
    const { inputs } = await pulumi.check(server());
    const failure: unknown = await pulumi.create(inputs).catch((error: unknown) => error);
    const { properties } = failure as { properties: Bag };
    expect([unsealed(sealedIn({ outs: properties }), KEY)]).toEqual(passwords());
});

test.each([
    ["no identity", undefined],
    ["an identity of before, which has none", OWNER],
])("is a secret of its own for a stack without a key: %s", async (_what, owner) => {
    const stood = await pulumi.first({ ...server(), owner });
    expect([stood.outs.adminPass]).toEqual(passwords());
    expect(isSecret(inShort(spelledOut(stood.outs)).adminPass)).toBe(true);
});

test("that a state has as a secret is sealed with the next update", async () => {
    const stood = await pulumi.first({ ...server(), owner: OWNER });
    const next = await pulumi.next(server({ metadata: { role: "web" } }), stood);
    expect(next.outs).not.toHaveProperty("adminPass");
    expect([unsealed(sealedIn(next), KEY)]).toEqual(passwords());
});

test("is declared without a request", async () => {
    const stood = await pulumi.first(server());
    const [adminPass] = passwords();
    let next = stood;
    const writes = await setting.writes(async () => {
        next = await pulumi.next(server({ adminPass }), stood);
    });
    expect(writes).toEqual([]);
    expect(next.outs.adminPass).toBe(adminPass);
});

test("is known where a rebuild makes it and fails then", async () => {
    const stood = await pulumi.first(server());
    const key = newKey();
    setting.cloud.faults.failStep("spawn");
    const failure: unknown = await rebuilt(stood, key).catch((error: unknown) => error);
    const { properties } = failure as { properties: Bag };
    expect([unsealed(sealedIn({ outs: properties }), key)]).toEqual(passwords());
});

test("is not said to be generated again if the program declares one for the rebuild", async () => {
    const stood = await pulumi.first(server());
    const declared = server({ image: "ubuntu-24.04", adminPass: "0wn-Passw0rd" }, newKey());
    await (await setting.provider()).next(declared, stood);
    expect(passwords()).toEqual(["0wn-Passw0rd"]);
    expect(setting.said.join("\n")).not.toContain("generates a new one");
});

test("of one that was adopted, made by a rebuild, is sealed as well", async () => {
    const made = await pulumi.first({ ...server(), owner: undefined });
    const own = await setting.provider();
    const name = String(made.outs.name);
    const adopted = await own.first(server({ adopt: made.id, name }));
    expect(adopted.outs).not.toHaveProperty("adminPass");
    const next = await own.next(server({ name, image: "ubuntu-24.04" }), adopted);
    expect([unsealed(sealedIn(next), KEY)]).toEqual(passwords());
    expect((await own.refreshed(next)).inputs).not.toHaveProperty("adminPass");
});

test("is all that is sealed: a public key that was made here is for all to see", async () => {
    const urn = "urn:pulumi:dev::site::pulumi-nodejs:dynamic/openstack-compute:Keypair::key";
    const owner = { stack: "0123", urn, key: KEY };
    const stood = await pulumi.first({ kind: "Keypair", name: "key", args: {}, owner });
    expect(stood.outs.publicKey).toMatch(/^ssh-/);
    expect(stood.outs.privateKey).toContain("PRIVATE KEY");
});
