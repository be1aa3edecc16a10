/** What the cloud made and the state keeps sealed: of a server its password. */
import mapValues from "lodash/mapValues";
import pick from "lodash/pick";
import { isSealed, seal } from "../state/sealed";
import type { Properties } from "../state/stored-state";
import { madeIn } from "./properties";

/** Of the secrets those that the cloud made, sealed with the stack's key. Without one the state has them as secrets. */
export function withSealed(state: Properties, secrets: readonly string[], key: string | undefined): Properties {
    if (key === undefined) {
        return state;
    }
    const made = madeIn(state).filter((name) => secrets.includes(name));
    const sealed = mapValues(pick(state, made), (value) =>
        typeof value === "string" && !isSealed(value) ? seal(value, key) : value,
    );
    return { ...state, ...sealed };
}
