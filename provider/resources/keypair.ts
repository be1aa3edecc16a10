/**
 * The Keypair: a named public key, imported or generated on this machine. The cloud only imports keys: so generating
 * works at every microversion (the API has not generated keys since 2.92), and the private key is never sent.
 */
import { generateKeyPairSync } from "node:crypto";
import type { PrivateKey } from "sshpk";
import * as z from "zod";
import type { Asked } from "../api/group";
import { optionalIdentifier } from "../api/values";
import { nameArgument } from "../arguments/argument-types";
import { refusing, unstorable } from "../arguments/characters";
import { isCertificate, isPublicKey, sentKey } from "../arguments/public-key";
import { ForbiddenError } from "../cloud/index";
import { declared } from "../lifecycle/declared";
import { lookupsOf } from "../lifecycle/declared-lookups";
import type { Context } from "../lifecycle/kind";
import { argument, output, replaces, untold } from "../plan/fields";
import type { Quotas } from "../plan/quota-declaration";

const NO_KEY = 'not an OpenSSH public key such as "ssh-ed25519 AAAA… comment"';

interface Kept {
    /** The id of the user who owns the keypair. */
    owner?: string;
    /** Has `publicKey` if the key was generated on this machine. */
    made?: readonly string[];
}

export const keypairQuotas = {
    keyPairs: {
        name: "key pairs",
        of: "keypairs of a user",
        called: ["server_key_pairs"],
        limit: "maxTotalKeypairs",
    },
} satisfies Quotas;

/** API reference, "Keypairs". A keypair's name is its id, unique per user. Nothing about it can change. */
const imported = declared({
    kind: "Keypair",
    noun: "keypair",
    about: "An SSH keypair: imported, or generated on this machine if `publicKey` is omitted. The id is the name.",
    example: `const key = new compute.Keypair("deploy");
export const privateKey = key.privateKey; // a secret`,
    place: {
        path: "/os-keypairs",
        one: "keypair",
        many: "keypairs",
        pages: "marker",
        titles: { create: "Create or import keypair" },
    },
    quotas: keypairQuotas,
    idKey: "name",
    chosenId: "name",
    unique: true,
    isKnownByContents: true,
    fields: {
        name: argument(
            nameArgument(
                "The keypair's name: letters, digits, spaces and _ - . @ only. Default: made from the resource's name and a random suffix.",
            )
                .regex(/^[a-zA-Z0-9 _.@-]+$/, { error: "letters, digits, spaces and _ - . @ only" })
                .optional(),
            replaces("a keypair is known by its name", { removed: "unmanaged" }),
            { sinceOf: (name) => (/[.@]/.test(name) ? [{ microversion: "2.92", what: "a name with . or @" }] : []) },
        ),
        publicKey: argument(
            z
                .string()
                .refine((text) => isPublicKey(text) || isCertificate(text), { error: NO_KEY, abort: true })
                .refine((text) => Buffer.byteLength(text) <= 65_535, { error: "at most 65535 bytes", abort: true })
                .superRefine(refusing(unstorable))
                .optional()
                .describe(
                    "The OpenSSH public key to import; for `x509`, the certificate in PEM. Omit to generate a pair: the output `privateKey` has its private key.",
                ),
            replaces("", {
                shows: "nothing",
                effect: "replace; servers keep the key they booted with",
                same: (old, wanted, state) =>
                    bareKey(old) === bareKey(wanted) || (wanted === undefined && isMade(state) && old !== undefined),
            }),
            { read: z.string(), normal: bareKey, alwaysKept: true },
        ),
        type: argument(
            z
                .enum(["ssh", "x509"], { error: 'expected "ssh" or "x509"' })
                .optional()
                .describe("`ssh` (default), or `x509`: a certificate, for Windows (microversion 2.2)."),
            replaces("another kind of key"),
            { since: "2.2", otherwise: "ssh" },
        ),
        userId: argument(
            z
                .string()
                .min(1, { error: "must not be empty" })
                .max(255, { error: "at most 255 characters", abort: true })
                .superRefine(refusing(unstorable))
                .optional()
                .describe(
                    "The id of the user who owns the keypair (microversion 2.10; administrators only). Default: the user whose credentials are in use.",
                ),
            replaces("it is another user's", {
                removed: "unmanaged",
                // Declaring the user who already owns it is no change.
                same: (_old, wanted, state) => wanted === ownerIn(state),
            }),
            { since: "2.10", read: untold },
        ),
        keyAlgorithm: argument(
            z
                .enum(["ed25519", "rsa"], { error: 'expected "ed25519" or "rsa"' })
                .optional()
                .describe("What to generate: `ed25519` (default) or `rsa` (4096 bits)."),
            replaces("another pair is generated", {
                same: (old, wanted, state) =>
                    !isMade(state) ? wanted === undefined : (old ?? "ed25519") === (wanted ?? "ed25519"),
            }),
            { read: untold },
        ),
        fingerprint: output(z.string().describe("The public key's MD5 fingerprint, as the cloud returns it.")),
        privateKey: output(
            z.string().optional().describe("The private key of a generated pair, in OpenSSH's format. A secret."),
            { read: untold, secret: true },
        ),
    },
    clashes: ({ type, publicKey, keyAlgorithm }) => [
        ...problemOf(type, publicKey).map((problem) => ({ argument: "publicKey", problem, beside: ["type"] })),
        ...(publicKey === undefined || keyAlgorithm === undefined
            ? []
            : [
                  {
                      argument: "keyAlgorithm",
                      problem: "only for a generated key; remove publicKey or keyAlgorithm",
                      beside: ["publicKey"],
                  },
              ]),
    ],
    // The algorithm is not sent to the cloud.
    body: ({ key_algorithm: _algorithm, ...body }, { publicKey = "" }) => ({ ...body, public_key: sentKey(publicKey) }),
    also: { owner: { key: "user_id", read: optionalIdentifier } },
    kept: ({ compute }, { owner }, bag): Kept => ({
        owner: (owner ?? ownerIn(bag) ?? bag.userId ?? compute.userId) as string,
    }),
    whyDifferent: ({ keyAlgorithm }) =>
        keyAlgorithm === undefined ? undefined : "its private key was lost with the process that generated it",
    asIts: (context, bag, ask) => asItsUser(context, ownerIn(bag) ?? (bag.userId as string | undefined), ask),
});

export const keypair: typeof imported = {
    ...imported,
    userOf: (bag) => ownerIn(bag) ?? (bag.userId as string | undefined),
    exclusive: (wanted, state) =>
        wanted.name === state.name && (wanted.userId ?? ownerIn(state)) === ownerIn(state)
            ? "a keypair's name is unique"
            : undefined,

    async create(context, args) {
        if (args.publicKey !== undefined) {
            return imported.create(context, args);
        }
        const { keyAlgorithm = "ed25519" } = args;
        const { publicKey, privateKey } = generate(keyAlgorithm, args.name ?? context.declaration.name);
        const { id, state, record } = await imported.create(context, { ...args, keyAlgorithm, publicKey });
        return {
            id,
            record,
            state: {
                ...state,
                keyAlgorithm: args.keyAlgorithm,
                privateKey,
                __state: { ...state.__state, made: ["publicKey"] },
            },
        };
    },

    async read(context, id, state, args) {
        const found = await imported.read(context, id, state, args);
        if (found === undefined) {
            return undefined;
        }
        const isSameKey = found.publicKey === state.publicKey;
        // Another key now has the name of the generated pair: that is drift, and the next up generates a new pair.
        const lost = state.privateKey !== undefined && !isSameKey ? { made: [] } : {};
        const taken = args !== undefined && args.publicKey === undefined ? { made: ["publicKey"] } : {};
        return {
            ...found,
            // A private key that no longer matches the public key is dropped.
            privateKey: isSameKey ? state.privateKey : undefined,
            __state: { ...found.__state, ...taken, ...lost },
        };
    },
};

function problemOf(type: "ssh" | "x509" | undefined, publicKey: string | undefined): string[] {
    if (type === "x509") {
        return publicKey !== undefined && isCertificate(publicKey)
            ? []
            : ['type "x509" needs a certificate in PEM such as "-----BEGIN CERTIFICATE-----…"'];
    }
    return publicKey === undefined || isPublicKey(publicKey) ? [] : [NO_KEY];
}

function keptIn(bag: object): Kept {
    return (bag as { __state?: Kept }).__state ?? {};
}

function isMade(bag: object): boolean {
    return keptIn(bag).made?.includes("publicKey") === true;
}

function ownerIn(bag: object): string | undefined {
    return keptIn(bag).owner;
}

/** A key without its comment, or a certificate without whitespace: neither is part of it. */
function bareKey(key: unknown): unknown {
    if (typeof key !== "string") {
        return key;
    }
    return isCertificate(key) ? key.replace(/\s/g, "") : key.trim().split(/\s+/).slice(0, 2).join(" ");
}

/**
 * Another user's keypair answers 404, as a deleted one does, so the request names the keypair's owner.
 * @throws {WrongUserError} the credentials in use are another user's, who may not see the keypair.
 */
async function asItsUser<T>(
    { compute, subject }: Context,
    owner: string | undefined,
    ask: (more: Asked) => Promise<T>,
): Promise<T> {
    if (owner === undefined || owner === compute.userId) {
        return ask({});
    }
    if (!compute.serves("2.10")) {
        // Below 2.10 a request cannot name another user. If our own user is unknown, the keypair may be ours.
        return compute.userId === undefined ? ask({}) : Promise.reject(new WrongUserError(subject, owner));
    }
    try {
        return await ask({ query: { user_id: owner }, microversion: "2.10" });
    } catch (error) {
        throw error instanceof ForbiddenError ? new WrongUserError(subject, owner, { cause: error }) : error;
    }
}

/** The credentials in use are not those of the keypair's owner. Nothing was done. */
export class WrongUserError extends Error {
    override readonly name = "WrongUserError";

    constructor(subject: string, owner: string, options?: ErrorOptions) {
        super(
            `${subject} belongs to user ${owner}. The credentials in use are another user's, who may not see it. ` +
                "It is not treated as deleted. Nothing was done. Use its owner's credentials, or an administrator's.",
            options,
        );
    }
}

interface Pair {
    /** OpenSSH, one line. */
    publicKey: string;
    /** OpenSSH's own format, in PEM. */
    privateKey: string;
}

function generate(algorithm: "ed25519" | "rsa", comment: string): Pair {
    const key = algorithm === "rsa" ? generateRsa() : generateEd25519();
    key.comment = comment.replace(/\s+/g, "-");
    return { publicKey: key.toPublic().toString("ssh").trim(), privateKey: key.toString("ssh") };
}

function generateRsa(): PrivateKey {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 4096 });
    return sshpk().parsePrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }), "pem");
}

/** Passes both halves: from the private key alone, sshpk computes the public key in JavaScript, which is slow. */
function generateEd25519(): PrivateKey {
    const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    return new (sshpk().PrivateKey)({
        type: "ed25519",
        parts: [
            { name: "A", data: Buffer.from(x, "base64url") },
            { name: "k", data: Buffer.from(d, "base64url") },
        ],
    });
}

/** Loaded only when a key is generated. */
function sshpk() {
    return require("sshpk") as typeof import("sshpk");
}

export const keypairFunctions = lookupsOf(imported, {
    names: ["getKeypair", "getKeypairs"],
    property: "keypairs",
    examples: [
        `const key = await compute.getKeypair({ name: "deploy" });
export const fingerprint = key.fingerprint;`,
        `const { ids } = await compute.getKeypairs({ nameRegex: "^ci-" });`,
    ],
    untold: ["userId", "keyAlgorithm", "privateKey"],
});
