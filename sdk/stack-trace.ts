/**
 * Pulumi puts the call stack of each registration into the state, for tools to come: the frames of this package, of the
 * module loader and of its own run, the same for each resource and longer than all its arguments. The engine writes the
 * whole state at every operation, so none is given (docs/performance.md).
 */

/**
 * Until the answer is called, whoever reads an error's stack for the first time finds no frames. An error that is made
 * meanwhile and read later has them, as the one has that tells where a resource failed.
 */
export function withoutStack(): () => void {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => String(error);
    return () => {
        Error.prepareStackTrace = before;
    };
}
