/**
 * The names of resources that others had, and gave up by an alias: `Server::web`, with those that had it. The stack's
 * identity keeps them after the aliases are gone, because what was created under such a name may be another resource's.
 */

export type GivenUp = Readonly<Record<string, readonly string[]>>;

/** All of both; undefined for none. */
export function withGivenUp(before: unknown, told: unknown): GivenUp | undefined {
    const both = [before, told].map((one) => new Map(Object.entries((one ?? {}) as GivenUp)));
    const names = new Set(both.flatMap((one) => [...one.keys()]));
    return names.size === 0
        ? undefined
        : Object.fromEntries(
              [...names].sort().map((name) => [name, [...new Set(both.flatMap((one) => one.get(name) ?? []))].sort()]),
          );
}
