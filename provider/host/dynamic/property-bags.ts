/**
 * The property bags of a resource, as they come over Pulumi's wire: the arguments and outputs, and beside them
 * `__resource`, what the SDK says of the resource, `__state`, what the provider keeps of it, and `__provider`, the text
 * by which Pulumi finds the provider.
 */
import { commonIn } from "../../plan/common-arguments";
import { kindOf } from "../../resources/registry";
import type { Declaration, Kept, Properties, Stored, ToldDeclaration } from "../../state/stored-state";
import { compact } from "../compact";
import type { Declared } from "../requests";
import { inShort, spelledOut, UnreadableStateError } from "./shorthand";

/** What a bag says by itself: whose a resource is, it does not. */
export interface Parts extends Omit<Declared, "urn" | "owner" | "declaration"> {
    declaration: ToldDeclaration;
    /** Undefined in a bag of inputs, and for what is got by its id. */
    kept: Kept | undefined;
}

export function partsOf(bag: Properties): Parts {
    const { __provider, __resource, __state, ...properties } = compact(spelledOut(bag));
    const declaration = __resource as ToldDeclaration | undefined;
    if (typeof declaration !== "object") {
        throw new Error(
            "this resource does not say of which kind it is: it was not created with pulumi-openstack-compute, or its state was edited by hand. Nothing was done.",
        );
    }
    const { cloud, region, adopt, ...args } = properties;
    return {
        kind: kindOf(declaration.kind),
        declaration,
        common: commonIn(properties),
        args,
        kept: __state as Kept | undefined,
    };
}

/** What is stored, of a bag of outputs. */
export function storedIn({ declaration, common, args, kept }: Parts): Stored {
    if (kept === undefined) {
        throw new UnreadableStateError();
    }
    return { declaration: declaration as Declaration, properties: { ...args, ...common }, kept };
}

export function inputsBag({
    declaration,
    common,
    args,
}: Pick<Declared, "declaration" | "common" | "args">): Properties {
    return inShort(compact({ ...common, ...args, __resource: declaration }));
}

export function outputsBag({ declaration, properties, kept }: Stored): Properties {
    return inShort(compact({ ...properties, __resource: declaration, __state: kept }));
}
