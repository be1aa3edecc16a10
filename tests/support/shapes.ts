/** The shapes of kinds whose tests follow from their declarations. */
import type { GroupPlace } from "../../provider/api/group";
import type { Address } from "../../provider/lifecycle/singleton";
import type { Fields } from "../../provider/plan/fields";
import type { AnyKind } from "../../provider/resources/registry";

export interface AnyDeclared extends AnyKind {
    readonly fields: Fields;
    readonly records: { readonly place: GroupPlace };
}

export interface AnySingleton extends AnyKind {
    readonly fields: Fields;
    readonly place: { readonly path: string; readonly defaults: string } & Pick<GroupPlace, "one" | "microversions">;
    idOf(args: object): string;
    addressOf(id: string): Address;
}

/** A record of an API group. */
export function isDeclared(kind: AnyKind): kind is AnyDeclared {
    return "records" in kind;
}

/** Settings that always exist. */
export function isSingleton(kind: AnyKind): kind is AnySingleton {
    return "addressOf" in kind;
}

/** An action that runs once: there is nothing to adopt. */
export function isTriggered(kind: AnyKind): boolean {
    return Object.hasOwn(kind.changes, "triggers");
}
