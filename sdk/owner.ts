/**
 * Who makes a resource: the stack, by an identity that is kept in its own state, and the resource's URN. The provider
 * writes it on what it creates, and finds by it what a creation that died has left.
 */
import type * as pulumi from "@pulumi/pulumi";
import { resourceIn } from "../provider/lifecycle/owner";
import type { GivenUp } from "../provider/state/given-up-names";
import { withGivenUp } from "../provider/state/given-up-names";
import { unsealed } from "../provider/state/sealed";
import type { ToldOwner } from "../provider/state/stored-state";
import { configuration } from "./configuration";
import { formerNames } from "./former-names";
import { CustomResource, createUrn, getStackResource, log, output } from "./pulumi";

/** The text by which Pulumi's dynamic-provider host finds what makes and keeps an identity. */
const KEEPER = 'exports.handler=require("pulumi-openstack-compute/provider").identity';

/**
 * The identity of a stack, one for each. It is a resource of its own because a stack's state is what two checkouts with
 * backends of their own do not share, and what a CI job on another machine does.
 */
class StackIdentity extends CustomResource {
    /** A secret. */
    declare readonly key: pulumi.Output<string | undefined>;
    /** The names that resources gave up by an alias, after the alias is gone too. */
    declare readonly givenUp: pulumi.Output<GivenUp | undefined>;

    constructor(stack: pulumi.Resource) {
        super(
            "pulumi-nodejs:dynamic/openstack-compute:StackIdentity",
            "openstack-compute",
            { identity: undefined, key: undefined, givenUp: toldOf(), __provider: KEEPER },
            { parent: stack },
        );
    }
}

/** By the stack's root resource, for every copy of this package in the process: a URN can be registered once. */
const identities = keptIn(Symbol.for("pulumi-openstack-compute.identities"));

function keptIn(key: symbol): WeakMap<pulumi.Resource, StackIdentity> {
    const shared = globalThis as { [key: symbol]: WeakMap<pulumi.Resource, StackIdentity> | undefined };
    shared[key] ??= new WeakMap();
    return shared[key];
}

/** Undefined outside of a stack, and where the stack's config turns it off. */
export function ownerOf(
    type: string,
    name: string,
    { parent }: pulumi.CustomResourceOptions,
): Promise<ToldOwner> | undefined {
    const stack = getStackResource();
    if (stack === undefined || configuration().owner === false) {
        return undefined;
    }
    const identity = identities.get(stack) ?? new StackIdentity(stack);
    identities.set(stack, identity);
    return told(identity, createUrn(name, type, parent));
}

/**
 * As plain values. Passed on as outputs they would make every resource depend on the identity, or on its parent, and an
 * update of some targets alone would be refused.
 */
async function told(identity: StackIdentity, urn: pulumi.Output<string>): Promise<ToldOwner> {
    const [stack, key, known, kept] = await Promise.all(
        // The id, because in the preview of a change to it the identity's other outputs are not known.
        [identity.id, identity.key, urn, identity.givenUp].map(plain),
    );
    const owners = withGivenUp(kept, await formerNames())?.[resourceIn(String(known))] ?? [];
    return {
        stack: stack as string | undefined,
        urn: String(known),
        key: key as string | undefined,
        reuse: owners.length === 0 ? undefined : owners.length,
    };
}

/** Those of the program, when its constructors have run. */
async function toldOf(): Promise<GivenUp | undefined> {
    await new Promise(setImmediate);
    return withGivenUp(undefined, await formerNames());
}

/** What the provider has sealed for this stack; of another's there is nothing but a warning. */
export function opened(sealed: string, property: string, resource: pulumi.Resource): pulumi.Output<string | undefined> {
    const stack = getStackResource();
    const key = output(stack === undefined ? undefined : identities.get(stack)?.key);
    return key.apply((known) => {
        const secret = unsealed(sealed, known);
        if (secret === undefined) {
            const what = `${property} is sealed in the state with a key that this stack does not have, and cannot be read`;
            log.warn(`${what}: set it in the program to change it`, resource);
        }
        return secret;
    });
}

/** Undefined for what a preview does not know yet. */
async function plain(value: pulumi.Output<unknown>): Promise<unknown> {
    const { isKnown } = value as pulumi.Output<unknown> & { isKnown: Promise<boolean> };
    return (await isKnown) ? new Promise((resolve) => value.apply(resolve)) : undefined;
}
