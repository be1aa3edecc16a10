import { createHash, randomBytes, randomUUID } from "node:crypto";

/** A UUID that is the same in every cloud, so that fixtures and docs can refer to a seeded image or network. */
export function stableUuid(name: string): string {
    const hex = createHash("sha1").update(`pulumi-openstack-compute/${name}`).digest("hex");
    return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `5${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20, 32),
    ].join("-");
}

/** Keystone's ids of projects and users: 32 hexadecimal digits, no dashes. */
export function stableHex(name: string): string {
    return stableUuid(name).replaceAll("-", "");
}

export function newUuid(): string {
    return randomUUID();
}

export function newRequestId(): string {
    return `req-${randomUUID()}`;
}

/** Nova generates a password if the request has no adminPass: 12 characters without look-alikes. */
export function newPassword(): string {
    const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    return [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join("");
}

export function newReservationId(): string {
    const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    return `r-${[...randomBytes(8)].map((byte) => letters[byte % letters.length]).join("")}`;
}

export function newMacAddress(): string {
    return `fa:16:3e:${[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
}

/** Accepts what oslo's `is_uuid_like` accepts: any case, with or without dashes and braces. */
export function isUuidLike(value: string): boolean {
    return /^[0-9a-f]{32}$/.test(
        value
            .toLowerCase()
            .replace("urn:", "")
            .replace("uuid:", "")
            .replace(/^[{}]+|[{}]+$/g, "")
            .replaceAll("-", ""),
    );
}
