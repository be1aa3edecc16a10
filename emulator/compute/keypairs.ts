import { X509Certificate } from "node:crypto";
import { badRequest, conflict, forbidden, notAllowed, notFound, unexpected } from "../http/api-error";
import { type JsonObject, objectAt, stringAt } from "../http/json";
import type { Schema } from "../http/schema";
import { isUnstorable } from "../state/collation";
import type { Keypair } from "../state/model";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { fingerprintOf, generateKey } from "./ssh-keys";
import { nextPage, pageSize } from "./views/links";
import { databaseTime } from "./views/times";

const nameOf = (format: string): Schema => ({
    allOf: [type.name, { type: "string", minLength: 1, maxLength: 255, format }],
});
const created: Record<string, Schema> = { name: nameOf("keypair_name_20"), public_key: type.text };
const typed: Record<string, Schema> = {
    name: nameOf("keypair_name_20"),
    type: { type: "string", enum: ["ssh", "x509"] },
    public_key: type.text,
};
const owned: Record<string, Schema> = { ...typed, user_id: type.text };
const createBody = (properties: Record<string, Schema>, required: readonly string[]): Schema =>
    type.wrapped("keypair", type.object(properties, required));

const ofUser = { user_id: type.many(type.text) };
const one = [
    [10, type.query(ofUser, true)],
    [75, type.query(ofUser, false)],
] as const;
const list = [
    [10, type.query(ofUser, true)],
    [35, type.query({ ...ofUser, ...type.pagination }, true)],
    [75, type.query({ ...ofUser, ...type.pagination }, false)],
] as const;

const creation = {
    method: "POST",
    path: "/os-keypairs",
    body: [
        [1, createBody(created, ["name"])],
        [2, createBody(typed, ["name"])],
        [10, createBody(owned, ["name"])],
        [92, createBody({ ...owned, name: nameOf("keypair_name_292") }, ["name", "public_key"])],
    ],
    handle: createKeypair,
} as const;
const deletion = { method: "DELETE", path: "/os-keypairs/{name}", query: one, handle: deleteKeypair } as const;

/**
 * Keypairs (API reference 1.17). They belong to users and are addressed by name. The type exists since 2.2, the choice
 * of the user since 2.10, pages since 2.35. Generation ended with 2.92.
 */
export const keypairRoutes: readonly Route[] = [
    { method: "GET", path: "/os-keypairs", query: list, handle: listKeypairs },
    { ...creation, until: 1, status: 200 },
    { ...creation, since: 2, status: 201 },
    { method: "GET", path: "/os-keypairs/{name}", query: one, handle: showKeypair },
    { ...deletion, until: 1, status: 202 },
    { ...deletion, since: 2, status: 204 },
];

function listKeypairs(call: Call): Reply {
    const userId = ownerOf(call, "index", call.query.get("user_id"));
    const all = [...call.state.keypairs.values()]
        .filter((keypair) => keypair.userId === userId)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (!call.since(35)) {
        return { body: { keypairs: all.map((keypair) => ({ keypair: listed(call, keypair) })) } };
    }
    const marker = call.query.get("marker");
    const after = marker === null ? 0 : all.findIndex(({ name }) => name === marker) + 1;
    if (marker !== null && after === 0) {
        throw badRequest(`Marker ${marker} could not be found.`);
    }
    const page = all.slice(after, after + pageSize(call));
    const names = page.map(({ name }) => name);
    return {
        body: {
            keypairs: page.map((keypair) => ({ keypair: listed(call, keypair) })),
            ...nextPage(call, "keypairs_links", "os-keypairs", names),
        },
    };
}

function createKeypair(call: Call): Reply {
    const given = objectAt(call.body, "keypair");
    const userId = ownerOf(call, "create", stringAt(given, "user_id") ?? null);
    const name = (stringAt(given, "name") ?? "").trim();
    const kind = given.type === "x509" ? "x509" : "ssh";
    const limit = call.state.quotasFor(call.caller).key_pairs;
    const own = [...call.state.keypairs.values()].filter((keypair) => keypair.userId === userId);
    if (limit >= 0 && own.length >= limit) {
        throw forbidden("Quota exceeded, too many key pairs.");
    }
    const key = keyOf(stringAt(given, "public_key"), kind);
    if (isUnstorable(key.publicKey) || isUnstorable(userId) || userId.length > 255 || key.publicKey.length > 65_535) {
        throw unexpected("oslo_db.exception.DBError");
    }
    if (call.state.keypairs.has(`${userId}/${name}`)) {
        throw conflict(`Key pair '${name}' already exists.`);
    }
    const { privateKey, ...publicPart } = key;
    const keypair: Keypair = {
        id: call.state.nextNumber(),
        userId,
        name,
        type: kind,
        ...publicPart,
        created: call.cloud.clock.now(),
    };
    call.state.keypairs.set(`${userId}/${name}`, keypair);
    const secret: JsonObject = privateKey === undefined ? {} : { private_key: privateKey };
    return { body: { keypair: { ...secret, ...listed(call, keypair), user_id: userId } } };
}

function keyOf(
    given: string | undefined,
    kind: "ssh" | "x509",
): { publicKey: string; fingerprint: string; privateKey?: string } {
    if (given === undefined) {
        if (kind === "x509") {
            throw badRequest("Keypair data is invalid: the emulator generates no X.509 certificates");
        }
        return generateKey();
    }
    const fingerprint = kind === "ssh" ? fingerprintOf(given) : certificateFingerprint(given);
    if (fingerprint === undefined) {
        throw badRequest("Keypair data is invalid: failed to generate fingerprint");
    }
    return { publicKey: given, fingerprint };
}

function certificateFingerprint(pem: string): string | undefined {
    try {
        // Nova accepts lines of any length, with leading spaces.
        return new X509Certificate(pem.replace(/^[ \t]+/gm, "")).fingerprint.toLowerCase();
    } catch {
        // The error only says that this is not a certificate.
        return undefined;
    }
}

function showKeypair(call: Call): Reply {
    const keypair = keypairOf(call, "show");
    return {
        body: {
            keypair: {
                ...listed(call, keypair),
                user_id: keypair.userId,
                created_at: databaseTime(keypair.created),
                deleted: false,
                deleted_at: null,
                id: keypair.id,
                updated_at: null,
            },
        },
    };
}

function deleteKeypair(call: Call): undefined {
    const keypair = keypairOf(call, "delete");
    call.state.keypairs.delete(`${keypair.userId}/${keypair.name}`);
}

function keypairOf(call: Call, operation: string): Keypair {
    const userId = ownerOf(call, operation, call.query.get("user_id"));
    const name = call.parameter("name");
    const keypair = call.state.keypairs.get(`${userId}/${name}`);
    if (keypair === undefined) {
        throw notFound(`Keypair ${name} not found for user ${userId}`);
    }
    return keypair;
}

/** Only an administrator may name another user. */
function ownerOf(call: Call, operation: string, asked: string | null): string {
    // Nova reads "" as no user.
    const userId = (call.since(10) && asked) || call.caller.userId;
    if (userId !== call.caller.userId && !call.caller.isAdmin) {
        throw notAllowed(`os_compute_api:os-keypairs:${operation}`);
    }
    return userId;
}

function listed(call: Call, keypair: Keypair): JsonObject {
    return {
        name: keypair.name,
        public_key: keypair.publicKey,
        fingerprint: keypair.fingerprint,
        ...(call.since(2) ? { type: keypair.type } : {}),
    };
}
