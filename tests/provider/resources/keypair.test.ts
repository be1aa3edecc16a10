/** Public keys that are taken or refused, and the pairs that are generated. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseKey, parsePrivateKey } from "sshpk";
import { complaints } from "../../../provider/arguments/validation";
import type { Context } from "../../../provider/lifecycle/kind";
import { Exchange } from "../../../provider/lifecycle/resource-exchange";
import { keypair } from "../../../provider/resources/keypair";
import { FakeCompute } from "../api/fake-compute";
import { ECDSA, ED25519, RSA, SECURITY_KEY } from "./public-keys";

const judged = (publicKey: string) => complaints("Keypair", keypair.schema, { publicKey });

const REFUSED = ['publicKey: not an OpenSSH public key such as "ssh-ed25519 AAAA… comment"'];

test.each([
    ["ed25519", ED25519],
    ["rsa", RSA],
    ["ecdsa", ECDSA],
    ["a security key's", SECURITY_KEY],
    ["one without a comment", ED25519.split(" ").slice(0, 2).join(" ")],
    ["one with a newline at its end", `${ED25519}\n`],
    ["one with a comment of several words", `${ED25519} of the operators`],
])("a public key is taken: %s", (_what, key) => {
    expect(judged(key)).toEqual([]);
});

test.each([
    ["nothing", ""],
    ["a word", "hello"],
    ["a type alone", "ssh-ed25519"],
    ["a type with something else", "ssh-ed25519 AAAA"],
    ["a blob of another type", ED25519.replace("ssh-ed25519", "ssh-rsa")],
    ["a blob that is cut off in its type", ED25519.slice(0, 24)],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n"],
    ["a certificate in PEM", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"],
    ["a line of authorized_keys with options", `no-pty ${ED25519}`],
    ["base64 that claims a huge length", `ssh-ed25519 ${Buffer.alloc(60, 255).toString("base64")}`],
])("what is no public key is refused: %s", (_what, key) => {
    expect(judged(key)).toEqual(REFUSED);
});

interface Sent {
    keypair: { name: string; public_key: string };
}

/** Makes a keypair without a public key, in a cloud that takes everything. */
async function generated(keyAlgorithm: "ed25519" | "rsa", name = "the operators' key") {
    const compute = new FakeCompute().answering({
        body: { keypair: { name, public_key: "as sent", fingerprint: "aa:bb" } },
    });
    const context: Context = {
        compute,
        run: {
            exchange: new Exchange().party("", ""),
            isInState: () => false,
            isReplaced: () => false,
            isToBeReplaced: () => false,
            made: () => undefined,
            take: () => undefined,
            wrote: () => undefined,
            writtenByAnother: () => ({}),
            once: (_what, look) => look(),
        },
        subject: `keypair "${name}"`,
        quotas: {},
        declaration: { kind: "Keypair", name },
        deadline: Number.POSITIVE_INFINITY,
        say: () => undefined,
        progress: () => undefined,
        record: () => undefined,
        unsealed: (secret) => secret,
    };
    const { state } = await keypair.create(context, { name, keyAlgorithm });
    const sent = compute.onlyCall.body as Sent;
    const { publicKey = "", privateKey = "" } = state as { publicKey?: string; privateKey?: string };
    return { sent: sent.keypair, publicKey, privateKey, state };
}

describe.each(["ed25519", "rsa"] as const)("a generated %s pair", (algorithm) => {
    let made: Awaited<ReturnType<typeof generated>>;

    beforeAll(async () => {
        made = await generated(algorithm);
    });

    test("is sent to the cloud as an import: the private key never travels", () => {
        expect(made.sent.public_key).toBe(made.publicKey);
        expect(JSON.stringify(made.sent)).not.toContain("PRIVATE");
    });

    test("has a public key that this package would take", () => {
        expect(judged(made.publicKey)).toEqual([]);
    });

    test("has a public key of its algorithm, in one line, with the name as its comment", () => {
        expect(made.publicKey).toMatch(algorithm === "rsa" ? /^ssh-rsa \S+ \S+$/ : /^ssh-ed25519 \S+ \S+$/);
        expect(made.publicKey.split(" ")[2]).toBe("the-operators'-key");
    });

    test("has a private key in OpenSSH's format", () => {
        expect(made.privateKey).toMatch(
            /^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]+\n-----END OPENSSH PRIVATE KEY-----\n$/,
        );
    });

    test("has halves that fit: what one signs the other verifies", () => {
        const signer = parsePrivateKey(made.privateKey, "ssh").createSign("sha512");
        signer.update("text");
        const verifier = parseKey(made.publicKey, "ssh").createVerify("sha512");
        verifier.update("text");
        expect(verifier.verify(signer.sign())).toBe(true);
    });

    test("has a private key of which ssh-keygen, where there is one, tells the public half", () => {
        const folder = mkdtempSync(join(tmpdir(), "key-"));
        const file = join(folder, "key");
        writeFileSync(file, made.privateKey, { mode: 0o600 });
        const { error, stdout } = spawnSync("ssh-keygen", ["-y", "-P", "", "-f", file], { encoding: "utf8" });
        rmSync(folder, { recursive: true });
        const told = error === undefined ? stdout.trim().split(" ").slice(0, 2) : made.publicKey.split(" ").slice(0, 2);
        expect(told).toEqual(made.publicKey.split(" ").slice(0, 2));
    });

    test("of rsa has 4096 bits, of ed25519 256", () => {
        expect(parseKey(made.publicKey, "ssh").size).toBe(algorithm === "rsa" ? 4096 : 256);
    });
});

test("a generated pair is another one each time", async () => {
    expect((await generated("ed25519")).publicKey).not.toBe((await generated("ed25519")).publicKey);
});

test("a state tells that the public key was made here, so that leaving it out is no change", async () => {
    expect((await generated("ed25519")).state.__state).toMatchObject({ made: ["publicKey"] });
});
