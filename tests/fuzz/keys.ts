/** Public keys: right ones of each type with any comment, and such as are nearly right. */
import fc from "fast-check";
import { CERTIFICATE } from "../conformance/arguments";
import { ECDSA, RSA } from "../provider/resources/public-keys";
import { text } from "./texts";

const bare = (key: string) => key.split(" ").slice(0, 2).join(" ");

/** Any 32 bytes are one. */
const ed25519 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => {
    const type = "ssh-ed25519";
    const blob = Buffer.concat([framed(Buffer.from(type)), framed(Buffer.from(bytes))]);
    return `${type} ${blob.toString("base64")}`;
});

function framed(bytes: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
}

/** A security key's is left out: whether a cloud takes one depends on how old its cryptography is. */
const right = fc.oneof(
    { weight: 5, arbitrary: ed25519 },
    { weight: 2, arbitrary: fc.constantFrom(bare(RSA), bare(ECDSA)) },
);

export const publicKey: fc.Arbitrary<string> = fc.oneof(
    { weight: 4, arbitrary: right },
    { weight: 4, arbitrary: fc.tuple(right, text(100)).map(([key, comment]) => `${key} ${comment}`) },
    {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom("", " ", "\n", "\t"), right).map(([gap, key]) => `${gap}${key}${gap}`),
    },
    { weight: 1, arbitrary: right.map((key) => key.replace(" ", "\t")) },
    { weight: 1, arbitrary: fc.tuple(right, fc.integer({ min: 1, max: 60 })).map(([key, cut]) => key.slice(0, -cut)) },
    { weight: 1, arbitrary: right.map((key) => `${key}AAAA`) },
    { weight: 1, arbitrary: right.map((key) => `${key} ${"x".repeat(65_535 - key.length - 1)}`) },
    {
        weight: 3,
        arbitrary: fc.constantFrom(
            CERTIFICATE,
            `\n${CERTIFICATE}\n`,
            CERTIFICATE.replaceAll("\n", "\r\n"),
            CERTIFICATE.replaceAll("\n", "\n    "),
            CERTIFICATE.slice(0, 300),
        ),
    },
);
