/** Public keys as a Keypair takes them: OpenSSH's lines, and certificates in PEM. */
import { X509Certificate } from "node:crypto";

const PEM = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----$/;

export function isCertificate(text: string): boolean {
    const body = PEM.exec(text.trim())?.[1];
    if (body === undefined) {
        return false;
    }
    try {
        // Parsed as DER: line ends and indentation do not matter to clouds.
        return new X509Certificate(Buffer.from(body, "base64")).raw.length > 0;
    } catch {
        // It says no more than that this is none.
        return false;
    }
}

/** How long the parts of a key's blob are that follow its type: of a fixed length, or `undefined`. */
const PARTS: Readonly<Record<string, readonly (number | undefined)[]>> = {
    "ssh-ed25519": [32],
    "ssh-rsa": [undefined, undefined],
    "ssh-dss": [undefined, undefined, undefined, undefined],
    "ecdsa-sha2-nistp256": ["nistp256".length, 65],
    "ecdsa-sha2-nistp384": ["nistp384".length, 97],
    "ecdsa-sha2-nistp521": ["nistp521".length, 133],
};

/** The type, and a blob of parts that begins with the same type, to its last byte: what every OpenSSH public key is. */
export function isPublicKey(text: string): boolean {
    const [type = "", blob = ""] = text.trim().split(/\s+/);
    if (!/^[a-z0-9@.-]+$/.test(type) || !/^[A-Za-z0-9+/]+={0,2}$/.test(blob) || blob.length % 4 !== 0) {
        return false;
    }
    const [named, ...parts] = partsOf(Buffer.from(blob, "base64"));
    const lengths = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
    return (
        named?.toString("latin1") === type &&
        parts.length > 0 &&
        (lengths === undefined ||
            (lengths.length === parts.length &&
                parts.every((part, index) => part.length > 0 && part.length === (lengths[index] ?? part.length))))
    );
}

/** Each has its length before it. None where the last one is cut off. */
function partsOf(bytes: Buffer): Buffer[] {
    const parts: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
        const begin = at + 4;
        const end = begin <= bytes.length ? begin + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
        if (end > bytes.length) {
            return [];
        }
        parts.push(bytes.subarray(begin, end));
        at = end;
    }
    return parts;
}

/**
 * Nova reads the type and the blob from the line's very beginning, with one space between; the comment may be any. How
 * much it forgives in a certificate depends on its cryptography: it is sent as the standard has it.
 */
export function sentKey(publicKey: string): string {
    const body = PEM.exec(publicKey.trim())?.[1]?.replace(/\s/g, "");
    return body === undefined
        ? publicKey.trim().replace(/^(\S+)\s+(\S+)/, "$1 $2")
        : ["-----BEGIN CERTIFICATE-----", ...(body.match(/.{1,64}/g) ?? []), "-----END CERTIFICATE-----", ""].join(
              "\n",
          );
}
