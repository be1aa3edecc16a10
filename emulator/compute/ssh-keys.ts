import { createHash, generateKeyPairSync } from "node:crypto";

/** SSH public keys, as Nova 26 reads and generates them. */

const KEY_TYPES = /^(ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp(256|384|521))$/;

/** The MD5 fingerprint of a public key; undefined if the text is not one. */
export function fingerprintOf(publicKey: string): string | undefined {
    const [type = "", encoded = ""] = publicKey.split(/[ \n\r]+/);
    const blob = Buffer.from(encoded, "base64");
    if (!KEY_TYPES.test(type) || encoded === "" || !encloses(blob, type)) {
        return undefined;
    }
    return md5(blob);
}

/** How many parts follow the type in a key's blob. */
const PARTS: readonly [type: RegExp, parts: number][] = [
    [/^ssh-ed25519$/, 1],
    [/^ssh-rsa$|^ecdsa-/, 2],
    [/^ssh-dss$/, 4],
];

/** A key's blob repeats its type, and consists of complete parts, each after four bytes with its length. */
function encloses(blob: Buffer, type: string): boolean {
    const parts: Buffer[] = [];
    for (let at = 0; at < blob.length; ) {
        const begin = at + 4;
        const end = begin > blob.length ? Number.POSITIVE_INFINITY : begin + blob.readUInt32BE(at);
        if (end > blob.length) {
            return false;
        }
        parts.push(blob.subarray(begin, end));
        at = end;
    }
    const [named, first, ...more] = parts;
    const wanted = PARTS.find(([types]) => types.test(type))?.[1];
    return (
        named?.toString("latin1") === type &&
        more.length + 1 === wanted &&
        (type !== "ssh-ed25519" || first?.length === 32)
    );
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
        // A number whose first bit is set would be read as negative.
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
