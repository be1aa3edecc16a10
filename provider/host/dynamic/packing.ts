/**
 * Outputs that a state has in its `__state`, as one bag: those that few look at, and what the cloud made and is sealed.
 * The SDK takes them out again for the program (sdk/resource.ts).
 */
import isEmpty from "lodash/isEmpty";
import omit from "lodash/omit";
import pick from "lodash/pick";
import pickBy from "lodash/pickBy";
import { isSealed } from "../../state/sealed";
import { madeIn, type Properties } from "../../state/stored-state";

/** All properties of a state, what the provider keeps to itself among them. */
interface State extends Properties {
    __state: object;
}

/**
 * What is sealed is there whatever the kind, and is known by it as made by the cloud. What a program declares may look as
 * if it were sealed, and stays.
 */
export function packed(state: State, names: readonly string[] = []): State {
    const sealed = Object.keys(pickBy(pick(state, madeIn(state)), isSealed));
    const outputs = pick(state, [...names, ...sealed]);
    const made = madeIn(state).filter((name) => !sealed.includes(name));
    return {
        ...omit(state, Object.keys(outputs)),
        __state: {
            ...state.__state,
            made: made.length === 0 ? undefined : made,
            outputs: isEmpty(outputs) ? undefined : outputs,
        },
    };
}

/** The inverse. */
export function unpacked(state: State): State {
    const { outputs = {}, ...kept }: { outputs?: Properties } = state.__state;
    const made = [...madeIn(state), ...Object.keys(pickBy(outputs, isSealed))];
    return { ...state, ...outputs, __state: made.length === 0 ? kept : { ...kept, made } };
}
