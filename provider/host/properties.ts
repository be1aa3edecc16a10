/** The property bags of a resource, as they come over Pulumi's wire: their parts, and what they are told apart by. */

import { UNKNOWN } from "../arguments/unknown";
import { type CommonArguments, commonArguments } from "../plan/common-arguments";
import { type AnyKind, kindOf } from "../resources/registry";
import { isBag } from "../state/state-text";
import type { Declaration, Properties, StoredState, ToldDeclaration } from "../state/stored-state";

export interface Understood {
    kind: AnyKind;
    declaration: Declaration;
    common: CommonArguments;
    args: Properties;
}

/** A property bag by its parts. */
export function understood(properties: Properties): Understood {
    const { __provider, __resource, __state, cloud, region, adopt, ...args } = compact(properties);
    const declaration = __resource as Declaration | undefined;
    if (typeof declaration !== "object") {
        throw new Error(
            "this resource does not say what it is: it was not made with pulumi-openstack-compute, or its state was edited by hand. Nothing was done.",
        );
    }
    return {
        kind: kindOf(declaration.kind),
        declaration,
        common: compact({ cloud, region, adopt }) as CommonArguments,
        args,
    };
}

/** What the SDK says of a resource, with what only `check` is to know. */
export function toldIn(properties: Properties): ToldDeclaration {
    return { ...understood(properties).declaration };
}

/** One of a kind and a name. Two under different parents share it: then a refresh may say of one what is said of the other. */
export function keyOf({ kind, name }: Declaration): string {
    return `${kind} ${name}`;
}

/** The arguments as `check` would return them, out of a state. */
export function inputsIn(kind: AnyKind, state: Properties): Properties {
    const made = madeIn(state);
    const names = [...Object.keys(commonArguments.shape), ...Object.keys(kind.changes), "__resource"];
    return Object.fromEntries(
        names.filter((name) => state[name] !== undefined && !made.includes(name)).map((name) => [name, state[name]]),
    );
}

/** The arguments that the program left out and the cloud filled in. */
export function madeIn(state: Properties): readonly string[] {
    return (state as Partial<StoredState>).__state?.made ?? [];
}

/** Without what is null or undefined, which Pulumi's wire cannot carry. */
export function compact(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([key, value]) => [key, compacted(value)]),
    );
}

function compacted(value: unknown): unknown {
    return Array.isArray(value) ? value.map(compacted) : isBag(value) ? compact(value) : value;
}

/** As Pulumi's wire marks it: constants.SpecialSigKey and SpecialSecretSig of its SDK. It arrives here unmarked again. */
export function secret(value: unknown): unknown {
    return value === undefined || value === UNKNOWN
        ? value
        : { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
