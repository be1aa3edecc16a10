/**
 * Pulumi puts the call stack of each registration into the state, for tools to come: the frames of this package, of the
 * module loader and of its own run, the same for each resource and longer than all its arguments. The engine writes the
 * whole state at every operation, so none is given: with hundreds of resources that is a quarter of the time.
 */

/** Until the answer is called, an error has no stack of its own; what was made before keeps its. */
export function withoutStack(): () => void {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => String(error);
    return () => {
        Error.prepareStackTrace = before;
    };
}
