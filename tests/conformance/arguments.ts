/** What several files of scenarios declare. */
export type Bag = Record<string, unknown>;

/** Two public keys. */
export const KEYS = {
    first: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops@one",
    second: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA ops@two",
} as const;
