/** What the cloud made and the state keeps sealed: of a server its password. */
import mapValues from "lodash/mapValues";
import pick from "lodash/pick";
import type { Properties } from "../resources/kind";
import { isSealed, seal } from "../resources/sealed";
import { madeIn } from "./properties";

/** Sealed with the stack's key. Without one all stays as it is: then the state has it as a secret. */
export function withSealed(state: Properties, key: string | undefined): Properties {
    if (key === undefined) {
        return state;
    }
    const sealed = mapValues(pick(state, madeIn(state)), (value) =>
        typeof value === "string" && !isSealed(value) ? seal(value, key) : value,
    );
    return { ...state, ...sealed };
}
