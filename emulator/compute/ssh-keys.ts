import { createHash, generateKeyPairSync } from "node:crypto";

/** SSH public keys, as Nova 26 reads and makes them. */

const KEY_TYPES = /^(ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp(256|384|521))$/;

/** The MD5 fingerprint of a public key line; undefined where it is none. */
export function fingerprintOf(publicKey: string): string | undefined {
    const [type = "", encoded = ""] = publicKey.split(" ");
    const blob = Buffer.from(encoded, "base64");
    if (!KEY_TYPES.test(type) || encoded === "" || !encloses(blob, type)) {
        return undefined;
    }
    return md5(blob);
}

/** A key's blob repeats its type, after four bytes of length. */
function encloses(blob: Buffer, type: string): boolean {
    if (blob.length < 4 + type.length + 4) {
        return false;
    }
    const length = blob.readUInt32BE(0);
    return length === type.length && blob.subarray(4, 4 + length).toString("latin1") === type;
}

function md5(blob: Buffer): string {
    return createHash("md5").update(blob).digest("hex").match(/../g)?.join(":") ?? "";
}

/** A new RSA key of 2048 bits. */
export function generateKey(): { privateKey: string; publicKey: string; fingerprint: string } {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { n = "", e = "" } = publicKey.export({ format: "jwk" });
    const number = (encoded: string) => {
        const bytes = Buffer.from(encoded, "base64url");
        // A number whose first bit is set would read as negative.
        return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    };
    const blob = Buffer.concat([Buffer.from("ssh-rsa"), number(e), number(n)].map(framed));
    return {
        privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
        publicKey: `ssh-rsa ${blob.toString("base64")} Generated-by-Nova`,
        fingerprint: md5(blob),
    };
}

function framed(bytes: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
}
