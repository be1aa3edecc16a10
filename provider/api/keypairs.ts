/** Keypairs (API reference, "Keypairs"). A keypair's name is its id, unique for each user. A keypair cannot change. */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, none, operation } from "./operation";
import { listAll, page } from "./paging";
import { filledText, optionalIdentifier } from "./values";

export interface KeypairRecord {
    name: string;
    /** As the cloud returns it: with or without a newline at its end. */
    publicKey: string;
    fingerprint: string;
    /** `ssh` or `x509`; since 2.2. */
    type?: string;
    userId?: string;
}

/** A private key from the cloud is not read, because the provider generates keys itself. */
const keypair = z
    .object({
        name: z.string(),
        public_key: z.string(),
        fingerprint: z.string(),
        type: filledText,
        user_id: optionalIdentifier,
    })
    .transform(
        (body): KeypairRecord => ({
            name: body.name,
            publicKey: body.public_key,
            fingerprint: body.fingerprint,
            type: body.type,
            userId: body.user_id,
        }),
    );

const wrapped = z.object({ keypair });
/** Lists wrap each keypair once more, but not in every cloud. */
const listed = z.preprocess(
    (item) => (typeof item === "object" && item !== null && "keypair" in item ? item : { keypair: item }),
    wrapped.transform((body) => body.keypair),
);

const path = "/os-keypairs";
const namePath = "/os-keypairs/{name}";

export const keypairOperations = {
    list: operation({ title: "List keypairs", method: "GET", path, answer: page("keypairs", listed) }),
    create: operation({ title: "Create or import keypair", method: "POST", path, answer: wrapped }),
    show: operation({ title: "Show keypair details", method: "GET", path: namePath, answer: wrapped }),
    delete: operation({ title: "Delete keypair", method: "DELETE", path: namePath, answer: none }),
};

/** The owner of the keypair. Another user's keypairs are for administrators, since 2.10. */
export interface KeypairContext extends CallContext {
    userId?: string;
}

/**
 * Imports a public key. A `type` needs 2.2, another user 2.10. Throws ConflictError if the name is taken,
 * ForbiddenError if the quota is used up, CloudError 400 for a key that the cloud cannot read.
 */
export async function createKeypair(
    compute: Compute,
    request: { name: string; publicKey: string; type?: string; userId?: string },
    microversion?: string,
    { resource, deadline }: CallContext = {},
): Promise<KeypairRecord> {
    const body = {
        keypair: {
            name: request.name,
            public_key: request.publicKey,
            ...(request.type === undefined ? {} : { type: request.type }),
            ...(request.userId === undefined ? {} : { user_id: request.userId }),
        },
    };
    const { value } = await invoke(compute, keypairOperations.create, { resource, deadline, body, microversion });
    return value.keypair;
}

/** Reads a keypair by its name. Throws NotFoundError if it does not exist. */
export async function getKeypair(
    compute: Compute,
    name: string,
    { userId, ...context }: KeypairContext = {},
): Promise<KeypairRecord> {
    const { value } = await invoke(compute, keypairOperations.show, {
        ...context,
        path: { name },
        query: { user_id: userId },
        microversion: compute.readLevel(),
    });
    return value.keypair;
}

/** All keypairs of the user, all pages. */
export async function listKeypairs(
    compute: Compute,
    { userId, ...context }: KeypairContext = {},
): Promise<KeypairRecord[]> {
    return listAll(compute, keypairOperations.list, ({ name }) => name, {
        ...context,
        query: { user_id: userId },
        microversion: compute.readLevel(),
    });
}

/** Deletes a keypair. Servers keep the key. Throws NotFoundError if it does not exist. */
export async function deleteKeypair(
    compute: Compute,
    name: string,
    { userId, ...context }: KeypairContext = {},
): Promise<void> {
    await invoke(compute, keypairOperations.delete, {
        ...context,
        path: { name },
        query: { user_id: userId },
        microversion: userId === undefined ? undefined : "2.10",
    });
}
