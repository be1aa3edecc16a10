/** Changes to a server whose flavor or keypair the stack has recreated under the same name. */
import isEqual from "lodash/isEqual";
import type { IsAnother } from "../../lifecycle/kind";
import { chosen } from "../../plan/change-table";
import type { Plan } from "../../plan/plan";
import type { ServerStep } from "./fields/server-field";
import { type Declared, serverChanges } from "./server-fields";
import type { ServerState } from "./state";

export function renewals(state: ServerState, args: Declared, isAnother: IsAnother): Plan<ServerStep> {
    const { flavor: pin } = state.__state.pins;
    const byName = pin !== undefined && (args.flavor === pin.name || isEqual(args.flavor, { name: pin.name }));
    const flavor = byName && args.flavor !== pin.id && isAnother("Flavor", pin);
    const { keyName } = args;
    const key =
        keyName !== undefined && keyName === state.keyName && isAnother("Keypair", { id: keyName, name: keyName });
    return [...(flavor ? renewal("flavor", pin.name, args) : []), ...(key ? renewal("keyName", keyName, args) : [])];
}

const EFFECTS: Readonly<Partial<Record<ServerStep, string>>> = {
    resize: "resize in place to the new flavor of this name, the server restarts",
    replace: "replace: this name now means another one",
};

/** What matters only at the first boot is no change, unless the program chooses otherwise. */
function renewal(property: "flavor" | "keyName", name: string, args: Declared): Plan<ServerStep> {
    const change = chosen<ServerStep>(property, serverChanges[property], args.onChange);
    if (change.by === "record") {
        return [];
    }
    const effect = EFFECTS[change.by] ?? change.effect;
    return [
        {
            property,
            change: { ...change, effect, summary: () => name },
            old: args[property],
            new: args[property],
            unknown: false,
        },
    ];
}
