/**
 * The Keypair: a public key under a name, imported or generated here. It is always an import to the cloud, so that
 * generating works at every microversion (the API gave up generating at 2.92) and the private key never travels.
 */
import { generateKeyPairSync } from "node:crypto";
import omit from "lodash/omit";
import * as z from "zod";
import { createKeypair, deleteKeypair, getKeypair } from "../api/index";
import { nameArgument } from "../arguments/argument-types";
import { refusing, unstorable } from "../arguments/characters";
import { isCertificate, isPublicKey, sentKey } from "../arguments/public-key";
import { ForbiddenError } from "../cloud/index";
import { ifThere } from "../lifecycle/absent";
import { createdOrFound, createdOrLeft } from "../lifecycle/interrupted-creations";
import type { Context, Created, ResourceKind } from "../lifecycle/kind";
import { withinQuota } from "../lifecycle/quota";
import { type Foreign, foreignEffect, isToDelete, noteForeign } from "../lifecycle/reused-ids";
import type { ChangeTable } from "../plan/change-table";

const NO_KEY = 'not an OpenSSH public key, as "ssh-ed25519 AAAA… comment"';

export const keypairArguments = z
    .strictObject({
        name: nameArgument(
            "The keypair's name: letters, digits, spaces and _ - . @ only. Left out: made from the resource's name and a random suffix.",
        )
            .regex(/^[a-zA-Z0-9 _.@-]+$/, { error: "letters, digits, spaces and _ - . @ only" })
            .optional(),
        publicKey: z
            .string()
            .refine((text) => isPublicKey(text) || isCertificate(text), { error: NO_KEY, abort: true })
            .refine((text) => Buffer.byteLength(text) <= 65_535, { error: "at most 65535 bytes", abort: true })
            .superRefine(refusing(unstorable))
            .optional()
            .describe(
                "The OpenSSH public key to import, or, for `x509`, the certificate in PEM. Left out: a pair is generated, and `privateKey` has its private half.",
            ),
        type: z
            .enum(["ssh", "x509"], { error: 'expected "ssh" or "x509"' })
            .optional()
            .describe("`ssh` (default), or `x509`: a certificate, for Windows (microversion 2.2)."),
        userId: z
            .string()
            .min(1, { error: "must not be empty" })
            .max(255, { error: "at most 255 characters", abort: true })
            .superRefine(refusing(unstorable))
            .optional()
            .describe(
                "The id of the user whose keypair it is (microversion 2.10; for administrators). Default: the user whose credentials are in use.",
            ),
        keyAlgorithm: z
            .enum(["ed25519", "rsa"], { error: 'expected "ed25519" or "rsa"' })
            .optional()
            .describe("What to generate: `ed25519` (default) or `rsa` (4096 bits)."),
    })
    .superRefine(({ type, publicKey, keyAlgorithm }, context) => {
        const problem = problemOf(type, publicKey);
        if (problem !== undefined) {
            context.addIssue({ code: "custom", path: ["publicKey"], message: problem, params: { beside: ["type"] } });
        }
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
    __state: Foreign & { owner?: string; made?: string[] };
};

function problemOf(type: "ssh" | "x509" | undefined, publicKey: string | undefined): string | undefined {
    if (type === "x509") {
        return publicKey !== undefined && isCertificate(publicKey)
            ? undefined
            : 'type "x509" needs a certificate in PEM, as "-----BEGIN CERTIFICATE-----…"';
    }
    return publicKey === undefined || isPublicKey(publicKey) ? undefined : NO_KEY;
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
        according: (_old, _wanted, state) =>
            foreignEffect(state, "replace; servers keep the key they booted with", ANOTHER),
    },
    type: {
        ...replace,
        shows: "values",
        effect: "replace: another kind of key",
        same: (old, wanted) => (old ?? "ssh") === (wanted ?? "ssh"),
    },
    userId: {
        ...replace,
        shows: "values",
        removed: "unmanaged",
        effect: "replace: it is another user's",
        // Declaring the user whose it is already is no change.
        same: (_old, wanted, state) => wanted === ownerIn(state),
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

function ownerIn(state: Readonly<Record<string, unknown>>): string | undefined {
    return (state.__state as { owner?: string } | undefined)?.owner;
}

/** The comment behind a key is no part of it, nor is a line's end in a certificate. */
function sameKey(one: unknown, other: unknown): boolean {
    return bareKey(one) === bareKey(other);
}

function bareKey(key: unknown): unknown {
    if (typeof key !== "string") {
        return key;
    }
    return isCertificate(key) ? key.replace(/\s/g, "") : key.trim().split(/\s+/).slice(0, 2).join(" ");
}

const MINUTE = 60_000;

export const keypair: ResourceKind<KeypairArguments, KeypairState> = {
    kind: "Keypair",
    noun: "keypair",
    about: "An SSH keypair: imported, or, where `publicKey` is omitted, generated on this machine. The id is the name.",
    example: `const key = new compute.Keypair("deploy");
export const privateKey = key.privateKey; // a secret`,
    outputs: {
        name: z.string().describe("The name in the cloud."),
        publicKey: z.string().describe("The public key, in OpenSSH's format."),
        privateKey: z
            .string()
            .optional()
            .describe("The private key of a generated pair, in OpenSSH's format. A secret."),
        fingerprint: z.string().describe("The public key's MD5 fingerprint, as the cloud gives it."),
    },
    schema: keypairArguments,
    changes: keypairChanges,
    timeouts: { create: 2 * MINUTE, update: 2 * MINUTE, delete: 2 * MINUTE },
    nameLength: 255,
    secrets: ["privateKey"],
    userOf: (properties) => ownerIn(properties) ?? (properties.userId as string | undefined),
    exclusive: ({ name, userId }, state) =>
        name === state.name && (userId ?? ownerIn(state)) === ownerIn(state) ? "a keypair's name is unique" : undefined,
    create,
    read,
    async update(_context, _id, state, args) {
        const publicKey = args.publicKey ?? state.publicKey;
        return { ...state, ...args, name: state.name, publicKey, __state: { ...state.__state, foreign: undefined } };
    },
    delete: remove,
};

/** Under its name others may have put another key. */
async function remove(context: Context, id: string, state: KeypairState): Promise<void> {
    const { compute, subject: resource, deadline } = context;
    await asItsUser(context, ownerIn(state), async (userId) => {
        const found = await ifThere(getKeypair(compute, id, { resource, deadline, userId }));
        const [own, standing] = [state.publicKey, found?.publicKey].map(bareKey);
        if (found !== undefined && isToDelete(context, id, state.__state, `${own}`, `${standing}`, ANOTHER)) {
            await ifThere(deleteKeypair(compute, id, { resource, deadline, userId }));
        }
    });
}

const ANOTHER = "another key is";

async function create(context: Context, args: KeypairArguments): Promise<Created<KeypairState>> {
    const name = args.name ?? context.declaration.name;
    const pair = args.publicKey === undefined ? generate(args.keyAlgorithm ?? "ed25519", name) : undefined;
    const publicKey = args.publicKey ?? pair?.publicKey ?? "";
    const { compute, subject: resource, deadline } = context;
    const { type, userId } = args;
    const microversion = microversionFor(context, name, args);
    const standing = () => ifThere(getKeypair(compute, name, { resource, deadline, userId }));
    const body = { name, publicKey: sentKey(publicKey), type, userId };
    const creating = createKeypair(compute, body, microversion, { resource, deadline });
    const created = createdOrFound(context, withinQuota(context, creating), async () => {
        const found = await standing();
        return sameKey(publicKey, found?.publicKey) ? found : undefined;
    });
    const record = await createdOrLeft(context, created, {
        noun: "keypair",
        name,
        find: standing,
        idOf: (found) => found.name,
        differs: (found) =>
            sameKey(publicKey, found.publicKey)
                ? undefined
                : pair === undefined
                  ? "it has another public key"
                  : "its private key was lost with the process that generated it",
    });
    const state = {
        ...args,
        name,
        publicKey,
        fingerprint: record.fingerprint,
        ...(pair === undefined ? {} : { privateKey: pair.privateKey }),
        __state: {
            owner: record.userId ?? userId ?? compute.userId,
            ...(pair === undefined ? {} : { made: ["publicKey"] }),
        },
    };
    return { id: name, state: state };
}

/** What a keypair needs beyond the first microversion, the latest last. */
const SINCE: readonly {
    microversion: string;
    argument: string;
    used(name: string, args: KeypairArguments): boolean;
}[] = [
    { microversion: "2.2", argument: "type", used: (_name, { type }) => type !== undefined },
    { microversion: "2.10", argument: "userId", used: (_name, { userId }) => userId !== undefined },
    { microversion: "2.92", argument: "a name with . or @", used: (name) => /[.@]/.test(name) },
];

function microversionFor({ compute, subject }: Context, name: string, args: KeypairArguments): string | undefined {
    const used = SINCE.filter((one) => one.used(name, args));
    for (const { microversion, argument } of used) {
        compute.need(microversion, argument, subject);
    }
    return used.at(-1)?.microversion;
}

/**
 * A keypair belongs to a user, and one that is not ours looks like one that is gone: it is asked for as its owner's.
 * Throws where the credentials in use are another user's who may not.
 */
async function asItsUser<T>(
    { compute, subject }: Context,
    owner: string | undefined,
    asking: (userId: string | undefined) => Promise<T>,
): Promise<T> {
    if (owner === undefined || owner === compute.userId) {
        return asking(undefined);
    }
    if (!compute.serves("2.10")) {
        // Without a user of its own the cloud cannot be asked for another's.
        return compute.userId === undefined ? asking(undefined) : Promise.reject(new WrongUserError(subject, owner));
    }
    try {
        return await asking(owner);
    } catch (error) {
        throw error instanceof ForbiddenError ? new WrongUserError(subject, owner, { cause: error }) : error;
    }
}

/** The credentials in use are those of another user than the keypair's. Nothing has been done. */
export class WrongUserError extends Error {
    override readonly name = "WrongUserError";

    constructor(subject: string, owner: string, options?: ErrorOptions) {
        super(
            `${subject} is user ${owner}'s, and the credentials in use are those of another one who may not see it. ` +
                "It is not taken for deleted. Nothing was done. Use its user's credentials, or an administrator's.",
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
    const { privateKey } =
        algorithm === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 4096 }) : generateKeyPairSync("ed25519");
    // Loaded with the first key that is made here.
    const { parsePrivateKey } = require("sshpk") as typeof import("sshpk");
    const key = parsePrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }), "pem");
    key.comment = comment.replace(/\s+/g, "-");
    return { publicKey: key.toPublic().toString("ssh").trim(), privateKey: key.toString("ssh") };
}

async function read(
    context: Context,
    id: string,
    state: Partial<KeypairState>,
    args?: KeypairArguments,
): Promise<KeypairState | undefined> {
    const { compute, subject: resource, deadline } = context;
    const record = await asItsUser(context, ownerIn(state) ?? args?.userId, (userId) =>
        ifThere(getKeypair(compute, id, { resource, deadline, userId })),
    );
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
        __state: {
            ...omit(state.__state, "foreign"),
            owner: record.userId ?? ownerIn(state) ?? compute.userId,
            ...taken,
            ...lost,
            ...(state.__state === undefined || args !== undefined
                ? {}
                : noteForeign(state.__state, `${bareKey(state.publicKey)}`, `${bareKey(record.publicKey)}`)),
        },
    };
}
