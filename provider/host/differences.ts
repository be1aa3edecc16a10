/** What must change of a resource, and what a preview says of it. Asks nobody. */
import type { dynamic } from "@pulumi/pulumi";
import type { IsAnother } from "../lifecycle/kind";
import { hashOfStack, ownKeyOf, TAKES_METADATA } from "../lifecycle/owner";
import type { Holdings } from "../lifecycle/resource-exchange";
import type { Foreign } from "../lifecycle/reused-ids";
import { type CommonArguments, commonChanges } from "../plan/common-arguments";
import { type Plan, type PlannedChange, plan, replacing } from "../plan/plan";
import { inWords } from "../plan/words";
import type { AnyKind } from "../resources/registry";
import { migrated } from "../state/schema-version";
import type { Declaration, Owner, Properties, StoredState } from "../state/stored-state";
import type { ManagedNames } from "./managed-names";
import { understood } from "./properties";

export interface Differences {
    subject: string;
    changes: Plan;
    /** What a preview says of each change. */
    lines: [PlannedChange, string][];
    /** What it says besides: what goes with a replacement, and what changes nothing in the cloud. */
    notes: string[];
    result: dynamic.DiffResult;
    /** What it lets go of for others of the program; undefined where its kind has nothing that others may want. */
    holdings: Holdings | undefined;
}

/** What must change. Asks nobody. */
export function differences(
    id: string,
    olds: Properties,
    news: Properties,
    managed: ManagedNames,
    owner?: Owner,
): Differences {
    const { kind, declaration, args, common } = understood(news);
    const subject = `${kind.noun} "${declaration.name}"`;
    const state = migrated(subject, { ...(olds as StoredState), id });
    const changes = changesOf(kind, state, common, args, managed);
    const replaced = replacing(changes);
    const refused = replaced.length > 0 && common.adopt === id;
    const renewed = declaration.autonamed === true ? { ...args, name: undefined } : args;
    const alone = replaced.length === 0 || refused ? undefined : apart(kind, state, renewed, changes);
    const lines = changes.map((change): [PlannedChange, string] => {
        const order =
            alone !== undefined && replaced.includes(change) ? `; the old one is deleted first: ${alone}` : "";
        const refusal = refused && replaced.includes(change) ? "; refused while adopt still names this one" : "";
        return [change, `${subject}: ${inWords(change)}${order}${refusal}`];
    });
    const retimed = changedTimeouts(state, declaration);
    const renamed = changes.length === 0 && isNamedAnew(state, common);
    const losses = refused ? [] : lossesOf(kind, state, args, changes);
    const noted = [
        ...(isForeign(state) && replaced.length === 0 ? [FOREIGN] : []),
        ...(hasMoved(state, declaration) ? [`it was ${ownKeyOf(state.__resource)}: ${MOVED}`] : []),
        ...(isMisnamed(state, args, owner) ? [`${MISNAMED} ${state.__state.stamp?.resource}: it follows`] : []),
        ...(retimed ? ["customTimeouts: noted for the next operations"] : []),
        ...(renamed ? ["the cloud or region that it is in: noted as the program names it"] : []),
    ];
    const notes = [...losses, ...noted];
    const result = {
        changes: changes.length > 0 || noted.length > 0,
        replaces: refused ? [] : replaced.map(({ property }) => property),
        deleteBeforeReplace: alone !== undefined,
    };
    const holdings = kind.holdings?.(state, args, changes);
    const all = result.replaces.length > 0 && holdings !== undefined ? { ...holdings, gives: holdings.has } : holdings;
    return { subject, changes, lines, notes, result, holdings: all };
}

export function changesOf(
    kind: AnyKind,
    state: StoredState,
    common: CommonArguments,
    args: Properties,
    managed: ManagedNames,
): Plan {
    const isAnother: IsAnother = (of, found) => managed.isAnother(of, state.__state?.cloud, found);
    return [
        ...plan(commonChanges, state, common),
        ...(kind.repairs?.(state, args, isAnother) ?? []),
        ...plan(kind.changes, state, args),
    ];
}

/** What goes with the old one, also where it is not known yet whether it will be replaced. */
function lossesOf(kind: AnyKind, state: StoredState, args: Properties, changes: Plan): string[] {
    const losses = changes.some(({ change }) => change.by === "replace") ? (kind.losses?.(state, args) ?? []) : [];
    return losses.length === 0 ? [] : [`replacing it: ${losses.join("; ")}`];
}

/** Why the old one goes first. */
function apart(kind: AnyKind, state: StoredState, args: Properties, changes: Plan): string | undefined {
    const repaired = changes.some(
        ({ property, change }) => property === "status" && change.by === "replace" && change.level === "none",
    );
    return repaired ? "it never ran" : kind.exclusive(args, state);
}

function changedTimeouts(state: StoredState, declaration: Declaration): boolean {
    return JSON.stringify(state.__resource?.timeouts ?? {}) !== JSON.stringify(declaration.timeouts ?? {});
}

/** Refresh and destroy go by the state: it must say which cloud the program names, though it is the one as before. */
function isNamedAnew(state: StoredState, { cloud, region }: CommonArguments): boolean {
    return (cloud !== undefined && cloud !== state.cloud) || (region !== undefined && region !== state.region);
}

/** Renamed, or below another parent. What it has in the cloud keeps its name there. */
function hasMoved({ __resource: before }: StoredState, { name, parents }: Declaration): boolean {
    return before.name !== name || before.parents !== parents;
}

const MOVED = "noted, and its owner metadata, where it has any, follows";

/** Others have put another thing under its id, and the program declares that one. */
function isForeign({ __state }: StoredState): boolean {
    return (__state as Foreign).foreign !== undefined;
}

const FOREIGN =
    "another one is under this id by now, as the program declares it: noted as this stack's, which deletes it in time";

/** The owner in the cloud is this stack's, and names another resource, though this one has it. */
function isMisnamed({ status, __state: { stamp } }: StoredState, args: Properties, owner: Owner | undefined): boolean {
    return (
        stamp !== undefined &&
        owner !== undefined &&
        stamp.stack === hashOfStack(owner) &&
        args.ownerMetadata !== false &&
        TAKES_METADATA.has(String(status))
    );
}

const MISNAMED = "its owner metadata names";

export function refusal(subject: string, change: PlannedChange, level: string): string {
    return (
        `${subject}: ${inWords(change)}. The stack allows no more than "${level}" (config openstack-compute:allow); ` +
        `this is "${change.change.level}". Nothing was changed.`
    );
}
