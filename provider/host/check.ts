/** What a program declares, made whole and validated: a name where it has none, and complaints. Asks nobody. */
import { complaints } from "../arguments/validation";
import { ownKeyOf, parentsIn } from "../lifecycle/owner";
import { commonArguments } from "../plan/common-arguments";
import type { Declaration, Properties } from "../state/stored-state";
import { autoname } from "./autonaming";
import type { ProviderProcess } from "./provider-process";
import type { Checked, CheckRequest } from "./requests";
import { rollingLimit } from "./rolling-limit";
import { ceiling } from "./stack-settings";

export function check(process: ProviderProcess, request: CheckRequest): Checked {
    const { kind, common, args, before, owner, preview } = request;
    const declaration = placed(request);
    const key = ownKeyOf(declaration);
    if (before !== undefined) {
        process.standing.set(key, typeof before.name === "string" ? before.name : "");
    }
    process.noteCheck(declaration);
    const replaces = before === undefined ? process.standing.get(key) : undefined;
    const named: Properties & { name?: unknown } = { ...args };
    const autonamed = kind.nameLength !== undefined && args.name === undefined;
    if (autonamed && kind.nameLength !== undefined) {
        const whole = { ...declaration, owner, replaces };
        named.name = autoname(whole, before, common.adopt, kind.nameLength, preview);
    }
    const allowed = ceiling(process.settings);
    const rolling = rollingLimit(process.settings.maxDisruptive);
    return {
        declaration: { ...declaration, ...(autonamed ? { autonamed, replaces } : {}) },
        common,
        args: named,
        complaints: [
            ...("complaint" in allowed ? [allowed.complaint] : []),
            ...("complaint" in rolling ? [rolling.complaint] : []),
            ...complaints(kind.kind, commonArguments, common),
            ...complaints(kind.kind, kind.schema, args),
        ],
    };
}

/** With its parents, where the protocol tells, and with how many had its name, which counts from its creation on. */
function placed({ declaration, urn, before, reuse }: CheckRequest): Declaration {
    const { kind, name } = declaration;
    const parents = urn === undefined ? before?.declaration?.parents : parentsIn(urn, kind, name);
    const isAsBefore = before?.declaration?.name === name && before.declaration.parents === parents;
    return { ...declaration, parents, reuse: isAsBefore ? before.declaration?.reuse : reuse };
}
