/** What the cloud made and the state keeps sealed: of a server its password. */
import mapValues from "lodash/mapValues";
import omit from "lodash/omit";
import pick from "lodash/pick";
import pickBy from "lodash/pickBy";
import type { Properties } from "../resources/kind";
import { isSealed, seal } from "../resources/sealed";
import { madeIn } from "./properties";

/** A state whose properties are, but for what the provider keeps to itself, for all to see. */
interface Whole extends Properties {
    __state: object;
}

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

/**
 * With what is sealed among what the provider keeps to itself, which is to say that the cloud made it. What a program
 * declares may look as if it were sealed, and stays.
 */
export function putAway(state: Whole): Whole {
    const made = madeIn(state);
    const sealed = pickBy(pick(state, made), isSealed);
    const others = made.filter((name) => !(name in sealed));
    if (others.length === made.length) {
        return state;
    }
    return {
        ...omit(state, Object.keys(sealed)),
        __state: { ...state.__state, made: others.length === 0 ? undefined : others, sealed },
    };
}

/** The inverse. */
export function takenOut(state: Whole): Whole {
    const { sealed, ...kept }: { sealed?: Properties } = state.__state;
    if (sealed === undefined) {
        return state;
    }
    return { ...state, ...sealed, __state: { ...kept, made: [...madeIn(state), ...Object.keys(sealed)] } };
}
