// Written by `npm run build` out of provider/resources/: edit that.
import type * as pulumi from "@pulumi/pulumi";
import type { KeypairArgs } from "./arguments";
import { type CloudArgs, ComputeResource, type Shown } from "../resource";

/**
 * An SSH keypair: imported, or generated on this machine if `publicKey` is omitted. The id is the name.
 *
 * @example
 * ```ts
 * const key = new compute.Keypair("deploy");
 * export const privateKey = key.privateKey; // a secret
 * ```
 */
export class Keypair extends ComputeResource {
    /** The public key's MD5 fingerprint, as the cloud returns it. */
    declare readonly fingerprint: pulumi.Output<string>;
    /** The private key of a generated pair, in OpenSSH's format. A secret. */
    declare readonly privateKey: pulumi.Output<string | undefined>;
    /** The name in the cloud. */
    declare readonly name: pulumi.Output<string>;
    /**
     * The OpenSSH public key to import; for `x509`, the certificate in PEM. Omit to generate a pair: the
     * output `privateKey` has its private key.
     */
    declare readonly publicKey: Shown<KeypairArgs, "publicKey">;
    /** `ssh`, or `x509`: a certificate, for Windows. */
    declare readonly type: Shown<KeypairArgs, "type">;
    /** The id of the user who owns the keypair (administrators only). */
    declare readonly userId: Shown<KeypairArgs, "userId">;
    /** What to generate: `ed25519` or `rsa` (4096 bits). */
    declare readonly keyAlgorithm: Shown<KeypairArgs, "keyAlgorithm">;

    constructor(name: string, args: KeypairArgs = {}, options?: pulumi.CustomResourceOptions) {
        super({"kind":"Keypair","outputs":["fingerprint","privateKey","name","publicKey","type","userId","keyAlgorithm"],"secrets":[]}, name, args, options);
    }

    /** Reads a keypair that is not managed here. Fails when there is none with this id. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        args: CloudArgs = {},
        options?: pulumi.CustomResourceOptions,
    ): Keypair {
        return new Keypair(name, args as KeypairArgs, { ...options, id });
    }
}
