/** A problem that the user can solve. The message is complete, and no stack trace is printed. */
export class Problem extends Error {
    override readonly name = "Problem";
}
