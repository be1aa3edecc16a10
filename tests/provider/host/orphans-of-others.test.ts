/** What of keypairs, flavors, groups and floating IPs can be told of a creation that died: their generated names. */
import { generateKeyPairSync } from "node:crypto";
import { parseKey } from "sshpk";
import { Nova } from "../../support/nova";
import { asText, keptIn } from "../../support/wire";
import { type Bag, type Declared, nova, setting, settingForEach, thrown } from "./setting";

settingForEach();

const owned = (kind: string, args: Bag, stack = "5ea1ab1e"): Declared => ({
    kind,
    name: "ops",
    args,
    owner: { stack, urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/openstack-compute:${kind}::ops` },
});

/** By a process of its own, as each command has one. */
const first = async (declared: Declared) => (await setting.provider()).first(declared);

const publicKey = (): string => {
    const pem = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
    return parseKey(pem, "pem").toString("ssh");
};

const KEY = publicKey();
const RULE = { protocol: "tcp", port: 443, cidr: "0.0.0.0/0" };

const FOUND: [kind: string, left: Bag, wanted: Bag][] = [
    ["Keypair", { publicKey: KEY }, { publicKey: KEY }],
    ["Flavor", { ram: 512, vcpus: 1 }, { ram: 512, vcpus: 1, extraSpecs: { "hw:mem_page_size": "large" } }],
    ["SecurityGroup", { rules: [RULE] }, { rules: [RULE, { ...RULE, port: 80 }] }],
];

test.each(FOUND)(
    "a %s that is left under its generated name is taken over, and completed",
    async (kind, left, wanted) => {
        const { id } = await first(owned(kind, left));
        const pulumi = await setting.provider();
        const stood = await pulumi.first(owned(kind, wanted));
        expect(stood.id).toBe(id);
        expect(setting.said.join("\n")).toContain(`${id} exists already, from a creation that was interrupted`);
        const refreshed = await pulumi.refreshed(stood);
        expect((await pulumi.preview(owned(kind, wanted), refreshed)).diff.changes).toBe(false);
    },
);

const NAMED: [kind: string, left: Bag, wanted: Bag, why: string][] = [
    ["Keypair", { publicKey: KEY }, { publicKey: publicKey() }, "its publicKey differs"],
    ["Keypair", {}, {}, "its private key was lost with the process that generated it"],
    ["Flavor", { ram: 512, vcpus: 1 }, { ram: 1024, vcpus: 1 }, "its ram differs"],
    ["SecurityGroup", { rules: [RULE] }, {}, "it has rules that are not in the program"],
];

test.each(NAMED)("a %s that differs is only named (%j, %j)", async (kind, left, wanted, why) => {
    const { id } = await first(owned(kind, left));
    const { message } = await thrown(first(owned(kind, wanted)));
    expect(message).toContain(`${id} was created as this resource. It is not adopted: `);
    expect(message).toContain(why);
    expect(message).toContain(`adopt: "${id}"`);
});

test.each(FOUND)("another stack's %s is nothing to this one", async (kind, args) => {
    const { id } = await first(owned(kind, args));
    expect((await first(owned(kind, args, "another"))).id).not.toBe(id);
});

test.each(FOUND)("a %s that is replaced has another name than the one that stands", async (kind, args) => {
    const before = await first(owned(kind, args));
    const pulumi = await setting.provider();
    await pulumi.check(owned(kind, args), before.inputs);
    const { inputs } = await pulumi.check(owned(kind, args));
    expect(inputs.name).toMatch(/^ops-[0-9a-f]{7}$/);
    expect(inputs.name).not.toBe(before.inputs.name);
});

test.each(FOUND)("a %s that a replacement has left is taken over by the next one", async (kind, args) => {
    const before = await first(owned(kind, args));
    const replacement = async () => {
        const pulumi = await setting.provider();
        await pulumi.check(owned(kind, args), before.inputs);
        return pulumi.create((await pulumi.check(owned(kind, args))).inputs);
    };
    const left = await replacement();
    const { id, outs } = await replacement();
    expect(id).toBe(left.id);
    expect(id).not.toBe(before.id);
    expect(outs.name).not.toBe(before.outs.name);
});

const NAME_TAKEN: [kind: string, args: Bag, id: RegExp][] = [
    ["Keypair", { name: "ops-key", publicKey: KEY }, /^ops-key$/],
    ["Flavor", { name: "tiny", ram: 512, vcpus: 1 }, /./],
    ["Flavor", { flavorId: "tiny-1", ram: 512, vcpus: 1 }, /^tiny-1$/],
];

test.each(NAME_TAKEN)("a %s under a name of the program's is named where it stands (%j)", async (kind, args, like) => {
    const { id } = await first(owned(kind, args));
    expect(id).toMatch(like);
    // Under another logical name: nothing says that this resource made it.
    const { message } = await thrown(first({ ...owned(kind, args), name: "other" }));
    expect(message).toContain(`adopt it with adopt: "${id}"`);
});

test("what one cloud has is no other's, though it has the same id", async () => {
    const config = { "openstack-compute:cloud": "demo" };
    const key = (cloud: string): Declared => ({
        kind: "Keypair",
        name: cloud,
        args: { cloud, name: "ops", publicKey: KEY },
    });
    await first(key("one"));
    const pulumi = await setting.provider(config);
    const stood = await pulumi.first(key("demo"));
    await pulumi.refreshed(stood);
    // The state has "ops" of cloud demo; that of cloud one was left by a creation that died.
    const { message } = await thrown(pulumi.first(key("one")));
    expect(message).toContain('adopt it with adopt: "ops"');
});

/** Where the CLI was killed while it replaced: the old one is one to delete in the state, and the new one is not there. */
describe("a replacement of which the state does not know", () => {
    const flavor = (ram: number) => owned("Flavor", { ram, vcpus: 1 });

    async function lost() {
        const old = await first(flavor(256));
        const pulumi = await setting.provider();
        await pulumi.check(flavor(512), old.inputs);
        const { id } = await pulumi.create((await pulumi.check(flavor(512))).inputs);
        return { old, id };
    }

    test("is found once a refresh has read the old one", async () => {
        const { old, id } = await lost();
        const pulumi = await setting.provider();
        await pulumi.refreshed(old);
        const found = await pulumi.first(flavor(512));
        expect(found.id).toBe(id);
        await pulumi.delete(old.id, old.outs);
        expect(setting.cloud.inspect().flavors.some((one) => one.id === old.id)).toBe(false);
    });

    test("is no reason to take over the old one: without a refresh the message asks for it", async () => {
        await lost();
        const { message } = await thrown(first(flavor(512)));
        expect(message).toContain("run `pulumi up --refresh`, by which the provider learns what the state has");
    });
});

test("what is adopted is not deleted with the entry of the state that had it under another name", async () => {
    const old = await first(owned("Flavor", { ram: 256, vcpus: 1 }));
    const pulumi = await setting.provider();
    const adopted = await pulumi.first({ ...owned("Flavor", { ram: 256, vcpus: 1, adopt: old.id }), name: "renamed" });
    await pulumi.delete(old.id, old.outs);
    expect(setting.cloud.inspect().flavors.some(({ id }) => id === adopted.id)).toBe(true);
    expect(setting.said.at(-1)).toMatch(
        /is not deleted, because another resource of this stack manages it: only this entry is removed from the state/,
    );
});

test("what was adopted is replaced under another name than its own, though the program names none", async () => {
    const old = await first(owned("Flavor", { ram: 256, vcpus: 1 }));
    const adopted = await first(owned("Flavor", { ram: 256, vcpus: 1, adopt: old.id }));
    const pulumi = await setting.provider();
    const next = await pulumi.next(owned("Flavor", { ram: 512, vcpus: 1 }), adopted);
    expect(next.diff?.replaces).toEqual(["ram"]);
    expect(next.outs.name).not.toBe(old.outs.name);
    expect(setting.cloud.inspect().flavors.map(({ id }) => id)).toEqual(expect.not.arrayContaining([old.id]));
});

test("a security group whose creation's answer is lost is named under a name of the program's", async () => {
    const group = owned("SecurityGroup", { name: "web" });
    setting.cloud.faults.drop("after", { method: "POST", path: /\/os-security-groups$/ });
    const { message } = await thrown(first(group));
    const made = setting.cloud.inspect().securityGroups.filter(({ name }) => name === "web");
    expect(made).toHaveLength(1);
    expect(message).toContain(`adopt it with adopt: "${made[0]?.id}"`);
});

test("a floating IP whose allocation's answer is lost is named, and no other that was there before", async () => {
    const { floating_ip: before } = await nova.post<{ floating_ip: { id: string } }>(
        "/os-floating-ips",
        { pool: "public" },
        { microversion: "2.1" },
    );
    setting.cloud.faults.drop("after", { method: "POST", path: /\/os-floating-ips$/ });
    const { message } = await thrown(first(owned("FloatingIp", { pool: "public" })));
    const { floating_ips: all } = await nova.get<{ floating_ips: { id: string }[] }>("/os-floating-ips", {
        microversion: "2.1",
    });
    const lost = all.find(({ id }) => id !== before.id);
    expect(message).toContain(`adopt it with adopt: "${lost?.id}"`);
    expect(message).not.toContain(before.id);
});

describe("a keypair", () => {
    test("of another current user is an error, and not gone", async () => {
        const config = { "openstack-compute:cloud": "demo" };
        const pulumi = await setting.provider(config);
        const stood = await pulumi.first({ kind: "Keypair", name: "ops", args: { publicKey: KEY } });
        // As the state of another user's, read with these credentials, which are no administrator's.
        const theirs = { ...stood.outs, __state: asText({ ...keptIn(stood.outs), owner: nova.userId }) };
        for (const call of [pulumi.read(stood.id, theirs), pulumi.delete(stood.id, theirs)]) {
            const { message } = await thrown(call);
            expect(message).toContain(
                `belongs to user ${nova.userId}. The credentials in use are another user's, who may not see it.`,
            );
            expect(message).toContain("It is not treated as deleted");
        }
    });

    test("may be another user's, for an administrator", async () => {
        const demo = await Nova.connect(setting.cloud.cloudsYaml({ project: "demo" }));
        const args = { publicKey: KEY, name: "theirs", userId: demo.userId };
        const pulumi = await setting.provider();
        const stood = await pulumi.first({ kind: "Keypair", name: "ops", args });
        const names = async () =>
            (await demo.get<{ keypairs: { keypair: { name: string } }[] }>("/os-keypairs")).keypairs.map(
                ({ keypair }) => keypair.name,
            );
        expect(await names()).toContain("theirs");
        const refreshed = await pulumi.refreshed(stood);
        expect((await pulumi.preview({ kind: "Keypair", name: "ops", args }, refreshed)).diff.changes).toBe(false);
        await pulumi.delete(stood.id, refreshed.outs);
        expect(await names()).not.toContain("theirs");
    });
});
