/** A keypair that is generated here, and one that is imported. */
import * as compute from "pulumi-openstack-compute";

const generated = new compute.Keypair("generated", { keyAlgorithm: "ed25519" });

const imported = new compute.Keypair("imported", {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops@example.org",
});

export const fingerprints = [generated.fingerprint, imported.fingerprint];
export const privateKey = generated.privateKey; // a secret
