/**
 * The Keypair: a public key under a name, imported or generated here. It is always an import to the cloud, so that
 * generating works at every microversion (the API gave up generating at 2.92) and the private key never travels.
 */
import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { createKeypair, deleteKeypair, getKeypair } from "../api/index";
import { ifThere } from "./absent";
import { nameArgument } from "./arguments";
import type { ChangeTable } from "./changes";
import type { Context, Created, ResourceKind } from "./kind";
import { createdOrFound } from "./lost";

export const keypairArguments = z
    .strictObject({
        name: nameArgument(
            "The keypair's name: letters, digits, spaces and _ - . @ only. Left out: made from the resource's name and a random suffix.",
        )
            .regex(/^[a-zA-Z0-9 _.@-]+$/, { error: "letters, digits, spaces and _ - . @ only" })
            .optional(),
        publicKey: z
            .string()
            .refine(isPublicKey, { error: 'not an OpenSSH public key, as "ssh-ed25519 AAAA… comment"' })
            .optional()
            .describe(
                "The OpenSSH public key to import. Left out: a pair is generated, and `privateKey` has its private half.",
            ),
        keyAlgorithm: z
            .enum(["ed25519", "rsa"], { error: 'expected "ed25519" or "rsa"' })
            .optional()
            .describe("What to generate: `ed25519` (default) or `rsa` (4096 bits)."),
    })
    .superRefine(({ publicKey, keyAlgorithm }, context) => {
        if (publicKey !== undefined && keyAlgorithm !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["keyAlgorithm"],
                message: "only for a generated key; leave out publicKey, or this",
                params: { beside: ["publicKey"] },
            });
        }
    });

export type KeypairArguments = z.output<typeof keypairArguments>;

type KeypairState = KeypairArguments & {
    fingerprint: string;
    privateKey?: string;
    /** `owner`: the id of the user whose keypair it is. */
    __state: { owner?: string; made?: string[] };
};

/** The type, and a blob that begins with the same type: what every OpenSSH public key is. */
function isPublicKey(text: string): boolean {
    const [type = "", blob = ""] = text.trim().split(/\s+/);
    const bytes = Buffer.from(blob, "base64");
    const named = bytes.length > 4 ? bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString("latin1") : "";
    return /^[a-z0-9@.-]+$/.test(type) && named === type && bytes.length > 4 + type.length;
}

const replace = { by: "replace", level: "replace", removed: "default" } as const;

export const keypairChanges: ChangeTable = {
    name: { ...replace, shows: "values", removed: "unmanaged", effect: "replace: a keypair is known by its name" },
    publicKey: {
        ...replace,
        shows: "nothing",
        effect: "replace; servers keep the key they booted with",
        same: (old, wanted, state) =>
            sameKey(old, wanted) || (wanted === undefined && isMade(state) && old !== undefined),
    },
    keyAlgorithm: {
        ...replace,
        shows: "values",
        effect: "replace: another pair is generated",
        same: (old, wanted, state) =>
            !isMade(state) ? wanted === undefined : (old ?? "ed25519") === (wanted ?? "ed25519"),
    },
};

function isMade(state: Readonly<Record<string, unknown>>): boolean {
    const kept = state.__state as { made?: readonly string[] } | undefined;
    return kept?.made?.includes("publicKey") === true;
}

/** The comment behind a key is no part of it. */
function sameKey(one: unknown, other: unknown): boolean {
    const bare = (key: unknown) => (typeof key === "string" ? key.trim().split(/\s+/).slice(0, 2).join(" ") : key);
    return bare(one) === bare(other);
}

const MINUTE = 60_000;

export const keypair: ResourceKind<KeypairArguments, KeypairState> = {
    kind: "Keypair",
    noun: "keypair",
    schema: keypairArguments,
    changes: keypairChanges,
    timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: 2 * MINUTE },
    nameLength: 255,
    exclusive: ({ name }, state) => (name === state.name ? "a keypair's name is unique" : undefined),
    create,
    read,
    async update(_context, _id, state, args) {
        return { ...state, ...args, name: state.name, publicKey: args.publicKey ?? state.publicKey };
    },
    async delete({ compute, subject, deadline }, id) {
        await ifThere(deleteKeypair(compute, id, { resource: subject, deadline }));
    },
};

async function create(context: Context, args: KeypairArguments): Promise<Created<KeypairState>> {
    const name = args.name ?? context.declaration.name;
    const pair = args.publicKey === undefined ? generate(args.keyAlgorithm ?? "ed25519", name) : undefined;
    const publicKey = args.publicKey ?? pair?.publicKey ?? "";
    const { compute, subject: resource, deadline } = context;
    // Until 2.92 a name had no dot and no @.
    const microversion = /[.@]/.test(name) ? "2.92" : undefined;
    if (microversion !== undefined) {
        compute.need(microversion, "a name with . or @", resource);
    }
    const record = await createdOrFound(
        context,
        createKeypair(compute, { name, publicKey }, microversion, { resource, deadline }),
        async () => {
            const standing = await ifThere(getKeypair(compute, name, { resource, deadline }));
            return sameKey(standing?.publicKey, publicKey) ? standing : undefined;
        },
    );
    const state = {
        ...args,
        name,
        publicKey,
        fingerprint: record.fingerprint,
        ...(pair === undefined ? {} : { privateKey: pair.privateKey }),
        __state: { owner: record.userId, ...(pair === undefined ? {} : { made: ["publicKey"] }) },
    };
    return { id: name, state: state };
}

interface Pair {
    /** OpenSSH, one line. */
    publicKey: string;
    /** OpenSSH's own format, in PEM. */
    privateKey: string;
}

function generate(algorithm: "ed25519" | "rsa", comment: string): Pair {
    const { privateKey } =
        algorithm === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 4096 }) : generateKeyPairSync("ed25519");
    // Loaded with the first key that is made here.
    const { parsePrivateKey } = require("sshpk") as typeof import("sshpk");
    const key = parsePrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }), "pem");
    key.comment = comment.replace(/\s+/g, "-");
    return { publicKey: key.toPublic().toString("ssh").trim(), privateKey: key.toString("ssh") };
}

async function read(
    { compute, subject, deadline }: Context,
    id: string,
    state: Partial<KeypairState>,
    args?: KeypairArguments,
): Promise<KeypairState | undefined> {
    const record = await ifThere(getKeypair(compute, id, { resource: subject, deadline }));
    if (record === undefined) {
        return undefined;
    }
    const declared = args ?? state;
    const publicKey = sameKey(declared.publicKey, record.publicKey) ? declared.publicKey : record.publicKey;
    const taken = args !== undefined && args.publicKey === undefined ? { made: ["publicKey"] } : {};
    // Under the name of a pair that was generated here stands another key: it is a drift, and the next up generates anew.
    const lost = state.privateKey !== undefined && publicKey !== state.publicKey ? { made: [] } : {};
    return {
        ...(args === undefined ? state : args),
        name: record.name,
        publicKey,
        fingerprint: record.fingerprint,
        // A private key that no longer fits the public one is none.
        ...(publicKey === state.publicKey ? {} : { privateKey: undefined }),
        __state: { ...state.__state, owner: record.userId, ...taken, ...lost },
    };
}
