/**
 * The names that resources of a program had before, by their aliases and those of their parents. A new resource under
 * such a name must not take over what was created under it. Names are as in URNs, without stack and project, which may
 * change: `my:Site$Server::web`.
 */
import type * as pulumi from "@pulumi/pulumi";
import { resourceIn } from "../provider/lifecycle/owner";
import type { GivenUp } from "../provider/state/given-up-names";
import { getStackResource, output } from "./pulumi";

/** A resource's types, with those of its parents, and its name. */
interface Named {
    types: string;
    name: string;
}

/** What Pulumi's SDK keeps of a resource, and does not declare. */
interface Lineage {
    __pulumiType?: string;
    __name?: string;
    __parentResource?: pulumi.Resource;
    __aliases?: readonly pulumi.Output<string>[];
}

/** A resource of this package as its constructor was given it. */
interface Given {
    type: string;
    name: string;
    aliases: pulumi.CustomResourceOptions["aliases"];
}

interface Registry {
    given: WeakMap<pulumi.Resource, Given>;
    /** Those that have been looked up, and those that are being looked up. */
    found: Map<string, Set<string>>;
    pending: Set<Promise<void>>;
}

/** By the stack's root resource, for every copy of this package in the process. */
const registries = keptIn(Symbol.for("pulumi-openstack-compute.formerNames"));

function keptIn(key: symbol): WeakMap<object, Registry> {
    const shared = globalThis as { [key: symbol]: WeakMap<object, Registry> | undefined };
    shared[key] ??= new WeakMap();
    return shared[key];
}

const NO_STACK = {};

function registry(): Registry {
    const stack = getStackResource() ?? NO_STACK;
    const known = registries.get(stack) ?? { given: new WeakMap(), found: new Map(), pending: new Set() };
    registries.set(stack, known);
    return known;
}

/** Notes the names that a new resource of this package had before. */
export function noteFormerNames(resource: pulumi.Resource, given: Given): void {
    const { given: known, found, pending } = registry();
    known.set(resource, given);
    if (!hasFormerNames(resource)) {
        return;
    }
    const own = spelled(namedAs(resource));
    const noting = formerNamesOf(resource).then((former) => {
        for (const name of former.map(spelled).filter((one) => one !== own)) {
            found.set(name, (found.get(name) ?? new Set()).add(own));
        }
        pending.delete(noting);
    });
    pending.add(noting);
}

/** Those that the program tells of so far: call it when the constructors have run. */
export async function formerNames(): Promise<GivenUp> {
    const { found, pending } = registry();
    await Promise.all(pending);
    return Object.fromEntries([...found].map(([name, owners]) => [name, [...owners]]));
}

function hasFormerNames(resource: pulumi.Resource): boolean {
    const parent = parentOf(resource);
    const own = registry().given.get(resource)?.aliases ?? lineageOf(resource).__aliases ?? [];
    return own.length > 0 || (parent !== undefined && hasFormerNames(parent));
}

/** Its own aliases; with each former name of its parent, which its own name may begin with; and both together. */
async function formerNamesOf(resource: pulumi.Resource): Promise<Named[]> {
    const own = await ownFormerNames(resource);
    const parent = parentOf(resource);
    if (parent === undefined) {
        return own;
    }
    const { name: parentName } = namedAs(parent);
    const current = namedAs(resource);
    const beneath = (await formerNamesOf(parent)).flatMap((former) =>
        [current, ...own].map(({ types, name }) => ({
            types: `${former.types}$${types.replace(/^.*\$/, "")}`,
            name: name.startsWith(parentName) ? former.name + name.slice(parentName.length) : name,
        })),
    );
    return [...own, ...beneath];
}

async function ownFormerNames(resource: pulumi.Resource): Promise<Named[]> {
    const given = registry().given.get(resource);
    if (given !== undefined) {
        return (given.aliases ?? []).flatMap((alias) => asGiven(resource, alias) ?? []);
    }
    const urns = await Promise.all((lineageOf(resource).__aliases ?? []).map(soon));
    return urns.flatMap((urn) => (urn === undefined ? [] : [inUrn(urn)]));
}

/**
 * Of our own resources aliases are read as they are written: their URNs are known only when their parents are registered,
 * which may wait for us. One whose parts are outputs cannot be read so.
 */
function asGiven(resource: pulumi.Resource, alias: pulumi.Input<pulumi.URN | pulumi.Alias>): Named | undefined {
    if (typeof alias === "string") {
        return inUrn(alias);
    }
    const current = namedAs(resource);
    const { name = current.name, type, parent = parentOf(resource) } = { ...(alias as pulumi.Alias) };
    const own = type ?? current.types.replace(/^.*\$/, "");
    const isRoot = Object.hasOwn(alias, "parent") && (alias as pulumi.Alias).parent === undefined;
    const above = isRoot ? "" : typesAbove(parent);
    return typeof name === "string" && typeof own === "string" && above !== undefined
        ? { types: `${above}${short(own)}`, name }
        : undefined;
}

/** `my:Site$`, or nothing for a parent that is the stack. Undefined where it is not known yet. */
function typesAbove(parent: pulumi.Resource | pulumi.Input<pulumi.URN> | undefined): string | undefined {
    if (parent === undefined) {
        return "";
    }
    if (typeof parent === "string") {
        return isStack(inUrn(parent).types) ? "" : `${inUrn(parent).types}$`;
    }
    const { __pulumiType: type } = parent as Lineage;
    if (type === undefined) {
        return undefined;
    }
    return isStack(type) ? "" : `${namedAs(parent as pulumi.Resource).types}$`;
}

function namedAs(resource: pulumi.Resource): Named {
    const { __pulumiType: type = "", __name: name = "" } = lineageOf(resource);
    const parent = parentOf(resource);
    return { types: `${parent === undefined ? "" : `${namedAs(parent).types}$`}${short(type)}`, name };
}

/** Its parent, where that is not the stack. */
function parentOf(resource: pulumi.Resource): pulumi.Resource | undefined {
    const { __parentResource: parent } = lineageOf(resource);
    return parent === undefined || isStack(lineageOf(parent).__pulumiType) ? undefined : parent;
}

function isStack(type: string | undefined): boolean {
    return type === "pulumi:pulumi:Stack";
}

function lineageOf(resource: pulumi.Resource): Lineage {
    return resource as pulumi.Resource & Lineage;
}

function short(type: string): string {
    return inUrn(`urn:pulumi:stack::project::${type}::`).types;
}

function inUrn(urn: string): Named {
    const [types = "", ...name] = resourceIn(urn).split("::");
    return { types, name: name.join("::") };
}

function spelled({ types, name }: Named): string {
    return `${types}::${name}`;
}

/** Milliseconds. A component's aliases are known when its parents are registered, which takes a moment. */
const MOMENT = 10_000;

/** Undefined for what stays unknown: a component that was below one of our resources would wait for us. */
function soon(alias: pulumi.Output<string>): Promise<string | undefined> {
    return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(undefined), MOMENT);
        output(alias).apply((urn) => {
            clearTimeout(timer);
            resolve(urn);
        });
    });
}
