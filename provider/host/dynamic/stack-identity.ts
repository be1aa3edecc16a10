/**
 * Makes and keeps a stack's identity: a random number that its state holds. It stands for the stack on what the stack
 * creates, since names do not: two checkouts may have a stack of the same name, and a stack may be renamed. With it goes
 * the key that the passwords of its servers are sealed with, and which names of resources were given up by an alias.
 */
import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import isEqual from "lodash/isEqual";
import { withGivenUp } from "../../state/given-up-names";
import { newKey } from "../../state/sealed";
import type { Properties } from "../../state/stored-state";
import { secret } from "./wire-marks";

export class IdentityProvider implements dynamic.ResourceProvider {
    /** The number is no input, so that a plan holds. What was made by a release where it was one keeps it. */
    async check({ identity, givenUp: before }: Properties, news: Properties): Promise<dynamic.CheckResult> {
        const givenUp = withGivenUp(before, news.givenUp);
        return {
            inputs: {
                ...news,
                ...(identity === undefined ? {} : { identity }),
                ...(givenUp === undefined ? {} : { givenUp }),
            },
        };
    }

    async diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
        return { changes: !isEqual(olds.givenUp, news.givenUp) };
    }

    async create({ givenUp }: Properties): Promise<dynamic.CreateResult> {
        const identity = randomBytes(16).toString("hex");
        return {
            id: identity,
            outs: { identity, key: secret(newKey()), ...(givenUp === undefined ? {} : { givenUp }) },
        };
    }

    /** One that was made without a key gets it. */
    async read(id: string, { key = newKey(), ...props }: Properties): Promise<dynamic.ReadResult> {
        return { id, props: { ...props, key: secret(key) } };
    }

    async update(_id: string, { key, ...olds }: Properties, { givenUp }: Properties): Promise<dynamic.UpdateResult> {
        return { outs: { ...olds, key: secret(key), givenUp } };
    }

    async delete(): Promise<void> {
        // It is in the state only.
    }
}
