/**
 * Names of resources that were given up by an alias (`Server::web`), with the resources that had them. The stack's
 * identity keeps them after the aliases are removed, because what was created under such a name may belong to another
 * resource.
 */

export type GivenUp = Readonly<Record<string, readonly string[]>>;

/** The union of both; undefined if it is empty. */
export function withGivenUp(before: unknown, told: unknown): GivenUp | undefined {
    const both = [before, told].map((one) => new Map(Object.entries((one ?? {}) as GivenUp)));
    const names = new Set(both.flatMap((one) => [...one.keys()]));
    return names.size === 0
        ? undefined
        : Object.fromEntries(
              [...names].sort().map((name) => [name, [...new Set(both.flatMap((one) => one.get(name) ?? []))].sort()]),
          );
}
