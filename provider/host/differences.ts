/** What must change of a resource, and what a preview says of it. Asks nobody. */

import type { IsAnother } from "../lifecycle/kind";
import { hashOfStack, ownKeyOf, TAKES_METADATA } from "../lifecycle/owner";
import type { Holdings } from "../lifecycle/resource-exchange";
import type { Foreign } from "../lifecycle/reused-ids";
import { type CommonArguments, commonChanges } from "../plan/common-arguments";
import { type Plan, type PlannedChange, plan, replacing } from "../plan/plan";
import { inWords } from "../plan/words";
import type { AnyKind } from "../resources/registry";
import { migrated } from "../state/schema-version";
import { type Declaration, type Owner, type Properties, type Stored, stateOf } from "../state/stored-state";
import type { ManagedNames } from "./managed-names";
import type { DiffRequest } from "./requests";

export interface Differences {
    subject: string;
    changes: Plan;
    /** What a preview says of each change. */
    lines: [PlannedChange, string][];
    /** What it says besides: what goes with a replacement, and what changes nothing in the cloud. */
    notes: string[];
    /** Whether the state must change; what it has in the cloud need not. */
    isChange: boolean;
    /** The arguments for which it is replaced. */
    replaces: string[];
    deletesFirst: boolean;
    /** What it lets go of for others of the program; undefined where its kind has nothing that others may want. */
    holdings: Holdings | undefined;
}

type State = ReturnType<typeof stateOf> & { id: string };

/** What must change. Asks nobody. */
export function differences(request: DiffRequest, managed: ManagedNames): Differences {
    const { kind, declaration, args, common, owner, id } = request;
    const subject = `${kind.noun} "${declaration.name}"`;
    const stored = migrated(subject, request.stored);
    const state = { ...stateOf(stored), id };
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
    const retimed = changedTimeouts(stored, declaration);
    const renamed = changes.length === 0 && isNamedAnew(state, common);
    const losses = refused ? [] : lossesOf(kind, state, args, changes);
    const noted = [
        ...(isForeign(state) && replaced.length === 0 ? [FOREIGN] : []),
        ...(hasMoved(stored, declaration) ? [`it was ${ownKeyOf(stored.declaration)}: ${MOVED}`] : []),
        ...(isMisnamed(state, args, owner) ? [`${MISNAMED} ${state.__state.stamp?.resource}: it follows`] : []),
        ...(retimed ? ["customTimeouts: recorded for the next operations"] : []),
        ...(renamed ? ["cloud and region: recorded as the program names them"] : []),
    ];
    const replaces = refused ? [] : replaced.map(({ property }) => property);
    const holdings = kind.holdings?.(state, args, changes);
    return {
        subject,
        changes,
        lines,
        notes: [...losses, ...noted],
        isChange: changes.length > 0 || noted.length > 0,
        replaces,
        deletesFirst: alone !== undefined,
        holdings: replaces.length > 0 && holdings !== undefined ? { ...holdings, gives: holdings.has } : holdings,
    };
}

export function changesOf(
    kind: AnyKind,
    state: State,
    common: CommonArguments,
    args: Properties,
    managed: ManagedNames,
): Plan {
    const isAnother: IsAnother = (of, found) => managed.isAnother(of, state.__state.cloud, found);
    return [
        ...plan(commonChanges, state, common),
        ...(kind.repairs?.(state, args, isAnother) ?? []),
        ...plan(kind.changes, state, args),
    ];
}

/** What goes with the old one, also where it is not known yet whether it will be replaced. */
function lossesOf(kind: AnyKind, state: State, args: Properties, changes: Plan): string[] {
    const losses = changes.some(({ change }) => change.by === "replace") ? (kind.losses?.(state, args) ?? []) : [];
    return losses.length === 0 ? [] : [`replacing it: ${losses.join("; ")}`];
}

/** Why the old one goes first. */
function apart(kind: AnyKind, state: State, args: Properties, changes: Plan): string | undefined {
    const repaired = changes.some(
        ({ property, change }) => property === "status" && change.by === "replace" && change.level === "none",
    );
    return repaired ? "it never ran" : kind.exclusive(args, state);
}

function changedTimeouts({ declaration: before }: Stored, declaration: Declaration): boolean {
    return JSON.stringify(before.timeouts ?? {}) !== JSON.stringify(declaration.timeouts ?? {});
}

/** Refresh and destroy go by the state: it must say which cloud the program names, though it is the one as before. */
function isNamedAnew(state: State, { cloud, region }: CommonArguments): boolean {
    return (cloud !== undefined && cloud !== state.cloud) || (region !== undefined && region !== state.region);
}

/** Renamed, or below another parent. What it has in the cloud keeps its name there. */
function hasMoved({ declaration: before }: Stored, { name, parents }: Declaration): boolean {
    return before.name !== name || before.parents !== parents;
}

const MOVED = "the state records the new name, and the owner metadata is updated";

/** Others have put another thing under its id, and the program declares that one. */
function isForeign({ __state }: State): boolean {
    return (__state as Foreign).foreign !== undefined;
}

const FOREIGN =
    "another one has this id now, and it is as the program declares: this stack manages it from now on, and deletes it with the resource";

/** The owner in the cloud is this stack's, and names another resource, though this one has it. */
function isMisnamed({ status, __state: { stamp } }: State, args: Properties, owner: Owner | undefined): boolean {
    return (
        stamp !== undefined &&
        owner !== undefined &&
        stamp.stack === hashOfStack(owner) &&
        args.ownerMetadata !== false &&
        TAKES_METADATA.has(String(status))
    );
}

const MISNAMED = "its owner metadata names";
