/**
 * Who makes a resource: the stack, by an identity that is kept in its own state, and the resource's URN. The provider
 * writes it on what it creates, and finds by it what a creation that died has left.
 */
import type * as pulumi from "@pulumi/pulumi";
import { unsealed } from "../provider/resources/sealed";
import { Config, CustomResource, createUrn, getStackResource, isDryRun, log, output } from "./pulumi";

/** What travels to the provider as a part of the input `__resource`. */
export interface Owner {
    /** The stack's identity: random, made once, and in no other state unless somebody copies it. */
    stack: string;
    urn: string;
    /** What the passwords that clouds make are sealed with in the state. */
    key?: string;
}

/** The text by which Pulumi's dynamic-provider host finds what makes and keeps an identity. */
const KEEPER = 'exports.handler=require("pulumi-openstack-compute/provider").identity';

/**
 * The identity of a stack, one for each. It is a resource of its own because a stack's state is what two checkouts with
 * backends of their own do not share, and what a CI job on another machine does.
 */
class StackIdentity extends CustomResource {
    declare readonly identity: pulumi.Output<string | undefined>;
    /** A secret. */
    declare readonly key: pulumi.Output<string | undefined>;

    constructor(stack: pulumi.Resource) {
        super(
            "pulumi-nodejs:dynamic/openstack-compute:StackIdentity",
            "openstack-compute",
            { identity: undefined, key: undefined, __provider: KEEPER },
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

/** Undefined in a preview, which makes nothing; outside of a stack; and where the stack's config turns it off. */
export function ownerOf(
    type: string,
    name: string,
    { parent }: pulumi.CustomResourceOptions,
): Promise<Owner | undefined> | undefined {
    const stack = getStackResource();
    if (stack === undefined || new Config("openstack-compute").getBoolean("owner") === false) {
        return undefined;
    }
    const identity = identities.get(stack) ?? new StackIdentity(stack);
    identities.set(stack, identity);
    return isDryRun() ? undefined : told(identity, createUrn(name, type, parent));
}

/**
 * As plain values. Passed on as outputs they would make every resource depend on the identity, or on its parent, and an
 * update of some targets alone would be refused.
 */
async function told(identity: StackIdentity, urn: pulumi.Output<string>): Promise<Owner | undefined> {
    const [stack, key, known] = await Promise.all([plain(identity.identity), plain(identity.key), plain(urn)]);
    return stack === undefined ? undefined : { stack, urn: known, key };
}

/** What the provider has sealed for this stack; of another's there is nothing but a warning. */
export function opened(sealed: string, property: string, resource: pulumi.Resource): pulumi.Output<string | undefined> {
    const stack = getStackResource();
    const key = output(stack === undefined ? undefined : identities.get(stack)?.key);
    return key.apply((known) => {
        const secret = unsealed(sealed, known);
        if (secret === undefined) {
            const what = `${property} is sealed in the state with a key that this stack does not have, and cannot be read`;
            log.warn(`${what}: declare it to set another one`, resource);
        }
        return secret;
    });
}

function plain<T>(known: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        known.apply((value) => resolve(value as T));
    });
}
