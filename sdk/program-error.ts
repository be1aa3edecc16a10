import { inspect } from "node:util";
import { RunError } from "./pulumi";

/**
 * An error in a program. Pulumi prints its message without a stack.
 *
 * It also inspects the error, for its trace. With the stack this would take Node.js 20 half a minute: the source maps of
 * Pulumi's SDK have paths as `node_modules/@pulumi/resource.ts`, at which `util.inspect` goes round in a circle until its text
 * is too long (pulumi/pulumi issue 20567). So it is inspected without one.
 */
export class ProgramError extends RunError {
    [inspect.custom](): string {
        return this.message;
    }
}
