import type * as pulumi from "@pulumi/pulumi";
import type { KeypairArgs } from "./arguments";
import type { CloudArgs, Shown } from "./resource";
import { ComputeResource } from "./resource";

/** The arguments that are outputs too. */
const SHOWN = ["type", "keyAlgorithm", "userId"] as const satisfies (keyof KeypairArgs)[];

/**
 * An SSH keypair: imported, or, where `publicKey` is left out, generated on this machine. The id is the name.
 *
 * @example
 * const key = new compute.Keypair("deploy");
 * export const privateKey = key.privateKey; // a secret
 */
export class Keypair extends ComputeResource {
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /** The public key, in OpenSSH's format. */
    declare readonly publicKey: pulumi.Output<string>;
    /** The private key of a generated pair, in OpenSSH's format. A secret. */
    declare readonly privateKey: pulumi.Output<string | undefined>;
    /** The public key's MD5 fingerprint, as the cloud gives it. */
    declare readonly fingerprint: pulumi.Output<string>;

    declare readonly type: Shown<KeypairArgs, "type">;
    declare readonly keyAlgorithm: Shown<KeypairArgs, "keyAlgorithm">;
    declare readonly userId: Shown<KeypairArgs, "userId">;

    constructor(name: string, args: KeypairArgs = {}, options?: pulumi.CustomResourceOptions) {
        super(
            {
                kind: "Keypair",
                outputs: ["name", "publicKey", "privateKey", "fingerprint", ...SHOWN],
                secrets: [],
            },
            name,
            args,
            options,
        );
    }

    /** Reads a keypair that is not managed here. Fails when there is none of this name. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): Keypair {
        return new Keypair(name, args, { ...options, id });
    }
}
