/**
 * Makes and keeps a stack's identity: a random number that its state holds. It stands for the stack on what the stack
 * creates, since names do not: two checkouts may have a stack of the same name, and a stack may be renamed. With it goes
 * the key that the passwords of its servers are sealed with.
 */
import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Properties } from "../resources/kind";
import { newKey } from "../resources/sealed";
import { secret } from "./properties";

export class IdentityProvider implements dynamic.ResourceProvider {
    async check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
        const identity = typeof olds.identity === "string" ? olds.identity : randomBytes(16).toString("hex");
        return { inputs: { ...news, identity } };
    }

    async diff(): Promise<dynamic.DiffResult> {
        return { changes: false };
    }

    async create({ identity }: Properties): Promise<dynamic.CreateResult> {
        return { id: String(identity), outs: { identity, key: secret(newKey()) } };
    }

    /** One that was made without a key gets it. */
    async read(id: string, { key = newKey(), ...props }: Properties): Promise<dynamic.ReadResult> {
        return { id, props: { ...props, key: secret(key) } };
    }

    async delete(): Promise<void> {
        // It is in the state only.
    }
}
