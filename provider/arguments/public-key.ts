/** Public keys that a Keypair accepts: lines of OpenSSH, and certificates in PEM. */
import { X509Certificate } from "node:crypto";

const PEM = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----$/;

export function isCertificate(text: string): boolean {
    const body = PEM.exec(text.trim())?.[1];
    if (body === undefined) {
        return false;
    }
    try {
        // Parsed as DER: clouds ignore line ends and indentation.
        return new X509Certificate(Buffer.from(body, "base64")).raw.length > 0;
    } catch {
        // The error only says that this is not a certificate.
        return false;
    }
}

/** The lengths of the parts of a key's blob after its type: fixed, or `undefined`. */
const PARTS: Readonly<Record<string, readonly (number | undefined)[]>> = {
    "ssh-ed25519": [32],
    "ssh-rsa": [undefined, undefined],
    "ssh-dss": [undefined, undefined, undefined, undefined],
    "ecdsa-sha2-nistp256": ["nistp256".length, 65],
    "ecdsa-sha2-nistp384": ["nistp384".length, 97],
    "ecdsa-sha2-nistp521": ["nistp521".length, 133],
};

/** Every OpenSSH public key is a type, and a blob of complete parts that begins with the same type. */
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

/** Each part is preceded by its length. Empty if the last part is cut off. */
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
 * Nova expects the type and the blob at the start of the line, with one space between them; any comment may follow.
 * What it tolerates in a certificate depends on its cryptography library, so certificates are sent in the standard
 * form.
 */
export function sentKey(publicKey: string): string {
    const body = PEM.exec(publicKey.trim())?.[1]?.replace(/\s/g, "");
    return body === undefined
        ? publicKey.trim().replace(/^(\S+)\s+(\S+)/, "$1 $2")
        : ["-----BEGIN CERTIFICATE-----", ...(body.match(/.{1,64}/g) ?? []), "-----END CERTIFICATE-----", ""].join(
              "\n",
          );
}
