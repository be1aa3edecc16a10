/** Something that the user can do something about: its message says it all, and no stack is printed. */
export class Problem extends Error {
    override readonly name = "Problem";
}
