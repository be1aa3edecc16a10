/** The plan of one resource, as `diff` answers it: above the stack's ceiling it is refused. Asks nobody. */
import { ownKeyOf } from "../lifecycle/owner";
import { commonIn } from "../plan/common-arguments";
import { above, type PlannedChange, replacing } from "../plan/plan";
import { inWords } from "../plan/words";
import { type Differences, differences } from "./differences";
import { placeOf, within } from "./knowledge";
import type { ProviderProcess } from "./provider-process";
import type { Difference, DiffRequest } from "./requests";
import { ceiling } from "./stack-settings";

/**
 * What must change. A change above the stack's ceiling fails the preview and the update; in a refresh, which must show
 * drift whatever the ceiling, it is only told.
 */
export function diff(process: ProviderProcess, request: DiffRequest): Difference {
    const { declaration, common, id, stored } = request;
    const found = differences(request, process.managed);
    const { subject, changes, lines, notes, isChange, replaces, deletesFirst } = found;
    // A refresh has the names of the state, which the program may have given up for another.
    const isUpdate = process.isDeclared(declaration);
    meet(process, request, found, isUpdate);
    const allowed = ceiling(process.settings);
    const level = "level" in allowed ? allowed.level : "none";
    const refused = above(level, changes);
    if (refused.length > 0 && isUpdate) {
        throw new Error(refused.map((change) => refusal(subject, change, level)).join("\n"));
    }
    if (isChange && isUpdate) {
        // What is replaced is deleted where it is.
        const at = replacing(changes).length > 0 ? commonIn(stored.properties) : common;
        process.assertMeant(`${subject} (${id})`, stored, at);
    }
    const high = (change: PlannedChange) => (refused.includes(change) ? `; the stack allows at most "${level}"` : "");
    return {
        plan: changes,
        lines: [
            ...lines.map(([change, line]) => `${line}${high(change)}`),
            ...notes.map((note) => `${subject}: ${note}`),
        ],
        changes: isChange,
        replaces,
        deletesFirst,
    };
}

/** Notes what the state has, and what becomes of it, for the resources that are looked at later. */
function meet(process: ProviderProcess, request: DiffRequest, found: Differences, isUpdate: boolean): void {
    const { knowledge, managed, standing } = process;
    const { kind, declaration, args, id, stored } = request;
    const { subject, replaces, deletesFirst, holdings } = found;
    const key = ownKeyOf(declaration);
    const place = placeOf(kind, stored);
    const stays = replaces.length === 0;
    if (stays && isUpdate) {
        knowledge.assertAlone(place, id, subject, key);
    }
    knowledge.meet(place, id, { key, stays: isUpdate ? stays : undefined, before: stored.kept.replaces ?? [] });
    const { name } = stored.properties;
    if (typeof name === "string") {
        // Its name in the cloud, which the inputs of what was adopted do not have.
        standing.set(key, name);
    }
    managed.meet(kind.kind, place.cloud, args.name ?? name, id, !stays);
    if (holdings !== undefined && isUpdate) {
        const stage = !stays && !deletesFirst ? "last" : "planned";
        knowledge.exchange.meet(key, within(place.cloud), subject, holdings, stage);
    }
}

function refusal(subject: string, change: PlannedChange, level: string): string {
    return (
        `${subject}: ${inWords(change)}. The stack allows no more than "${level}" (config openstack-compute:allow); ` +
        `this is "${change.change.level}". Nothing was changed.`
    );
}
